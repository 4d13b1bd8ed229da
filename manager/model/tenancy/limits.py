"""Resource limits: what is in force, as it is listed, changed, and looked at before something is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, delete, select

from manager.model.caller import PROJECT_ACCOUNT, Scope
from manager.model.db import Tx
from manager.model.paging import page
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, configuration, domain, resource_count, resource_limit
from manager.model.tenancy import counters
from manager.model.tenancy.counters import KINDS, ROOT_ADMIN, UNLIMITED, base

NUMBERS = {kind.number: name for name, kind in KINDS.items()}
SYSTEM = 1   # the account of what belongs to nobody
Key = tuple[int, str]   # (id of the account or domain, kind)


class LimitView(msgspec.Struct, frozen=True):
    """One limit (-1: none; API units) of an account, or of a domain when `account` is None."""

    kind: str
    tag: str | None
    most: int
    account: str | None
    project_uuid: str | None
    project: str | None
    domain_uuid: str
    domain_name: str
    domain_path: str


class Outlook(msgspec.Struct, frozen=True):
    """What a change would do to one counter (units of the counter: MiB, bytes). `limit` -1: none."""

    owner: str
    owner_uuid: str
    name: str
    kind: str
    limit: int
    before: int
    after: int

    @property
    def passes(self) -> bool:
        """Whether the limit allows it."""
        return self.limit == UNLIMITED or self.after <= self.limit or self.after <= self.before


def preview(tx: Tx, account_id: int, amounts: Mapping[str, int]) -> list[Outlook]:
    """Every counter that `counters.take` of these amounts would change (negative ones: `give`), the account's first. Reads only, no lock."""
    row = tx.one(select(account.c.uuid, account.c.name, account.c.domain_id, domain.c.path).join(
        domain, domain.c.id == account.c.domain_id).where(account.c.id == account_id))
    domains = counters.path_ids(row.path)[1:]
    wanted = {kind: amount for kind, amount in amounts.items() if amount}
    names = {("account", account_id): (row.uuid, row.name)}
    if domains:
        above = tx.rows(select(domain.c.id, domain.c.uuid, domain.c.name).where(domain.c.id.in_(domains)))
        names |= {("domain", found.id): (found.uuid, found.name) for found in above}
    used = used_by(tx, "account", [account_id], wanted)
    of_account, of_domain = effective(tx, "account", [account_id], wanted), effective(tx, "domain", domains, wanted)
    used_domains = used_by(tx, "domain", domains, wanted)
    out = []
    for owner, number in names:
        limits, have = (of_account, used) if owner == "account" else (of_domain, used_domains)
        for kind in sorted(wanted):
            before = have.get((number, kind), 0)
            out.append(Outlook(owner, *names[owner, number], kind, counters.in_units(kind, limits[number, kind]), before, before + wanted[kind]))
    return out


def effective(tx: Tx, owner: str, ids: Sequence[int], kinds: Iterable[str]) -> dict[Key, int]:
    """The limits in force (API units, -1: none) of these accounts or domains. ROOT and root administrators have none."""
    kinds = list(kinds)
    if not ids:
        return {}
    preset, free = presets(tx), _without_setting(tx, kinds)
    if owner == "account":
        types = {row.id: row.type for row in tx.rows(select(account.c.id, account.c.type).where(account.c.id.in_(ids)))}
        own = stored(tx, "account", ids)
        chains = {number: [number] for number in ids}
        kind_of = {number: "project" if types[number] == PROJECT_ACCOUNT else "account" for number in ids}
        unlimited = {number for number in ids if types[number] == ROOT_ADMIN}
    else:
        paths = {row.id: counters.path_ids(row.path) for row in tx.rows(select(domain.c.id, domain.c.path).where(domain.c.id.in_(ids)))}
        chains = {number: list(reversed(paths[number][1:])) for number in ids}
        own = stored(tx, "domain", sorted({above for chain in chains.values() for above in chain}))
        kind_of = dict.fromkeys(ids, "domain")
        unlimited = {number for number in ids if len(paths[number]) < 2}
    out = {}
    for number in ids:
        for kind in kinds:
            if number in unlimited or kind in free:
                out[number, kind] = UNLIMITED
                continue
            found = next((own[each, kind] for each in chains[number] if (each, kind) in own), None)
            if found is None and ":" in kind:  # CloudStack: a tag without a limit of its own has the kind's
                found = next((own[each, base(kind)] for each in chains[number] if (each, base(kind)) in own), None)
            out[number, kind] = max(UNLIMITED, found if found is not None else preset[kind_of[number], base(kind)])
    return out


def presets(tx: Tx) -> dict[tuple[str, str], int]:
    """The defaults: {(account, project or domain, kind): limit in the API's units}."""
    names = {f"max.{owner}.{kind.setting}": (owner, name) for owner in ("account", "project", "domain") for name, kind in KINDS.items()}
    found = {names[row.name]: int(row.value) for row in tx.rows(select(configuration.c.name, configuration.c.value).where(
        configuration.c.scope == "Global", configuration.c.name.in_(list(names)))) if row.value}
    return {(owner, name): max(UNLIMITED, found.get((owner, name), KINDS[name].preset(owner))) for owner, name in names.values()}


def stored(tx: Tx, owner: str, ids: Sequence[int]) -> dict[Key, int]:
    """The limits that somebody has set."""
    if not ids:
        return {}
    rows = tx.rows(select(resource_limit.c.owner_id, resource_limit.c.type, resource_limit.c.max).where(
        resource_limit.c.owner_type == owner, resource_limit.c.owner_id.in_(ids)))
    return {(row.owner_id, row.type): int(row.max) for row in rows}


def used_by(tx: Tx, owner: str, ids: Sequence[int], kinds: Iterable[str] | None = None) -> dict[Key, int]:
    """The counters of these accounts or domains; those never used are absent."""
    if not ids:
        return {}
    where = [resource_count.c.owner_type == owner, resource_count.c.owner_id.in_(ids)]
    if kinds is not None:
        where.append(resource_count.c.type.in_(list(kinds)))
    return {(row.owner_id, row.type): int(row.used) for row in tx.rows(select(
        resource_count.c.owner_id, resource_count.c.type, resource_count.c.used).where(*where))}


def tagged_kinds(tx: Tx) -> list[str]:
    """Every kind:tag that a limit may be set for."""
    allowed = counters.limited_tags(tx)
    return [f"{name}:{tag}" for name, kind in KINDS.items() if kind.tags for tag in allowed[kind.tags]]


def put(tx: Tx, owner: str, owner_id: int, kind: str, most: int) -> None:
    """Sets one limit (API units, -1: none)."""
    tx.execute(delete(resource_limit).where(
        resource_limit.c.owner_type == owner, resource_limit.c.owner_id == owner_id, resource_limit.c.type == kind))
    tx.insert(resource_limit, owner_type=owner, owner_id=owner_id, type=kind, max=most)


def of_accounts(tx: Tx, scope: Scope, kinds: Sequence[str], limit: int | None, offset: int) -> tuple[list[LimitView], int]:
    """Limits of the accounts in the scope: a row per account and kind."""
    per = len(kinds)
    if not per:
        return [], 0
    statement: Select[Any] = select(
        account.c.id, account.c.name, account.c.type, domain.c.uuid, domain.c.name.label("home"), domain.c.name_path,
        project.c.uuid.label("project_uuid"), project.c.name.label("project"),
    ).join(domain, domain.c.id == account.c.domain_id).outerjoin(project, project.c.account_id == account.c.id).where(
        account.c.live == 1, account.c.id != SYSTEM, scope.where(account.c.id, account.c.domain_id)).order_by(account.c.id)
    first, last = offset // per, None if limit is None else -(-(offset + limit) // per)
    rows, total = page(tx, statement, None if last is None else last - first, first)
    most = effective(tx, "account", [row.id for row in rows], kinds)
    out = [LimitView(*split(kind), most[row.id, kind], None if row.project else row.name, row.project_uuid, row.project, row.uuid, row.home,
                     row.name_path) for row in rows for kind in kinds]
    skip = offset - first * per
    return out[skip:] if limit is None else out[skip:skip + limit], total * per


def of_domains(tx: Tx, domain_ids: Sequence[int], kinds: Sequence[str]) -> list[LimitView]:
    """Limits of these domains as a whole."""
    most = effective(tx, "domain", domain_ids, kinds)
    rows = tx.rows(select(domain.c.id, domain.c.uuid, domain.c.name, domain.c.name_path).where(domain.c.id.in_(domain_ids)).order_by(domain.c.path))
    return [LimitView(*split(kind), most[row.id, kind], None, None, None, row.uuid, row.name, row.name_path) for row in rows for kind in kinds]


def below(tx: Tx, domain_path: str) -> list[int]:
    """The ids of the domain at this path and of all below it."""
    return [row.id for row in tx.rows(select(domain.c.id).where(domain.c.path.like(f"{domain_path}%"), domain.c.live == 1).order_by(domain.c.path))]


def split(kind: str) -> tuple[str, str | None]:
    """(kind, tag or None) of cpu:fast."""
    plain, _, tag = kind.partition(":")
    return plain, tag or None


def _without_setting(tx: Tx, kinds: list[str]) -> set[str]:
    with_tag = [kind for kind in kinds if ":" in kind]
    return set(with_tag) - set(tagged_kinds(tx)) if with_tag else set()
