"""Project roles and their rules: what a regular member may call in the project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, func, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.project import project, project_invitation, project_member, project_role, project_role_permission

BAD, IN_USE = 431, 536
r, q = project_role.c, project_role_permission.c


class ProjectRoleRow(msgspec.Struct, frozen=True):
    """A role in one project."""

    id: int
    uuid: str
    project_id: int
    name: str
    description: str | None


class ProjectRuleRow(msgspec.Struct, frozen=True):
    """A rule of a project role."""

    id: int
    uuid: str
    role_id: int
    project_id: int
    rule: str
    allow: bool


_ROLE = select(*columns(ProjectRoleRow, project_role)).where(r.live == 1)
_RULE = select(q.id, q.uuid, q.role_id, r.project_id, q.rule, q.allow).select_from(project_role_permission).join(project_role, r.id == q.role_id)
_SHOWN_ROLES = select(project_role, project.c.uuid.label("project_uuid")).join(project, project.c.id == r.project_id).where(r.live == 1)
_SHOWN_RULES = (
    select(project_role_permission, r.uuid.label("role_uuid"), r.name.label("role_name"), project.c.uuid.label("project_uuid"))
    .select_from(project_role_permission).join(project_role, r.id == q.role_id).join(project, project.c.id == r.project_id).where(r.live == 1))


def find_role(tx: Tx, caller: Caller, uuid: str) -> ProjectRoleRow | None:
    """A role of a project that the caller sees."""
    row = tx.first(_ROLE.join(project, project.c.id == r.project_id).where(
        r.uuid == uuid, project.c.live == 1, caller.sees(project.c.account_id, project.c.domain_id)))
    return None if row is None else make(ProjectRoleRow, row)


def find_rule(tx: Tx, caller: Caller, uuid: str) -> ProjectRuleRow | None:
    """A rule of such a role."""
    row = tx.first(_RULE.join(project, project.c.id == r.project_id).where(
        q.uuid == uuid, r.live == 1, project.c.live == 1, caller.sees(project.c.account_id, project.c.domain_id)))
    return None if row is None else make(ProjectRuleRow, row)


def create(tx: Tx, project_id: int, name: str, description: str | None) -> str:
    """A new role without rules; returns its uuid. Refused 431 when the project has one of this name."""
    uuid = new_uuid()
    try:
        tx.insert(project_role, uuid=uuid, project_id=project_id, name=name, description=description, created=tx.now())
    except IntegrityError:
        raise _taken(name) from None
    return uuid


def change(tx: Tx, role_id: int, name: str | None, description: str | None) -> None:
    """Refused 431 when the name is taken."""
    values: dict[str, Any] = {key: value for key, value in (("name", name), ("description", description)) if value is not None}
    if not values:
        return
    try:
        tx.execute(update(project_role).where(r.id == role_id).values(**values))
    except IntegrityError:
        raise _taken(str(name)) from None


def delete(tx: Tx, row: ProjectRoleRow) -> None:
    """Refused 536 while a member or an invitation has it."""
    for what, table in (("member", project_member), ("invitation", project_invitation)):
        if tx.first(select(table.c.id).where(table.c.project_role_id == row.id)) is not None:
            raise Refused(IN_USE, f"Project role {row.name} cannot be deleted: a {what} of the project has it")
    tx.execute(project_role_permission.delete().where(q.role_id == row.id))
    tx.execute(update(project_role).where(r.id == row.id).values(removed=tx.now(), live=None))


def add_rule(tx: Tx, role_id: int, rule: str, allow: bool, description: str | None) -> str:
    """A new rule, the last one; returns its uuid. Refused 431 when the role has it already."""
    last = tx.scalar(select(func.max(q.sort_order)).where(q.role_id == role_id))
    uuid = new_uuid()
    try:
        tx.insert(project_role_permission, uuid=uuid, role_id=role_id, rule=rule, allow=allow, description=description, sort_order=(last or 0) + 1)
    except IntegrityError:
        raise Refused(BAD, f"Rule {rule} already exists in the project role") from None
    return uuid


def set_allow(tx: Tx, rule_id: int, allow: bool) -> None:
    """What the rule says from now on."""
    tx.execute(update(project_role_permission).where(q.id == rule_id).values(allow=allow))


def order(tx: Tx, role_id: int, uuids: Sequence[str]) -> None:
    """All rules of the role, in this order. Refused 431 when they are not exactly all of them."""
    have = {row[0] for row in tx.rows(select(q.uuid).where(q.role_id == role_id))}
    if len(uuids) != len(set(uuids)) or set(uuids) != have:
        raise Refused(BAD, "Parameter ruleorder must name each rule of the project role once: list them again, others changed them meanwhile")
    for at, uuid in enumerate(uuids):
        tx.execute(update(project_role_permission).where(q.uuid == uuid).values(sort_order=at))


def remove_rule(tx: Tx, rule_id: int) -> None:
    """It counts no more."""
    tx.execute(project_role_permission.delete().where(q.id == rule_id))


def roles(tx: Tx, project_id: int, limit: int | None, offset: int, *, id: int | None = None, name: str | None = None,
          keyword: str | None = None) -> tuple[list[Row[Any]], int]:
    """A page of a project's roles, by name."""
    statement = _SHOWN_ROLES.where(r.project_id == project_id)
    if id is not None:
        statement = statement.where(r.id == id)
    if name is not None:
        statement = statement.where(r.name == name)
    if keyword:
        statement = statement.where(paging.contains(r.name, keyword))
    return paging.page(tx, statement.order_by(r.name, r.id), limit, offset)


def role_row(tx: Tx, uuid: str) -> Row[Any]:
    """One role, as it is shown."""
    return tx.one(_SHOWN_ROLES.where(r.uuid == uuid))


def rules(tx: Tx, project_id: int, role_id: int | None = None) -> list[Row[Any]]:
    """The rules of a project's roles, in the order in which they are tried."""
    statement = _SHOWN_RULES.where(r.project_id == project_id)
    if role_id is not None:
        statement = statement.where(q.role_id == role_id)
    return list(tx.rows(statement.order_by(q.role_id, q.sort_order, q.id)))


def rule_row(tx: Tx, uuid: str) -> Row[Any]:
    """One rule, as it is shown."""
    return tx.one(_SHOWN_RULES.where(q.uuid == uuid))


def _taken(name: str) -> Refused:
    return Refused(BAD, f"Role {name} already exists in the project")
