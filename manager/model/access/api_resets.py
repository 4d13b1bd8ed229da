"""Resets of API limits: all nodes read them when the epoch rises."""

from __future__ import annotations

from sqlalchemy import select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.tenancy import account
from manager.model.tenancy import settings as stored

EVERYBODY = 1  # the system account's row stands for all


def reset(tx: Tx, account_id: int | None) -> None:
    """This account, or all (None), start anew."""
    tx.execute(update(account).where(account.c.id == (account_id or EVERYBODY)).values(api_reset=now_us()))
    stored.raise_epoch(tx, stored.API_LIMITS)


def all_of(tx: Tx) -> dict[int, int]:
    """{account id: when it was reset}."""
    return {row.id: row.api_reset for row in tx.rows(select(account.c.id, account.c.api_reset).where(account.c.api_reset > 0))}
