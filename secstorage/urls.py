"""Signed, short-lived URLs: what an agent may read or write without any other credential."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode


def sign(key: bytes, method: str, path: str, expires: int) -> str:
    """The query string that opens `path` for `method` until `expires` (seconds since 1970)."""
    mac = hmac.new(key, f"{method}\n{path}\n{expires}".encode(), hashlib.sha256).hexdigest()
    return urlencode({"expires": expires, "signature": mac})


def valid(key: bytes, method: str, path: str, query: str, now: int) -> bool:
    """Whether `query` opens `path` for `method` at `now`."""
    given = dict(parse_qsl(query))
    expires = given.get("expires", "")
    if not expires.isascii() or not expires.isdigit() or len(expires) > 12 or int(expires) < now:
        return False
    mac = hmac.new(key, f"{method}\n{path}\n{int(expires)}".encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(mac, given.get("signature", ""))
