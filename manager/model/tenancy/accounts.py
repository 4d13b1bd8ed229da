"""Domains, accounts, users and roles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Select, bindparam, func, select

from manager.model.caller import PROJECT_ACCOUNT, Caller, Role
from manager.model.db import Tx
from manager.model.tables.tenancy import account, domain, role, user
from manager.model.tenancy.roles import ROOT_ADMIN

T = TypeVar("T")
ENABLED, DISABLED, INHERIT = "ENABLED", "DISABLED", "INHERIT"  # whether API keys work: of the user, else of its account, else as set for its domain


class DomainRow(msgspec.Struct, frozen=True):
    """A domain; `path` is slash-joined ids, `name_path` slash-joined names."""

    id: int
    uuid: str
    name: str
    path: str
    name_path: str
    level: int
    parent_id: int | None


class AccountRow(msgspec.Struct, frozen=True):
    """An account with its domain's names."""

    id: int
    uuid: str
    name: str
    type: int
    state: str
    role_id: int
    domain_id: int
    domain_uuid: str
    domain_name: str
    domain_path: str
    account_id: int  # the same as id: owner columns, for Access.OPERATE
    cleanup: bool    # on its way out


class UserRow(msgspec.Struct, frozen=True):
    """A user; owner columns are its account's."""

    id: int
    uuid: str
    username: str
    state: str
    account_id: int
    domain_id: int
    api_key: str | None
    secret_enc: str | None
    is_default: bool
    key_access: str   # its own, else its account's


DOMAIN: Select[Any] = select(domain.c.id, domain.c.uuid, domain.c.name, domain.c.path, domain.c.name_path, domain.c.level, domain.c.parent_id).where(
    domain.c.live == 1)
ACCOUNT: Select[Any] = select(
    account.c.id, account.c.uuid, account.c.name, account.c.type, account.c.state, account.c.role_id, account.c.domain_id,
    domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"), domain.c.path.label("domain_path"),
    account.c.id.label("account_id"), account.c.cleanup).join(domain, domain.c.id == account.c.domain_id).where(account.c.live == 1)
USER: Select[Any] = select(
    user.c.id, user.c.uuid, user.c.username, user.c.state, user.c.account_id, account.c.domain_id, user.c.api_key, user.c.secret_enc,
    user.c.is_default, func.coalesce(func.nullif(user.c.key_access, INHERIT), account.c.key_access),
).join(account, account.c.id == user.c.account_id).where(user.c.live == 1, account.c.live == 1)
_ACCOUNT_BY_ID = ACCOUNT.where(account.c.id == bindparam("id"))
_CALLER = select(
    user.c.id.label("user_id"), user.c.uuid.label("user_uuid"), user.c.username, user.c.state, user.c.api_key, user.c.secret_enc,
    account.c.id.label("account_id"), account.c.uuid.label("account_uuid"), account.c.name.label("account_name"),
    account.c.state.label("account_state"), domain.c.id.label("domain_id"), domain.c.uuid.label("domain_uuid"),
    domain.c.path.label("domain_path"), role.c.id.label("role_id"), role.c.type.label("role_type"), role.c.name.label("role_name"), role.c.builtin,
    user.c.second_factor_proved, user.c.second_factor_mandated, user.c.key_access, account.c.key_access.label("account_key_access"),
).join(account, account.c.id == user.c.account_id).join(domain, domain.c.id == account.c.domain_id).join(role, role.c.id == account.c.role_id).where(
    user.c.live == 1, account.c.live == 1)
_CALLER_BY_KEY = _CALLER.where(user.c.api_key == bindparam("key"))
_CALLER_BY_USER = _CALLER.where(user.c.id == bindparam("id"))
_CALLERS_BY_KEY = _CALLER.where(user.c.api_key.in_(bindparam("keys", expanding=True)))
_CALLERS_BY_USER = _CALLER.where(user.c.id.in_(bindparam("ids", expanding=True)))


class Identity(msgspec.Struct, frozen=True):
    """A user who may call, as far as its states say so."""

    caller: Caller
    enabled: bool
    secret_enc: str | None
    root_role: bool  # the built-in Root Admin role, which bypasses rules
    factor_proved: bool = False
    factor_mandated: bool = False
    key_access: str = INHERIT


def _identity(row: Any) -> Identity:
    return Identity(
        Caller(row.user_id, row.user_uuid, row.username, row.account_id, row.account_uuid, row.account_name, row.domain_id, row.domain_uuid,
               row.domain_path, Role(row.role_type), row.role_id, bool(row.builtin)),
        row.state == "enabled" and row.account_state == "enabled", row.secret_enc, bool(row.builtin) and row.role_name == ROOT_ADMIN,
        bool(row.second_factor_proved), bool(row.second_factor_mandated),
        row.account_key_access if row.key_access == INHERIT else row.key_access)


def identity_by_key(tx: Tx, api_key: str) -> Identity | None:
    """Who an API key belongs to."""
    row = tx.first(_CALLER_BY_KEY, {"key": api_key})
    return None if row is None else _identity(row)


def identity_by_user(tx: Tx, user_id: int) -> Identity | None:
    """Who a user id is."""
    row = tx.first(_CALLER_BY_USER, {"id": user_id})
    return None if row is None else _identity(row)


def identities_by_key(tx: Tx, keys: Collection[str]) -> dict[str, Identity]:
    """Who these API keys belong to; unknown ones are left out."""
    return {row.api_key: _identity(row) for row in tx.rows(_CALLERS_BY_KEY, {"keys": list(keys)})} if keys else {}


def identities_by_user(tx: Tx, ids: Collection[int]) -> dict[int, Identity]:
    """Who these user ids are; unknown ones are left out."""
    return {row.user_id: _identity(row) for row in tx.rows(_CALLERS_BY_USER, {"ids": list(ids)})} if ids else {}


def by_id(tx: Tx, account_id: int) -> AccountRow | None:
    """An account by its internal id."""
    return _as(AccountRow, tx.first(_ACCOUNT_BY_ID, {"id": account_id}))


def must(tx: Tx, account_id: int) -> AccountRow:
    """An account that is there; LookupError otherwise."""
    found = by_id(tx, account_id)
    if found is None:
        raise LookupError(f"account {account_id} does not exist")
    return found


def by_name(tx: Tx, name: str, domain_id: int) -> AccountRow | None:
    """An account by name in a domain."""
    return _as(AccountRow, tx.first(ACCOUNT.where(account.c.name == name, account.c.domain_id == domain_id)))


def find_account(tx: Tx, caller: Caller, uuid: str) -> AccountRow | None:
    """An account of people (not of a project) that the caller may see."""
    return _as(AccountRow, tx.first(ACCOUNT.where(
        account.c.uuid == uuid, account.c.type != PROJECT_ACCOUNT, caller.sees(account.c.id, account.c.domain_id))))


def find_user(tx: Tx, caller: Caller, uuid: str) -> UserRow | None:
    """A user of an account that the caller may see."""
    return _as(UserRow, tx.first(USER.where(user.c.uuid == uuid, caller.sees(account.c.id, account.c.domain_id))))


def find_domain(tx: Tx, caller: Caller, uuid: str) -> DomainRow | None:
    """A domain that the caller may see: its own, and for domain admins those below."""
    statement = DOMAIN.where(domain.c.uuid == uuid)
    if not caller.is_admin:
        statement = statement.where(domain.c.path.like(caller.domain_path + "%") if caller.is_domain_admin else domain.c.id == caller.domain_id)
    return _as(DomainRow, tx.first(statement))


def domain_by_path(tx: Tx, name_path: str) -> DomainRow | None:
    """A domain by its slash-joined names, as ROOT/sales."""
    return _as(DomainRow, tx.first(DOMAIN.where(domain.c.name_path == name_path)))


def domain_by_id(tx: Tx, domain_id: int) -> DomainRow | None:
    """A domain by its internal id."""
    return _as(DomainRow, tx.first(DOMAIN.where(domain.c.id == domain_id)))


def _as(kind: type[T], row: Any) -> T | None:
    return None if row is None else kind(*row)
