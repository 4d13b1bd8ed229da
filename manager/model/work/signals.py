"""Asking a reconciler to look, from a saga's or a command's transaction. It stands below all that asks."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from manager.model.db import Tx
from manager.model.work import leases

listeners: WeakKeyDictionary[Engine, Callable[[str], None]] = WeakKeyDictionary()


def signal(tx: Tx, name: str) -> None:
    """Makes the reconciler due once `tx` is committed.

    It costs the transaction nothing: a row that every deploy writes would make them wait for each other. A process that dies between
    its commit and the signal leaves the work to the timer.
    """
    listener = listeners.get(tx.conn.engine)
    if listener is None:
        leases.signal(tx, [name])
    else:
        tx.after_commit(lambda: listener(name))
