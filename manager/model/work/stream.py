"""What the database says has changed of late: the source of the event stream, read once a second by each process with listeners.

Nothing is written for it. Events tell what commands and sagas did; `vm.state_at`, `host_liveness.changed` and alerts what happened
without one; sagas are the jobs. Rows may become visible later than their time says (a long transaction), so that each look goes
back by `WINDOW`, and the reader drops what it has seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import bindparam, or_, select

from manager.model.caller import Caller
from manager.model.clock import SECOND, now_us
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables.infra import host, host_liveness
from manager.model.tables.project import project, project_member, project_role_permission
from manager.model.tables.tenancy import account, domain, session, user
from manager.model.tables.vm import vm
from manager.model.tables.work import alert, event, saga
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import Identity
from manager.model.tenancy.projects import ADMIN
from manager.model.work.saga import LIVE

WINDOW = 20 * SECOND     # longer than any transaction waits for a lock and ends
MOST = 2000              # rows of one kind in one look
KINDS = {"User": "VirtualMachine", "DomainRouter": "DomainRouter"}  # type of VM → resource type; any other: SystemVm


class Change(msgspec.Struct, frozen=True):
    """Something about an object. `account_id` None: only root admins see it. `hidden`: not for users, whoever owns it."""

    key: tuple[str, int, int, str]   # what it is known by when it is read again
    at: int
    type: str | None
    uuid: str | None
    action: str | None
    state: str | None
    level: str | None = None
    account_id: int | None = None
    domain_path: str | None = None
    hidden: bool = False


class JobChange(msgspec.Struct, frozen=True):
    """A job as it stands."""

    id: int
    uuid: str
    state: str
    percent: int
    progress: str | None
    command: str | None
    instance_type: str | None
    instance_uuid: str | None
    error_code: int | None
    error_text: str | None
    created: int
    ended: int | None
    account_id: int
    user_uuid: str | None
    account_name: str
    domain_path: str


class Membership(msgspec.Struct, frozen=True):
    """A member's standing in a project. `user_id` 0: any user of the account. `rules`: of its project role, in order; the first match decides."""

    account_id: int
    user_id: int
    owner_id: int
    rules: tuple[tuple[str, bool], ...] = ()


class Listener(msgspec.Struct, frozen=True):
    """Whose a session or key is now. `second_factor`: it was given in this session."""

    identity: Identity
    second_factor: bool = True


_EVENT_IDS = select(event.c.id).where(event.c.id > bindparam("base")).order_by(event.c.id)
_EVENT_TIMES = select(event.c.id, event.c.created).order_by(event.c.id.desc()).limit(MOST)
_EVENTS = (
    select(event.c.id, event.c.created, event.c.resource_type, event.c.resource_uuid, event.c.type, event.c.state, event.c.level, event.c.account_id,
           domain.c.path)
    .join(domain, domain.c.id == event.c.domain_id).where(event.c.id.in_(bindparam("ids", expanding=True))).order_by(event.c.id))
_VM_TIMES = select(vm.c.id, vm.c.state_at, vm.c.state).where(vm.c.state_at > bindparam("since")).order_by(vm.c.state_at).limit(10 * MOST)
_VMS = (
    select(vm.c.id, vm.c.uuid, vm.c.type, vm.c.state, vm.c.state_at, vm.c.account_id, vm.c.display, vm.c.live, domain.c.path)
    .join(domain, domain.c.id == vm.c.domain_id).where(vm.c.id.in_(bindparam("ids", expanding=True))).order_by(vm.c.state_at))
_HOSTS = (
    select(host.c.id, host.c.uuid, host_liveness.c.state, host_liveness.c.changed).join(host, host.c.id == host_liveness.c.host_id)
    .where(host_liveness.c.changed > bindparam("since")).limit(MOST))
_ALERTS = select(alert.c.id, alert.c.uuid, alert.c.name, alert.c.last_sent, alert.c.resolved).where(or_(
    alert.c.last_sent > bindparam("since"), alert.c.resolved > bindparam("since"))).order_by(alert.c.id.desc()).limit(MOST)
_JOBS = (
    select(saga.c.id, saga.c.uuid, saga.c.state, saga.c.percent, saga.c.progress, saga.c.command, saga.c.instance_type, saga.c.instance_uuid,
           saga.c.error_code, saga.c.error_text, saga.c.created, saga.c.ended, account.c.id, user.c.uuid, account.c.name, domain.c.path)
    .select_from(saga.join(account, account.c.id == saga.c.account_id).join(domain, domain.c.id == account.c.domain_id)
                 .outerjoin(user, user.c.id == saga.c.user_id))
    .where(saga.c.is_job).order_by(saga.c.id.desc()).limit(MOST))
_LIVE = _JOBS.where(saga.c.state.in_(LIVE))
_ENDED = _JOBS.where(saga.c.ended > bindparam("since"))
_SESSIONS = (
    select(session.c.id_hash, session.c.second_factor, session.c.user_id)
    .where(session.c.id_hash.in_(bindparam("hashes", expanding=True)), session.c.expires > now_us()))
_MEMBERS = (
    select(project_member.c.account_id, project_member.c.user_id, project.c.account_id.label("owner_id"), project_member.c.role,
           project_member.c.project_role_id)
    .join(project, project.c.id == project_member.c.project_id)
    .where(project.c.live == 1, project_member.c.account_id.in_(bindparam("accounts", expanding=True)))
    .order_by(project_member.c.user_id))
_RULES = select(project_role_permission.c.role_id, project_role_permission.c.rule, project_role_permission.c.allow).where(
    project_role_permission.c.role_id.in_(bindparam("roles", expanding=True))).order_by(
    project_role_permission.c.sort_order, project_role_permission.c.id)


def recent_events(tx: Tx, since: int) -> tuple[int, int]:
    """(the id above which events are newer than `since`, the time from which on none is missing): no more than MOST are looked at."""
    rows = tx.rows(_EVENT_TIMES)
    for row in rows:
        if row.created <= since:
            return row.id, since
    if len(rows) < MOST:
        return 0, since
    return rows[-1].id, rows[-1].created


def events_since(tx: Tx, base: int, known: Collection[int]) -> list[Change]:
    """The events above `base` that are not known yet."""
    fresh = [row.id for row in tx.rows(_EVENT_IDS, {"base": base}) if row.id not in known][:MOST]
    rows = tx.rows(_EVENTS, {"ids": fresh}) if fresh else []
    return [Change(("event", row.id, 0, ""), row.created, row.resource_type, row.resource_uuid, row.type, row.state, row.level, row.account_id,
                   row.path) for row in rows]


def vms_since(tx: Tx, since: int, known: Collection[tuple[str, int, int, str]]) -> list[Change]:
    """VMs of any type whose state has changed, as they are now."""
    fresh = [row.id for row in tx.rows(_VM_TIMES, {"since": since}) if ("vm", row.id, row.state_at, row.state) not in known]
    rows = tx.rows(_VMS, {"ids": fresh}) if fresh else []
    return [Change(("vm", row.id, row.state_at, row.state), row.state_at, KINDS.get(row.type, "SystemVm"), row.uuid, None,
                   row.state if row.live else "Expunged", None, row.account_id, row.path, not row.display) for row in rows]


def hosts_since(tx: Tx, since: int) -> list[Change]:
    """Hosts that came up or went down."""
    return [Change(("host", row.id, row.changed, row.state), row.changed, "Host", row.uuid, None, row.state)
            for row in tx.rows(_HOSTS, {"since": since})]


def alerts_since(tx: Tx, since: int) -> list[Change]:
    """Alerts that were raised or resolved."""
    return [Change(("alert", row.id, max(row.last_sent, row.resolved or 0), ""), max(row.last_sent, row.resolved or 0), "Alert", row.uuid, row.name,
                   "Resolved" if row.resolved else "Raised") for row in tx.rows(_ALERTS, {"since": since})]


def jobs_since(tx: Tx, since: int) -> list[JobChange]:
    """The jobs that live, and those that have ended since; the oldest first."""
    rows = {row.id: make(JobChange, row) for row in [*tx.rows(_LIVE), *tx.rows(_ENDED, {"since": since})]}
    return [rows[number] for number in sorted(rows)]


def of_sessions(tx: Tx, hashes: Sequence[str]) -> dict[str, Listener]:
    """Of these sessions, those that live and whose user may still call."""
    rows = tx.rows(_SESSIONS, {"hashes": list(hashes)}) if hashes else []
    known = accounts.identities_by_user(tx, {row.user_id for row in rows})
    return {row.id_hash: Listener(known[row.user_id], bool(row.second_factor)) for row in rows
            if row.user_id in known and known[row.user_id].enabled}


def of_keys(tx: Tx, keys: Sequence[str]) -> dict[str, Listener]:
    """Of these API keys, those that are somebody's who may call."""
    return {key: Listener(found) for key, found in accounts.identities_by_key(tx, keys).items() if found.enabled}


def memberships(tx: Tx, callers: Collection[Caller]) -> list[Membership]:
    """What these callers' accounts are in projects; what is said of a user comes after what is said of its account."""
    members = sorted({caller.account_id for caller in callers})
    rows = tx.rows(_MEMBERS, {"accounts": members}) if members else []
    roles = sorted({row.project_role_id for row in rows if row.project_role_id is not None and row.role != ADMIN})
    rules: dict[int, list[tuple[str, bool]]] = {}
    for row in tx.rows(_RULES, {"roles": roles}) if roles else []:
        rules.setdefault(row.role_id, []).append((row.rule, bool(row.allow)))
    return [Membership(row.account_id, row.user_id, row.owner_id, () if row.role == ADMIN else tuple(rules.get(row.project_role_id, ())))
            for row in rows]
