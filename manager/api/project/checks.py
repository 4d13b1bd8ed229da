"""Checks that commands about projects share."""

from __future__ import annotations

from manager.api.call import Call
from manager.api.declare import Ref
from manager.api.errors import PARAMETER, ApiError, denied, invalid, not_found
from manager.model.tenancy import members, projects
from manager.model.tenancy.accounts import AccountRow, UserRow
from manager.model.tenancy.project_roles import ProjectRoleRow
from manager.model.tenancy.projects import ProjectRow

ROLES = (projects.ADMIN, projects.REGULAR)


def managed(call: Call, row: ProjectRow) -> ProjectRow:
    """The project, for a caller who may change it: 531 for members who are not its admins."""
    if not projects.manages(call.tx, call.caller, row):
        raise denied(f"Account {call.caller.account_name} may not modify project {row.uuid}: it is not an admin of it")
    return row


def is_active(row: ProjectRow, what: str) -> None:
    """431 when the project is suspended or goes."""
    if row.state != projects.ACTIVE:
        raise ApiError(PARAMETER, f"Can't add {what} to the project {row.uuid} in state={row.state} as it isn't currently active")


def account(call: Call, row: ProjectRow, name: str) -> AccountRow:
    """An account of the project's domain."""
    found = members.account_named(call.tx, name, row.domain_id)
    if found is None:
        raise ApiError(PARAMETER, f"Unable to find account name={name} in the domain of project {row.uuid}")
    return found


def user(call: Call, row: ProjectRow, parameter: str, uuid: str) -> UserRow:
    """A user of the project's domain, by its id."""
    found = members.user_by_uuid(call.tx, uuid, row.domain_id)
    if found is None:
        raise not_found(parameter, uuid[:100])
    return found


def role_of(row: ProjectRow, role: Ref[ProjectRoleRow] | None) -> int | None:
    """The id of a project role, which must be this project's."""
    if role is None:
        return None
    if role.row.project_id != row.id:
        raise invalid("projectroleid", f"role {role.uuid} is not one of project {row.uuid}")
    return role.row.id
