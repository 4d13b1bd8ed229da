"""uvicorn's HTTP with what it lacks: whoever connects has to say what it wants soon and briefly, and to take the answer."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

OF_ONE = 256               # connections of one address (IPv6: of one /64) before they become WebSockets
REQUEST = 32 << 10         # bytes of one request, with header and body
ASKING = 15.0              # seconds for its header, also for that of the next request on the connection
TAKING = 30.0              # seconds in which a browser that takes nothing must take something


def protocol(of_one: int = OF_ONE, asking: float = ASKING, taking: float = TAKING) -> type[HttpToolsProtocol]:
    """For uvicorn.Config(http=…). `of_one` 0: a balancer in front has all connections, so that they are not counted by address."""

    class Hurried(_Hurried):
        _of = Counter[str]()   # of this server's own
        _limits = (of_one, asking, taking)

    return Hurried


def whose(address: str) -> str:
    """What addresses of one client have in common: an IPv4 address, an IPv6 /64. IPv4 in IPv6 is the former."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class _Hurried(HttpToolsProtocol):
    """One connection."""

    _of: ClassVar[Counter[str]]
    _limits: ClassVar[tuple[int, float, float]]
    _whose: str | None = None
    _said = 0                                    # bytes of the request so far
    _asking: asyncio.TimerHandle | None = None   # runs while a header is awaited
    _taking: asyncio.TimerHandle | None = None   # runs while the answer is not taken

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Closed at once when its address has too many."""
        super().connection_made(transport)
        self._await()
        if not self._limits[0] or self.client is None:
            return
        self._whose = whose(self.client[0])
        self._of[self._whose] += 1
        if self._of[self._whose] > self._limits[0]:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing runs on."""
        self._leave()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """From now on it is a WebSocket, whose pings find out who is gone."""
        self._leave()
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        """A request has an end: nothing here has a body worth mentioning."""
        self._said += len(data)
        if self._said > REQUEST:
            self.transport.abort()
            return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """In time."""
        self._asking = self._off(self._asking)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The next request has as long."""
        super().on_response_complete()
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self._await()

    def pause_writing(self) -> None:
        """The browser does not take what was sent."""
        super().pause_writing()
        self._taking = self._taking or self.loop.call_later(self._limits[2], self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._taking = self._off(self._taking)
        super().resume_writing()

    def _await(self) -> None:
        self._off(self._asking)
        self._said, self._asking = 0, self.loop.call_later(self._limits[1], self.transport.abort)

    def _leave(self) -> None:
        self._asking, self._taking = self._off(self._asking), self._off(self._taking)
        if self._whose is not None:
            self._of[self._whose] -= 1
            if not self._of[self._whose]:
                del self._of[self._whose]
            self._whose = None

    @staticmethod
    def _off(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
