"""What accounts and limited domains use: guarded counters.

A counter row exists for each account, and for those domains that have (or had) a limit; other figures are sums. Take and give in the
last statement of the transaction: their rows are the most contended ones, and they are locked in ascending order of their key.
Amounts: pieces; `memory` in MiB; `primary_storage` and `secondary_storage` in bytes (their limits are in GiB, as the API has it).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Update, and_, bindparam, case, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.tables.tenancy import account, configuration, domain, resource_count, resource_limit

GIB = 1 << 30
UNLIMITED = -1
ROOT_ADMIN = 1


@dataclass(frozen=True)
class Kind:
    """A countable thing: CloudStack's number for it and the setting that holds an account's default limit."""

    number: int
    setting: str
    default: int
    unit: int = 1


KINDS: dict[str, Kind] = {
    "user_vm": Kind(0, "user.vms", 20),
    "public_ip": Kind(1, "public.ips", 20),
    "volume": Kind(2, "volumes", 20),
    "snapshot": Kind(3, "snapshots", 20),
    "template": Kind(4, "templates", 20),
    "project": Kind(5, "projects", 10),
    "network": Kind(6, "networks", 20),
    "vpc": Kind(7, "vpcs", 20),
    "cpu": Kind(8, "cpus", 40),
    "memory": Kind(9, "memory", 40960),
    "primary_storage": Kind(10, "primary.storage", 200, GIB),
    "secondary_storage": Kind(11, "secondary.storage", 400, GIB),
}


@dataclass(frozen=True)
class _Counter:
    owner: str
    owner_id: int
    kind: str
    limit: int  # in units of the counter; -1: none


def path_ids(domain_path: str) -> list[int]:
    """The ids in a domain's path, from ROOT down: /1/5/ → [1, 5]."""
    return [int(part) for part in domain_path.split("/") if part]


def domain_path(tx: Tx, domain_id: int) -> str:
    """The path of a domain, removed or not: what `take` and `give` want."""
    return str(tx.scalar(_PATH, {"domain": domain_id}))


def take(tx: Tx, account_id: int, domain_path: str, amounts: Mapping[str, int]) -> None:
    """Adds `amounts` (per kind) to the account's counters and those of its domains that are counted.

    Raises Refused 532 when one of them would pass its limit; the caller's transaction must then be rolled back.
    """
    wanted = {kind: amount for kind, amount in amounts.items() if amount}
    if not wanted:
        return
    counters = _counters(tx, account_id, domain_path, wanted)
    params: dict[str, Any] = {}
    for number, counter in enumerate(counters):
        amount = wanted[counter.kind]
        params |= {f"o{number}": counter.owner, f"i{number}": counter.owner_id, f"k{number}": counter.kind, f"a{number}": amount}
        if counter.limit != UNLIMITED:
            params[f"r{number}"] = counter.limit - amount
    if tx.changed(_take(tuple(c.limit != UNLIMITED for c in counters)), params) != len(counters):
        raise _exceeded(tx, account_id, counters, wanted)


def give(tx: Tx, account_id: int, domain_path: str, amounts: Mapping[str, int]) -> None:
    """Takes `amounts` off the same counters again."""
    back = {kind: amount for kind, amount in amounts.items() if amount}
    if not back:
        return
    params: dict[str, Any] = {"account": account_id, "domains": path_ids(domain_path), "kinds": list(back)}
    for number, (kind, amount) in enumerate(sorted(back.items())):
        params |= {f"k{number}": kind, f"a{number}": amount}
    tx.execute(_give(len(back)), params)


def open_domain(tx: Tx, domain_id: int, kinds: Iterable[str] = tuple(KINDS)) -> None:
    """Begins to count for a domain that gets a limit: its counters start with its accounts' sum. Call it before the limit is stored."""
    path = tx.scalar(select(domain.c.path).where(domain.c.id == domain_id))
    inside = select(account.c.id).join(domain, domain.c.id == account.c.domain_id).where(domain.c.path.like(f"{path}%"))
    for kind in kinds:
        have = select(resource_count.c.used).where(*_is("domain", domain_id, kind))
        if tx.first(have) is None:
            total = tx.scalar(select(func.coalesce(func.sum(resource_count.c.used), 0)).where(
                resource_count.c.owner_type == "account", resource_count.c.type == kind, resource_count.c.owner_id.in_(inside)))
            tx.insert(resource_count, owner_type="domain", owner_id=domain_id, type=kind, used=int(total))


def usage(tx: Tx, account_id: int) -> dict[str, int]:
    """What the account uses, per kind; kinds never used are absent."""
    rows = tx.rows(select(resource_count.c.type, resource_count.c.used).where(
        resource_count.c.owner_type == "account", resource_count.c.owner_id == account_id))
    return {row.type: row.used for row in rows}


def _is(owner: str, owner_id: int, kind: str) -> tuple[Any, ...]:
    table = resource_count.c
    return table.owner_type == owner, table.owner_id == owner_id, table.type == kind


_SETTING = case({kind: f"max.account.{known.setting}" for kind, known in KINDS.items()}, value=resource_count.c.type)
_FOUND = (
    select(resource_count.c.owner_type, resource_count.c.owner_id, resource_count.c.type, resource_limit.c.max,
           configuration.c.value.label("setting"), account.c.type.label("account_type"))
    .select_from(resource_count.outerjoin(resource_limit, and_(
        resource_limit.c.owner_type == resource_count.c.owner_type, resource_limit.c.owner_id == resource_count.c.owner_id,
        resource_limit.c.type == resource_count.c.type))
        .outerjoin(account, and_(resource_count.c.owner_type == "account", account.c.id == resource_count.c.owner_id))
        .outerjoin(configuration, and_(resource_count.c.owner_type == "account", configuration.c.name == _SETTING,
                                       configuration.c.scope == "Global", configuration.c.scope_id == 0)))
    .where(resource_count.c.type.in_(bindparam("kinds", expanding=True)), or_(
        and_(resource_count.c.owner_type == "account", resource_count.c.owner_id == bindparam("account")),
        and_(resource_count.c.owner_type == "domain", resource_count.c.owner_id.in_(bindparam("domains", expanding=True)))))
    .order_by(resource_count.c.owner_type, resource_count.c.owner_id, resource_count.c.type))

_DEFAULTS = select(configuration.c.name, configuration.c.value).where(
    configuration.c.scope == "Global", configuration.c.name.in_(bindparam("names", expanding=True)))
_PATH = select(domain.c.path).where(domain.c.id == bindparam("domain"))
_TYPE = select(account.c.type).where(account.c.id == bindparam("account"))


def _counters(tx: Tx, account_id: int, domain_path: str, wanted: Mapping[str, int]) -> list[_Counter]:
    rows = tx.rows(_FOUND, {"account": account_id, "domains": path_ids(domain_path), "kinds": sorted(wanted)})
    missing = set(wanted) - {row.type for row in rows if row.owner_type == "account"}
    if missing:
        for kind in sorted(missing):
            _open(tx, account_id, kind)
        return _counters(tx, account_id, domain_path, wanted)
    return [_Counter(row.owner_type, row.owner_id, row.type, _in_units(row.type, _limit(row))) for row in rows]


def _limit(row: Any) -> int:
    if row.max is not None:
        return int(row.max)
    if row.owner_type != "account" or row.account_type == ROOT_ADMIN:
        return UNLIMITED
    return int(row.setting) if row.setting not in (None, "") else KINDS[row.type].default


def default_limits(tx: Tx, account_id: int, kinds: Iterable[str]) -> dict[str, int]:
    """The limits (API units, -1: none) of an account for kinds that have no row of their own. Root administrators have none."""
    kinds = list(kinds)
    if not kinds:
        return {}
    if tx.scalar(_TYPE, {"account": account_id}) == ROOT_ADMIN:
        return dict.fromkeys(kinds, UNLIMITED)
    names = {f"max.account.{KINDS[kind].setting}": kind for kind in kinds}
    stored = {names[row.name]: int(row.value) for row in tx.rows(_DEFAULTS, {"names": list(names)}) if row.value not in (None, "")}
    return {kind: stored.get(kind, KINDS[kind].default) for kind in kinds}


def _open(tx: Tx, account_id: int, kind: str) -> None:
    try:
        with tx.conn.begin_nested():
            tx.insert(resource_count, owner_type="account", owner_id=account_id, type=kind, used=0)
    except IntegrityError:  # another transaction was first
        return


def _in_units(kind: str, limit: int) -> int:
    return limit if limit == UNLIMITED else limit * KINDS[kind].unit


@functools.cache
def _take(limited: tuple[bool, ...]) -> Update:
    keys: list[Any] = []
    amounts: list[tuple[Any, Any]] = []
    for number, guarded in enumerate(limited):
        key = and_(resource_count.c.owner_type == bindparam(f"o{number}"), resource_count.c.owner_id == bindparam(f"i{number}"),
                   resource_count.c.type == bindparam(f"k{number}"))
        amounts.append((key, bindparam(f"a{number}")))
        keys.append(and_(key, resource_count.c.used <= bindparam(f"r{number}")) if guarded else key)
    return update(resource_count).where(or_(*keys)).values(used=resource_count.c.used + case(*amounts, else_=0))


@functools.cache
def _give(kinds: int) -> Update:
    amounts: list[tuple[Any, Any]] = [
        (resource_count.c.type == bindparam(f"k{number}"), bindparam(f"a{number}")) for number in range(kinds)]
    return update(resource_count).where(
        resource_count.c.type.in_(bindparam("kinds", expanding=True)), or_(
            and_(resource_count.c.owner_type == "account", resource_count.c.owner_id == bindparam("account")),
            and_(resource_count.c.owner_type == "domain", resource_count.c.owner_id.in_(bindparam("domains", expanding=True)))),
    ).values(used=resource_count.c.used - case(*amounts, else_=0))


def _exceeded(tx: Tx, account_id: int, counters: list[_Counter], wanted: Mapping[str, int]) -> Refused:
    for counter in counters:
        used = tx.scalar(select(resource_count.c.used).where(*_is(counter.owner, counter.owner_id, counter.kind)))
        amount = wanted[counter.kind]
        if counter.limit != UNLIMITED and used is not None and used > counter.limit - amount:
            table = account if counter.owner == "account" else domain
            name = tx.scalar(select(table.c.name).where(table.c.id == counter.owner_id))
            who = f"{counter.owner.capitalize()} Name = {name}"
            return Refused(532, f"Maximum amount of resources of Type = '{counter.kind}' for {who} is exceeded: "
                                f"{counter.owner.capitalize()} Resource Limit = {counter.limit}, Current {counter.owner.capitalize()} "
                                f"Resource Amount = {used}, Requested Resource Amount = {amount}.")
    return Refused(532, f"A resource limit of account {account_id} was reached while it changed; try again.")
