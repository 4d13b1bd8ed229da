"""Projects: making, finding, changing, forgetting; what a member may do in one."""

from __future__ import annotations

import fnmatch
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model.caller import PROJECT_ACCOUNT, Caller, Role
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.project import project, project_invitation, project_member, project_role, project_role_permission
from manager.model.tables.tenancy import account, role
from manager.model.tenancy import counters
from manager.model.tenancy import settings as stored
from manager.model.tenancy.accounts import AccountRow
from manager.model.work import labels

BAD = 431
ACTIVE, SUSPENDED, GOING = "Active", "Suspended", "Disabled"
ADMIN, REGULAR = "Admin", "Regular"
PREFIX = "PrjAcct-"  # of a project's account's name, as CloudStack has it
OWN_ROLE = "User"    # the built-in role of projects' accounts, which nobody uses


class ProjectRow(msgspec.Struct, frozen=True):
    """A project; `account_id` is the account that owns its things."""

    id: int
    uuid: str
    name: str
    display_text: str | None
    state: str
    account_id: int
    domain_id: int


class Standing(msgspec.Struct, frozen=True):
    """What somebody is in a project: Admin or Regular, with the rules of a project role or none."""

    project_id: int
    project_uuid: str
    owner_id: int
    role: str
    role_id: int | None


PROJECT = select(*columns(ProjectRow, project)).where(project.c.live == 1)
_OF_ACCOUNT = PROJECT.where(project.c.account_id == bindparam("account"))
_STANDINGS = (
    select(project.c.id, project.c.uuid, project.c.account_id, project_member.c.role, project_member.c.project_role_id)
    .join(project_member, project_member.c.project_id == project.c.id)
    .where(project.c.live == 1, project_member.c.account_id == bindparam("member"),
           or_(project_member.c.user_id == 0, project_member.c.user_id == bindparam("user")))
    .order_by(project_member.c.user_id.desc()))  # what is said of the user comes before what is said of its account
_STANDING = _STANDINGS.where(project.c.account_id == bindparam("owner")).limit(1)
_RULES = select(project_role_permission.c.rule, project_role_permission.c.allow).where(
    project_role_permission.c.role_id == bindparam("role")).order_by(project_role_permission.c.sort_order, project_role_permission.c.id)
_ANY = select(project.c.id).where(project.c.live == 1).limit(1)


def find_project(tx: Tx, caller: Caller, uuid: str) -> ProjectRow | None:
    """A project that the caller may see: as a member, or as an admin of its domain."""
    row = tx.first(PROJECT.where(project.c.uuid == uuid, caller.sees(project.c.account_id, project.c.domain_id)))
    return None if row is None else make(ProjectRow, row)


def by_uuid(tx: Tx, uuid: str, domain_id: int) -> ProjectRow | None:
    """A project of this domain, whoever asks."""
    row = tx.first(PROJECT.where(project.c.uuid == uuid, project.c.domain_id == domain_id))
    return None if row is None else make(ProjectRow, row)


def by_id(tx: Tx, project_id: int) -> ProjectRow | None:
    """A project by its internal id."""
    row = tx.first(PROJECT.where(project.c.id == project_id))
    return None if row is None else make(ProjectRow, row)


def of_account(tx: Tx, account_id: int) -> ProjectRow | None:
    """The project whose things belong to this account."""
    row = tx.first(_OF_ACCOUNT, {"account": account_id})
    return None if row is None else make(ProjectRow, row)


def exists(tx: Tx) -> bool:
    """Whether there is any project."""
    return tx.first(_ANY) is not None


def standing(tx: Tx, caller: Caller, account_id: int) -> Standing | None:
    """What the caller is in the project that this account belongs to; None: nothing, or it is no project's."""
    row = tx.first(_STANDING, {"member": caller.account_id, "user": caller.user_id, "owner": account_id})
    return None if row is None else make(Standing, row)


def standings(tx: Tx, caller: Caller) -> list[Standing]:
    """All projects that the caller is in, each once."""
    out: dict[int, Standing] = {}
    for row in tx.rows(_STANDINGS, {"member": caller.account_id, "user": caller.user_id}):
        out.setdefault(row[0], make(Standing, row))
    return list(out.values())


def permits(tx: Tx, found: Standing, command: str) -> bool:
    """Whether a member may call this command in the project: the first rule of its project role that matches says so; none: it may."""
    if found.role == ADMIN or found.role_id is None:
        return True
    for rule in tx.rows(_RULES, {"role": found.role_id}):
        if fnmatch.fnmatchcase(command.lower(), rule.rule.lower()):
            return bool(rule.allow)
    return True


def manages(tx: Tx, caller: Caller, row: ProjectRow) -> bool:
    """Whether the caller may change the project itself: its admins, and those of its domain."""
    if caller.role is not Role.USER:
        return caller.is_admin or caller.reaches(tx, row.domain_id)
    found = standing(tx, caller, row.account_id)
    return found is not None and found.role == ADMIN


def owner_of(tx: Tx, row: ProjectRow) -> tuple[int, int]:
    """(account id, domain id) of the first admin: whom events about the project itself belong to."""
    found = tx.scalar(select(project_member.c.account_id).where(
        project_member.c.project_id == row.id, project_member.c.role == ADMIN).order_by(project_member.c.id).limit(1))
    return (int(found) if found is not None else row.account_id), row.domain_id


def managed_alone(tx: Tx, account_id: int) -> list[str]:
    """The uuids of the projects whose only admin is this account: such an account cannot go."""
    other = project_member.alias()
    alone = ~select(other.c.id).where(
        other.c.project_id == project.c.id, other.c.role == ADMIN, other.c.account_id != account_id).exists()
    statement = select(project.c.uuid).join(project_member, project_member.c.project_id == project.c.id).where(
        project.c.live == 1, project_member.c.account_id == account_id, project_member.c.role == ADMIN, alone).distinct().order_by(project.c.uuid)
    return [row[0] for row in tx.rows(statement)]


def create(tx: Tx, owner: AccountRow, name: str, display_text: str, *, user_id: int = 0) -> ProjectRow:
    """A new project in its owner's domain, with an account of its own. Refused 431 when the name is taken, 532 by the owner's limit."""
    domain_id, uuid = owner.domain_id, new_uuid()
    own_role = tx.scalar(select(role.c.id).where(role.c.name == OWN_ROLE, role.c.builtin.is_(True), role.c.live == 1))
    try:
        account_id = tx.insert(account, uuid=new_uuid(), domain_id=domain_id, role_id=own_role, name=account_name(name, domain_id),
                               type=PROJECT_ACCOUNT, created=tx.now())
        made = tx.insert(project, uuid=uuid, domain_id=domain_id, account_id=account_id, name=name, display_text=display_text, state=ACTIVE,
                         created=tx.now())
    except IntegrityError:
        raise _taken(name, owner.domain_uuid) from None
    tx.insert(project_member, project_id=made, account_id=owner.id, user_id=user_id, role=ADMIN, created=tx.now())
    counters.take(tx, owner.id, owner.domain_path, {"project": 1})
    return ProjectRow(made, uuid, name, display_text, ACTIVE, account_id, domain_id)


def account_name(name: str, domain_id: int) -> str:
    """What a project's account is called."""
    return f"{PREFIX}{name}-{domain_id}"[:255]


def rename(tx: Tx, row: ProjectRow, domain_uuid: str, *, name: str | None, display_text: str | None) -> None:
    """Refused 431 when the name is taken."""
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = name
    if display_text is not None:
        values["display_text"] = display_text
    if not values:
        return
    try:
        tx.execute(update(project).where(project.c.id == row.id).values(**values))
        if name is not None:
            tx.execute(update(account).where(account.c.id == row.account_id).values(name=account_name(name, row.domain_id)))
    except IntegrityError:
        raise _taken(str(name), domain_uuid) from None


def move(tx: Tx, project_id: int, states: tuple[str, ...], to: str) -> bool:
    """From one of these states to another; its account is enabled only while it is Active. False when it is in none of them."""
    if not tx.changed(update(project).where(project.c.id == project_id, project.c.live == 1, project.c.state.in_(states)).values(state=to)):
        return False
    owner = select(project.c.account_id).where(project.c.id == project_id).scalar_subquery()
    tx.execute(update(account).where(account.c.id == owner).values(state="enabled" if to == ACTIVE else "disabled"))
    stored.raise_epoch(tx, stored.ACCESS)
    return True


def forget(tx: Tx, account_id: int) -> None:
    """The project of this account is gone, with members, roles and invitations; its admins' accounts count it no more. Safe to repeat."""
    row = of_account(tx, account_id)
    if row is None:
        return
    admins = [found[0] for found in tx.rows(select(project_member.c.account_id).where(
        project_member.c.project_id == row.id, project_member.c.role == ADMIN).order_by(project_member.c.account_id))]
    roles = select(project_role.c.id).where(project_role.c.project_id == row.id)
    labels.drop(tx, ("Project",), [row.id])
    tx.execute(project_member.delete().where(project_member.c.project_id == row.id))
    tx.execute(project_invitation.delete().where(project_invitation.c.project_id == row.id))
    tx.execute(project_role_permission.delete().where(project_role_permission.c.role_id.in_(roles)))
    tx.execute(project_role.delete().where(project_role.c.project_id == row.id))
    tx.execute(update(project).where(project.c.id == row.id).values(removed=tx.now(), live=None, state=GOING))
    path = counters.domain_path(tx, row.domain_id)
    for member in admins:
        counters.give(tx, member, path, {"project": 1})


def _taken(name: str, domain_uuid: str) -> Refused:
    return Refused(BAD, f"Project with name {name} already exists in domain id={domain_uuid}")
