"""createProjectRolePermission, updateProjectRolePermission, deleteProjectRolePermission, listProjectRolePermissions."""

from __future__ import annotations

import re

from manager.api.declare import USERS, Access, Call, Command, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.project import checks
from manager.api.projectrole import answer
from manager.api.projectrole.answer import ProjectRolePermissionResponse
from manager.api.projectrole.roles import in_project
from manager.api.responses import succeeded
from manager.model.tenancy import project_roles
from manager.model.tenancy.project_roles import ProjectRoleRow, ProjectRuleRow
from manager.model.tenancy.projects import ProjectRow

RULE = re.compile(r"[A-Za-z0-9*]{1,255}")
ALLOW, DENY = "allow", "deny"


@command(roles=USERS, event="PROJECT.ROLE.PERMISSION.CREATE")
class CreateProjectRolePermission(Command):
    """Adds a rule to a project role, as the last one. The first rule that matches a command decides; without one it is allowed."""

    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    projectroleid: Ref[ProjectRoleRow] = param("the ID of the role")
    rule: str = param("the name of a command; * stands for any text, as list*")
    permission: str = param("allow or deny", choices=(ALLOW, DENY))
    description: str | None = param("what it is for", default=None)

    def run(self, call: Call) -> ProjectRolePermissionResponse:
        """For the project's admins."""
        row = checks.managed(call, self.projectid.row)
        in_project(row, self.projectroleid, "projectroleid")
        if not RULE.fullmatch(self.rule):
            raise invalid("rule", "only letters, digits and * are allowed")
        uuid = project_roles.add_rule(call.tx, self.projectroleid.row.id, self.rule, self.permission == ALLOW, self.description)
        return answer.rule(project_roles.rule_row(call.tx, uuid))


@command(roles=USERS, event="PROJECT.ROLE.PERMISSION.UPDATE")
class UpdateProjectRolePermission(Command):
    """Changes what a rule says, or the order in which the rules are tried."""

    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)
    projectroleid: Ref[ProjectRoleRow] = param("the ID of the role")
    projectrolepermissionid: Ref[ProjectRuleRow] | None = param("the ID of the rule that changes; with permission", default=None)
    permission: str | None = param("allow or deny", default=None, choices=(ALLOW, DENY))
    ruleorder: list[Ref[ProjectRuleRow]] | None = param("the IDs of all rules in their new order, comma-joined", default=None)

    def run(self, call: Call) -> Success:
        """For the project's admins."""
        row = checks.managed(call, self.projectid.row)
        in_project(row, self.projectroleid, "projectroleid")
        if (self.ruleorder is None) == (self.projectrolepermissionid is None):
            raise ApiError(PARAMETER, "Give either ruleorder, or projectrolepermissionid with permission")
        if self.ruleorder is not None:
            if self.permission is not None:
                raise ApiError(PARAMETER, "Parameters permission and ruleorder can't be specified together")
            project_roles.order(call.tx, self.projectroleid.row.id, [rule.uuid for rule in self.ruleorder])
            return succeeded()
        assert self.projectrolepermissionid is not None
        if self.permission is None:
            raise ApiError(PARAMETER, "Parameter permission is needed with projectrolepermissionid")
        rule = self.projectrolepermissionid.row
        if rule.role_id != self.projectroleid.row.id:
            raise invalid("projectrolepermissionid", f"rule {rule.uuid} is not one of project role {self.projectroleid.uuid}")
        project_roles.set_allow(call.tx, rule.id, self.permission == ALLOW)
        return succeeded()


@command(roles=USERS, event="PROJECT.ROLE.PERMISSION.DELETE", wrapper="null")
class DeleteProjectRolePermission(Command):
    """Removes a rule from a project role."""

    id: Ref[ProjectRuleRow] = param("the ID of the rule")
    projectid: Ref[ProjectRow] = param("the ID of the project", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """For the project's admins."""
        row = checks.managed(call, self.projectid.row)
        if self.id.row.project_id != row.id:
            raise invalid("id", f"rule {self.id.uuid} is not one of project {row.uuid}")
        project_roles.remove_rule(call.tx, self.id.row.id)
        return succeeded()


@command(roles=USERS, reads=True)
class ListProjectRolePermissions(Command):
    """Lists the rules of a project's roles, in the order in which they are tried."""

    projectid: Ref[ProjectRow] = param("the ID of the project")
    projectroleid: Ref[ProjectRoleRow] | None = param("rules of this role alone", default=None)

    def run(self, call: Call) -> Listing[ProjectRolePermissionResponse]:
        """All of them: there are no pages."""
        rows = project_roles.rules(call.tx, self.projectid.row.id, checks.role_of(self.projectid.row, self.projectroleid))
        return Listing([answer.rule(row) for row in rows], len(rows))
