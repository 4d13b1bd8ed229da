"""Posting to an address that a tenant chose: the address is checked after the name was resolved, and the very address that was checked is dialled.

Redirects are not followed. A certificate is checked unless the webhook says otherwise. The answer is read up to a limit.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httptools

from common import clock

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MAX_ANSWER = 64 << 10      # of its body, octets
MAX_WIRE = 1 << 20         # of all that is read
MAX_TRIED = 4              # addresses of one name
DEFAULT_PORTS = {"http": 80, "https": 443}
USER_AGENT = "CS-Hookshot/"


class Refused(Exception):
    """Nothing was sent; the text says why."""


@dataclass(frozen=True)
class Post:
    """One message to one webhook."""

    url: str
    event_id: str
    event_type: str
    account_uuid: str
    payload: str
    secret: str = ""
    verify: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of it: `headers` as they were sent, `response` the answer's body or what went wrong. Times in microseconds."""

    success: bool
    headers: str
    response: str
    started: int
    ended: int


def blocklist(text: str) -> list[Network]:
    """Comma-joined CIDRs. ValueError when one is none."""
    return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]


def blocked(address: str, ranges: Sequence[Network]) -> bool:
    """Whether the address, or the IPv4 address inside it, is in one of the ranges."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = [found]
    if isinstance(found, ipaddress.IPv6Address):
        inner += [part for part in (found.ipv4_mapped, found.sixtofour) if part is not None]
    return any(one in network for one in inner for network in ranges if one.version == network.version)


def parse(url: str) -> SplitResult:
    """The parts of a URL that may be posted to. ValueError says what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in DEFAULT_PORTS:
        raise ValueError("it must begin with http:// or https://")
    if not parts.hostname:
        raise ValueError("it names no host")
    if "@" in parts.netloc:
        raise ValueError("it must not hold a user or password")
    if not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        raise ValueError("it holds what a URL cannot hold")
    if parts.port == 0:
        raise ValueError("there is no port 0")
    return parts


def signature(payload: str, secret: str) -> str:
    """HMAC-SHA256 of the payload, base64: what the receiver compares with X-CS-Signature."""
    return base64.b64encode(hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()).decode()


def headers_of(post: Post) -> list[tuple[str, str]]:
    """The headers of the request, but for Host and those of HTTP itself."""
    out = [("X-CS-Event-ID", post.event_id), ("X-CS-Event", post.event_type), ("User-Agent", USER_AGENT + post.account_uuid)]
    if post.secret:
        out.append(("X-CS-Signature", signature(post.payload, post.secret)))
    kind = "application/json" if _is_json(post.payload) else "text/plain"
    return [*out, ("Content-Length", str(len(post.payload.encode()))), ("Content-Type", f"{kind}; charset=UTF-8")]


async def deliver(post: Post, ranges: Sequence[Network], seconds: float) -> Outcome:
    """One try, which ends after `seconds` at the latest. Never raises."""
    started = clock.wall_us()
    headers = headers_of(post)
    try:
        async with asyncio.timeout(seconds):
            status, body = await _exchange(post, headers, ranges)
        success, response = 200 <= status < 300, body.decode(errors="replace")
        if not success and not response:
            response = f"HTTP status {status}"
    except TimeoutError:
        success, response = False, f"Failed due to : no answer within {seconds:g} s"
    except (Refused, OSError, ValueError, httptools.HttpParserError) as error:
        success, response = False, f"Failed due to : {error or type(error).__name__}"
    return Outcome(success, "\n".join(f"{name}: {value}" for name, value in headers), response.replace("\x00", ""), started, clock.wall_us())


async def _exchange(post: Post, headers: list[tuple[str, str]], ranges: Sequence[Network]) -> tuple[int, bytes]:
    parts = parse(post.url)
    assert parts.hostname is not None
    secure = parts.scheme.lower() == "https"
    port = parts.port or DEFAULT_PORTS[parts.scheme.lower()]
    reader, writer = await _connect(parts.hostname, port, await _addresses(parts.hostname, port, ranges), _context(post.verify) if secure else None)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"POST {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close", "Accept: */*",
                 *(f"{name}: {value}" for name, value in headers)]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + post.payload.encode())
        await writer.drain()
        return await _answer(reader)
    finally:
        writer.transport.abort()


async def _addresses(host: str, port: int, ranges: Sequence[Network]) -> list[str]:
    """The addresses behind the name, none of which may be in the ranges: one that is says what the name is for."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if blocked(address, ranges):
            raise Refused(f"{host} is at an address that webhooks may not reach (webhook.delivery.blocklist)")
    return addresses[:MAX_TRIED]


async def _connect(
    host: str, port: int, addresses: Sequence[str], context: ssl.SSLContext | None,
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Dials an address that was checked, never the name again."""
    last: OSError = OSError(f"{host} has no address")
    for address in addresses:
        try:
            return await asyncio.open_connection(address, port, ssl=context, server_hostname=host if context else None)
        except OSError as error:
            last = error
    raise last


def _context(verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class _Reply:
    """Callbacks of the parser."""

    def __init__(self) -> None:
        self.body = bytearray()
        self.done = False

    def on_body(self, body: bytes) -> None:
        """A part of the body; what is beyond the limit is dropped."""
        self.body += body[:MAX_ANSWER - len(self.body)]

    def on_message_complete(self) -> None:
        """The end."""
        self.done = True


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    reply = _Reply()
    parser = httptools.HttpResponseParser(reply)
    read = 0
    while not reply.done and read < MAX_WIRE and len(reply.body) < MAX_ANSWER:
        chunk = await reader.read(16 << 10)
        if not chunk:
            break
        read += len(chunk)
        parser.feed_data(chunk)
    return int(parser.get_status_code()), bytes(reply.body)


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False
