"""Configuration values that were changed, and the epochs that tell processes to forget what they cached."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.tables.tenancy import account, configuration, domain, epoch

GLOBAL = "Global"
ACCESS = "access"      # users, keys, roles, accounts, sessions
SETTINGS = "settings"
API_LIMITS = "api limits"
NAMES = (ACCESS, SETTINGS, API_LIMITS)

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
    tx.raised.add(name)


def put(tx: Tx, name: str, scope: str, scope_id: int, value: str, *, sealed: bool = False) -> None:
    """Sets one value and raises the epoch. `sealed`: the value was encrypted."""
    if not tx.changed(update(configuration).where(*_one(name, scope, scope_id)).values(value=value, encrypted=sealed, updated=now_us())):
        tx.insert(configuration, name=name, scope=scope, scope_id=scope_id, value=value, encrypted=sealed, updated=tx.now())
    raise_epoch(tx, SETTINGS)


def reset(tx: Tx, name: str, scope: str, scope_id: int) -> None:
    """Forgets one value, so that the wider one or the default counts; raises the epoch."""
    tx.execute(delete(configuration).where(*_one(name, scope, scope_id)))
    raise_epoch(tx, SETTINGS)


def _one(name: str, scope: str, scope_id: int) -> tuple[Any, ...]:
    return configuration.c.name == name, configuration.c.scope == scope, configuration.c.scope_id == scope_id


def domain_of(tx: Tx, account_id: int) -> int | None:
    """The domain of an account."""
    row = tx.first(select(account.c.domain_id).where(account.c.id == account_id))
    return None if row is None else int(row.domain_id)


def domains_above(tx: Tx, domain_id: int) -> list[int]:
    """The domains above one, the nearest first."""
    row = tx.first(select(domain.c.path).where(domain.c.id == domain_id))
    return [] if row is None else [int(part) for part in row.path.split("/") if part][-2::-1]
