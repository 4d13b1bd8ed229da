"""Configuration values that were changed, and the epochs that tell processes to forget what they cached."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.tenancy import configuration, epoch

GLOBAL = "Global"
ACCESS = "access"      # users, keys, roles, accounts, sessions
SETTINGS = "settings"
NAMES = (ACCESS, SETTINGS)

_ALL = select(configuration.c.name, configuration.c.scope, configuration.c.scope_id, configuration.c.value)
_EPOCHS = select(epoch.c.name, epoch.c.value)
_RAISE = update(epoch).where(epoch.c.name == bindparam("which")).values(value=epoch.c.value + 1)


def load(tx: Tx) -> dict[tuple[str, str, int], str]:
    """All changed values: {(key, scope, id of the zone, account, … or 0): value}."""
    return {(row.name, row.scope, row.scope_id): row.value for row in tx.rows(_ALL)}


def epochs(tx: Tx) -> dict[str, int]:
    """All epochs by name."""
    return {row.name: row.value for row in tx.rows(_EPOCHS)}


def raise_epoch(tx: Tx, name: str) -> None:
    """Makes every process forget what it cached under this name within 2 s. In the transaction that changes the thing."""
    tx.execute(_RAISE, {"which": name})


def put(tx: Tx, name: str, scope: str, scope_id: int, value: str) -> None:
    """Sets one value and raises the epoch."""
    where: Any = (configuration.c.name == name, configuration.c.scope == scope, configuration.c.scope_id == scope_id)
    if not tx.changed(update(configuration).where(*where).values(value=value, updated=now_us())):
        tx.insert(configuration, name=name, scope=scope, scope_id=scope_id, value=value, encrypted=False, updated=tx.now())
    raise_epoch(tx, SETTINGS)
