"""List scope: what `account`, `domainid`, `isrecursive`, `listall` and `projectid` mean together (WIRE 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from manager.api.errors import NOT_PERMITTED, PARAMETER, ApiError, denied, not_found
from manager.model.caller import PROJECT_ACCOUNT, Caller, Role, Scope
from manager.model.db import Tx
from manager.model.tenancy import accounts
from manager.model.tenancy import projects as model
from manager.model.tenancy.projects import ProjectRow

if TYPE_CHECKING:
    from manager.api.call import Call

ALL_PROJECTS = "-1"
MAX_ID = 64
BEGINNING = ("create", "deploy", "start", "reboot", "restart", "associate", "acquire", "enable", "register", "restore", "recover", "attach", "upload",
             "assign", "add", "copy", "scale")  # commands that begin or add something: not in a project that is suspended


def reach(call: Call, projects: bool | None = False) -> Scope:
    """Everything the caller may see, without what projects own (False), only that (True), or both (None)."""
    caller = call.caller
    if caller.role is Role.USER:
        return Scope(within=caller) if projects is None else Scope(account_id=caller.account_id)
    if projects is False and not model.exists(call.tx):
        projects = None  # nothing to leave out
    return Scope(projects=projects) if caller.is_admin else Scope(domain_path=caller.domain_path, projects=projects)


def scope_of(call: Call, command: Any) -> Scope:
    """The scope that a command's OwnerFilter parameters ask for. ApiError 431 or 531 when they cannot be had."""
    caller = call.caller
    projectid: str | None = getattr(command, "projectid", None)
    if projectid is not None:
        return _projects(call, command, projectid)
    domain = command.domainid.row if command.domainid is not None else None
    if command.account is not None:
        return _account(call, command.account, domain.id if domain is not None else caller.domain_id)
    if domain is not None:
        if not caller.reaches(call.tx, domain.id):
            raise ApiError(NOT_PERMITTED, f"Domain {command.domainid.uuid} is out of the caller's reach")
        own = caller.account_id if caller.role is Role.USER else None
        if command.isrecursive:
            return Scope(account_id=own, domain_path=domain.path, projects=False)
        return Scope(account_id=own, domain_id=domain.id, projects=False)
    if getattr(command, "id", None) is not None or getattr(command, "ids", None):
        return reach(call, projects=None)
    if command.listall:
        return reach(call)
    return Scope(account_id=caller.account_id)


def _projects(call: Call, command: Any, projectid: str) -> Scope:
    if command.account is not None:
        raise ApiError(PARAMETER, "Account and projectid can't be specified together")
    if projectid != ALL_PROJECTS:
        return Scope(account_id=project(call, projectid).account_id)
    if call.caller.role is not Role.USER:
        return reach(call, projects=None if command.listall else True)
    mine = [found.owner_id for found in model.standings(call.tx, call.caller) if model.permits(call.tx, found, call.command.NAME)]
    return Scope(account_ids=(call.caller.account_id, *mine) if command.listall else tuple(mine))


def project(call: Call, projectid: str) -> ProjectRow:
    """The project with this id, in which the caller may call this command. 431 when it is not there, 531 when a project role denies it."""
    found = model.find_project(call.tx, call.caller, projectid) if len(projectid) <= MAX_ID else None
    if found is None:
        raise not_found("projectid", projectid[:100])
    member(call.tx, call.caller, found.account_id, call.command.NAME)
    return found


def member(tx: Tx, caller: Caller, account_id: int, command: str) -> None:
    """531 when the account is a project's and the caller's role there does not have the command. Admins of domains are not bound."""
    if caller.role is not Role.USER or account_id == caller.account_id:
        return
    found = model.standing(tx, caller, account_id)
    if found is not None and not model.permits(tx, found, command):
        raise denied(f"The API {command} is denied for the user's or account's role in project {found.project_uuid}")


def active(tx: Tx, account_id: int, command: str) -> None:
    """531 when the account is that of a project that is not active, and the command begins something."""
    if not command.startswith(BEGINNING):
        return
    found = model.of_account(tx, account_id)
    if found is not None and found.state != model.ACTIVE:
        raise denied(f"Can't add resources to the project {found.uuid} in state={found.state} as it's no longer active")


def _account(call: Call, name: str, domain_id: int) -> Scope:
    found = accounts.by_name(call.tx, name, domain_id)
    if found is None or found.type == PROJECT_ACCOUNT or not call.caller.may_operate(call.tx, found.id, found.domain_id):
        raise ApiError(PARAMETER, f"Unable to find account {name} in the domain")  # a project's is asked for by projectid, within its roles
    return Scope(account_id=found.id)
