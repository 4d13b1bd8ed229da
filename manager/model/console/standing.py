"""Whether a console session may go on: what the session, its user and its VM are now, read in one query for many sessions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.sql import Select

from manager.model.caller import Role
from manager.model.db import Tx
from manager.model.peers import HostPeer
from manager.model.rows import make
from manager.model.tables.console import console_session
from manager.model.tables.infra import host
from manager.model.tables.tenancy import account, role, user
from manager.model.tables.vm import vm
from manager.model.tenancy import accounts, projects, roles

USER_VM = "User"
COMMAND = "createConsoleEndpoint"    # whose project role denies this loses the consoles that are open, too
ATTACHABLE = ("Running", "Migrating")
GONE = ("Destroyed", "Expunging", "Error")
OVER = "The console session has ended"


class Standing(msgspec.Struct, frozen=True):
    """A session with its user and VM, as they are now. Times in microseconds."""

    id: int
    uuid: str
    vm_id: int
    vm_uuid: str
    vm_name: str
    vm_display: str | None
    vm_type: str
    vm_state: str
    vm_live: int | None
    vm_account_id: int
    vm_domain_id: int
    zone_id: int
    instance_name: str
    host_id: int | None
    host_uuid: str | None
    host_address: str | None
    user_id: int
    username: str
    user_state: str
    user_live: int | None
    account_id: int
    account_state: str
    account_live: int | None
    role_type: str
    role_state: str
    secret_hash: str | None
    client_address: str | None
    creator_address: str | None
    proxy_id: int | None
    view_only: bool
    direct: bool
    seen: int
    removed: int | None
    end_reason: str | None
    parent_id: int | None
    parent_removed: int | None

    @property
    def title(self) -> str:
        """The VM's name for people."""
        return self.vm_display or self.vm_name

    @property
    def peer(self) -> HostPeer | None:
        """The host whose agent has the VM's screen now."""
        if self.vm_state not in ATTACHABLE or self.host_id is None or self.host_uuid is None or self.host_address is None:
            return None
        return HostPeer(self.host_id, self.host_uuid, self.host_address)


_s = console_session.c
_parent = console_session.alias("parent")
_STANDING: Select[Any] = select(
    _s.id, _s.uuid, vm.c.id, vm.c.uuid, vm.c.name, vm.c.display_name, vm.c.type, vm.c.state, vm.c.live, vm.c.account_id, vm.c.domain_id, vm.c.zone_id,
    vm.c.instance_name, vm.c.host_id, host.c.uuid, host.c.address, user.c.id, user.c.username, user.c.state, user.c.live, account.c.id,
    account.c.state, account.c.live, role.c.type, role.c.state, _s.secret_hash, _s.client_address, _s.creator_address, _s.proxy_id, _s.view_only,
    _s.direct, _s.seen, _s.removed, _s.end_reason, _s.parent_id, _parent.c.removed,
).select_from(console_session).join(vm, vm.c.id == _s.vm_id).join(user, user.c.id == _s.user_id).join(
    account, account.c.id == user.c.account_id).join(role, role.c.id == account.c.role_id).outerjoin(host, host.c.id == vm.c.host_id).outerjoin(
    _parent, _parent.c.id == _s.parent_id)
_MANY = _STANDING.where(_s.uuid.in_(bindparam("uuids", expanding=True)))
_BY_TOKEN = _STANDING.where(_s.token_hash == bindparam("token"))


def of(tx: Tx, uuids: Collection[str]) -> dict[str, Standing]:
    """How these sessions stand; unknown ones are left out."""
    rows = tx.rows(_MANY, {"uuids": list(uuids)}) if uuids else []
    return {one.uuid: one for one in (make(Standing, row) for row in rows)}


def one(tx: Tx, uuid: str) -> Standing | None:
    """How a session stands."""
    return of(tx, [uuid]).get(uuid)


def by_token(tx: Tx, token_hash: str) -> Standing | None:
    """The session that a one-time token opens, redeemable or not."""
    row = tx.first(_BY_TOKEN, {"token": token_hash})
    return None if row is None else make(Standing, row)


def reasons(tx: Tx, found: Collection[Standing]) -> dict[str, str]:
    """{session uuid: why it must end, in words for its user}; those that may go on are left out."""
    out = {}
    access: dict[tuple[int, int, int], bool] = {}
    for session in found:
        why = _plain(session)
        if why is None and not _own(session):
            pair = (session.user_id, session.vm_account_id, session.vm_domain_id)
            if pair not in access:
                access[pair] = _reaches(tx, *pair)
            why = None if session.vm_type == USER_VM and access[pair] else "You may no longer access this virtual machine"
        if why is not None:
            out[session.uuid] = why
    return out


def _plain(session: Standing) -> str | None:
    if session.removed is not None:
        return session.end_reason or OVER
    if session.user_live is None or session.account_live is None:
        return "The user was deleted"
    if session.user_state != "enabled":
        return f"The user is {session.user_state}"
    if session.account_state != "enabled":
        return f"The account is {session.account_state}"
    if session.role_state == roles.DISABLED:
        return "The role of the account is disabled"
    if session.vm_live is None or session.vm_state in GONE:
        return "The virtual machine was destroyed"
    if session.parent_id is not None and session.parent_removed is not None:
        return "The session that this view belongs to has ended"
    return None


def _own(session: Standing) -> bool:
    """What needs no look at domains and projects."""
    return session.role_type == Role.ADMIN.value or (session.vm_type == USER_VM and session.account_id == session.vm_account_id)


def _reaches(tx: Tx, user_id: int, account_id: int, domain_id: int) -> bool:
    identity = accounts.identity_by_user(tx, user_id)
    if identity is None or not identity.caller.may_operate(tx, account_id, domain_id):
        return False
    member = projects.standing(tx, identity.caller, account_id) if identity.caller.role is Role.USER else None
    return member is None or projects.permits(tx, member, COMMAND)
