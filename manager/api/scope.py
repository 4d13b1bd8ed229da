"""List scope: what `account`, `domainid`, `isrecursive`, `listall` and `projectid` mean together (WIRE 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from manager.api.errors import NOT_PERMITTED, PARAMETER, ApiError, not_found
from manager.model.caller import Caller, Role, Scope
from manager.model.tenancy import accounts

if TYPE_CHECKING:
    from manager.api.call import Call

ALL_PROJECTS = "-1"


def reach(caller: Caller, projects: bool | None = False) -> Scope:
    """Everything the caller may see."""
    if caller.role is Role.ADMIN:
        return Scope(projects=projects)
    if caller.is_domain_admin:
        return Scope(domain_path=caller.domain_path, projects=projects)
    return Scope(account_id=caller.account_id, projects=projects)


def scope_of(call: Call, command: Any) -> Scope:
    """The scope that a command's OwnerFilter parameters ask for. ApiError 431 or 531 when they cannot be had."""
    caller = call.caller
    projectid: str | None = getattr(command, "projectid", None)
    if projectid is not None:
        return _projects(caller, command, projectid)
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
        return reach(caller, projects=None)
    if command.listall:
        return reach(caller)
    return Scope(account_id=caller.account_id)


def _projects(caller: Caller, command: Any, projectid: str) -> Scope:
    if command.account is not None:
        raise ApiError(PARAMETER, "Account and projectid can't be specified together")
    if projectid != ALL_PROJECTS:
        raise not_found("projectid", projectid)
    if caller.role is Role.USER and not command.listall:
        return Scope(nothing=True)  # nobody can be in a project yet
    return reach(caller, projects=None if command.listall else True)


def _account(call: Call, name: str, domain_id: int) -> Scope:
    found = accounts.by_name(call.tx, name, domain_id)
    if found is None or not call.caller.may_operate(call.tx, found.id, found.domain_id):
        raise ApiError(PARAMETER, f"Unable to find account {name} in the domain")
    return Scope(account_id=found.id)
