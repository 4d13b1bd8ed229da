"""Starting sagas, in the transaction of whoever starts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Engine

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.work import locks
from manager.model.work import saga as model
from manager.model.work.saga import JobInfo, SagaRow
from manager.saga.define import P, Saga

__all__ = ["JobInfo", "Started", "on_start", "start", "start_or_join"]

_listeners: WeakKeyDictionary[Engine, Callable[[SagaRow], None]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Started:
    """A saga that was started, or joined: `uuid` is the job id that clients see."""

    id: int
    uuid: str


def on_start(engine: Engine, listener: Callable[[SagaRow], None] | None) -> None:
    """Tells this process's worker of sagas that have just been committed; called on a database thread. None: nobody listens."""
    if listener is None:
        _listeners.pop(engine, None)
    else:
        _listeners[engine] = listener


def start(tx: Tx, saga: Saga[P], params: P, job: JobInfo | None = None) -> Started:
    """Queues a saga in the caller's transaction; once committed, the local worker takes it at once, another node within 2 s."""
    row = SagaRow(id=0, uuid=new_uuid(), kind=saga.kind, version=saga.version, state="queued", params=encode(params), job=job)
    row = model.insert(tx, row, saga.keys(params))
    listener = _listeners.get(tx.conn.engine)
    if listener is not None:
        tx.after_commit(lambda: listener(row))
    return Started(row.id, row.uuid)


def start_or_join(tx: Tx, saga: Saga[P], params: P, job: JobInfo | None = None, *, any_params: bool = False) -> Started:
    """As `start`, but gets the saga of the same kind, first lock key and params (`any_params`: whatever params) if one is queued or runs.

    The row of the lock key is held until the transaction ends, so two callers never start two.
    """
    key = saga.keys(params)[0]
    locks.hold(tx, key)
    found = model.find_active(tx, saga.kind, key, None if any_params else encode(params))
    return Started(*found) if found else start(tx, saga, params, job)


def encode(params: Any) -> str:
    """Params as they are stored."""
    return msgspec.json.encode(params).decode()
