"""createRolePermission, updateRolePermission, deleteRolePermission."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.responses import succeeded
from manager.api.role import checks
from manager.api.role.answer import RolePermissionResponse, rule_answer
from manager.model.access import role_edit
from manager.model.access.role_edit import Rule
from manager.model.tenancy import roles
from manager.model.tenancy.roles import RoleRow, RuleRow


def _event(call: Call, row: RoleRow, what: str) -> None:
    call.event(description=f"{what} of role {row.name}", resource=("Role", row.uuid))


@command(roles=ADMINS, event="ROLE.PERMISSION.CREATE")
class CreateRolePermission(Command):
    """Adds a rule to a role; it is tried after the others."""

    permission: str = param("allow or deny")
    roleid: Ref[RoleRow] = param("the ID of the role")
    rule: str = param("the name of a command, or a part of it with *, as list*")
    description: str | None = param("why", default=None)

    def run(self, call: Call) -> RolePermissionResponse:
        """The first rule that matches decides (order: updateRolePermission)."""
        row = self.roleid.row
        checks.changeable(call, row)
        rule = Rule(checks.pattern(self.rule), checks.allow(self.permission), self.description or None)
        made = checks.change(call, row, lambda: role_edit.append(call.tx, row, rule))
        _event(call, row, f"New rule {rule.pattern}")
        return rule_answer(made)


@command(roles=ADMINS, event="ROLE.PERMISSION.UPDATE")
class UpdateRolePermission(Command):
    """Changes one rule's permission, or the order of all rules of a role."""

    roleid: Ref[RoleRow] = param("the ID of the role")
    permission: str | None = param("allow or deny; with ruleid", default=None, since="4.11")
    ruleid: Ref[RuleRow] | None = param("the rule whose permission changes", default=None, since="4.11")
    ruleorder: list[Ref[RuleRow]] | None = param("the IDs of all rules of the role in their new order, comma-separated", default=None)

    def run(self, call: Call) -> Success:
        """One or the other."""
        row = self.roleid.row
        checks.changeable(call, row)
        if self.ruleid is None and not self.permission:
            if not self.ruleorder:
                raise ApiError(PARAMETER, "Either ruleorder, or ruleid and permission are needed")
            order = [rule.uuid for rule in self.ruleorder]
            checks.change(call, row, lambda: role_edit.reorder(call.tx, row, order))
            _event(call, row, "New order of the rules")
            return succeeded()
        if self.ruleorder:
            raise ApiError(PARAMETER, "Parameters ruleid and permission cannot be given together with ruleorder")
        if self.ruleid is None or not self.permission:
            raise ApiError(PARAMETER, "Parameters ruleid and permission are needed together")
        rule, allow = self.ruleid.row, checks.allow(self.permission)
        if rule.role_id != row.id:
            raise invalid("ruleid", f"rule {rule.rule} is not of role {row.name}")
        checks.change(call, row, lambda: role_edit.set_allow(call.tx, rule.id, allow))
        _event(call, row, f"Rule {rule.rule} is now {self.permission.lower()}")
        return succeeded()


@command(roles=ADMINS, event="ROLE.PERMISSION.DELETE")
class DeleteRolePermission(Command):
    """Removes a rule from its role."""

    id: Ref[RuleRow] = param("the ID of the rule")

    def run(self, call: Call) -> Success:
        """What it decided, a later rule or the role's type decides."""
        rule = self.id.row
        row = roles.by_id(call.tx, rule.role_id)
        checks.changeable(call, row)
        checks.change(call, row, lambda: role_edit.remove_rule(call.tx, rule.id))
        _event(call, row, f"Rule {rule.rule} is no more")
        return succeeded()
