"""What accounts and domains use: guarded counters, exact under any number of parallel takers and givers.

Each account (a project's, too) and each domain but ROOT has a counter per kind, made by the first who takes; so a domain's counter is always
the sum of what the accounts in its subtree use. Take and give in the last statements of the transaction: their rows are the most contended
ones, and they are locked in ascending order of their key, after the account's domain, which moveDomain locks, too.
Amounts: pieces; `memory` in MiB; `primary_storage` and `secondary_storage` in bytes (their limits are in GiB, as the API has it).
`cpu:fast` is what counts of `cpu` for the tag `fast` (see `tagged`): always counted, limited while resource.limit.*.tags names the tag.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Update, and_, bindparam, case, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.caller import PROJECT_ACCOUNT
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.tables.tenancy import account, configuration, domain, resource_count, resource_limit

GIB = 1 << 30
UNLIMITED = -1
ROOT_ADMIN = 1
HOST_TAGS, STORAGE_TAGS = "resource.limit.host.tags", "resource.limit.storage.tags"


@dataclass(frozen=True)
class Kind:
    """A countable thing: CloudStack's number for it, the end of its settings' names, and what account and domain may have by default.

    A project may have what an account may. `tags`: the setting with the tags that it can be limited for.
    """

    number: int
    setting: str
    default: int
    domain: int
    unit: int = 1
    tags: str = ""

    def preset(self, owner: str) -> int:
        """The default limit of an account, a project or a domain."""
        return self.domain if owner == "domain" else self.default


KINDS: dict[str, Kind] = {
    "user_vm": Kind(0, "user.vms", 20, 40, tags=HOST_TAGS),
    "public_ip": Kind(1, "public.ips", 20, 40),
    "volume": Kind(2, "volumes", 20, 40, tags=STORAGE_TAGS),
    "snapshot": Kind(3, "snapshots", 20, 40),
    "template": Kind(4, "templates", 20, 40),
    "project": Kind(5, "projects", 10, 50),
    "network": Kind(6, "networks", 20, 40),
    "vpc": Kind(7, "vpcs", 20, 40),
    "cpu": Kind(8, "cpus", 40, 80, tags=HOST_TAGS),
    "memory": Kind(9, "memory", 40960, 81920, tags=HOST_TAGS),
    "primary_storage": Kind(10, "primary.storage", 200, 400, GIB, tags=STORAGE_TAGS),
    "secondary_storage": Kind(11, "secondary.storage", 400, 800, GIB),
}


@dataclass(frozen=True)
class Counter:
    """One counter that a take changes: whose it is, and the limit in the counter's units (-1: none)."""

    owner: str        # account or domain
    owner_id: int
    kind: str
    used: int
    limit: int


def base(kind: str) -> str:
    """The kind without its tag: cpu of cpu:fast."""
    return kind.partition(":")[0]


def tagged(amounts: Mapping[str, int], tags: Iterable[str], setting: str) -> dict[str, int]:
    """`amounts` together with what counts for each of the host or storage tags."""
    return {**amounts, **{f"{kind}:{tag}": amount for tag in tags for kind, amount in amounts.items()
                          if kind in KINDS and KINDS[kind].tags == setting}}


def path_ids(domain_path: str) -> list[int]:
    """The ids in a domain's path, from ROOT down: /1/5/ → [1, 5]."""
    return [int(part) for part in domain_path.split("/") if part]


def domain_path(tx: Tx, domain_id: int) -> str:
    """The path of a domain, removed or not: what `take` and `give` want."""
    return str(tx.scalar(_PATH, {"domain": domain_id}))


def take(tx: Tx, account_id: int, domain_path: str, amounts: Mapping[str, int]) -> None:
    """Adds `amounts` (per kind) to the counters of the account and its domains.

    Raises Refused 532 when one of them would pass its limit; the caller's transaction must then be rolled back.
    """
    wanted = {kind: amount for kind, amount in amounts.items() if amount}
    if not wanted:
        return
    counters = _opened(tx, account_id, counted_domains(tx, domain_path), wanted, taking=True)
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
    params: dict[str, Any] = {"account": account_id, "domains": counted_domains(tx, domain_path), "kinds": list(back)}
    for number, (kind, amount) in enumerate(sorted(back.items())):
        params |= {f"k{number}": kind, f"a{number}": amount}
    tx.execute(_give(len(back)), params)


def shift(tx: Tx, off: Sequence[int], on: Sequence[int], amounts: Mapping[str, int]) -> None:
    """Takes `amounts` off these domains' counters and adds them to those, whatever their limits. The caller holds the domains' rows."""
    for number in sorted(on):
        for kind in sorted(amounts):
            _open(tx, "domain", number, kind)
    for number in sorted([*off, *on]):
        for kind, amount in sorted(amounts.items()):
            table = resource_count.c
            tx.execute(update(resource_count).where(table.owner_type == "domain", table.owner_id == number, table.type == kind).values(
                used=table.used + (amount if number in on else -amount)))


def counted_domains(tx: Tx, domain_path: str) -> list[int]:
    """The ids of the domains that count for those in this one: itself and all above, but not ROOT. They stay so until the transaction ends.

    `domain_path` may have been read a while ago: the domain's row is read again, with a lock that others who take may hold as well, and
    that moveDomain waits for.
    """
    given = path_ids(domain_path)
    if len(given) < 2:
        return []  # ROOT never moves
    return path_ids(str(tx.scalar(_LOCKED_PATH, {"domain": given[-1]})))[1:]


def ensure(tx: Tx, account_id: int, domains: list[int], kinds: Iterable[str]) -> None:
    """The counters exist."""
    _opened(tx, account_id, domains, dict.fromkeys(kinds, 0))


def look(tx: Tx, account_id: int, domains: list[int], kinds: Iterable[str], *, taking: bool = False) -> list[Counter]:
    """The counters as they are, with the limits in force; those that nobody has taken from yet are left out. Reads only.

    `taking`: Refused 531 when the account is on its way out. Whoever inserts an owned row waits for the transaction that dooms the account
    (foreign key), and takes after that: so nothing is added once deleteAccount has listed what there is.
    """
    wanted = sorted(kinds)
    rows = tx.rows(_FOUND, {"account": account_id, "domains": domains, "kinds": wanted})
    if taking and any(row.cleanup for row in rows):
        raise Refused(531, "The account is being deleted")
    free = _free_tags(tx, wanted)
    own = {(row.owner_id, row.type): int(row.max) for row in rows if row.owner_type == "domain" and row.max is not None}
    out = []
    for row in rows:
        limit = UNLIMITED if row.type in free else _limit(row, own, domains)
        out.append(Counter(row.owner_type, row.owner_id, row.type, int(row.used), in_units(row.type, limit)))
    return out


def usage(tx: Tx, account_id: int) -> dict[str, int]:
    """What the account uses, per kind; kinds never used are absent."""
    rows = tx.rows(select(resource_count.c.type, resource_count.c.used).where(
        resource_count.c.owner_type == "account", resource_count.c.owner_id == account_id))
    return {row.type: row.used for row in rows}


def in_domains(tx: Tx, domain_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """What the accounts in each of these domains and below it use, per kind. ROOT has no counters of its own: it is a sum."""
    out: dict[tuple[int, str], int] = {}
    if not domain_ids:
        return out
    for row in tx.rows(select(resource_count.c.owner_id, resource_count.c.type, resource_count.c.used).where(
            resource_count.c.owner_type == "domain", resource_count.c.owner_id.in_(domain_ids))):
        out[row.owner_id, row.type] = int(row.used)
    for root in tx.rows(select(domain.c.id).where(domain.c.parent_id.is_(None), domain.c.id.in_(domain_ids))):
        for row in tx.rows(select(resource_count.c.type, func.sum(resource_count.c.used).label("used")).where(
                resource_count.c.owner_type == "account").group_by(resource_count.c.type)):
            out[root.id, row.type] = int(row.used)
    return out


_SETTING = (case((resource_count.c.owner_type == "domain", "max.domain."), (account.c.type == PROJECT_ACCOUNT, "max.project."), else_="max.account.")
            + case({kind: known.setting for kind, known in KINDS.items()}, value=resource_count.c.type))
_FOUND = (
    select(resource_count.c.owner_type, resource_count.c.owner_id, resource_count.c.type, resource_count.c.used, resource_limit.c.max,
           configuration.c.value.label("setting"), account.c.type.label("account_type"), account.c.cleanup)
    .select_from(resource_count.outerjoin(resource_limit, and_(
        resource_limit.c.owner_type == resource_count.c.owner_type, resource_limit.c.owner_id == resource_count.c.owner_id,
        resource_limit.c.type == resource_count.c.type))
        .outerjoin(account, and_(resource_count.c.owner_type == "account", account.c.id == resource_count.c.owner_id))
        .outerjoin(configuration, and_(configuration.c.name == _SETTING, configuration.c.scope == "Global", configuration.c.scope_id == 0)))
    .where(resource_count.c.type.in_(bindparam("kinds", expanding=True)), or_(
        and_(resource_count.c.owner_type == "account", resource_count.c.owner_id == bindparam("account")),
        and_(resource_count.c.owner_type == "domain", resource_count.c.owner_id.in_(bindparam("domains", expanding=True)))))
    .order_by(resource_count.c.owner_type, resource_count.c.owner_id, resource_count.c.type))
_TAGS = select(configuration.c.name, configuration.c.value).where(
    configuration.c.scope == "Global", configuration.c.name.in_([HOST_TAGS, STORAGE_TAGS]))
_PATH = select(domain.c.path).where(domain.c.id == bindparam("domain"))
_LOCKED_PATH = _PATH.with_for_update(read=True)


def limited_tags(tx: Tx) -> dict[str, list[str]]:
    """The tags that limits may be set for, by the setting that names them."""
    stored = {row.name: row.value or "" for row in tx.rows(_TAGS)}
    return {name: [tag.strip() for tag in stored.get(name, "").split(",") if tag.strip()] for name in (HOST_TAGS, STORAGE_TAGS)}


def _free_tags(tx: Tx, kinds: list[str]) -> set[str]:
    """Those of the tagged kinds that no setting names: they are counted, but have no limit."""
    with_tag = [kind for kind in kinds if ":" in kind]
    if not with_tag:
        return set()
    allowed = limited_tags(tx)
    return {kind for kind in with_tag if kind.partition(":")[2] not in allowed[KINDS[base(kind)].tags]}


def _opened(tx: Tx, account_id: int, domains: list[int], wanted: Mapping[str, int], *, taking: bool = False) -> list[Counter]:
    found = look(tx, account_id, domains, wanted, taking=taking)
    have = {(counter.owner, counter.owner_id, counter.kind) for counter in found}
    owners = [("account", account_id), *(("domain", number) for number in sorted(domains))]
    missing = [(owner, number, kind) for owner, number in owners for kind in sorted(wanted) if (owner, number, kind) not in have]
    if not missing:
        return found
    for owner, number, kind in missing:
        _open(tx, owner, number, kind)
    return _opened(tx, account_id, domains, wanted, taking=taking)


def _limit(row: Any, own: Mapping[tuple[int, str], int], domains: list[int]) -> int:
    """In the API's units. A domain without a limit of its own has that of the nearest domain above that has one (CloudStack's rule)."""
    if row.owner_type == "account":
        if row.account_type == ROOT_ADMIN:
            return UNLIMITED
        return _some(row.max) if row.max is not None else _default(row)
    for number in reversed(domains[:domains.index(row.owner_id) + 1]):
        if (number, row.type) in own:
            return _some(own[number, row.type])
    return _default(row)


def _default(row: Any) -> int:
    if row.setting not in (None, ""):
        return _some(int(row.setting))
    return KINDS[row.type].preset(row.owner_type) if row.type in KINDS else UNLIMITED


def _some(limit: int) -> int:
    return UNLIMITED if limit < 0 else int(limit)


def _open(tx: Tx, owner: str, owner_id: int, kind: str) -> None:
    try:
        with tx.conn.begin_nested():
            tx.insert(resource_count, owner_type=owner, owner_id=owner_id, type=kind, used=0)
    except IntegrityError:  # another transaction was first
        return


def in_units(kind: str, limit: int) -> int:
    """A limit of the API in the counter's units."""
    return limit if limit == UNLIMITED else limit * KINDS[base(kind)].unit


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


def _exceeded(tx: Tx, account_id: int, counters: list[Counter], wanted: Mapping[str, int]) -> Refused:
    for counter in counters:
        amount = wanted[counter.kind]
        if counter.limit != UNLIMITED and counter.used > counter.limit - amount:  # as it was before: this transaction has changed some of them
            table = account if counter.owner == "account" else domain
            name = tx.scalar(select(table.c.name).where(table.c.id == counter.owner_id))
            who = f"{counter.owner.capitalize()} Name = {name}"
            return Refused(532, f"Maximum amount of resources of Type = '{counter.kind}' for {who} is exceeded: "
                                f"{counter.owner.capitalize()} Resource Limit = {counter.limit}, Current {counter.owner.capitalize()} "
                                f"Resource Amount = {counter.used}, Requested Resource Amount = {amount}.")
    return Refused(532, f"Maximum amount of resources is exceeded: a resource limit of account {account_id} was reached while it changed.")
