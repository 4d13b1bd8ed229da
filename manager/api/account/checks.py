"""Checks that commands about tenants share."""

from __future__ import annotations

from common.ids import is_uuid
from manager.api.errors import invalid


def given_uuid(parameter: str, value: str | None) -> str | None:
    """A uuid that the caller chose for a new object."""
    if not value:
        return None
    if not is_uuid(value):
        raise invalid(parameter, f"{value} is not a uuid")
    return value.lower()


def person(username: str, password: str) -> None:
    """What a user may be called, and that there is a password."""
    if username.strip() != username or "/" in username:
        raise invalid("username", "it begins or ends with a space, or holds a slash")
    if not password:
        raise invalid("password", "it is empty")
