"""Roles and their rules (WIRE 10)."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from manager.model.caller import Caller, Role
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.tenancy import role, role_permission

ROOT_ADMIN = "Root Admin"
_RULES = select(role_permission.c.rule, role_permission.c.allow).where(role_permission.c.role_id == bindparam("id")).order_by(
    role_permission.c.sort_order, role_permission.c.id)


class RoleRow(msgspec.Struct, frozen=True):
    """A role; `type` is Admin, ResourceAdmin, DomainAdmin or User."""

    id: int
    uuid: str
    name: str
    type: str
    builtin: bool

    @property
    def bypasses(self) -> bool:
        """Whether it is the built-in Root Admin role, which no rule binds (WIRE 10)."""
        return self.builtin and self.name == ROOT_ADMIN


ROLE = select(role.c.id, role.c.uuid, role.c.name, role.c.type, role.c.builtin).where(role.c.live == 1)


def rules(tx: Tx, role_id: int) -> list[tuple[str, bool]]:
    """(pattern in lower case, allowed) in the order in which they are tried."""
    return [(row.rule.lower(), bool(row.allow)) for row in tx.rows(_RULES, {"id": role_id})]


def allowed(commands: Iterable[tuple[str, frozenset[Role]]], patterns: list[tuple[str, bool]], kind: Role) -> frozenset[str]:
    """Which commands (lower-case name, default roles) a role has: the first rule that matches decides, else the default roles."""
    out = set()
    for name, roles in commands:
        for pattern, allow in patterns:
            if fnmatch.fnmatchcase(name, pattern):
                if allow:
                    out.add(name)
                break
        else:
            if kind in roles:
                out.add(name)
    return frozenset(out)


def find_role(tx: Tx, caller: Caller, uuid: str) -> RoleRow | None:
    """A role that the caller may give away: root admins any, others none that is above their own kind."""
    row = tx.first(ROLE.where(role.c.uuid == uuid))
    if row is None or (not caller.is_admin and row.type == Role.ADMIN.value):
        return None
    return make(RoleRow, row)


def by_id(tx: Tx, role_id: int) -> RoleRow:
    """A role that an account has."""
    return make(RoleRow, tx.one(ROLE.where(role.c.id == role_id)))


def role_by_name(tx: Tx, name: str) -> RoleRow | None:
    """A role by its name."""
    row: Any = tx.first(ROLE.where(role.c.name == name))
    return None if row is None else make(RoleRow, row)
