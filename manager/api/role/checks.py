"""What a change of a role must not do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from manager.api.access import RANK
from manager.api.call import Call
from manager.api.checks import one_line
from manager.api.errors import denied, invalid
from manager.api.role.answer import ALLOW, DENY
from manager.model.access.role_edit import Rule
from manager.model.caller import Role
from manager.model.tenancy import roles
from manager.model.tenancy.roles import RoleRow

T = TypeVar("T")
TYPES = tuple(kind.value for kind in Role)
RULE = re.compile(r"[A-Za-z0-9*]+")
LONGEST_RULE, MOST_RULES = 255, 2000
KEEPS = frozenset({  # whoever changes its own role keeps what would undo the change
    "listroles", "listrolepermissions", "updaterole", "createrolepermission", "updaterolepermission", "deleterolepermission"})


def changeable(call: Call, row: RoleRow) -> None:
    """531 for a default role (so nobody can lock out the root admins) and for one that gives what the caller does not have."""
    if row.builtin:
        raise denied(f"Role {row.name} is a default role: default roles cannot be changed; clone it with createRole roleid={row.uuid}")
    if not call.access.within(call.tx, call.caller, row):
        raise denied(f"Role {row.name} allows what the caller's role does not")


def change(call: Call, row: RoleRow, work: Callable[[], T]) -> T:
    """Runs `work`, which changes the role; 531 when the role then gives more than its maker has, or takes from the caller the means to undo it."""
    most, before = limit(call), call.access.gives(call.tx, row)
    done = work()
    now = roles.by_id(call.tx, row.id)
    lost = (before - bounded(call, now, most)) & KEEPS
    if row.id == call.caller.role_id and (now.kind is not row.kind or lost):
        raise denied(f"Role {row.name} is the caller's own, and the change would lock the caller out of {', '.join(sorted(lost)) or 'it'}")
    return done


def limit(call: Call) -> frozenset[str] | None:
    """What the caller may give away; None: everything."""
    own = roles.by_id(call.tx, call.caller.role_id)
    return None if own.bypasses else call.access.gives(call.tx, own)


def bounded(call: Call, row: RoleRow, most: frozenset[str] | None) -> frozenset[str]:
    """What a new or changed role gives; 531 when that is more than `most`, or its type is above the caller's."""
    after: frozenset[str] = call.access.gives(call.tx, row)
    if RANK[row.kind] > RANK[call.caller.role]:
        raise denied(f"Role {row.name} of type {row.type} is above the caller's")
    more = after - most if most is not None else frozenset()
    if more:
        raise denied(f"Role {row.name} would allow what the caller's role does not: {', '.join(sorted(more)[:5])}")
    return after


def name_of(value: str) -> str:
    """A role's name."""
    return one_line("name", value)


def rule(values: Mapping[str, str], parameter: str = "rules") -> Rule:
    """One rule from rule, permission and description."""
    unknown = sorted(set(values) - {"rule", "permission", "description"})
    if unknown:
        raise invalid(parameter, f"{unknown[0]} is not one of rule, permission, description")
    description = values.get("description") or None
    if description is not None and len(description) > LONGEST_RULE:
        raise invalid(parameter, f"a description is longer than {LONGEST_RULE} characters")
    return Rule(pattern(values.get("rule", "")), allow(values.get("permission", "")), description)


def pattern(text: str) -> str:
    """A command's name or a part of it with *."""
    if not RULE.fullmatch(text) or len(text) > LONGEST_RULE:
        raise invalid("rule", f"{text[:100]} is neither the name of a command nor a part of one with *")
    return text


def allow(text: str) -> bool:
    """Of a permission."""
    if text.lower() not in (ALLOW, DENY):
        raise invalid("permission", f"{text[:100]} is neither {ALLOW} nor {DENY}")
    return text.lower() == ALLOW
