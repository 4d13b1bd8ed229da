"""Sagas as operators see and change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, null, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.work import saga, saga_key, saga_step

_SHOWN = select(
    saga.c.id, saga.c.uuid, saga.c.kind, saga.c.version, saga.c.params, saga.c.state, saga.c.cursor, saga.c.node_id, saga.c.attempts, saga.c.owed,
    saga.c.percent, saga.c.progress, saga.c.error_code, saga.c.error_text, saga.c.created, saga.c.ended)
_LIST = _SHOWN.where(saga.c.state.in_(bindparam("states", expanding=True))).order_by(saga.c.id.desc()).limit(bindparam("most"))
_ONE = _SHOWN.where(saga.c.id == bindparam("saga_id"))
_KEYS = select(saga_key.c.lock_key).where(saga_key.c.saga_id == bindparam("saga_id")).order_by(saga_key.c.lock_key)
_STEPS = select(saga_step.c.seq, saga_step.c.name, saga_step.c.state, saga_step.c.ended).where(
    saga_step.c.saga_id == bindparam("saga_id")).order_by(saga_step.c.seq)
_STUCK = (saga.c.id == bindparam("saga_id"), saga.c.state == "stuck")
_RETRY = update(saga).where(*_STUCK).values(
    state="unwinding", node_id=null(), attempts=0, ended=null(), wake_at=now_us(), take=saga.c.take + 1)
_ABANDON = update(saga).where(*_STUCK).values(state=bindparam("to_state"), take=saga.c.take + 1, ended=now_us())


def listed(tx: Tx, states: Sequence[str], most: int) -> Sequence[Row[Any]]:
    """The newest sagas in one of these states."""
    return tx.rows(_LIST, {"states": list(states), "most": most})


def one(tx: Tx, saga_id: int) -> Row[Any]:
    """One saga."""
    return tx.one(_ONE, {"saga_id": saga_id})


def keys(tx: Tx, saga_id: int) -> list[str]:
    """Lock keys that the saga holds or wants."""
    return [row.lock_key for row in tx.rows(_KEYS, {"saga_id": saga_id})]


def steps(tx: Tx, saga_id: int) -> Sequence[Row[Any]]:
    """Recorded steps: seq, name, state, ended. Outputs are left out."""
    return tx.rows(_STEPS, {"saga_id": saga_id})


def retry(tx: Tx, saga_id: int) -> bool:
    """A stuck saga unwinds again, on any node; False when it is not stuck."""
    return tx.changed(_RETRY, {"saga_id": saga_id}) == 1


def abandon(tx: Tx, saga_id: int, state: str) -> bool:
    """A stuck saga ends as `state` (done or failed) without another step; False when it is not stuck."""
    return tx.changed(_ABANDON, {"saga_id": saga_id, "to_state": state}) == 1
