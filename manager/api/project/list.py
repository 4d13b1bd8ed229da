"""listProjects and listProjectAccounts."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from manager.api.account.answer import UserResponse, users_view
from manager.api.declare import USERS, Call, ListCommand, Listing, Ref, Uuid, command, param
from manager.api.errors import invalid
from manager.api.mixins import OwnerFilter, Tagged
from manager.api.project import checks
from manager.api.project.answer import ProjectResponse, views
from manager.api.responses import Response, field
from manager.model.tenancy import account_views, project_views
from manager.model.tenancy.project_roles import ProjectRoleRow
from manager.model.tenancy.project_views import Wanted
from manager.model.tenancy.projects import ProjectRow

STATES = {state.lower(): state for state in ("Active", "Disabled", "Suspended")}
DETAILS = frozenset({"all", "resource", "min"})


@command(roles=USERS, reads=True)
class ListProjects(OwnerFilter, Tagged, ListCommand):
    """Lists projects with their limits and what they use: those that the caller is in, admins' with listall those of their domains."""

    id: Ref[ProjectRow] | None = param("the project of this ID", default=None)
    name: str | None = param("the project of this name", default=None)
    displaytext: str | None = param("projects of this text", default=None)
    state: str | None = param("projects in this state: Active, Suspended, Disabled", default=None)
    username: str | None = param("projects that this user is in", default=None)
    details: list[str] | None = param("what to answer of each: all, resource (limits and what is used) or min", default=None)
    showicon: bool = param("there are no icons", default=False)

    def run(self, call: Call) -> Listing[ProjectResponse]:
        """By name."""
        limit, offset = self.limits(call)
        groups = {group.strip().lower() for group in self.details or ["all"]}
        if not groups <= DETAILS:
            raise invalid("details", f"{', '.join(sorted(groups - DETAILS))} is not one of {', '.join(sorted(DETAILS))}")
        if self.state and self.state.lower() not in STATES:
            raise invalid("state", f"{self.state} is not one of {', '.join(STATES.values())}")
        account_id, scope = None, None
        if self.account is not None:
            account_id = call.scope(self).account_id
        elif self.id is not None or self.listall or self.domainid is not None:
            scope = _whole(call.scope(self))
        wanted = Wanted(
            id=self.id.row.id if self.id else None, name=self.name, display_text=self.displaytext, keyword=self.keyword, tags=self.tags,
            state=STATES[self.state.lower()] if self.state else None, account_id=account_id, username=self.username)
        uuids, total = project_views.page(call.tx, call.caller, scope, wanted, limit, offset)
        return call.listing(functools.partial(views, resources=bool(groups & {"all", "resource"})), uuids, total)


def _whole(scope: Any) -> Any:
    """Projects are what is listed here: they are not left out."""
    return replace(scope, projects=None, account_id=None)


class ProjectAccountResponse(Response, object="projectaccount"):
    """A member of a project: an account, or one user of it."""

    projectid: str | None = field("the ID of the project")
    project: str | None = field("the name of the project")
    accountid: str | None = field("the ID of the account")
    account: str | None = field("the name of the account")
    username: str | None = field("the name of the user, when only one is a member")
    accounttype: int | None = field("the type of the account")
    userid: str | None = field("the ID of the user, when only one is a member")
    projectroleid: str | None = field("the ID of the member's project role")
    role: str | None = field("Admin or Regular")
    domainid: str | None = field("the ID of the account's domain")
    domain: str | None = field("the name of the account's domain")
    domainpath: str | None = field("the path of the account's domain")
    user: list[UserResponse] | None = field("the users of the account")


@command(roles=USERS, reads=True)
class ListProjectAccounts(ListCommand):
    """Lists the members of a project."""

    projectid: Ref[ProjectRow] = param("the ID of the project")
    account: str | None = param("the member account of this name", default=None)
    userid: Uuid | None = param("the member user of this ID, or the account that it is of", default=None)
    role: str | None = param("members with this role: Admin or Regular", default=None, choices=checks.ROLES)
    projectroleid: Ref[ProjectRoleRow] | None = param("members with this project role", default=None)

    def run(self, call: Call) -> Listing[ProjectAccountResponse]:
        """In the order in which they came."""
        row = self.projectid.row
        rows, total = project_views.members(
            call.tx, row.id, *self.limits(call), account_name=self.account, role=self.role, keyword=self.keyword,
            user_id=checks.user(call, row, "userid", self.userid).id if self.userid else None,
            role_id=checks.role_of(row, self.projectroleid))
        people = account_views.users_of(call.tx, sorted({found.account_id for found in rows if not found.user_id}))
        shown = {user.id: user for user in users_view(call.tx, call.caller, [one.uuid for group in people.values() for one in group])}
        return Listing([self._answer(call, found, [shown[one.uuid] for one in people.get(found.account_id, ())]) for found in rows], total)

    def _answer(self, call: Call, row: Any, people: list[UserResponse]) -> ProjectAccountResponse:
        return ProjectAccountResponse(
            projectid=row.project_uuid, project=row.project_name, accountid=row.account_uuid, account=row.account_name,
            accounttype=row.account_type, username=row.username, userid=row.user_uuid, projectroleid=row.role_uuid, role=row.role,
            domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path,
            user=None if row.user_id else [_public(user, call) for user in people])


def _public(user: UserResponse, call: Call) -> UserResponse:
    """Users of other accounts, without their keys."""
    if user.accountid != call.caller.account_uuid and not call.caller.is_admin:
        user.apikey = None
    return user
