"""The little HTTP that guests' boot scripts speak (RFC 9112): one GET or HEAD a connection, small requests, short patience."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15.0
MAX_HEAD = 16 << 10
MAX_CONNECTIONS = 256  # in one process of a small machine; a boot script tries again

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}


@dataclass(frozen=True)
class Request:
    """What was asked, and by whom. `source` is the peer's address as the kernel knows it; no header can change it."""

    source: str
    path: str
    headers: Mapping[str, str]  # names in lower case


@dataclass(frozen=True)
class Answer:
    """Status and body."""

    status: int
    body: bytes = b""
    kind: str = "text/plain"


Responder = Callable[[Request], Answer]


class Listeners:
    """HTTP servers on exactly the addresses wanted. `responders`: what answers on each port."""

    def __init__(self, responders: Mapping[int, Responder]) -> None:
        self._responders = responders
        self._servers: dict[tuple[str, int], asyncio.Server] = {}
        self._open = 0

    async def ensure(self, addresses: set[str]) -> None:
        """Listens on `addresses` and nowhere else. Raises OSError when one cannot be bound."""
        wanted = {(address, port) for address in addresses for port in self._responders}
        for gone in self._servers.keys() - wanted:
            self._servers.pop(gone).close()
        for address, port in sorted(wanted - self._servers.keys()):
            self._servers[address, port] = await asyncio.start_server(self._connected(self._responders[port]), address, port, limit=MAX_HEAD)

    @property
    def bound(self) -> set[tuple[str, int]]:
        """Addresses and ports that are served."""
        return set(self._servers)

    def _connected(self, responder: Responder) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._open += 1
            try:
                if self._open <= MAX_CONNECTIONS:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        await _converse(reader, writer, responder)
            except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
                log.debug("a guest broke off")
            finally:
                self._open -= 1
                writer.close()

        return connected


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, responder: Responder) -> None:
    source = str(writer.get_extra_info("peername")[0])
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError:
        writer.write(render(Answer(400)))
        return
    writer.write(respond(head, source, responder))
    await writer.drain()


def respond(head: str, source: str, responder: Responder) -> bytes:
    """The octets that answer a request's head (its lines up to the empty one)."""
    first, *lines = head.split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return render(Answer(400))
    method, target, _ = words
    if method not in ("GET", "HEAD"):
        return render(Answer(405))
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    answer = responder(Request(source, target.partition("?")[0], headers))
    return render(answer, body=method == "GET")


def render(answer: Answer, *, body: bool = True) -> bytes:
    """Status line, head and body."""
    head = (
        f"HTTP/1.1 {answer.status} {REASONS[answer.status]}\r\nContent-Type: {answer.kind}\r\n"
        f"Content-Length: {len(answer.body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + (answer.body if body else b"")
