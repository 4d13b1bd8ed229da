"""Answers about roles and rules."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.model.tenancy import roles
from manager.model.tenancy.roles import RoleRow, RuleRow

resolver(RuleRow, entity="rolepermission")(roles.find_rule)

ALLOW, DENY = "allow", "deny"


class RoleResponse(Response, object="role"):
    """A role."""

    type: str | None = field("Admin, ResourceAdmin, DomainAdmin or User")
    isdefault: bool | None = field("true if it is a default role, which cannot be changed")
    state: str | None = field("enabled or disabled")
    id: str | None = field("the ID of the role")
    name: str | None = field("the name of the role")
    description: str | None = field("the description of the role")
    ispublic: bool | None = field("true if others than root administrators see it")


class RolePermissionResponse(Response, object="rolepermission"):
    """A rule of a role."""

    id: str | None = field("the ID of the rule")
    roleid: str | None = field("the ID of its role")
    rolename: str | None = field("the name of its role")
    rule: str | None = field("the command that it is about, or a part of the name with *")
    permission: str | None = field("allow or deny")
    description: str | None = field("the description of the rule")


def role_answer(row: RoleRow) -> RoleResponse:
    """One role."""
    return RoleResponse(type=row.type, isdefault=row.builtin, state=row.state.lower(), id=row.uuid, name=row.name, description=row.description,
                        ispublic=row.public)


def rule_answer(row: RuleRow) -> RolePermissionResponse:
    """One rule."""
    return RolePermissionResponse(id=row.uuid, roleid=row.role_uuid, rolename=row.role_name, rule=row.rule,
                                  permission=ALLOW if row.allow else DENY, description=row.description)
