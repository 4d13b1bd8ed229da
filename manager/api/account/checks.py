"""Checks that commands about tenants share."""

from __future__ import annotations

from common.ids import is_uuid
from manager.api.call import Call
from manager.api.checks import one_line
from manager.api.errors import denied, invalid
from manager.model.tenancy import roles


def given_uuid(parameter: str, value: str | None) -> str | None:
    """A uuid that the caller chose for a new object."""
    if not value:
        return None
    if not is_uuid(value):
        raise invalid(parameter, f"{value} is not a uuid")
    return value.lower()


def not_above(call: Call, role_id: int, what: str) -> None:
    """531 when the role may do what the caller may not: nobody gains by making, or becoming, another. `what`: as "Keys of bob"."""
    role = roles.by_id(call.tx, role_id)
    if not call.access.within(call.tx, call.caller, role):
        raise denied(f"{what}: role {role.name} allows what the caller's role does not")


def username_of(value: str) -> str:
    """What a user may be called."""
    if not value or "/" in one_line("username", value):
        raise invalid("username", "it holds a slash" if value else "it is empty")
    return value
