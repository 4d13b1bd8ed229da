"""Registered user data: kept by an account, given to VMs and bound to templates by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, Select, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.network import vm_metadata
from manager.model.tables.offering import template
from manager.model.tables.placement import user_data
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain
from manager.model.tables.vm import vm

ALLOW, APPEND, DENY = "ALLOWOVERRIDE", "APPEND", "DENYOVERRIDE"
POLICIES = (ALLOW, APPEND, DENY)
_u = user_data.c


class UserDataRow(msgspec.Struct, frozen=True):
    """Registered user data. `user_data` is base64; `params`: the names of its variables, comma-joined."""

    id: int
    uuid: str
    name: str
    account_id: int
    domain_id: int
    user_data: str | None
    params: str | None

    @property
    def variables(self) -> list[str]:
        """The names of its variables."""
        return [name for name in (self.params or "").split(",") if name]


class Bound(msgspec.Struct, frozen=True):
    """What a template's VMs get: user data, and whether they may have their own instead of it, with it, or not at all."""

    policy: str
    data: UserDataRow


_COLUMNS = columns(UserDataRow, user_data)
_SHOWN: Select[Any] = select(
    user_data, account.c.uuid.label("account_uuid"), account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"),
    domain.c.name.label("domain_name"), domain.c.name_path.label("domain_path"), project.c.uuid.label("project_uuid"),
    project.c.name.label("project_name"),
).join(account, account.c.id == _u.account_id).join(domain, domain.c.id == _u.domain_id).outerjoin(project, project.c.account_id == _u.account_id)


def find(tx: Tx, caller: Caller, uuid: str) -> UserDataRow | None:
    """Registered user data that the caller sees."""
    row = tx.first(select(*_COLUMNS).where(_u.uuid == uuid, _u.live == 1, caller.sees(_u.account_id, _u.domain_id)))
    return None if row is None else make(UserDataRow, row)


def add(tx: Tx, account_id: int, domain_id: int, name: str, data: str, params: str | None) -> str:
    """Adds it; returns its uuid. Refused 431 when the account has some of that name, or with the same contents."""
    own = select(_u.name, _u.user_data).where(_u.account_id == account_id, _u.live == 1)
    if tx.first(own.where(_u.name == name)) is not None:
        raise Refused(431, f"A userdata with name {name} already exists for this account.")
    same = tx.first(own.where(_u.user_data == data))
    if same is not None:
        raise Refused(431, f"Userdata with same content already exists for this account: {same.name}")
    uuid = new_uuid()
    tx.insert(user_data, uuid=uuid, name=name, account_id=account_id, domain_id=domain_id, user_data=data, params=params, created=tx.now())
    return uuid


def remove(tx: Tx, row: UserDataRow) -> None:
    """It is gone. Refused 431 while a VM has it or a template is bound to it."""
    bound = tx.first(select(template.c.name).where(template.c.user_data_id == row.id, template.c.live == 1))
    if bound is not None:
        raise Refused(431, f"Userdata {row.name} cannot be removed as it is linked to the template {bound.name}")
    used = tx.first(select(vm.c.uuid).join(vm_metadata, vm_metadata.c.vm_id == vm.c.id).where(
        vm_metadata.c.user_data_id == row.id, vm.c.live == 1))
    if used is not None:
        raise Refused(431, f"Userdata {row.name} cannot be removed as it is linked to the VM {used.uuid}")
    tx.execute(update(user_data).where(_u.id == row.id).values(live=None, removed=tx.now()))


def link(tx: Tx, template_id: int, user_data_id: int | None, policy: str | None) -> None:
    """The template's VMs get this user data from now on; None: none."""
    tx.execute(update(template).where(template.c.id == template_id).values(user_data_id=user_data_id, userdata_policy=policy))


def bound_to(tx: Tx, template_id: int) -> Bound | None:
    """What the template's VMs get; None: whatever their makers give."""
    row = tx.first(select(template.c.userdata_policy, *_COLUMNS).join(user_data, _u.id == template.c.user_data_id).where(
        template.c.id == template_id))
    if row is None:
        return None
    values: tuple[Any, ...] = tuple(row)
    return Bound(values[0] or ALLOW, UserDataRow(*values[1:]))


def of_templates(tx: Tx, template_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """id: uuid, name, params, policy of the user data that these templates are bound to."""
    rows = tx.rows(select(template.c.id, _u.uuid, _u.name, _u.params, template.c.userdata_policy).join(
        user_data, _u.id == template.c.user_data_id).where(template.c.id.in_(template_ids))) if template_ids else []
    return {row.id: row for row in rows}


def page(tx: Tx, scope: Scope, limit: int | None, offset: int, *, id: int | None, name: str | None, keyword: str | None,
         ) -> tuple[list[Row[Any]], int]:
    """A page of registered user data with their owners, and the count of all."""
    statement = _SHOWN.where(_u.live == 1, scope.where(_u.account_id, _u.domain_id))
    for column, value in ((_u.id, id), (_u.name, name)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(_u.name, keyword))
    return paging.page(tx, statement.order_by(_u.id), limit, offset)


def shown(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Registered user data with their owners, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_SHOWN.where(_u.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]
