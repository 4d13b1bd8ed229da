"""Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, 30 s, 6 digits, as authenticator programs expect them."""

from __future__ import annotations

import base64
import hmac
import re
import secrets

STEP_US = 30_000_000
DRIFT = 1          # steps that a person's clock may be wrong, each way
SECRET_OCTETS = 20
_CODE = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """160 random bits in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_OCTETS)).decode()


def code(secret: str, step: int) -> str:
    """The code of one step (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[offset:offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def matching_step(secret: str, given: str, now_us: int, after: int) -> int | None:
    """The step that a code belongs to: one of now and its neighbours, later than `after`; None for a wrong or used code. Constant time."""
    if not _CODE.fullmatch(given):
        return None
    now = now_us // STEP_US
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code(secret, step), given) and step > after and found is None:
            found = step
    return found
