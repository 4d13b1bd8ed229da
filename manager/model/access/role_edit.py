"""Changes of roles and their rules. Each raises the access epoch: in force on all nodes within 2 s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model.caller import Caller, Role
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.paging import contains, page
from manager.model.rows import make
from manager.model.tables.tenancy import account, role, role_permission
from manager.model.tenancy import settings as stored
from manager.model.tenancy.roles import ROLE, RULE, RoleRow, RuleRow, by_id, rules_of

BAD, IN_USE = 431, 531


class Rule(msgspec.Struct, frozen=True):
    """A rule to be made. `pattern`: a command's name, or a part of it with *."""

    pattern: str
    allow: bool
    description: str | None = None


def create(tx: Tx, name: str, kind: Role, description: str | None, public: bool, rules: Sequence[Rule] = ()) -> RoleRow:
    """A new role. Refused 431 when there is one of this name and type."""
    try:
        made = tx.insert(role, uuid=new_uuid(), name=name, type=kind.value, description=description, is_public=public, builtin=False,
                         created=tx.now())
    except IntegrityError:
        raise Refused(BAD, f"Role {name} of type {kind.value} already exists") from None
    _insert(tx, made, rules)
    return by_id(tx, made)


def named(tx: Tx, name: str, kind: Role) -> RoleRow | None:
    """The role of this name and type."""
    row = tx.first(ROLE.where(role.c.name == name, role.c.type == kind.value))
    return None if row is None else make(RoleRow, row)


def update_role(tx: Tx, row: RoleRow, **values: Any) -> None:
    """Changes columns. Refused 431 when the name is taken, 531 when the type changes while accounts have the role."""
    if "type" in values and values["type"] != row.type:
        _unused(tx, row, "its type cannot change")
    try:
        tx.execute(update(role).where(role.c.id == row.id).values(**values))
    except IntegrityError:
        raise Refused(BAD, f"Role {values.get('name', row.name)} of type {values.get('type', row.type)} already exists") from None
    stored.raise_epoch(tx, stored.ACCESS)


def remove(tx: Tx, row: RoleRow) -> None:
    """Removes a role with its rules. Refused 531 while accounts have it."""
    _unused(tx, row, "it cannot be deleted")
    tx.execute(delete(role_permission).where(role_permission.c.role_id == row.id))
    tx.execute(update(role).where(role.c.id == row.id).values(live=None, removed=tx.now()))
    stored.raise_epoch(tx, stored.ACCESS)


def _unused(tx: Tx, row: RoleRow, what: str) -> None:
    tx.execute(update(role).where(role.c.id == row.id).values(state=role.c.state))  # no account gets it meanwhile: createAccount locks it, too
    many = tx.scalar(select(func.count()).select_from(account).where(account.c.role_id == row.id, account.c.live == 1))
    if many:
        raise Refused(IN_USE, f"Role {row.name} is in use by {many} accounts: {what}")


def replace_rules(tx: Tx, role_id: int, rules: Sequence[Rule]) -> None:
    """These rules in this order, no others."""
    tx.execute(delete(role_permission).where(role_permission.c.role_id == role_id))
    _insert(tx, role_id, rules)


def append(tx: Tx, row: RoleRow, rule: Rule) -> RuleRow:
    """A further rule, tried after the others. Refused 431 when the role has one with this pattern."""
    present = rules_of(tx, row.id)
    if any(other.rule.lower() == rule.pattern.lower() for other in present):
        raise Refused(BAD, f"Role {row.name} has a rule {rule.pattern} already")
    uuid = new_uuid()
    tx.insert(role_permission, uuid=uuid, role_id=row.id, rule=rule.pattern, allow=rule.allow, description=rule.description,
              sort_order=max((other.order for other in present), default=-1) + 1)
    stored.raise_epoch(tx, stored.ACCESS)
    return make(RuleRow, tx.one(RULE.where(role_permission.c.uuid == uuid)))


def reorder(tx: Tx, row: RoleRow, uuids: Sequence[str]) -> None:
    """The rules in this order. Refused 431 unless these are all rules of the role, each once."""
    present = {rule.uuid: rule.id for rule in rules_of(tx, row.id)}
    if len(uuids) != len(set(uuids)) or set(uuids) != set(present):
        raise Refused(BAD, f"Parameter ruleorder must name each rule of role {row.name} once; it has {len(present)}. List them again, others may "
                      "have changed them")
    for order, uuid in enumerate(uuids):
        tx.execute(update(role_permission).where(role_permission.c.id == present[uuid]).values(sort_order=order))
    stored.raise_epoch(tx, stored.ACCESS)


def set_allow(tx: Tx, rule_id: int, allow: bool) -> None:
    """Whether the rule allows."""
    tx.execute(update(role_permission).where(role_permission.c.id == rule_id).values(allow=allow))
    stored.raise_epoch(tx, stored.ACCESS)


def remove_rule(tx: Tx, rule_id: int) -> None:
    """Removes one rule."""
    tx.execute(delete(role_permission).where(role_permission.c.id == rule_id))
    stored.raise_epoch(tx, stored.ACCESS)


def _insert(tx: Tx, role_id: int, rules: Sequence[Rule]) -> None:
    tx.insert_many(role_permission, [
        {"uuid": new_uuid(), "role_id": role_id, "rule": rule.pattern, "allow": rule.allow, "description": rule.description, "sort_order": order}
        for order, rule in enumerate(rules)])
    stored.raise_epoch(tx, stored.ACCESS)


def role_rows(
    tx: Tx, caller: Caller, limit: int | None, offset: int, *, id: int | None = None, name: str | None = None, kind: str | None = None,
    state: str | None = None, keyword: str | None = None,
) -> tuple[list[RoleRow], int]:
    """A page of the roles that the caller may see, oldest first."""
    found: Select[Any] = ROLE
    if not caller.is_admin:
        found = found.where(role.c.type != Role.ADMIN.value, role.c.is_public)
    for column, value in ((role.c.id, id), (role.c.name, name), (role.c.type, kind), (role.c.state, state)):
        if value is not None:
            found = found.where(column == value)
    if keyword:
        found = found.where(contains(role.c.name, keyword))
    rows, total = page(tx, found.order_by(role.c.id), limit, offset)
    return [make(RoleRow, row) for row in rows], total


def all_rules(tx: Tx) -> list[RuleRow]:
    """The rules of all roles, by role and order."""
    return [make(RuleRow, row) for row in tx.rows(RULE.order_by(role_permission.c.role_id, role_permission.c.sort_order, role_permission.c.id))]
