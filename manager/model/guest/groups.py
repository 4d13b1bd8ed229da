"""VM groups: names that tenants gather their VMs under."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row, Select, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.placement import instance_group
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain
from manager.model.tables.vm import vm


class GroupRow(msgspec.Struct, frozen=True):
    """A VM group."""

    id: int
    uuid: str
    name: str
    account_id: int
    domain_id: int


_COLUMNS = columns(GroupRow, instance_group)
SHOWN: Select[Any] = select(
    instance_group, account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"),
    domain.c.name_path.label("domain_path"), project.c.uuid.label("project_uuid"), project.c.name.label("project_name"),
).join(account, account.c.id == instance_group.c.account_id).join(domain, domain.c.id == instance_group.c.domain_id).outerjoin(
    project, project.c.account_id == instance_group.c.account_id)


def find(tx: Tx, caller: Caller, uuid: str) -> GroupRow | None:
    """A group that the caller sees."""
    row = tx.first(select(*_COLUMNS).where(
        instance_group.c.uuid == uuid, instance_group.c.live == 1, caller.sees(instance_group.c.account_id, instance_group.c.domain_id)))
    return None if row is None else make(GroupRow, row)


def by_name(tx: Tx, account_id: int, name: str) -> GroupRow | None:
    """A group of an account by name."""
    row = tx.first(select(*_COLUMNS).where(
        instance_group.c.account_id == account_id, instance_group.c.name == name, instance_group.c.live == 1))
    return None if row is None else make(GroupRow, row)


def add(tx: Tx, account_id: int, domain_id: int, name: str) -> tuple[int, str]:
    """Adds a group; (id, uuid). Refused 431 when the account has one of that name."""
    if by_name(tx, account_id, name) is not None:
        raise Refused(431, f"Unable to create vm group, a group with name {name} already exists for account")
    uuid = new_uuid()
    return tx.insert(instance_group, uuid=uuid, account_id=account_id, domain_id=domain_id, name=name, created=tx.now()), uuid


def named(tx: Tx, account_id: int, domain_id: int, name: str) -> int:
    """The group of that name, made when the account has none: as `group` of VM commands means it."""
    found = by_name(tx, account_id, name)
    if found is not None:
        return found.id
    try:
        return add(tx, account_id, domain_id, name)[0]
    except IntegrityError:  # another call made it meanwhile
        made = by_name(tx, account_id, name)
        if made is None:
            raise
        return made.id


def assign(tx: Tx, vm_id: int, group_id: int | None) -> None:
    """The VM is in this group, or in none."""
    tx.execute(update(vm).where(vm.c.id == vm_id).values(group_id=group_id))


def rename(tx: Tx, row: GroupRow, name: str) -> None:
    """Another name. Refused 431 when the account has another group of that name."""
    other = by_name(tx, row.account_id, name)
    if other is not None and other.id != row.id:
        raise Refused(431, f"Unable to update vm group, a group with name {name} already exists for account")
    tx.execute(update(instance_group).where(instance_group.c.id == row.id).values(name=name))


def remove(tx: Tx, group_id: int) -> None:
    """The group is gone; its VMs are in none."""
    tx.execute(update(vm).where(vm.c.group_id == group_id).values(group_id=None))
    tx.execute(update(instance_group).where(instance_group.c.id == group_id).values(live=None, removed=tx.now()))


def page(tx: Tx, scope: Scope, limit: int | None, offset: int, *, id: int | None, name: str | None, keyword: str | None,
         ) -> tuple[list[Row[Any]], int]:
    """A page of groups with their owners, and the count of all."""
    statement = SHOWN.where(instance_group.c.live == 1, scope.where(instance_group.c.account_id, instance_group.c.domain_id))
    for column, value in ((instance_group.c.id, id), (instance_group.c.name, name)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(instance_group.c.name, keyword))
    return paging.page(tx, statement.order_by(instance_group.c.id), limit, offset)


def shown(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Groups with their owners, in the asked order."""
    found = {row.uuid: row for row in tx.rows(SHOWN.where(instance_group.c.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]
