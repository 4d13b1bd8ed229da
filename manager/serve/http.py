"""uvicorn's HTTP with what it lacks: a request has a size and a time in which it must be there, an answer one in which it is taken."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER = 1 << 20         # bytes until a header has ended: a query may be as long as a body
REQUEST = 4 << 20        # bytes of a request in all; what is more than the API takes is told so before
ASKING = 60.0            # seconds for a request
TAKING = 90.0            # seconds in which a client that takes nothing must take something


def protocol(asking: float = ASKING, taking: float = TAKING) -> type[HttpToolsProtocol]:
    """For uvicorn.Config(http=…)."""

    class Hurried(_Hurried):
        _limits = (asking, taking)

    return Hurried


class _Hurried(HttpToolsProtocol):
    """One connection."""

    _limits: ClassVar[tuple[float, float]]
    _said = 0                                    # bytes of the request so far
    _most = HEADER
    _asking: asyncio.TimerHandle | None = None   # runs while a request is awaited
    _taking: asyncio.TimerHandle | None = None   # runs while the answer is not taken

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Who connects has something to ask."""
        super().connection_made(transport)
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing runs on."""
        self._asking, self._taking = _off(self._asking), _off(self._taking)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A request has an end."""
        self._said += len(data)
        if self._said > self._most:
            self.transport.abort()
            return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """One more request; uvicorn closes a connection over which none comes."""
        super().on_message_begin()
        self._await()

    def on_headers_complete(self) -> None:
        """What follows is the body."""
        self._most = REQUEST
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It is there."""
        self._asking = _off(self._asking)
        self._said, self._most = 0, HEADER
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client does not take what was sent."""
        super().pause_writing()
        self._taking = self._taking or self.loop.call_later(self._limits[1], self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._taking = _off(self._taking)
        super().resume_writing()

    def _await(self) -> None:
        _off(self._asking)
        self._asking = self.loop.call_later(self._limits[0], self.transport.abort)


def _off(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    if timer is not None:
        timer.cancel()
    return None
