"""Configuration keys with CloudStack's names, types and defaults.

How to use them:

- In a command: `call.setting("expunge.delay")`; in sagas and reconcilers: `settings.get(tx, "expunge.delay")`.
- A key with a narrower scope: name *every* object that you know, as ids: `call.setting("router.template.kvm", zone=zone.id)`,
  `settings.get(tx, name, pool=pool.id, cluster=pool.cluster_id, zone=pool.zone_id)`, `call.setting(name, account=owner.id, domain=owner.domain_id)`.
  The narrowest value that was set counts: pool, cluster, image store, zone, account, domain, and then the global one, else the default.
  Accounts take their domain's value when `enable.account.settings.for.domain` is true, domains that of the domain above when
  `enable.domain.settings.for.child.domain` is true; `domain` may be left out with `account`.
- A new key: one line in `manager/settings/keys.py` with CloudStack's name, type, default and scope (`tests/unit/manager/test_settings.py`
  compares them), and a test that changes it through the API and sees another answer, packet or deadline, named in
  `tests/contract/configuration.toml`.
- Category Hidden or Secure: values are sealed in the database; `call.setting` opens them, others give `secrets=services.secrets`.

Values are read from the database once per settings epoch and process: a transaction sees them at most 2 s late.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from manager.model.db import Tx
from manager.model.tenancy import settings as stored
from manager.model.work import outbox
from manager.settings.keys import KEYS, Key

__all__ = ["KEYS", "Key", "forget", "get", "text"]

FOR_DOMAIN, FOR_CHILD = "enable.account.settings.for.domain", "enable.domain.settings.for.child.domain"
Places = tuple[tuple[str, int | None], ...]


class Opens(Protocol):
    """services.Secrets, as far as it is needed here."""

    def open(self, sealed: str) -> str:
        """Decrypts."""


@dataclass(frozen=True)
class _Values:
    """What was changed: by (key, scope, id), and the keys that have a value in any scope but Global, by scope."""

    values: dict[tuple[str, str, int], str]
    scoped: set[tuple[str, str]] = field(default_factory=set)


_LOCK = threading.Lock()
_CACHE: dict[str, _Values] = {}
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
    outbox.forget(database)


def get(
    tx: Tx, name: str, *, zone: int | None = None, cluster: int | None = None, pool: int | None = None, store: int | None = None,
    account: int | None = None, domain: int | None = None, secrets: Opens | None = None,
) -> Any:
    """The value of a key in its type (bool, int, float or str) for these objects; see the module. KeyError when it is not declared.

    `secrets`: needed for a key whose values are sealed (TypeError without).
    """
    key = KEYS[name]
    found, sealed = _found(tx, key, (("StoragePool", pool), ("Cluster", cluster), ("ImageStore", store), ("Zone", zone), ("Account", account),
                                     ("Domain", domain)))
    if sealed:
        if secrets is None:
            raise TypeError(f"{name} is sealed: secrets are needed")
        found = secrets.open(found)
    return key.parse(found)


def text(tx: Tx, key: Key, scopes: Places = (), secrets: Opens | None = None) -> str:
    """As `get`, unparsed. A sealed value that cannot be opened for lack of `secrets` is the empty string."""
    found, sealed = _found(tx, key, scopes)
    if sealed:
        return secrets.open(found) if secrets is not None else ""
    return found


def _found(tx: Tx, key: Key, places: Places) -> tuple[str, bool]:
    """(the value, whether it is sealed)."""
    known = _values(tx)
    for place in _chain(tx, known, key, places):
        if (key.name, *place) in known.values:
            return known.values[(key.name, *place)], key.sealed
    if (key.name, stored.GLOBAL, 0) in known.values:
        return known.values[key.name, stored.GLOBAL, 0], key.sealed
    return key.default, False


def _chain(tx: Tx, known: _Values, key: Key, places: Places) -> Iterator[tuple[str, int]]:
    """The places to look at, the narrowest first. It asks the database for domains only when one has a value of this key."""
    given = {scope: number for scope, number in places if number is not None}
    for scope, number in given.items():
        if scope != "Domain":
            yield scope, number
    if (key.name, "Domain") not in known.scoped:
        return
    domain = given.get("Domain")
    if "Account" in given:
        if "Account" in key.scopes and not _switch(known, FOR_DOMAIN):
            return
        domain = domain if domain is not None else stored.domain_of(tx, given["Account"])
    if domain is None:
        return
    yield "Domain", domain
    if _switch(known, FOR_CHILD):
        for above in stored.domains_above(tx, domain):
            yield "Domain", above


def _switch(known: _Values, name: str) -> bool:
    return bool(KEYS[name].parse(known.values.get((name, stored.GLOBAL, 0), KEYS[name].default)))


def _values(tx: Tx) -> _Values:
    database = str(tx.conn.engine.url)
    changing = stored.SETTINGS in tx.raised  # this transaction's own changes: seen by it, kept only once they are committed
    values = None if changing else _CACHE.get(database)
    if values is None:
        generation = _generation
        loaded = stored.load(tx)
        values = _Values(loaded, {(name, scope) for name, scope, _ in loaded if scope != stored.GLOBAL})
        if changing:
            return values
        with _LOCK:
            if generation == _generation:
                _CACHE[database] = values
    return values
