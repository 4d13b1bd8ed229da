"""The `lock` table: who holds a lock key, and the fence that orders the commands about it. Rows outlive sagas."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BindParameter, bindparam, func, insert, literal, select, union_all, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.tables.tenancy import epoch
from manager.model.tables.work import lock, saga_key

FENCE_EPOCH = "fence"

Fences = dict[str, tuple[int, int]]  # lock key: (epoch, fence)


class KeyBusy(Exception):
    """A lock key is held, or somebody who came earlier is about to get it: the saga stays queued."""


_KEYS: BindParameter[str] = bindparam("keys", expanding=True)
_OTHER_KEY, _HELD = saga_key.alias("other_key"), lock.alias("held")
_EARLIER_IS_STUCK = (  # an earlier saga which waits for yet another key that is held: it reserves nothing meanwhile
    select(literal(1)).select_from(_OTHER_KEY.join(_HELD, _HELD.c.lock_key == _OTHER_KEY.c.lock_key))
    .where(_OTHER_KEY.c.saga_id == saga_key.c.saga_id, _HELD.c.saga_id.is_not(None)).exists())
_LOOK = union_all(
    select(literal("lock").label("what"), lock.c.lock_key.label("key"), lock.c.epoch, lock.c.fence, lock.c.saga_id)
    .where(lock.c.lock_key.in_(_KEYS)),
    select(literal("earlier"), saga_key.c.lock_key, literal(0), literal(0), saga_key.c.saga_id)
    .where(saga_key.c.lock_key.in_(_KEYS), saga_key.c.saga_id < bindparam("saga"), ~_EARLIER_IS_STUCK),
    select(literal("epoch"), epoch.c.name, epoch.c.value, literal(0), literal(0)).where(epoch.c.name == FENCE_EPOCH),
)
_TAKE = update(lock).where(
    lock.c.lock_key == bindparam("key"), lock.c.saga_id.is_(None), lock.c.fence == bindparam("seen")).values(
    saga_id=bindparam("saga"), fence=lock.c.fence + 1, epoch=bindparam("cloud_epoch"))
_INSERT = insert(lock)
_MINE = (lock.c.lock_key.in_(_KEYS), lock.c.saga_id == bindparam("saga"))
_RAISE = update(lock).where(*_MINE).values(
    fence=lock.c.fence + 1,
    epoch=func.coalesce(select(epoch.c.value).where(epoch.c.name == FENCE_EPOCH).scalar_subquery(), 0))
_READ = select(lock.c.lock_key, lock.c.epoch, lock.c.fence).where(lock.c.lock_key.in_(_KEYS))
_FREE = update(lock).where(*_MINE).values(saga_id=None)
_HOLD = select(lock.c.fence).where(lock.c.lock_key == bindparam("key")).with_for_update()
_EPOCH = select(epoch.c.value).where(epoch.c.name == bindparam("epoch_name"))
_SET_EPOCH = update(epoch).where(epoch.c.name == bindparam("epoch_name")).values(value=bindparam("to_value"))


def acquire(tx: Tx, saga_id: int, keys: Sequence[str]) -> Fences:
    """Takes all `keys` for the saga and raises their fences. KeyBusy: one is held, or is an earlier saga's turn (the caller rolls back)."""
    if not keys:
        return {}
    found: Fences = {}
    cloud_epoch = 0
    for row in tx.rows(_LOOK, {"keys": list(keys), "saga": saga_id}):
        if row.what == "epoch":
            cloud_epoch = row.epoch
        elif row.what == "earlier" or row.saga_id is not None:
            raise KeyBusy(row.key)
        else:
            found[row.key] = (row.epoch, row.fence)
    for key in sorted(keys):
        seen = found.get(key)
        if seen is None:
            _insert(tx, key, cloud_epoch, saga_id)
        elif tx.changed(_TAKE, {"key": key, "seen": seen[1], "saga": saga_id, "cloud_epoch": cloud_epoch}) != 1:
            raise KeyBusy(key)
        found[key] = (cloud_epoch, seen[1] + 1 if seen else 1)
    return found


def _insert(tx: Tx, key: str, cloud_epoch: int, saga_id: int | None) -> None:
    try:
        tx.execute(_INSERT, {"lock_key": key, "epoch": cloud_epoch, "fence": 1 if saga_id else 0, "saga_id": saga_id})
    except IntegrityError as error:  # another saga made it since we looked
        raise KeyBusy(key) from error


def hold(tx: Tx, key: str) -> None:
    """Keeps others out of `hold` and `acquire` for this key until the transaction ends."""
    if tx.first(_HOLD, {"key": key}) is None:
        try:
            _insert(tx, key, read_epoch(tx), None)
        except KeyBusy:
            tx.first(_HOLD, {"key": key})


def raise_fences(tx: Tx, saga_id: int, keys: Sequence[str]) -> Fences:
    """The saga, which holds `keys`, gets new fences: whoever acted for it before is refused from now on."""
    if not keys:
        return {}
    tx.execute(_RAISE, {"keys": list(keys), "saga": saga_id})
    return {row.lock_key: (row.epoch, row.fence) for row in tx.rows(_READ, {"keys": list(keys)})}


def free(tx: Tx, saga_id: int, keys: Sequence[str]) -> None:
    """The saga lets go of its keys."""
    if keys:
        tx.execute(_FREE, {"keys": list(keys), "saga": saga_id})


def fences(tx: Tx, keys: Sequence[str]) -> Fences:
    """The present fences of those keys that were ever locked."""
    return {row.lock_key: (row.epoch, row.fence) for row in tx.rows(_READ, {"keys": list(keys)})} if keys else {}


def read_epoch(tx: Tx, name: str = FENCE_EPOCH) -> int:
    """The value of an epoch row; 0 when there is none."""
    return int(tx.scalar(_EPOCH, {"epoch_name": name}) or 0)


def set_epoch(tx: Tx, name: str, value: int) -> None:
    """Writes an epoch row."""
    if not tx.changed(_SET_EPOCH, {"epoch_name": name, "to_value": value}):
        tx.insert(epoch, name=name, value=value)


def adopt_epoch(tx: Tx) -> int:
    """After a restore or the promotion of a replica: hosts refuse whatever was commanded before. Until `check` passes, reconcilers
    only report. Returns the new epoch, which is higher than any that a lock was given."""
    highest = max(read_epoch(tx), int(tx.scalar(select(func.max(lock.c.epoch))) or 0)) + 1
    set_epoch(tx, FENCE_EPOCH, highest)
    set_epoch(tx, "report-only", 1)
    return highest
