"""Whether an object existed once: list commands answer an empty list for it (WIRE 5)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Table, select

from manager.model.caller import Caller
from manager.model.db import Tx


def seen(table: Table) -> Callable[[Tx, Caller, str], bool]:
    """For tables with uuid and removed: a function that says whether the caller could have seen the removed row (by owner, where it has one)."""
    def gone(tx: Tx, caller: Caller, uuid: str) -> bool:
        statement = select(table.c.uuid).where(table.c.uuid == uuid, table.c.removed.is_not(None))
        if "account_id" in table.c and "domain_id" in table.c:
            statement = statement.where(caller.sees(table.c.account_id, table.c.domain_id))
        return tx.first(statement) is not None
    return gone


def never(tx: Tx, caller: Caller, uuid: str) -> bool:
    """For things that are never removed."""
    return False
