"""Whether an object existed once: list commands answer an empty list for it (WIRE 5)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Table, literal, select

from manager.model.caller import Caller
from manager.model.db import Tx


def seen(table: Table, account: str = "account_id", domain: str = "domain_id") -> Callable[[Tx, Caller, str], bool]:
    """For tables with uuid and removed: a function that says whether the caller could have seen the removed row.

    `account`, `domain`: the owner columns; without them in the table everybody could.
    """
    owned = account in table.c or domain in table.c
    columns = (table.c[account] if account in table.c else literal(-1), table.c[domain] if domain in table.c else literal(-1))

    def gone(tx: Tx, caller: Caller, uuid: str) -> bool:
        statement = select(table.c.uuid).where(table.c.uuid == uuid, table.c.removed.is_not(None))
        if owned:
            statement = statement.where(caller.sees(*columns))
        return tx.first(statement) is not None
    return gone


def never(tx: Tx, caller: Caller, uuid: str) -> bool:
    """For things that are never removed."""
    return False
