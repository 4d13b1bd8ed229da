"""What answers about projects, members and invitations show, and which a list has; each function is one query for any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from manager.model import paging
from manager.model.caller import Caller, Role, Scope
from manager.model.db import Tx
from manager.model.net.network_views import in_order, tagged
from manager.model.tables.project import project, project_invitation, project_member, project_role
from manager.model.tables.tenancy import account, domain, user
from manager.model.tenancy.members import seen_by

m, i, p = project_member.c, project_invitation.c, project.c
DOMAIN = (domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"), domain.c.name_path.label("domain_path"))

_PROJECTS = select(project, account.c.uuid.label("account_uuid"), account.c.name.label("account_name"), *DOMAIN).join(
    account, account.c.id == p.account_id).join(domain, domain.c.id == p.domain_id)
_MEMBERS = (
    select(project_member, project.c.uuid.label("project_uuid"), project.c.name.label("project_name"), account.c.uuid.label("account_uuid"),
           account.c.name.label("account_name"), account.c.type.label("account_type"), user.c.uuid.label("user_uuid"), user.c.username,
           project_role.c.uuid.label("role_uuid"), *DOMAIN)
    .select_from(project_member).join(project, p.id == m.project_id).join(account, account.c.id == m.account_id)
    .join(domain, domain.c.id == account.c.domain_id).outerjoin(user, user.c.id == m.user_id)
    .outerjoin(project_role, project_role.c.id == m.project_role_id))
_INVITATIONS = (
    select(project_invitation, p.uuid.label("project_uuid"), p.name.label("project_name"), account.c.name.label("account_name"),
           user.c.uuid.label("user_uuid"), *DOMAIN)
    .select_from(project_invitation).join(project, p.id == i.project_id).join(account, account.c.id == i.account_id)
    .join(domain, domain.c.id == i.domain_id).outerjoin(user, user.c.id == i.user_id))


class Wanted(msgspec.Struct, frozen=True):
    """What listProjects narrows by; None: no matter. `member`: (account id, user id or 0) that is in them."""

    id: int | None = None
    name: str | None = None
    display_text: str | None = None
    state: str | None = None
    keyword: str | None = None
    tags: Mapping[str, str] | None = None
    account_id: int | None = None
    username: str | None = None


def rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Projects with their accounts and domains, in this order."""
    return in_order(tx, _PROJECTS, project, uuids)


def owners(tx: Tx, project_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The members who are admins, by project."""
    out: dict[int, list[Row[Any]]] = {}
    for row in tx.rows(_MEMBERS.where(m.project_id.in_(project_ids), m.role == "Admin").order_by(m.id)) if project_ids else []:
        out.setdefault(row.project_id, []).append(row)
    return out


def names(tx: Tx, accounts: Sequence[str], domains: Sequence[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """(uuid, name) of the project, by its account's name and its domain's uuid."""
    statement = select(account.c.name, domain.c.uuid, p.uuid, p.name).select_from(project).join(account, account.c.id == p.account_id).join(
        domain, domain.c.id == account.c.domain_id)
    found: list[Any] = list(tx.rows(statement.where(account.c.name.in_(accounts), domain.c.uuid.in_(domains), account.c.live == 1)))
    return {(row[0], row[1]): (row[2], row[3]) for row in found}


def page(tx: Tx, caller: Caller, scope: Scope | None, wanted: Wanted, limit: int | None, offset: int) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of projects, by name. `scope` None: those that the caller is in."""
    where: list[ColumnElement[bool]] = [p.live == 1, caller.sees(p.account_id, p.domain_id)]
    if wanted.account_id is not None:
        where.append(p.id.in_(select(m.project_id).where(m.account_id == wanted.account_id)))
    elif scope is None or caller.role is Role.USER:
        where.append(p.id.in_(select(m.project_id).where(m.account_id == caller.account_id, m.user_id.in_((0, caller.user_id)))))
    if scope is not None and caller.role is not Role.USER:
        where.append(scope.where(p.account_id, p.domain_id))
    if wanted.username is not None:
        people = select(user.c.id, user.c.account_id).where(user.c.username == wanted.username, user.c.live == 1).subquery()
        where.append(select(m.id).join(people, and_(people.c.account_id == m.account_id, m.user_id.in_((0, people.c.id)))).where(
            m.project_id == p.id).exists())
    for column, value in ((p.id, wanted.id), (p.name, wanted.name), (p.display_text, wanted.display_text), (p.state, wanted.state)):
        if value is not None:
            where.append(column == value)
    if wanted.keyword:
        where.append(or_(paging.contains(p.name, wanted.keyword), paging.contains(p.display_text, wanted.keyword)))
    where += tagged("Project", project, wanted.tags)
    found, total = paging.page(tx, select(p.uuid).where(*where).order_by(p.name, p.id), limit, offset)
    return [row.uuid for row in found], total


def members(
    tx: Tx, project_id: int, limit: int | None, offset: int, *, account_name: str | None = None, user_id: int | None = None,
    role: str | None = None, role_id: int | None = None, keyword: str | None = None,
) -> tuple[list[Row[Any]], int]:
    """A page of a project's members, and the count of all."""
    statement: Select[Any] = _MEMBERS.where(m.project_id == project_id)
    for column, value in ((account.c.name, account_name), (m.role, role), (m.project_role_id, role_id)):
        if value is not None:
            statement = statement.where(column == value)
    if user_id is not None:
        of = select(user.c.account_id).where(user.c.id == user_id).scalar_subquery()
        statement = statement.where(or_(m.user_id == user_id, and_(m.user_id == 0, m.account_id == of)))
    if keyword:
        statement = statement.where(or_(paging.contains(account.c.name, keyword), paging.contains(user.c.username, keyword)))
    return paging.page(tx, statement.order_by(m.id), limit, offset)


def invitations(
    tx: Tx, caller: Caller, limit: int | None, offset: int, *, scope: Scope | None, to: tuple[int, int] | None = None, id: int | None = None,
    project_id: int | None = None, user_id: int | None = None, account_id: int | None = None, state: str | None = None, since: int | None = None,
    keyword: str | None = None,
) -> tuple[list[Row[Any]], int]:
    """A page of invitations, the newest last, and the count of all. `to`: (account, user) whose they are; `since`: none made before."""
    statement: Select[Any] = _INVITATIONS.where(i.live == 1, seen_by(caller))
    if to is not None:
        statement = statement.where(i.account_id == to[0], i.user_id.in_((0, to[1])))
    if scope is not None:
        statement = statement.where(scope.where(i.account_id, i.domain_id))
    for column, value in ((i.id, id), (i.project_id, project_id), (i.user_id, user_id), (i.account_id, account_id), (i.state, state)):
        if value is not None:
            statement = statement.where(column == value)
    if since is not None:
        statement = statement.where(i.created >= since)
    if keyword:
        statement = statement.where(or_(paging.contains(p.name, keyword), paging.contains(account.c.name, keyword)))
    return paging.page(tx, statement.order_by(i.id), limit, offset)
