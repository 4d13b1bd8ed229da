"""listRoles and listRolePermissions."""

from __future__ import annotations

from manager.api.declare import ADMINS, DOMAIN_ADMINS, Call, Command, ListCommand, Listing, Ref, command, param
from manager.api.role.answer import RolePermissionResponse, RoleResponse, role_answer, rule_answer
from manager.api.role.checks import TYPES
from manager.model.access import role_edit
from manager.model.tenancy import roles
from manager.model.tenancy.roles import RoleRow

STATES = (roles.ENABLED, roles.DISABLED)


@command(roles=DOMAIN_ADMINS, reads=True)
class ListRoles(ListCommand):
    """Lists roles; those of root administrators, and private ones, only to root administrators."""

    id: Ref[RoleRow] | None = param("list the role of this ID", default=None)
    name: str | None = param("list roles of this name", default=None)
    state: str | None = param("list roles in this state: enabled or disabled", default=None, choices=STATES)
    type: str | None = param("list roles of this type: Admin, ResourceAdmin, DomainAdmin or User", default=None, choices=TYPES)

    def run(self, call: Call) -> Listing[RoleResponse]:
        """Oldest first."""
        limit, offset = self.limits(call)
        rows, total = role_edit.role_rows(
            call.tx, call.caller, limit, offset, id=self.id.row.id if self.id else None, name=self.name or None, kind=self.type or None,
            state=self.state or None, keyword=self.keyword)
        return Listing([role_answer(row) for row in rows], total)


@command(roles=ADMINS, reads=True)
class ListRolePermissions(Command):
    """Lists rules in the order in which they are tried: of one role, or of all."""

    roleid: Ref[RoleRow] | None = param("the ID of the role", default=None)

    def run(self, call: Call) -> Listing[RolePermissionResponse]:
        """Of a role without rules: an empty list; its type decides alone."""
        rows = roles.rules_of(call.tx, self.roleid.row.id) if self.roleid is not None else role_edit.all_rules(call.tx)
        return Listing([rule_answer(row) for row in rows], len(rows))
