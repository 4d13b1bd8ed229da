"""createRole, importRole, updateRole, enableRole, disableRole, deleteRole."""

from __future__ import annotations

from typing import Any

from manager.api.declare import ADMINS, Call, Command, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.responses import succeeded
from manager.api.role import checks
from manager.api.role.answer import RoleResponse, role_answer
from manager.model.access import role_edit
from manager.model.access.role_edit import Rule
from manager.model.caller import Role
from manager.model.tenancy import roles
from manager.model.tenancy.roles import RoleRow

DESCRIPTION = 255


def _event(call: Call, row: RoleRow, what: str) -> None:
    call.event(description=f"{what} role {row.name}", resource=("Role", row.uuid))


@command(roles=ADMINS, event="ROLE.CREATE")
class CreateRole(Command):
    """Creates a role: of a type, with that type's default commands; or with the rules of another role."""

    name: str = param("the name; unique among the roles of its type")
    description: str | None = param("what the role is for", default=None, length=DESCRIPTION)
    ispublic: bool = param("whether others than root administrators see the role", default=True)
    roleid: Ref[RoleRow] | None = param("the role whose type and rules are copied; instead of type", default=None)
    type: str | None = param("Admin, ResourceAdmin, DomainAdmin or User", default=None, choices=checks.TYPES)

    def run(self, call: Call) -> RoleResponse:
        """Never gives more than the caller has."""
        if (self.roleid is None) == (not self.type):
            raise ApiError(PARAMETER, "Either type or roleid must be given, not both")
        kind, copied = Role(self.type) if self.type else self.roleid.row.kind, []  # type: ignore[union-attr]
        if self.roleid is not None:
            copied = [Rule(rule.rule, rule.allow, rule.description) for rule in roles.rules_of(call.tx, self.roleid.row.id)]
            if self.roleid.row.bypasses:
                copied = [Rule("*", True)]  # no rule binds Root Admin; its copy allows everything by a rule
        made = role_edit.create(call.tx, checks.name_of(self.name), kind, self.description or None, self.ispublic, copied)
        checks.bounded(call, made, checks.limit(call))
        _event(call, made, "Created")
        return role_answer(made)


@command(roles=ADMINS, event="ROLE.IMPORT")
class ImportRole(Command):
    """Makes a role from a list of rules in their order."""

    name: str = param("the name; unique among the roles of its type")
    rules: list[dict[str, str]] = param("the rules: rules[0].rule=list*&rules[0].permission=allow&rules[0].description=…")
    description: str | None = param("what the role is for", default=None, length=DESCRIPTION)
    forced: bool = param("replace a role of this name and type", default=False)
    ispublic: bool = param("whether others than root administrators see the role", default=True)
    type: str | None = param("Admin, ResourceAdmin, DomainAdmin or User", default=None, choices=checks.TYPES)

    def run(self, call: Call) -> RoleResponse:
        """As createRole with createRolePermission for each rule."""
        if not self.type:
            raise ApiError(PARAMETER, "Unable to execute API command importrole due to missing parameter type")
        rules = self._rules()
        name, kind = checks.name_of(self.name), Role(self.type)
        present = role_edit.named(call.tx, name, kind)
        if present is None:
            made = role_edit.create(call.tx, name, kind, self.description or None, self.ispublic, rules)
            checks.bounded(call, made, checks.limit(call))
        else:
            made = self._replace(call, present, rules)
        _event(call, made, "Imported")
        return role_answer(made)

    def _replace(self, call: Call, present: RoleRow, rules: list[Rule]) -> RoleRow:
        if not self.forced:
            raise ApiError(PARAMETER, f"Role {self.name} of type {self.type} already exists; forced=true replaces it")
        checks.changeable(call, present)

        def work() -> None:
            role_edit.update_role(call.tx, present, name=self.name, description=self.description or None, is_public=self.ispublic)
            role_edit.replace_rules(call.tx, present.id, rules)

        checks.change(call, present, work)
        return roles.by_id(call.tx, present.id)

    def _rules(self) -> list[Rule]:
        found = [checks.rule(values) for values in self.rules]
        if len(found) > checks.MOST_RULES:
            raise invalid("rules", f"more than {checks.MOST_RULES}")
        patterns = [rule.pattern.lower() for rule in found]
        twice = next((pattern for pattern in patterns if patterns.count(pattern) > 1), None)
        if twice is not None:
            raise invalid("rules", f"{twice} is there twice")
        return found


@command(roles=ADMINS, event="ROLE.UPDATE")
class UpdateRole(Command):
    """Changes a role's name, description, visibility, or, while no account has it, its type."""

    id: Ref[RoleRow] = param("the ID of the role")
    description: str | None = param("what the role is for", default=None, length=DESCRIPTION)
    ispublic: bool | None = param("whether others than root administrators see the role", default=None)
    name: str | None = param("the new name", default=None)
    type: str | None = param("Admin, ResourceAdmin, DomainAdmin or User", default=None, choices=checks.TYPES)

    def run(self, call: Call) -> RoleResponse:
        """Not of default roles."""
        row = self.id.row
        checks.changeable(call, row)
        values: dict[str, Any] = {}
        if self.name:
            values["name"] = checks.name_of(self.name)
        if self.description is not None:
            values["description"] = self.description or None
        if self.ispublic is not None:
            values["is_public"] = self.ispublic
        if self.type:
            values["type"] = self.type
        if values:
            checks.change(call, row, lambda: role_edit.update_role(call.tx, row, **values))
        _event(call, row, "Updated")
        return role_answer(roles.by_id(call.tx, row.id))


def _set_state(call: Call, row: RoleRow, state: str) -> Success:
    checks.changeable(call, row)
    if state == roles.DISABLED and row.id == call.caller.role_id:
        raise denied(f"Role {row.name} is the caller's own, and disabling it would lock the caller out")
    role_edit.update_role(call.tx, row, state=state)
    _event(call, row, state)
    return succeeded()


@command(roles=ADMINS, event="ROLE.ENABLE")
class EnableRole(Command):
    """Enables a role again."""

    id: Ref[RoleRow] = param("the ID of the role")

    def run(self, call: Call) -> Success:
        """Whoever has it may call its commands."""
        return _set_state(call, self.id.row, roles.ENABLED)


@command(roles=ADMINS, event="ROLE.DISABLE")
class DisableRole(Command):
    """Disables a role: whoever has it may call nothing."""

    id: Ref[RoleRow] = param("the ID of the role")

    def run(self, call: Call) -> Success:
        """Not a default role, nor the caller's own."""
        return _set_state(call, self.id.row, roles.DISABLED)


@command(roles=ADMINS, event="ROLE.DELETE")
class DeleteRole(Command):
    """Deletes a role that no account has."""

    id: Ref[RoleRow] = param("the ID of the role")

    def run(self, call: Call) -> Success:
        """With its rules."""
        checks.changeable(call, self.id.row)
        role_edit.remove(call.tx, self.id.row)
        _event(call, self.id.row, "Deleted")
        return succeeded()
