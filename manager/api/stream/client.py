"""One listener's connection: a bounded queue between the poll and the socket."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

MAX_QUEUED = 256 << 10   # bytes; who falls further behind begins anew


def message(name: str, data: Any, cursor: int | None = None) -> bytes:
    """One event of the stream (HTML Living Standard, 9.2). JSON has no raw line breaks, so that data is one line."""
    place = "" if cursor is None else f"id: {cursor}\n"
    return f"{place}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


@dataclass(eq=False)
class Client:
    """`session`: its hash, or empty; `key`: an API key, or empty."""

    user_id: int
    session: str = ""
    key: str = ""
    ended: bool = False
    stuck: int = 0                                             # looks since it last took anything
    dropped: asyncio.Event = field(default_factory=asyncio.Event)   # the connection takes nothing: it is closed as it is
    _queue: list[bytes] = field(default_factory=list)
    _size: int = 0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, data: bytes) -> None:
        """Queues bytes; when too many wait already, they are replaced by `reset`: the page then reads its lists anew."""
        if self.ended:
            return
        if self._size + len(data) > MAX_QUEUED:
            self._queue, self._size = [], 0
            data = message("reset", {"reason": "this page was too slow to follow"})
        self._queue.append(data)
        self._size += len(data)
        self._wake.set()

    def end(self, reason: str, text: str) -> None:
        """Says why, and ends the stream once all was sent. `reason`: session, drain or gone."""
        if self.ended:
            return
        self.put(message("end", {"reason": reason, "text": text}))
        self.ended = True
        self._wake.set()

    @property
    def waiting(self) -> bool:
        """Whether bytes wait to be sent."""
        return bool(self._queue)

    async def take(self) -> bytes:
        """What waits, as soon as there is something; empty once the stream has ended."""
        while not self._queue and not self.ended:
            await self._wake.wait()
            self._wake.clear()
        out = b"".join(self._queue)
        self._queue, self._size, self.stuck = [], 0, 0
        return out
