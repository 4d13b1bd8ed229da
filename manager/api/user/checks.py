"""Who may change which user."""

from __future__ import annotations

from manager.api.account.checks import not_above
from manager.api.call import Call
from manager.api.errors import denied, invalid
from manager.model.tenancy import accounts, users
from manager.model.tenancy.accounts import AccountRow, UserRow

PROJECT = 5


def changeable(call: Call, row: UserRow, parameter: str = "id") -> AccountRow:
    """The user's account; 431 for users of the system and of projects, 531 when the user may do what the caller may not."""
    owner = accounts.by_id(call.tx, row.account_id)
    assert owner is not None
    if owner.id == users.SYSTEM_ACCOUNT_ID or owner.type == PROJECT:
        raise invalid(parameter, f"user {row.username} belongs to the system; it cannot be changed")
    not_above(call, owner.role_id, f"User {row.username}")
    return owner


def expendable(call: Call, row: UserRow, verb: str) -> AccountRow:
    """As `changeable`, for what ends a user's access: 531 for the caller itself, and for the last one who can mend everything."""
    owner = changeable(call, row)
    if row.id == call.caller.user_id:
        raise denied(f"User {row.username} is the caller, and would lock itself out: it cannot be {verb} by itself")
    if not users.others_can_administer(call.tx, row.id):
        raise denied(f"User {row.username} is the last one enabled with the role Root Admin: it cannot be {verb}")
    return owner
