"""Signed requests (WIRE 2): HMAC-SHA1 over the sorted, encoded and lower-cased parameters."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from manager.api.errors import UNAUTHORIZED, ApiError
from manager.api.values import parse_date

MINUTE_US = 60_000_000
REFUSED = "unable to verify user credentials and/or request signature"


def refuse(text: str = REFUSED) -> ApiError:
    """401: a browser logs out on it, so it is for credentials only."""
    return ApiError(UNAUTHORIZED, text)


def sign(secret: str, text: str) -> str:
    """Base64 of HMAC-SHA1."""
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha1")).decode()


def texts(params: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The texts that clients of this API are known to sign, the documented one first. `params`: raw names, without `signature`."""
    orders = [sorted(params)]
    lower = sorted(params, key=lambda pair: pair[0].lower())
    if lower != orders[0]:
        orders.append(lower)
    for order in orders:
        # Java's URLEncoder: * - . _ bare, ~ as %7E, space (as +, then replaced) %20
        yield "&".join(f"{name}={_java(value)}" for name, value in order).lower()
        if any("~" in value or "*" in value for _, value in order):
            for safe in ("*-._~", "-._~", "-._"):
                yield "&".join(f"{name}={_encoded(value, safe)}" for name, value in order).lower()


def _java(value: str) -> str:
    return value if value.isalnum() and value.isascii() else _encoded(value, "*-._")


def _encoded(value: str, safe: str) -> str:
    text = quote(value, safe=safe)
    return text if "~" in safe or "~" not in text else text.replace("~", "%7E")  # Python never quotes ~


def matches(secret: str, params: Sequence[tuple[str, str]], signature: str) -> bool:
    """Whether `signature` is one of these parameters under this secret; constant time for each try."""
    given = signature.encode()
    return any(hmac.compare_digest(sign(secret, text).encode(), given) for text in texts(params))


def check_expiry(version: str | None, expires: str | None, method: str, now_us: int, *, strict: bool) -> None:
    """`expires` counts only with signatureversion=3. `strict`: enforce.post.requests.and.timestamps. ApiError 401."""
    if version != "3":
        if strict:
            raise refuse("signature version 3 is required")
        return
    if strict and method != "POST":
        raise refuse("signed requests need POST")
    if not expires:
        raise refuse("Missing Expires parameter -- ignoring request.")
    try:
        until = parse_date(expires)
    except (ValueError, OverflowError):
        raise refuse("Expires parameter is not a date (yyyy-MM-ddTHH:mm:ss+0000)") from None
    if until < now_us:
        raise refuse("Request expired -- ignoring ...sig")
    if strict and until > now_us + 15 * MINUTE_US:
        raise refuse("Expires parameter exceeds the allowed 15 minutes")
