"""createProjectRole, updateProjectRole, deleteProjectRole, listProjectRoles."""

from __future__ import annotations

from manager.api import checks as values
from manager.api.declare import USERS, Access, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.project import checks
from manager.api.projectrole import answer
from manager.api.projectrole.answer import ProjectRoleResponse
from manager.api.responses import succeeded
from manager.model.tenancy import project_roles
from manager.model.tenancy.project_roles import ProjectRoleRow
from manager.model.tenancy.projects import ProjectRow


@command(roles=USERS, event="PROJECT.ROLE.CREATE")
class CreateProjectRole(Command):
    """Creates a project role, whose rules bind the regular members that have it. Without rules it allows all."""

    name: str = param("its name, unique in the project")
    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    description: str | None = param("what it is for", default=None)

    def run(self, call: Call) -> ProjectRoleResponse:
        """For the project's admins."""
        row = checks.managed(call, self.projectid.row)
        values.one_line("name", self.name)
        return answer.role(project_roles.role_row(call.tx, project_roles.create(call.tx, row.id, self.name, self.description)))


@command(roles=USERS, event="PROJECT.ROLE.UPDATE")
class UpdateProjectRole(Command):
    """Updates a project role's name and description."""

    id: Ref[ProjectRoleRow] = param("the ID of the role")
    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    name: str | None = param("its new name", default=None)
    description: str | None = param("what it is for", default=None)

    def run(self, call: Call) -> ProjectRoleResponse:
        """For the project's admins."""
        row = checks.managed(call, self.projectid.row)
        in_project(row, self.id, "id")
        if self.name is not None and not values.one_line("name", self.name):
            raise invalid("name", "it is empty")
        project_roles.change(call.tx, self.id.row.id, self.name, self.description)
        return answer.role(project_roles.role_row(call.tx, self.id.uuid))


@command(roles=USERS, event="PROJECT.ROLE.DELETE")
class DeleteProjectRole(Command):
    """Deletes a project role that nobody has."""

    id: Ref[ProjectRoleRow] = param("the ID of the role")
    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """For the project's admins."""
        row = checks.managed(call, self.projectid.row)
        in_project(row, self.id, "id")
        project_roles.delete(call.tx, self.id.row)
        return succeeded()


@command(roles=USERS, reads=True)
class ListProjectRoles(ListCommand):
    """Lists the roles of a project."""

    projectid: Ref[ProjectRow] = param("the ID of the project")
    projectroleid: Ref[ProjectRoleRow] | None = param("the role of this ID", default=None)
    name: str | None = param("the role of this name", default=None)

    def run(self, call: Call) -> Listing[ProjectRoleResponse]:
        """By name."""
        rows, total = project_roles.roles(
            call.tx, self.projectid.row.id, *self.limits(call), name=self.name, keyword=self.keyword,
            id=checks.role_of(self.projectid.row, self.projectroleid))
        return Listing([answer.role(row) for row in rows], total)


def in_project(row: ProjectRow, role: Ref[ProjectRoleRow], parameter: str) -> None:
    """431 when the role is another project's."""
    if role.row.project_id != row.id:
        raise invalid(parameter, f"project role {role.uuid} is not one of project {row.uuid}")
