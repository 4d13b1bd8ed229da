"""Guest operating systems and SSH keys."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row, Select, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.catalog.templates import sees
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.infra import image_store
from manager.model.tables.offering import os_category, os_type, template, template_store
from manager.model.tables.tenancy import account, domain, ssh_key


class OsTypeRow(msgspec.Struct, frozen=True):
    """A guest OS type."""

    id: int
    uuid: str
    category_id: int
    description: str


class OsCategoryRow(msgspec.Struct, frozen=True):
    """A guest OS category."""

    id: int
    uuid: str
    name: str


class SshKeyRow(msgspec.Struct, frozen=True):
    """An SSH public key of an account."""

    id: int
    uuid: str
    name: str
    account_id: int
    domain_id: int
    public_key: str | None
    fingerprint: str | None


def find_os_type(tx: Tx, caller: Caller, uuid: str) -> OsTypeRow | None:
    """An OS type; everybody sees them."""
    row = tx.first(select(*columns(OsTypeRow, os_type)).where(os_type.c.uuid == uuid, os_type.c.live == 1))
    return None if row is None else make(OsTypeRow, row)


def default_os_type(tx: Tx, bits: int) -> int | None:
    """The OS type of templates that are registered without one, as clients expect each to have one."""
    found = tx.scalar(select(os_type.c.id).where(os_type.c.description == f"Other Linux ({64 if bits != 32 else 32}-bit)", os_type.c.live == 1))
    return None if found is None else int(found)


def find_os_category(tx: Tx, caller: Caller, uuid: str) -> OsCategoryRow | None:
    """An OS category; everybody sees them."""
    row = tx.first(select(*columns(OsCategoryRow, os_category)).where(os_category.c.uuid == uuid))
    return None if row is None else make(OsCategoryRow, row)


def os_types(tx: Tx, limit: int | None, offset: int, *, id: int | None, description: str | None, category_id: int | None,
             keyword: str | None, display: bool | None = None) -> tuple[list[Row[Any]], int]:
    """A page of OS types with their categories, and the count of all."""
    statement: Select[Any] = select(os_type, os_category.c.uuid.label("category_uuid"), os_category.c.name.label("category_name")).join(
        os_category).where(os_type.c.live == 1)
    for column, value in ((os_type.c.id, id), (os_type.c.description, description), (os_type.c.category_id, category_id),
                          (os_type.c.display, display)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(os_type.c.description, keyword))
    rows, total = paging.page(tx, statement.order_by(os_type.c.id), limit, offset)
    return list(rows), total


def os_categories(tx: Tx, limit: int | None, offset: int, *, id: int | None, name: str | None, featured: bool | None,
                  keyword: str | None, arch: str | None = None, zone_id: int | None = None,
                  caller: Caller | None = None) -> tuple[list[Row[Any]], int]:
    """A page of OS categories and the count of all."""
    statement: Select[Any] = select(os_category)
    for column, value in ((os_category.c.id, id), (os_category.c.name, name), (os_category.c.featured, featured)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(os_category.c.name, keyword))
    if caller is not None and (arch is not None or zone_id is not None):
        made = select(os_type.c.category_id).join(template, template.c.os_type_id == os_type.c.id).where(template.c.live == 1, sees(caller))
        if arch is not None:
            made = made.where(template.c.arch == arch)
        if zone_id is not None:
            stores = select(template_store.c.template_id).join(image_store, image_store.c.id == template_store.c.store_id).where(
                or_(image_store.c.zone_id == zone_id, image_store.c.zone_id.is_(None)))
            made = made.where(template.c.id.in_(stores))
        statement = statement.where(os_category.c.id.in_(made))
    rows, total = paging.page(tx, statement.order_by(os_category.c.sort_key, os_category.c.id), limit, offset)
    return list(rows), total


_KEYS = select(ssh_key, account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name")).join(
    account, account.c.id == ssh_key.c.account_id).join(domain, domain.c.id == ssh_key.c.domain_id)


def find_ssh_key(tx: Tx, caller: Caller, uuid: str) -> SshKeyRow | None:
    """A key that the caller sees."""
    row = tx.first(select(*columns(SshKeyRow, ssh_key)).where(
        ssh_key.c.uuid == uuid, ssh_key.c.live == 1, caller.sees(ssh_key.c.account_id, ssh_key.c.domain_id)))
    return None if row is None else make(SshKeyRow, row)


def ssh_key_by_name(tx: Tx, account_id: int, name: str) -> SshKeyRow | None:
    """A key of an account by name."""
    row = tx.first(select(*columns(SshKeyRow, ssh_key)).where(ssh_key.c.account_id == account_id, ssh_key.c.name == name, ssh_key.c.live == 1))
    return None if row is None else make(SshKeyRow, row)


def add_ssh_key(tx: Tx, account_id: int, domain_id: int, name: str, public_key: str, fingerprint: str) -> str:
    """Adds a key; returns its uuid. Refused 431 when the account has one of that name or with that public key."""
    if ssh_key_by_name(tx, account_id, name) is not None:
        raise Refused(431, f"A key pair with name '{name}' exists already for this account")
    same = select(ssh_key.c.id).where(ssh_key.c.account_id == account_id, ssh_key.c.fingerprint == fingerprint, ssh_key.c.live == 1)
    if tx.first(same) is not None:
        raise Refused(431, f"A key pair with fingerprint {fingerprint} exists already for this account")
    uuid = new_uuid()
    tx.insert(ssh_key, uuid=uuid, account_id=account_id, domain_id=domain_id, name=name, public_key=public_key, fingerprint=fingerprint,
              created=tx.now())
    return uuid


def remove_ssh_key(tx: Tx, key_id: int) -> None:
    """The key is gone; VMs that have it keep it."""
    tx.execute(update(ssh_key).where(ssh_key.c.id == key_id).values(live=None, removed=tx.now()))


def ssh_keys(tx: Tx, scope: Scope, limit: int | None, offset: int, *, id: int | None, name: str | None, fingerprint: str | None,
             keyword: str | None) -> tuple[list[Row[Any]], int]:
    """A page of keys with their owners, and the count of all."""
    statement = _KEYS.where(ssh_key.c.live == 1, scope.where(ssh_key.c.account_id, ssh_key.c.domain_id))
    for column, value in ((ssh_key.c.id, id), (ssh_key.c.name, name), (ssh_key.c.fingerprint, fingerprint)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(ssh_key.c.name, keyword))
    rows, total = paging.page(tx, statement.order_by(ssh_key.c.id), limit, offset)
    return list(rows), total


def ssh_keys_by_uuid(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Keys with their owners, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_KEYS.where(ssh_key.c.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]
