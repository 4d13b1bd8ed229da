"""addAccountToProject, addUserToProject, deleteAccountFromProject, deleteUserFromProject."""

from __future__ import annotations

from manager.api.declare import USERS, Access, Call, Command, Job, Ref, Success, Uuid, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.project import checks
from manager.model.tenancy import members, projects
from manager.model.tenancy.project_roles import ProjectRoleRow
from manager.model.tenancy.projects import ProjectRow
from manager.sagas.immediate import IMMEDIATE, Immediate


def job(call: Call, row: ProjectRow, text: str) -> Job[Success]:
    """The job of a change that this transaction makes."""
    return call.start(IMMEDIATE, Immediate(f"project:{row.id}"), instance=("Project", row.uuid), owner=projects.owner_of(call.tx, row),
                      description=text)


def join(call: Call, row: ProjectRow, account_id: int, user_id: int, role: str | None, role_id: int | None) -> None:
    """Adds, or where project.invite.required says so, invites an account (user_id 0) or a user of it."""
    wanted = role or projects.REGULAR
    if call.setting("project.invite.required"):
        members.invite(call.tx, row, account_id, user_id, wanted, role_id, int(call.setting("project.invite.timeout")))
    else:
        members.add(call.tx, row, account_id, user_id, wanted, role_id)


@command(roles=USERS, event="PROJECT.ACCOUNT.ADD")
class AddAccountToProject(Command):
    """Adds an account, with all its users, to a project; invites it where project.invite.required is true."""

    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    account: str | None = param("the name of the account, in the project's domain", default=None)
    projectroleid: Ref[ProjectRoleRow] | None = param("the project role whose rules bind it", default=None)
    roletype: str | None = param("Admin or Regular (default)", default=None, choices=checks.ROLES)

    def run(self, call: Call) -> Job[Success]:
        """An account that is in it already stays as it is."""
        row = checks.managed(call, self.projectid.row)
        checks.is_active(row, "account")
        if not self.account:
            raise ApiError(PARAMETER, "Parameter account is needed: invitations are not sent by e-mail")
        found = checks.account(call, row, self.account)
        role_id = checks.role_of(row, self.projectroleid)
        if members.get(call.tx, row.id, found.id) is None:
            join(call, row, found.id, 0, self.roletype, role_id)
        return job(call, row, f"Adding account {found.name} to project {row.uuid}")


@command(roles=USERS, event="PROJECT.USER.ADD")
class AddUserToProject(Command):
    """Adds one user to a project; invites it where project.invite.required is true."""

    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    username: str = param("the name of the user, in the project's domain")
    projectroleid: Ref[ProjectRoleRow] | None = param("the project role whose rules bind it", default=None)
    roletype: str | None = param("Admin or Regular (default)", default=None, choices=checks.ROLES)

    def run(self, call: Call) -> Job[Success]:
        """Refused for a user whose whole account is in it."""
        row = checks.managed(call, self.projectid.row)
        checks.is_active(row, "user")
        person = members.user_named(call.tx, self.username, row.domain_id)
        if person is None:
            raise ApiError(PARAMETER, f"Unable to find user {self.username} in the domain of project {row.uuid}")
        if members.get(call.tx, row.id, person.account_id) is not None:
            raise ApiError(PARAMETER, "User belongs to an account which is already part of the project")
        role_id = checks.role_of(row, self.projectroleid)
        if members.get(call.tx, row.id, person.account_id, person.id) is None:
            join(call, row, person.account_id, person.id, self.roletype, role_id)
        return job(call, row, f"Adding user {person.username} to project {row.uuid}")


@command(roles=USERS, event="PROJECT.ACCOUNT.REMOVE")
class DeleteAccountFromProject(Command):
    """Removes an account from a project. What it made there stays."""

    account: str = param("the name of the account")
    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """Refused for the only admin."""
        row = checks.managed(call, self.projectid.row)
        found = checks.account(call, row, self.account)
        member = members.get(call.tx, row.id, found.id)
        if member is None:
            raise ApiError(PARAMETER, f"Account {found.name} is not assigned to the project {row.uuid}")
        members.remove(call.tx, row, member)
        return job(call, row, f"Removing account {found.name} from project {row.uuid}")


@command(roles=USERS, event="PROJECT.USER.REMOVE")
class DeleteUserFromProject(Command):
    """Removes a user, who was added alone, from a project."""

    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    userid: Uuid = param("the ID of the user")

    def run(self, call: Call) -> Job[Success]:
        """Refused for the only admin."""
        row = checks.managed(call, self.projectid.row)
        person = checks.user(call, row, "userid", self.userid)
        member = members.get(call.tx, row.id, person.account_id, person.id)
        if member is None:
            members.drop_invitations(call.tx, row.id, person.account_id, person.id)
            raise ApiError(PARAMETER, f"User {person.username} is not assigned to the project {row.uuid}")
        members.remove(call.tx, row, member)
        return job(call, row, f"Removing user {person.username} from project {row.uuid}")
