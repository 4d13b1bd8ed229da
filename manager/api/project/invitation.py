"""listProjectInvitations, updateProjectInvitation, deleteProjectInvitation."""

from __future__ import annotations

from manager.api.declare import USERS, Call, Command, Job, ListCommand, Listing, Ref, Success, Uuid, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid, not_found
from manager.api.mixins import OwnerFilter
from manager.api.project import checks
from manager.api.project.member import job
from manager.api.responses import Response, field
from manager.model.clock import SECOND
from manager.model.tenancy import accounts, members, project_views, projects
from manager.model.tenancy.members import InvitationRow
from manager.model.tenancy.projects import ProjectRow

STATES = {state.lower(): state for state in (members.PENDING, members.COMPLETED, members.EXPIRED, members.DECLINED)}


class ProjectInvitationResponse(Response, object="projectinvitation"):
    """An invitation to a project."""

    id: str | None = field("the ID of the invitation")
    projectid: str | None = field("the ID of the project")
    project: str | None = field("the name of the project")
    domainid: str | None = field("the ID of the project's domain")
    domain: str | None = field("the name of the project's domain")
    domainpath: str | None = field("the path of the project's domain")
    userid: str | None = field("the ID of the user, when only one is invited")
    account: str | None = field("the account that is invited")
    state: str | None = field("Pending, Completed, Expired or Declined")


@command(roles=USERS, reads=True)
class ListProjectInvitations(OwnerFilter, ListCommand):
    """Lists invitations: the caller's, those of a project that it is an admin of, with listall all that it may see."""

    id: Ref[InvitationRow] | None = param("the invitation of this ID", default=None)
    projectid: Uuid | None = param("invitations to this project", default=None)
    userid: Uuid | None = param("invitations of this user alone", default=None)
    state: str | None = param("invitations in this state: Pending, Completed, Expired, Declined", default=None)
    activeonly: bool = param("only those that still can be accepted", default=False)

    def run(self, call: Call) -> Listing[ProjectInvitationResponse]:
        """The oldest first."""
        if self.state and self.state.lower() not in STATES:
            raise invalid("state", f"{self.state} is not one of {', '.join(STATES.values())}")
        state = members.PENDING if self.activeonly else STATES[self.state.lower()] if self.state else None
        if self.activeonly and self.state and self.state.lower() != "pending":
            return Listing([], 0)
        project = self._project(call)
        alone = not (self.listall or self.id or self.account or self.domainid or project is not None or self.userid)
        person = None
        if self.userid is not None:
            found = accounts.find_user(call.tx, call.caller, self.userid)
            found = found or members.user_by_uuid(call.tx, self.userid, project.domain_id if project else call.caller.domain_id)
            if found is None:
                raise not_found("userid", self.userid[:100])
            person = found.id
        of = call.scope(_Owned(self)) if self.account is not None or self.domainid is not None else None
        rows, total = project_views.invitations(
            call.tx, call.caller, *self.limits(call), scope=of, to=(call.caller.account_id, call.caller.user_id) if alone else None,
            id=self.id.row.id if self.id else None, project_id=project.id if project else None, user_id=person, state=state, keyword=self.keyword,
            since=call.tx.now() - int(call.setting("project.invite.timeout")) * SECOND if self.activeonly else None)
        return Listing([ProjectInvitationResponse(
            id=row.uuid, projectid=row.project_uuid, project=row.project_name, domainid=row.domain_uuid, domain=row.domain_name,
            domainpath=row.domain_path, userid=row.user_uuid, account=row.account_name, state=row.state) for row in rows], total)

    def _project(self, call: Call) -> ProjectRow | None:
        if self.projectid is None:
            return None
        found = projects.find_project(call.tx, call.caller, self.projectid)
        if found is None:  # who is invited is not in it yet
            found = projects.by_uuid(call.tx, self.projectid, call.caller.domain_id)
            if found is not None and not members.invited(call.tx, found.id, call.caller):
                found = None
        if found is None:
            raise not_found("projectid", self.projectid[:100])
        return found


class _Owned:
    """The parameters that say whose, without the project, which here says of what."""

    def __init__(self, command: ListProjectInvitations) -> None:
        self.account, self.domainid, self.isrecursive, self.listall = command.account, command.domainid, command.isrecursive, command.listall


@command(roles=USERS, event="PROJECT.INVITATION.UPDATE")
class UpdateProjectInvitation(Command):
    """Accepts or declines an invitation."""

    projectid: Uuid = param("the ID of the project")
    account: str | None = param("the account that is invited; the caller's when neither it nor userid is given", default=None)
    userid: Uuid | None = param("the ID of the user that is invited alone", default=None)
    accept: bool = param("true (default): accept it; false: decline it", default=True)

    def run(self, call: Call) -> Job[Success]:
        """Refused when it is too old to be accepted; it is Expired then."""
        row = projects.find_project(call.tx, call.caller, self.projectid) or projects.by_uuid(call.tx, self.projectid, call.caller.domain_id)
        if row is None:
            raise not_found("projectid", self.projectid[:100])
        found = self._invitation(call, row)
        if found is None:
            raise self._nothing(call)
        if self.accept:
            if members.is_late(call.tx, found, int(call.setting("project.invite.timeout"))):
                raise ApiError(PARAMETER, f"Invitation to the project {row.uuid} is expired")
            checks.is_active(row, "account")
        if not members.answer(call.tx, found, members.COMPLETED if self.accept else members.DECLINED):
            raise self._nothing(call)
        if self.accept:
            members.add(call.tx, row, found.account_id, found.user_id, found.role, found.project_role_id)
        return job(call, row, f"{'Accepting' if self.accept else 'Declining'} the invitation to project {row.uuid}")

    def _invitation(self, call: Call, row: ProjectRow) -> InvitationRow | None:
        caller = call.caller
        if self.account is not None and self.userid is not None:
            raise ApiError(PARAMETER, "Parameters account and userid can't be specified together")
        if self.account is not None:
            account = checks.account(call, row, self.account)
            self._own(call, account.id, account.domain_id)
            return members.pending(call.tx, row.id, account.id, 0)
        if self.userid is not None:
            person = checks.user(call, row, "userid", self.userid)
            if person.id != caller.user_id:
                self._own(call, 0 if person.account_id == caller.account_id else person.account_id, person.domain_id)
            return members.pending(call.tx, row.id, person.account_id, person.id)
        return members.pending(call.tx, row.id, caller.account_id, caller.user_id) or members.pending(call.tx, row.id, caller.account_id, 0)

    def _own(self, call: Call, account_id: int, domain_id: int) -> None:
        caller = call.caller
        if account_id != caller.account_id and not (caller.is_admin or (caller.is_domain_admin and caller.reaches(call.tx, domain_id))):
            raise denied("The invitation of another account or user is for it to answer")

    def _nothing(self, call: Call) -> ApiError:
        if projects.find_project(call.tx, call.caller, self.projectid) is None:
            return not_found("projectid", self.projectid)  # whoever is not invited learns nothing
        return ApiError(PARAMETER, f"Unable to find invitation for {self.account or call.caller.account_name} to the project {self.projectid}")


@command(roles=USERS, event="PROJECT.INVITATION.REMOVE")
class DeleteProjectInvitation(Command):
    """Withdraws an invitation."""

    id: Ref[InvitationRow] = param("the ID of the invitation")

    def run(self, call: Call) -> Job[Success]:
        """For the project's admins, and those of its domain."""
        row = projects.by_id(call.tx, self.id.row.project_id)
        if row is None:
            raise not_found("id", self.id.uuid)
        checks.managed(call, row)
        members.remove_gone(call.tx, self.id.row.id)
        return job(call, row, f"Removing an invitation to project {row.uuid}")
