"""createProject, updateProject, activateProject, suspendProject, deleteProject."""

from __future__ import annotations

from manager.api import checks as values
from manager.api.declare import USERS, Access, Call, Command, Job, Ref, Success, Uuid, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.project import checks
from manager.api.project.answer import ProjectResponse
from manager.model.caller import PROJECT_ACCOUNT, Role
from manager.model.tenancy import accounts, belongings, members, projects
from manager.model.tenancy.accounts import AccountRow, DomainRow, UserRow
from manager.model.tenancy.members import MemberRow
from manager.model.tenancy.projects import ProjectRow
from manager.sagas.account.clean import ACCOUNT_CLEAN
from manager.sagas.account.params import StopAccount, clean
from manager.sagas.account.stop import ACCOUNT_STOP
from manager.sagas.immediate import IMMEDIATE, Immediate

MAX_NAME = 200  # the name of its account has a prefix and a suffix


def done(call: Call, row: ProjectRow, text: str) -> Job[ProjectResponse]:
    """The job of a change that this transaction makes."""
    return call.start(IMMEDIATE, Immediate(f"project:{row.id}"), instance=("Project", row.uuid), owner=projects.owner_of(call.tx, row),
                      description=text)


@command(roles=USERS, event="PROJECT.CREATE", creates=True)
class CreateProject(Command):
    """Creates a project."""

    name: str = param("its name, unique in its domain", length=MAX_NAME)
    displaytext: str | None = param("what it is for; its name when left out", default=None)
    account: str | None = param("the account that will be its first admin; needs domainid", default=None)
    domainid: Ref[DomainRow] | None = param("the domain of that account", default=None)
    accountid: Ref[AccountRow] | None = param("the ID of the account that will be its first admin", default=None)
    userid: Ref[UserRow] | None = param("the user of that account who alone will be its first admin", default=None)

    def run(self, call: Call) -> Job[ProjectResponse]:
        """All of it in the call's transaction."""
        if call.caller.role is Role.USER and not call.setting("allow.user.create.projects"):
            raise denied("Regular user is not permitted to create a project")
        owner = self._owner(call)
        if owner.type == PROJECT_ACCOUNT:
            raise ApiError(PARAMETER, "A project cannot own a project")
        values.one_line("name", self.name)
        made = projects.create(call.tx, owner, self.name, self.displaytext or self.name, user_id=self.userid.row.id if self.userid else 0)
        return call.start(IMMEDIATE, Immediate(f"project:{made.id}"), id=made.uuid, instance=("Project", made.uuid),
                          owner=(owner.id, made.domain_id), description=f"Creating project {made.name}")

    def _owner(self, call: Call) -> AccountRow:
        if (self.account is None) != (self.domainid is None) and self.userid is None:
            raise ApiError(PARAMETER, "Account name and domain id must be specified together")
        if self.accountid is not None:
            if self.account is not None and self.accountid.row.name.lower() != self.account.lower():
                raise ApiError(PARAMETER, "Parameters account and accountid contradict each other")
            owner = self.accountid.row
            if not call.caller.may_operate(call.tx, owner.id, owner.domain_id) or owner.state != "enabled":
                raise denied(f"Account {owner.name} may not be made the admin of a project by the caller")
        elif self.account is None and self.userid is not None:
            found = accounts.by_id(call.tx, self.userid.row.account_id)
            assert found is not None
            owner = found
        else:
            owner = call.owner(self.account, self.domainid)
        if self.domainid is not None and owner.domain_id != self.domainid.row.id:
            raise invalid("domainid", f"account {owner.name} is not in this domain")
        if self.userid is not None and self.userid.row.account_id != owner.id:
            raise invalid("userid", f"the user is not one of account {owner.name}")
        return owner


@command(roles=USERS, event="PROJECT.UPDATE")
class UpdateProject(Command):
    """Updates a project: its name, its text, who its admins are."""

    id: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    name: str | None = param("its new name", default=None, length=MAX_NAME)
    displaytext: str | None = param("what it is for", default=None)
    account: str | None = param("the member account that becomes its owner, or whose role changes", default=None)
    userid: Uuid | None = param("the ID of the member user whose role changes; needs swapowner=false", default=None)
    roletype: str | None = param("with swapowner=false: the member's role, Admin or Regular", default=None, choices=checks.ROLES)
    swapowner: bool | None = param("true (default): the account takes the place of the first admin; false: only the member's role changes",
                                   default=None)

    def run(self, call: Call) -> Job[ProjectResponse]:
        """Its admins, and those of its domain."""
        row = checks.managed(call, self.id.row)
        if self.name is not None and not values.one_line("name", self.name):
            raise invalid("name", "it is empty")
        home = accounts.domain_by_id(call.tx, row.domain_id)
        projects.rename(call.tx, row, home.uuid if home else "", name=self.name, display_text=self.displaytext)
        swaps = self.swapowner is not False
        if self.account is not None and self.userid is not None:
            raise ApiError(PARAMETER, "Parameters account and userid can't be specified together")
        if swaps and (self.userid is not None or self.roletype is not None):
            raise ApiError(PARAMETER, "Parameters userid and roletype need swapowner=false")
        if self.account is not None or self.userid is not None:
            member = self._member(call, row)
            if swaps:
                members.swap(call.tx, row, member)
            else:
                members.set_role(call.tx, row, member, self.roletype or projects.REGULAR)
        return done(call, row, f"Updating project {row.uuid}")

    def _member(self, call: Call, row: ProjectRow) -> MemberRow:
        if self.account is not None:
            found = members.get(call.tx, row.id, checks.account(call, row, self.account).id)
        else:
            person = checks.user(call, row, "userid", str(self.userid))
            found = members.get(call.tx, row.id, person.account_id, person.id)
        if found is None:
            raise ApiError(PARAMETER, f"{'Account ' + self.account if self.account else 'The user'} doesn't belong to the project. "
                           "Add it to the project first and then change the project's ownership")
        return found


@command(roles=USERS, event="PROJECT.ACTIVATE", wrapper="activaterojectresponse", error_wrapper="activaterojectresponse")
class ActivateProject(Command):
    """Activates a project that was suspended."""

    id: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)

    def run(self, call: Call) -> Job[ProjectResponse]:
        """Its VMs stay stopped."""
        row = checks.managed(call, self.id.row)
        if not projects.move(call.tx, row.id, (projects.SUSPENDED, projects.ACTIVE), projects.ACTIVE):
            raise ApiError(PARAMETER, f"Can't activate the project in {row.state} state")
        return done(call, row, f"Activating project {row.uuid}")


@command(roles=USERS, event="PROJECT.SUSPEND")
class SuspendProject(Command):
    """Suspends a project: its VMs are stopped, and nothing is created or started in it."""

    id: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)

    def run(self, call: Call) -> Job[ProjectResponse]:
        """From this transaction on nothing starts; the job stops what runs."""
        row = checks.managed(call, self.id.row)
        if not projects.move(call.tx, row.id, (projects.ACTIVE, projects.SUSPENDED), projects.SUSPENDED):
            raise ApiError(PARAMETER, f"Can't suspend the project in {row.state} state")
        return call.start(
            ACCOUNT_STOP, StopAccount(row.account_id, belongings.running(call.tx, row.account_id)), instance=("Project", row.uuid),
            owner=projects.owner_of(call.tx, row), description=f"Suspending project {row.uuid}")


@command(roles=USERS, event="PROJECT.DELETE")
class DeleteProject(Command):
    """Deletes a project, with `cleanup` also everything in it."""

    id: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    cleanup: bool = param("delete all that it owns, too; else a project that owns something is refused", default=False)

    def run(self, call: Call) -> Job[Success]:
        """From this transaction on nothing starts in it; one whose deletion failed is deleted again."""
        row = checks.managed(call, self.id.row)
        projects.move(call.tx, row.id, (projects.ACTIVE, projects.SUSPENDED, projects.GOING), projects.GOING)
        belongings.doom(call.tx, row.account_id)
        if not self.cleanup and (left := belongings.of(call.tx, row.account_id).left()):  # nothing is added any more
            raise ApiError(PARAMETER, f"Can't delete the project yet because it has {left} to clean up")
        return call.start(ACCOUNT_CLEAN, clean(call.tx, row.account_id), instance=("Project", row.uuid),
                          owner=projects.owner_of(call.tx, row), description=f"Deleting project {row.uuid}")
