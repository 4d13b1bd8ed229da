"""Roles and their rules (WIRE 10)."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, select

from manager.model.caller import Caller, Role
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.tenancy import role, role_permission

ROOT_ADMIN = "Root Admin"
ENABLED, DISABLED = "Enabled", "Disabled"


class RoleRow(msgspec.Struct, frozen=True):
    """A role; `type` is Admin, ResourceAdmin, DomainAdmin or User."""

    id: int
    uuid: str
    name: str
    type: str
    builtin: bool
    state: str
    public: bool
    description: str | None

    @property
    def bypasses(self) -> bool:
        """Whether it is the built-in Root Admin role, which no rule binds (WIRE 10)."""
        return self.builtin and self.name == ROOT_ADMIN

    @property
    def kind(self) -> Role:
        """Its type."""
        return Role(self.type)


class RuleRow(msgspec.Struct, frozen=True):
    """One rule of a role. `order` counts from 0."""

    id: int
    uuid: str
    role_id: int
    rule: str
    allow: bool
    order: int
    description: str | None
    role_uuid: str
    role_name: str

    def matches(self, command: str) -> bool:
        """Whether it decides for a command (lower-case name)."""
        return fnmatch.fnmatchcase(command, self.rule.lower())


ROLE = select(role.c.id, role.c.uuid, role.c.name, role.c.type, role.c.builtin, role.c.state, role.c.is_public, role.c.description).where(
    role.c.live == 1)
RULE = select(
    role_permission.c.id, role_permission.c.uuid, role_permission.c.role_id, role_permission.c.rule, role_permission.c.allow,
    role_permission.c.sort_order, role_permission.c.description, role.c.uuid.label("role_uuid"), role.c.name.label("role_name"),
).join(role, role.c.id == role_permission.c.role_id).where(role.c.live == 1)
_BY_ID = ROLE.where(role.c.id == bindparam("id"))
_RULES = RULE.where(role_permission.c.role_id == bindparam("id")).order_by(role_permission.c.sort_order, role_permission.c.id)


def rules_of(tx: Tx, role_id: int) -> list[RuleRow]:
    """The rules in the order in which they are tried."""
    return [make(RuleRow, row) for row in tx.rows(_RULES, {"id": role_id})]


def rules(tx: Tx, role_id: int) -> list[tuple[str, bool]]:
    """(pattern in lower case, allowed) in the order in which they are tried."""
    return [(row.rule.lower(), bool(row.allow)) for row in rules_of(tx, role_id)]


def allowed(commands: Iterable[tuple[str, frozenset[Role]]], patterns: list[tuple[str, bool]], kind: Role) -> frozenset[str]:
    """Which commands (lower-case name, default roles) a role has: the first rule that matches decides, else the default roles."""
    exact: dict[str, tuple[int, bool]] = {}
    wild = []
    for order, (pattern, allow) in enumerate(patterns):
        if "*" in pattern:
            wild.append((order, re.compile(fnmatch.translate(pattern)).match, allow))
        else:
            exact.setdefault(pattern, (order, allow))
    out = set()
    for name, roles in commands:
        order, verdict = exact.get(name, (len(patterns), kind in roles))
        for at, matches, allow in wild:
            if at > order:
                break
            if matches(name):
                verdict = allow
                break
        if verdict:
            out.add(name)
    return frozenset(out)


def find_role(tx: Tx, caller: Caller, uuid: str) -> RoleRow | None:
    """A role that the caller may see: root admins any, others none of root admins' and none that is not public."""
    row = tx.first(ROLE.where(role.c.uuid == uuid))
    if row is None or (not caller.is_admin and (row.type == Role.ADMIN.value or not row.is_public)):
        return None
    return make(RoleRow, row)


def was_role(tx: Tx, caller: Caller, uuid: str) -> bool:
    """Whether there was such a role, and the caller could have seen it."""
    row = tx.first(select(role.c.type, role.c.is_public).where(role.c.uuid == uuid, role.c.removed.is_not(None)))
    return row is not None and (caller.is_admin or (row.type != Role.ADMIN.value and bool(row.is_public)))


def find_rule(tx: Tx, caller: Caller, uuid: str) -> RuleRow | None:
    """A rule of a role; for root admins alone."""
    row = tx.first(RULE.where(role_permission.c.uuid == uuid)) if caller.is_admin else None
    return None if row is None else make(RuleRow, row)


def by_id(tx: Tx, role_id: int) -> RoleRow:
    """A role that an account has."""
    return make(RoleRow, tx.one(_BY_ID, {"id": role_id}))


def role_by_name(tx: Tx, name: str) -> RoleRow | None:
    """A built-in role by its name: others may have the same name with another type."""
    row = tx.first(ROLE.where(role.c.name == name, role.c.builtin))
    return None if row is None else make(RoleRow, row)
