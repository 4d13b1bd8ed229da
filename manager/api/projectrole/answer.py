"""Answers about project roles and their rules."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.model.tenancy import project_roles
from manager.model.tenancy.project_roles import ProjectRoleRow, ProjectRuleRow

resolver(ProjectRoleRow, entity="projectrole")(project_roles.find_role)
resolver(ProjectRuleRow, entity="projectrolepermission")(project_roles.find_rule)


class ProjectRoleResponse(Response, object="projectrole"):
    """A role in a project."""

    projectid: str | None = field("the ID of its project")
    id: str | None = field("the ID of the role")
    name: str | None = field("the name of the role")
    description: str | None = field("what it is for")
    ispublic: bool | None = field("whether all admins see it")


class ProjectRolePermissionResponse(Response, object="projectrolepermission"):
    """A rule of a project role."""

    id: str | None = field("the ID of the rule")
    projectroleid: str | None = field("the ID of its role")
    projectid: str | None = field("the ID of its project")
    projectrolename: str | None = field("the name of its role")
    rule: str | None = field("the command, or commands with *")
    permission: str | None = field("allow or deny")
    description: str | None = field("what it is for")


def role(row: Any) -> ProjectRoleResponse:
    """From a row of project_roles.roles."""
    return ProjectRoleResponse(projectid=row.project_uuid, id=row.uuid, name=row.name, description=row.description, ispublic=True)


def rule(row: Any) -> ProjectRolePermissionResponse:
    """From a row of project_roles.rules."""
    return ProjectRolePermissionResponse(
        id=row.uuid, projectroleid=row.role_uuid, projectid=row.project_uuid, projectrolename=row.role_name, rule=row.rule,
        permission="allow" if row.allow else "deny", description=row.description)
