"""What passwords must be like: the keys password.policy.* of the user's domain."""

from __future__ import annotations

import re
from collections.abc import Callable

from manager.api.call import Call
from manager.api.errors import PARAMETER, ApiError, invalid

COUNTS: dict[str, tuple[str, Callable[[str], bool]]] = {  # which characters count
    "password.policy.minimum.special.characters": ("special characters", lambda char: not char.isalnum()),
    "password.policy.minimum.uppercase.letters": ("uppercase letters", str.isupper),
    "password.policy.minimum.lowercase.letters": ("lowercase letters", str.islower),
    "password.policy.minimum.digits": ("digits", str.isdigit),
    "password.policy.minimum.length": ("characters", bool),
}


def check_password(call: Call, domain_id: int, username: str, password: str) -> None:
    """ApiError 431 that says what is missing."""
    if not password.strip():
        raise invalid("password", "it is empty")
    for name, (what, counts) in COUNTS.items():
        least = int(call.setting(name, domain=domain_id))
        if sum(counts(char) for char in password) < least:
            raise invalid("password", f"it must have at least {least} {what}")
    if not call.setting("password.policy.allowPasswordToContainUsername", domain=domain_id) and username.lower() in password.lower():
        raise invalid("password", "it holds the user's name")
    pattern = str(call.setting("password.policy.regex", domain=domain_id))
    try:
        matches = re.fullmatch(pattern, password)
    except re.error:
        raise ApiError(PARAMETER, "The configuration key password.policy.regex of the domain is no regular expression") from None
    if matches is None:
        raise invalid("password", "it is not as the configuration key password.policy.regex wants it")
