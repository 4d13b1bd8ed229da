"""Who is in a project, and who was invited."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model.caller import PROJECT_ACCOUNT, Caller, Role
from manager.model.clock import SECOND, now_us
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.project import project, project_invitation, project_member
from manager.model.tables.tenancy import account, user
from manager.model.tenancy import counters
from manager.model.tenancy.accounts import ACCOUNT, USER, AccountRow, UserRow
from manager.model.tenancy.projects import ADMIN, REGULAR, ProjectRow, by_id

BAD, IN_USE = 431, 536
SYSTEM = 1  # the account of the cloud itself
PENDING, COMPLETED, EXPIRED, DECLINED = "Pending", "Completed", "Expired", "Declined"


class MemberRow(msgspec.Struct, frozen=True):
    """A member: an account, or one user of it (0: all of them)."""

    id: int
    project_id: int
    account_id: int
    user_id: int
    role: str


class InvitationRow(msgspec.Struct, frozen=True):
    """An invitation of an account, or of one of its users (0: all of them)."""

    id: int
    uuid: str
    project_id: int
    account_id: int
    user_id: int
    domain_id: int
    state: str
    role: str
    project_role_id: int | None
    created: int


_MEMBER = select(*columns(MemberRow, project_member))
_INVITATION = select(*columns(InvitationRow, project_invitation)).where(project_invitation.c.live == 1)


def account_named(tx: Tx, name: str, domain_id: int) -> AccountRow | None:
    """An account of people (not of a project) in this domain."""
    row = tx.first(ACCOUNT.where(account.c.name == name, account.c.domain_id == domain_id,
                                  account.c.type != PROJECT_ACCOUNT, account.c.id != SYSTEM))
    return None if row is None else make(AccountRow, row)


def user_named(tx: Tx, name: str, domain_id: int) -> UserRow | None:
    """A user by name in this domain."""
    row = tx.first(USER.where(user.c.username == name, account.c.domain_id == domain_id, account.c.id != SYSTEM))
    return None if row is None else make(UserRow, row)


def user_by_uuid(tx: Tx, uuid: str, domain_id: int) -> UserRow | None:
    """A user of this domain, whoever asks: project admins name users of other accounts."""
    row = tx.first(USER.where(user.c.uuid == uuid, account.c.domain_id == domain_id))
    return None if row is None else make(UserRow, row)


def get(tx: Tx, project_id: int, account_id: int, user_id: int = 0) -> MemberRow | None:
    """The membership of the account, or of one user of it."""
    row = tx.first(_MEMBER.where(
        project_member.c.project_id == project_id, project_member.c.account_id == account_id, project_member.c.user_id == user_id))
    return None if row is None else make(MemberRow, row)


def add(tx: Tx, row: ProjectRow, account_id: int, user_id: int, role: str, role_id: int | None) -> None:
    """A new member; one that is there already stays as it is. Refused 532 when an admin's account has too many projects."""
    try:
        with tx.conn.begin_nested():
            tx.insert(project_member, project_id=row.id, account_id=account_id, user_id=user_id, role=role, project_role_id=role_id, created=tx.now())
    except IntegrityError:
        return
    if role == ADMIN:
        counters.take(tx, account_id, counters.domain_path(tx, row.domain_id), {"project": 1})


def remove(tx: Tx, row: ProjectRow, member: MemberRow) -> None:
    """A member leaves, its invitations with it. Refused 431 for the only admin."""
    admins = _admins(tx, row.id)  # `member` may have been read before another call changed its role
    if admins == [member.id]:
        raise Refused(BAD, f"Unable to delete the only admin of the project {row.uuid}: make another one first")
    if tx.changed(project_member.delete().where(project_member.c.id == member.id)):
        drop_invitations(tx, row.id, member.account_id, member.user_id)
        if member.id in admins:
            counters.give(tx, member.account_id, counters.domain_path(tx, row.domain_id), {"project": 1})


def leave(tx: Tx, user_id: int) -> None:
    """A user that goes, or becomes another account's, leaves the projects that it alone is in. Refused 536 when it is the only admin of one."""
    for found in tx.rows(_MEMBER.where(project_member.c.user_id == user_id).order_by(project_member.c.id)):
        member = make(MemberRow, found)
        row = by_id(tx, member.project_id)
        if row is None:
            continue
        if _admins(tx, row.id) == [member.id]:
            raise Refused(IN_USE, f"The user is the only admin of project {row.uuid}: make another one first")
        remove(tx, row, member)


def set_role(tx: Tx, row: ProjectRow, member: MemberRow, role: str) -> None:
    """Admin or Regular. Refused 431 for the only admin, 532 by the account's limit of projects."""
    admins = _admins(tx, row.id)
    if (member.id in admins) == (role == ADMIN):
        return
    if role == REGULAR and admins == [member.id]:
        raise Refused(BAD, "Cannot demote the only admin of the project")
    if not tx.changed(update(project_member).where(project_member.c.id == member.id, project_member.c.role != role).values(role=role)):
        return
    path = counters.domain_path(tx, row.domain_id)
    if role == ADMIN:
        counters.take(tx, member.account_id, path, {"project": 1})
    else:
        counters.give(tx, member.account_id, path, {"project": 1})


def _admins(tx: Tx, project_id: int) -> list[int]:
    """Ids of the members who are admins; the project's row is locked first, so that two cannot leave at once."""
    tx.execute(update(project).where(project.c.id == project_id).values(state=project.c.state))
    return [row[0] for row in tx.rows(select(project_member.c.id).where(
        project_member.c.project_id == project_id, project_member.c.role == ADMIN).order_by(project_member.c.id))]


def swap(tx: Tx, row: ProjectRow, target: MemberRow) -> None:
    """This member becomes the owner, and the first admin before it a regular member."""
    first = tx.first(_MEMBER.where(project_member.c.project_id == row.id, project_member.c.role == ADMIN).order_by(project_member.c.id))
    set_role(tx, row, target, ADMIN)
    if first is not None and first.id != target.id and target.role != ADMIN:
        set_role(tx, row, make(MemberRow, first), REGULAR)


# ---- invitations ---------------------------------------------------------------------------------------------------


def invite(tx: Tx, row: ProjectRow, account_id: int, user_id: int, role: str, role_id: int | None, timeout_s: int) -> str:
    """A pending invitation. Refused 431 while one waits or was accepted; one that expired or was declined makes room."""
    old = pending(tx, row.id, account_id, user_id, any_state=True)
    if old is not None:
        if old.state == COMPLETED or (old.state == PENDING and not is_late(tx, old, timeout_s)):
            raise Refused(BAD, f"There is already a pending invitation for this account or user to the project {row.uuid}")
        tx.execute(project_invitation.delete().where(project_invitation.c.id == old.id))
    uuid = new_uuid()
    try:
        tx.insert(project_invitation, uuid=uuid, project_id=row.id, account_id=account_id, user_id=user_id, domain_id=row.domain_id, role=role,
                  project_role_id=role_id, created=tx.now())
    except IntegrityError:
        raise Refused(BAD, f"There is already a pending invitation for this account or user to the project {row.uuid}") from None
    return uuid


def pending(tx: Tx, project_id: int, account_id: int, user_id: int, *, any_state: bool = False) -> InvitationRow | None:
    """The invitation of this account (user_id 0) or user that waits for an answer."""
    statement = _INVITATION.where(
        project_invitation.c.project_id == project_id, project_invitation.c.account_id == account_id, project_invitation.c.user_id == user_id)
    if not any_state:
        statement = statement.where(project_invitation.c.state == PENDING)
    row = tx.first(statement)
    return None if row is None else make(InvitationRow, row)


def invited(tx: Tx, project_id: int, caller: Caller) -> bool:
    """Whether the caller was ever invited to this project."""
    return tx.first(_INVITATION.where(
        project_invitation.c.project_id == project_id, project_invitation.c.account_id == caller.account_id,
        project_invitation.c.user_id.in_((0, caller.user_id)))) is not None


def is_late(tx: Tx, row: InvitationRow, timeout_s: int) -> bool:
    """Whether it was not answered in time."""
    return row.created + timeout_s * SECOND < tx.now()


def answer(tx: Tx, row: InvitationRow, state: str) -> bool:
    """Completed or Declined; False when another answer came first."""
    return tx.changed(update(project_invitation).where(
        project_invitation.c.id == row.id, project_invitation.c.state == PENDING).values(state=state)) > 0


def expire(tx: Tx, timeout_s: int) -> int:
    """Pending invitations that are older than this become Expired; returns how many."""
    return tx.changed(update(project_invitation).where(
        project_invitation.c.state == PENDING, project_invitation.c.live == 1,
        project_invitation.c.created < now_us() - timeout_s * SECOND).values(state=EXPIRED))


def drop_invitations(tx: Tx, project_id: int, account_id: int, user_id: int = 0) -> int:
    """Its invitations are no more; returns how many there were."""
    return tx.changed(project_invitation.delete().where(
        project_invitation.c.project_id == project_id, project_invitation.c.account_id == account_id, project_invitation.c.user_id == user_id))


def find_invitation(tx: Tx, caller: Caller, uuid: str) -> InvitationRow | None:
    """An invitation to the caller, to a project of its, or in an admin's domains."""
    statement = _INVITATION.join(project, project.c.id == project_invitation.c.project_id).where(
        project_invitation.c.uuid == uuid, seen_by(caller))
    row = tx.first(statement)
    return None if row is None else make(InvitationRow, row)


def seen_by(caller: Caller) -> Any:
    """SQL, of invitations joined with their projects: the caller's own, those of projects it is an admin of, those of an admin's domains."""
    mine = (project_invitation.c.account_id == caller.account_id) & project_invitation.c.user_id.in_((0, caller.user_id))
    if caller.role is not Role.USER:
        return mine | caller.sees(project.c.account_id, project.c.domain_id)
    return mine | project.c.id.in_(select(project_member.c.project_id).where(
        project_member.c.account_id == caller.account_id, project_member.c.user_id.in_((0, caller.user_id)), project_member.c.role == ADMIN))


def count_admins(tx: Tx, account_id: int) -> int:
    """How many projects the account (or users of it) are admins of: what its counter of projects must say."""
    return int(tx.scalar(select(func.count()).select_from(project_member).where(
        project_member.c.account_id == account_id, project_member.c.role == ADMIN)))


def remove_gone(tx: Tx, invitation_id: int) -> None:
    """deleteProjectInvitation."""
    tx.execute(project_invitation.delete().where(project_invitation.c.id == invitation_id))

