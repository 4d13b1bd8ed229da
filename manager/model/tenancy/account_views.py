"""What answers about accounts, users and domains show; each function is one query for any number of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, func, or_, select

from manager.model.caller import PROJECT_ACCOUNT, Caller, Scope
from manager.model.db import Tx
from manager.model.paging import contains, page
from manager.model.rows import make
from manager.model.tables.infra import zone
from manager.model.tables.tenancy import account, account_detail, domain, role, user
from manager.model.tables.vm import vm
from manager.model.tenancy import counters, limits
from manager.model.tenancy.counters import KINDS, base

NATIVE = "UNKNOWN"  # where a user comes from, when from nowhere else
DEFAULTS = 2  # ids of the system and admin accounts


class UserView(msgspec.Struct, frozen=True):
    """A user with its account, role and domain."""

    uuid: str
    username: str
    firstname: str | None
    lastname: str | None
    email: str | None
    created: int
    state: str
    source: str | None
    timezone: str | None
    api_key: str | None
    is_default: bool
    account_id: int
    account_uuid: str
    account_name: str
    account_type: int
    role_uuid: str
    role_type: str
    role_name: str
    domain_uuid: str
    domain_name: str
    domain_path: str
    domain_id: int
    key_access: str
    factor_proved: bool
    factor_mandated: bool


class AccountView(msgspec.Struct, frozen=True):
    """An account with its role and domain."""

    id: int
    uuid: str
    name: str
    type: int
    state: str
    created: int
    network_domain: str | None
    role_uuid: str
    role_type: str
    role_name: str
    domain_uuid: str
    domain_name: str
    domain_name_path: str
    cleanup: bool
    key_access: str
    default_zone_uuid: str | None


class Figure(msgspec.Struct, frozen=True):
    """A limit (-1: none) and what is used, in the API's units."""

    limit: int
    used: int


_USERS: Select[Any] = select(
    user.c.uuid, user.c.username, user.c.firstname, user.c.lastname, user.c.email, user.c.created, user.c.state, user.c.source, user.c.timezone,
    user.c.api_key, user.c.is_default, account.c.id, account.c.uuid, account.c.name, account.c.type, role.c.uuid, role.c.type, role.c.name,
    domain.c.uuid, domain.c.name, domain.c.path, domain.c.id, user.c.key_access, user.c.second_factor_proved, user.c.second_factor_mandated,
).join(account, account.c.id == user.c.account_id).join(role, role.c.id == account.c.role_id).join(domain, domain.c.id == account.c.domain_id)
_ACCOUNTS: Select[Any] = select(
    account.c.id, account.c.uuid, account.c.name, account.c.type, account.c.state, account.c.created, account.c.network_domain, role.c.uuid,
    role.c.type, role.c.name, domain.c.uuid, domain.c.name, domain.c.name_path, account.c.cleanup, account.c.key_access, zone.c.uuid,
).outerjoin(zone, zone.c.id == account.c.default_zone_id).join(role, role.c.id == account.c.role_id).join(domain, domain.c.id == account.c.domain_id)


def _ordered(rows: list[Any], uuids: Sequence[str]) -> list[Any]:
    found = {row.uuid: row for row in rows}
    return [found[uuid] for uuid in uuids if uuid in found]


def users(tx: Tx, uuids: Sequence[str]) -> list[UserView]:
    """These users, in this order."""
    return _ordered([make(UserView, row) for row in tx.rows(_USERS.where(user.c.uuid.in_(uuids)))], uuids) if uuids else []


def users_of(tx: Tx, account_ids: Sequence[int]) -> dict[int, list[UserView]]:
    """The users of these accounts."""
    out: dict[int, list[UserView]] = {}
    if account_ids:
        for row in tx.rows(_USERS.where(user.c.account_id.in_(account_ids), user.c.live == 1).order_by(user.c.id)):
            view = make(UserView, row)
            out.setdefault(view.account_id, []).append(view)
    return out


def accounts(tx: Tx, uuids: Sequence[str]) -> list[AccountView]:
    """These accounts, in this order."""
    return _ordered([make(AccountView, row) for row in tx.rows(_ACCOUNTS.where(account.c.uuid.in_(uuids)))], uuids) if uuids else []


def details(tx: Tx, account_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Details of these accounts."""
    out: dict[int, dict[str, str]] = {}
    if account_ids:
        for row in tx.rows(select(account_detail).where(account_detail.c.account_id.in_(account_ids))):
            out.setdefault(row.account_id, {})[row.name] = row.value or ""
    return out


def vm_states(tx: Tx, account_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many VMs these accounts have in each state."""
    out: dict[int, dict[str, int]] = {}
    if account_ids:
        for row in tx.rows(select(vm.c.account_id, vm.c.state, func.count().label("many")).where(
                vm.c.account_id.in_(account_ids), vm.c.live == 1, vm.c.type == "User").group_by(vm.c.account_id, vm.c.state)):
            out.setdefault(row.account_id, {})[row.state] = int(row.many)
    return out


def figures(tx: Tx, rows: Sequence[AccountView]) -> dict[int, dict[str, Figure]]:
    """Limit and use of every kind of resource, per account."""
    ids, kinds = [row.id for row in rows], [*KINDS, *limits.tagged_kinds(tx)]
    return _figures(limits.effective(tx, "account", ids, kinds), limits.used_by(tx, "account", ids), ids, kinds)


def domain_figures(tx: Tx, ids: Sequence[int]) -> dict[int, dict[str, Figure]]:
    """Limit and use of every kind of resource, per domain (by id) with all below it."""
    kinds = [*KINDS, *limits.tagged_kinds(tx)]
    return _figures(limits.effective(tx, "domain", ids, kinds), counters.in_domains(tx, ids), ids, kinds)


def _figures(
    most: Mapping[limits.Key, int], used: Mapping[limits.Key, int], ids: Sequence[int], kinds: Sequence[str],
) -> dict[int, dict[str, Figure]]:
    return {number: {kind: Figure(most[number, kind], used.get((number, kind), 0) // KINDS[base(kind)].unit) for kind in kinds} for number in ids}


def account_ids(
    tx: Tx, scope: Scope, caller: Caller, limit: int | None, offset: int, *, id: int | None = None, name: str | None = None,
    keyword: str | None = None, type: int | None = None, state: str | None = None, cleanup: bool | None = None, key_access: str | None = None,
) -> tuple[list[str], int]:
    """A page of accounts' uuids, by name. Those of projects are no accounts of people: they are left out."""
    where = [account.c.live == 1, scope.where(account.c.id, account.c.domain_id), caller.sees(account.c.id, account.c.domain_id), account.c.id != 1,
             account.c.type != PROJECT_ACCOUNT]
    for condition, value in ((account.c.id, id), (account.c.name, name), (account.c.type, type), (account.c.state, state),
                             (account.c.cleanup, cleanup), (account.c.key_access, key_access)):
        if value is not None:
            where.append(condition == value)
    if keyword:
        where.append(account.c.name.contains(keyword, autoescape=True))
    rows, total = page(tx, select(account.c.uuid).where(*where).order_by(account.c.name, account.c.id), limit, offset)
    return [row[0] for row in rows], total


def user_ids(
    tx: Tx, scope: Scope, limit: int | None, offset: int, *, id: int | None = None, username: str | None = None, keyword: str | None = None,
    type: int | None = None, state: str | None = None, source: str | None = None, key_access: str | None = None,
) -> tuple[list[str], int]:
    """A page of users' uuids, by name. `source`: as it is stored; UNKNOWN are the native ones."""
    where = [user.c.live == 1, account.c.live == 1, scope.where(account.c.id, account.c.domain_id), account.c.id != 1]
    for condition, value in ((user.c.id, id), (user.c.username, username), (account.c.type, type), (user.c.state, state),
                             (func.coalesce(user.c.source, NATIVE), source), (user.c.key_access, key_access)):
        if value is not None:
            where.append(condition == value)
    if keyword:
        where.append(or_(*(contains(column, keyword) for column in (user.c.username, user.c.firstname, user.c.lastname, user.c.email))))
    statement = select(user.c.uuid).join(account, account.c.id == user.c.account_id).where(*where).order_by(user.c.username, user.c.id)
    rows, total = page(tx, statement, limit, offset)
    return [row[0] for row in rows], total
