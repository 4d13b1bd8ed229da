"""Details of accounts: texts by name, which only people read."""

from __future__ import annotations

from manager.api.errors import invalid

LONGEST = 120


def checked(details: dict[str, str] | None) -> dict[str, str] | None:
    """The same; 431 for a name that is empty or too long."""
    for name in details or {}:
        if not name.strip() or len(name) > LONGEST:
            raise invalid("accountdetails", f"a name has from 1 to {LONGEST} characters")
    return details
