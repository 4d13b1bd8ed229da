"""explainPermission: ours. CloudStack says only that a command does not exist or is not available."""

from __future__ import annotations

from manager.api.access import SESSIONS
from manager.api.declare import ADMINS, COMMANDS, USERS, Call, Command, Ref, command, param
from manager.api.errors import invalid
from manager.api.responses import Response, field
from manager.model.tenancy import roles
from manager.model.tenancy.roles import RoleRow, RuleRow


class PermissionExplanation(Response, object="permission"):
    """Why the caller has a command, or does not."""

    apiname: str | None = field("the command")
    allowed: bool | None = field("true if the caller's role has it")
    rule: str | None = field("the rule that decides; absent when none matches")
    order: int | None = field("the rule's place in its role, counted from 1")
    permission: str | None = field("allow or deny, as the rule says")
    ruleid: str | None = field("the ID of the rule, for those who may list rules")
    role: str | None = field("the caller's role")
    roleid: str | None = field("the ID of the role, for those who may see it")
    roletype: str | None = field("the type of the role, which decides where no rule does")
    text: str | None = field("the reason in words")


@command(roles=USERS, reads=True)
class ExplainPermission(Command):
    """Says which rule of the caller's own role decides whether the caller has a command. Ours, not CloudStack's."""

    apiname: str = param("the name of the command")
    roleid: Ref[RoleRow] | None = param("the ID of another role to ask about", default=None, roles=ADMINS)

    def run(self, call: Call) -> PermissionExplanation:
        """Reads the role as it stands now."""
        cls = COMMANDS.get(self.apiname.lower())
        if cls is None:
            raise invalid("apiname", f"{self.apiname} is not a command")
        role = self.roleid.row if self.roleid else roles.by_id(call.tx, call.caller.role_id)
        rules = roles.rules_of(call.tx, role.id)
        found = next(((order, rule) for order, rule in enumerate(rules, 1) if rule.matches(cls.NAME.lower())), None)
        allowed, text = _reason(cls, role, found)
        if self.roleid is None and not allowed and cls.NAME.lower() in SESSIONS and role.state != roles.DISABLED:
            allowed, text = call.session is not None, f"{text}; sessions of browsers have it all the same, for what is their account's own"
        answer = PermissionExplanation(apiname=cls.NAME, allowed=allowed, role=role.name, roletype=role.type, text=text)
        if call.caller.is_admin:
            answer.roleid = role.uuid
        if found is not None and not role.bypasses:
            answer.order, answer.rule, answer.permission = found[0], found[1].rule, "allow" if found[1].allow else "deny"
            answer.ruleid = found[1].uuid if call.caller.is_admin else None
        return answer


def _reason(cls: type[Command], role: RoleRow, found: tuple[int, RuleRow] | None) -> tuple[bool, str]:
    if cls is ExplainPermission:
        return True, "everybody may ask why"
    if role.bypasses:
        return True, f"{role.name} has every command; no rule binds it"
    if role.state == roles.DISABLED:
        return False, f"role {role.name} is disabled"
    if found is not None:
        order, rule = found
        verb = "allows" if rule.allow else "denies"
        return bool(rule.allow), f"rule {order} of role {role.name}, {rule.rule}, {verb} {cls.NAME}; it is the first that matches"
    held = role.kind in cls.ROLES
    return held, f"no rule of role {role.name} matches; roles of type {role.type} {'have' if held else 'do not have'} {cls.NAME} by default"
