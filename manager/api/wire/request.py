"""A request's parameters, as sent and by lower-case name (WIRE 1)."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from manager.api.errors import PARAMETER, ApiError

MAX_BODY = 1 << 20
MAX_KEYS = 5000
FORM = b"application/x-www-form-urlencoded"


class TooLarge(Exception):
    """413."""


@dataclass
class Request:
    """What a client asked. `pairs`: raw names, one each; `params`: by lower-case name."""

    method: str
    pairs: list[tuple[str, str]]
    params: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)
    client: str = ""
    secure: bool = False
    trusted: bool = False        # came in by the integration port
    request_id: str = ""
    prepared: Any = None         # what the command's `prepare` found out before the transaction

    @property
    def command(self) -> str:
        """The command's name in lower case; empty when none was sent."""
        return self.params.get("command", "").lower()

    @property
    def json(self) -> bool:
        """Whether the answer is JSON; XML otherwise."""
        return self.params.get("response", "").lower() == "json"


def collect(query: bytes, body: bytes) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """(raw pairs, by lower-case name) of query and form together: query wins, a name given twice: the last. ApiError 431."""
    raw: dict[str, str] = {}
    try:
        for part in (body, query):
            if part:
                raw.update(parse_qsl(part.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_KEYS))
    except UnicodeError:
        raise ApiError(PARAMETER, "Parameters are not valid UTF-8 in URL encoding") from None
    except ValueError:
        raise ApiError(PARAMETER, f"More than {MAX_KEYS} parameters") from None
    if len(raw) > MAX_KEYS:
        raise ApiError(PARAMETER, f"More than {MAX_KEYS} parameters")
    params: dict[str, str] = {}
    for name, value in raw.items():
        head, dot, tail = name.partition("].")
        params[head.lower() + dot + tail if dot else name.lower()] = value  # keys of maps keep their case: details[0].rootDiskController
    return list(raw.items()), params


async def read_body(receive: Any) -> bytes:
    """The whole body; TooLarge above 1 MiB."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            raise TooLarge
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)


def cookies(header: bytes) -> dict[str, str]:
    """The cookies of one Cookie header; those that make no sense are left out.

    Of one name the first counts: browsers send that of the longest path first (RFC 6265, 5.4), ours is that of /client, and another page of the
    machine may have planted one for /.
    """
    out: dict[str, str] = {}
    for part in header.decode("latin-1").split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            out.setdefault(name, value.strip('"'))
    return out


def client_address(peer: str, forwarded: str, proxies: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> str:
    """The caller's address: X-Forwarded-For is believed from right to left as long as the sender is a configured proxy."""
    address = peer
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not _within(address, proxies):
            return address
        if _parsed(hop) is None:
            return address
        address = hop
    return address


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _within(text: str, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    address = _parsed(text)
    return address is not None and any(address in network for network in networks)
