"""Deleting what nobody asks for any more: ended sagas, nodes that left, old events."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, delete, select

from manager.model.db import Tx
from manager.model.tables.work import event, node, saga, saga_step

_SAGA_IDS: BindParameter[int] = bindparam("saga_ids", expanding=True)
_OLD = select(saga.c.id).where(
    saga.c.state.in_(("done", "failed")), saga.c.owed.is_(False), saga.c.ended < bindparam("before")).order_by(saga.c.id).limit(bindparam("most"))
_STEPS = delete(saga_step).where(saga_step.c.saga_id.in_(_SAGA_IDS))
_SAGAS = delete(saga).where(saga.c.id.in_(_SAGA_IDS))
_OLD_EVENTS = select(event.c.id).where(event.c.created < bindparam("before")).order_by(event.c.id).limit(bindparam("most"))
_EVENT_IDS: BindParameter[int] = bindparam("event_ids", expanding=True)
_EVENTS = delete(event).where(event.c.id.in_(_EVENT_IDS))
_NODES = delete(node).where(
    node.c.lease_until < bindparam("before"), node.c.started < bindparam("before"),
    ~select(saga.c.id).where(saga.c.node_id == node.c.id, saga.c.state.in_(("running", "unwinding"))).exists())


def sagas(tx: Tx, before: int, most: int) -> int:
    """Deletes up to `most` sagas that ended before this time (microseconds) and are owed nothing; returns how many."""
    ids = [row.id for row in tx.rows(_OLD, {"before": before, "most": most})]
    if ids:
        tx.execute(_STEPS, {"saga_ids": ids})
        tx.execute(_SAGAS, {"saga_ids": ids})
    return len(ids)


def nodes(tx: Tx, before: int) -> int:
    """Deletes nodes that were last alive before this time and run nothing; returns how many."""
    return tx.changed(_NODES, {"before": before})


def events(tx: Tx, before: int, most: int) -> int:
    """Deletes up to `most` events that were written before this time; returns how many."""
    ids = [row.id for row in tx.rows(_OLD_EVENTS, {"before": before, "most": most})]
    if ids:
        tx.execute(_EVENTS, {"event_ids": ids})
    return len(ids)
