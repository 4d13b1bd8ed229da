"""Configuration keys with CloudStack's names, types and defaults: `settings.get(tx, "expunge.delay")`.

Values are read from the database once per settings epoch and process: a transaction sees them at most 2 s late.
"""

from __future__ import annotations

import threading
from typing import Any

from manager.model.db import Tx
from manager.model.tenancy import settings as stored
from manager.settings.keys import KEYS, Key

__all__ = ["KEYS", "Key", "forget", "get", "text"]

_LOCK = threading.Lock()
_CACHE: dict[str, dict[tuple[str, str, int], str]] = {}
_generation = 0  # raised by forget: what was read before is not kept after it


def forget(database: str | None = None) -> None:
    """Drops what was cached of one database (its URL), or of all: called when the settings epoch has risen."""
    global _generation
    with _LOCK:
        _generation += 1
        if database is None:
            _CACHE.clear()
        else:
            _CACHE.pop(database, None)


def get(
    tx: Tx, name: str, *, zone: int | None = None, cluster: int | None = None, pool: int | None = None, account: int | None = None,
    domain: int | None = None,
) -> Any:
    """The value of a key in its type (bool, int, float or str), the narrowest scope given first. KeyError when it is not declared."""
    key = KEYS[name]
    found = text(tx, key, (("Cluster", cluster), ("StoragePool", pool), ("Zone", zone), ("Account", account), ("Domain", domain)))
    return key.parse(found)


def text(tx: Tx, key: Key, scopes: tuple[tuple[str, int | None], ...] = ()) -> str:
    """As `get`, unparsed."""
    values = _values(tx)
    for scope, scope_id in scopes:
        if scope_id is not None and (key.name, scope, scope_id) in values:
            return values[key.name, scope, scope_id]
    return values.get((key.name, stored.GLOBAL, 0), key.default)


def _values(tx: Tx) -> dict[tuple[str, str, int], str]:
    database = str(tx.conn.engine.url)
    values = _CACHE.get(database)
    if values is None:
        generation = _generation
        values = stored.load(tx)
        with _LOCK:
            if generation == _generation:
                _CACHE[database] = values
    return values
