"""Who calls, and which rows that lets a query return. Everything a tenant may see goes through these two classes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, not_, or_, select, true

from manager.model.db import Tx
from manager.model.tables.project import project, project_member
from manager.model.tables.tenancy import account, domain

PROJECT_ACCOUNT = 5


class Role(enum.Enum):
    """A role's type. Sets of them are not nested (WIRE 10)."""

    ADMIN = "Admin"
    RESOURCE_ADMIN = "ResourceAdmin"
    DOMAIN_ADMIN = "DomainAdmin"
    USER = "User"


@dataclass(frozen=True)
class Caller:
    """An authenticated user with its account, domain and role."""

    user_id: int
    user_uuid: str
    username: str
    account_id: int
    account_uuid: str
    account_name: str
    domain_id: int
    domain_uuid: str
    domain_path: str
    role: Role
    role_id: int
    role_builtin: bool = True

    @property
    def is_admin(self) -> bool:
        """Whether this is a root admin, who may see and operate everything."""
        return self.role is Role.ADMIN

    @property
    def is_domain_admin(self) -> bool:
        """Whether the caller's reach is its domain's subtree."""
        return self.role in (Role.DOMAIN_ADMIN, Role.RESOURCE_ADMIN)

    def sees(self, account_id: Any, domain_id: Any) -> ColumnElement[bool]:
        """SQL: the row with these owner columns is within the caller's reach."""
        if self.is_admin:
            return true()
        if self.is_domain_admin:
            return in_subtree(domain_id, self.domain_path)
        return or_(account_id == self.account_id, account_id.in_(projects_of(self.account_id, self.user_id)))

    def may_operate(self, tx: Tx, account_id: int, domain_id: int) -> bool:
        """Whether the caller may change what this account owns: its own, a project's that it is in, those of an admin's domains."""
        if self.is_admin or account_id == self.account_id:
            return True
        if self.is_domain_admin:
            return self.reaches(tx, domain_id)
        return tx.first(_MEMBER, {"member": self.account_id, "user": self.user_id, "owner": account_id}) is not None

    def reaches(self, tx: Tx, domain_id: int) -> bool:
        """Whether the domain is the caller's own or below it (any, for a root admin)."""
        if self.is_admin or domain_id == self.domain_id:
            return True
        return tx.first(select(domain.c.id).where(domain.c.id == domain_id, below(domain.c.path, self.domain_path))) is not None


def projects_of(account_id: Any, user_id: Any) -> Select[tuple[int]]:
    """SQL: the accounts of the projects that the account, or this user of it, is in."""
    return select(project.c.account_id).join(project_member, project_member.c.project_id == project.c.id).where(
        project.c.live == 1, project_member.c.account_id == account_id, project_member.c.user_id.in_((0, user_id)))


_MEMBER = select(project.c.id).join(project_member, project_member.c.project_id == project.c.id).where(
    project.c.live == 1, project.c.account_id == bindparam("owner"), project_member.c.account_id == bindparam("member"),
    or_(project_member.c.user_id == 0, project_member.c.user_id == bindparam("user")))


def below(path: Any, prefix: str) -> ColumnElement[bool]:
    """SQL: `path` (slash-joined ids, as /1/5/) is `prefix` or below it."""
    return and_(path.like(prefix + "%"))


def in_subtree(domain_id: Any, prefix: str) -> ColumnElement[bool]:
    """SQL: the domain is the one with path `prefix` or below it.

    IS TRUE keeps MariaDB from beginning with the domains: it would read and sort all that they own for each page.
    """
    inside: ColumnElement[bool] = domain_id.in_(select(domain.c.id).where(below(domain.c.path, prefix))).is_(true())
    return inside


@dataclass(frozen=True)
class Scope:
    """What a list command lists (WIRE 9). Each field that is set narrows; none set: everything."""

    account_id: int | None = None
    domain_id: int | None = None
    domain_path: str | None = None
    projects: bool | None = None  # True: only what projects own; False: nothing that they own
    account_ids: tuple[int, ...] | None = None  # what any of these owns
    within: Caller | None = None  # what this caller sees

    def where(self, account_id: Any, domain_id: Any) -> ColumnElement[bool]:
        """SQL condition on a table's owner columns."""
        if self.account_ids is not None and not self.account_ids:
            return false()
        parts: list[ColumnElement[bool]] = []
        if self.account_id is not None:
            parts.append(account_id == self.account_id)
        if self.account_ids is not None:
            parts.append(account_id.in_(self.account_ids))
        if self.within is not None:
            parts.append(self.within.sees(account_id, domain_id))
        if self.domain_id is not None:
            parts.append(domain_id == self.domain_id)
        if self.domain_path is not None:
            parts.append(in_subtree(domain_id, self.domain_path))
        if self.projects is not None and self.account_id is None:
            of_project = account_id.in_(select(account.c.id).where(account.c.type == PROJECT_ACCOUNT))
            parts.append(of_project if self.projects else not_(of_project))
        return and_(true(), *parts)
