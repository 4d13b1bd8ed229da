"""What account, domain and project mean in lists of offerings, which nobody owns: those that they may choose from."""

from __future__ import annotations

from typing import Any

from manager.api.declare import Call
from manager.api.errors import NOT_PERMITTED, PARAMETER, ApiError
from manager.api.scope import ALL_PROJECTS, project
from manager.model.catalog import offerings
from manager.model.tenancy import accounts


def of_owner(call: Call, command: Any, kind: str) -> list[Any]:
    """SQL: what the account or project that the command names may choose from. ApiError 431 or 531."""
    domain = command.domainid.row if command.domainid is not None else None
    if domain is not None and not call.caller.reaches(call.tx, domain.id):
        raise ApiError(NOT_PERMITTED, f"Domain {command.domainid.uuid} is out of the caller's reach")
    if command.account is None:
        if command.projectid is not None:
            path = _project_path(call, command.projectid)
            return [] if path is None else [offerings.for_domain(kind, path)]
        return []
    found = accounts.by_name(call.tx, command.account, domain.id if domain is not None else call.caller.domain_id)
    if found is None or not call.caller.may_operate(call.tx, found.id, found.domain_id):
        raise ApiError(PARAMETER, f"Unable to find account {command.account} in the domain")
    return [offerings.for_domain(kind, _ids(found.domain_path))]


def _project_path(call: Call, projectid: Any) -> list[int] | None:
    """The project's domain and those above; None for all projects (-1)."""
    if projectid == ALL_PROJECTS:
        return None
    owner = accounts.by_id(call.tx, project(call, projectid).account_id)
    return _ids(owner.domain_path) if owner is not None else []


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]
