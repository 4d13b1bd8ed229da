"""Which sagas a worker may take now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Executable, and_, bindparam, false, or_, select

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.work import lock, saga, saga_key
from manager.model.work import saga as model
from manager.model.work.saga import SagaRow

_HELD_BY_OTHER = (
    select(saga_key.c.saga_id).join(lock, lock.c.lock_key == saga_key.c.lock_key)
    .where(saga_key.c.saga_id == saga.c.id, lock.c.saga_id.is_not(None), lock.c.saga_id != saga.c.id).exists())
_KEYS = select(saga_key.c.saga_id, saga_key.c.lock_key).where(saga_key.c.saga_id.in_(bindparam("saga_ids", expanding=True)))


def statements(kinds: Collection[tuple[str, int]]) -> tuple[Executable, Executable]:
    """Prebuilt queries of a worker that knows these (kind, version): ownerless sagas, and sagas of given nodes."""
    known = or_(false(), *(and_(saga.c.kind == kind, saga.c.version == version) for kind, version in sorted(kinds)))
    base = select(*model.COLUMNS).where(known).order_by(saga.c.id).limit(bindparam("most"))
    free = base.where(
        saga.c.node_id.is_(None), saga.c.state.in_(model.LIVE), saga.c.wake_at <= now_us(), ~_HELD_BY_OTHER)
    orphaned = base.where(saga.c.node_id.in_(bindparam("node_ids", expanding=True)), saga.c.state.in_(model.LIVE))
    return free, orphaned


def ownerless(tx: Tx, statement: Executable, most: int) -> list[SagaRow]:
    """Sagas without a node whose keys nobody holds, oldest first; of several that want one key only the first."""
    rows = [model.to_row(row) for row in tx.rows(statement, {"most": most})]
    wanted: dict[int, list[str]] = {}
    if rows:
        for key in tx.rows(_KEYS, {"saga_ids": [r.id for r in rows]}):
            wanted.setdefault(key.saga_id, []).append(key.lock_key)
    claimed: set[str] = set()
    out = []
    for row in rows:
        keys = wanted.get(row.id, [])
        if row.state != "queued" or claimed.isdisjoint(keys):
            out.append(row)
        claimed.update(keys)
    return out


def orphaned(tx: Tx, statement: Executable, node_ids: Sequence[int], most: int) -> list[SagaRow]:
    """Sagas that those (dead) nodes ran."""
    return [model.to_row(row) for row in tx.rows(statement, {"most": most, "node_ids": list(node_ids)})] if node_ids else []
