"""A serial line that several may watch: the terminal is opened once, what it says goes to all, what anybody types goes to it."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable

from common import clock, control

BACKLOG = 256 << 10     # bytes that one slow watcher may be behind; what is more is left out, and said
LEFT_OUT = b"\r\n[output left out: this console was too slow]\r\n"
RECENT = 8 << 10        # bytes that a new watcher is shown of what was said before


class Line:
    """One VM's serial line. `opened`: gives the file descriptor of its terminal, raw and non-blocking."""

    def __init__(self, fd: int, gone: Callable[[], None]) -> None:
        self._fd = fd
        self._gone = gone
        self._watchers: set[Watcher] = set()
        self._recent: deque[int] = deque(maxlen=RECENT)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(fd, self._readable)

    def watch(self) -> Watcher:
        """One more end of the line."""
        watcher = Watcher(self)
        self._watchers.add(watcher)
        if self._recent:
            watcher.take(bytes(self._recent))
        return watcher

    def leave(self, watcher: Watcher) -> None:
        """One end less; with the last one the terminal is closed."""
        self._watchers.discard(watcher)
        if not self._watchers:
            self._close()

    def type(self, data: bytes) -> int:
        """Sends what the terminal takes now; returns how many bytes."""
        if self._fd < 0:
            raise ConnectionError("the serial line is closed")
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise ConnectionError(str(error)) from None

    def _readable(self) -> None:
        try:
            data = os.read(self._fd, 1 << 16)
        except BlockingIOError:
            return
        except OSError:     # EIO: the hypervisor's end was closed
            data = b""
        self._recent.extend(data)
        for watcher in list(self._watchers):
            watcher.take(data)
        if not data:
            self._close()

    def _close(self) -> None:
        if self._fd >= 0:
            self._loop.remove_reader(self._fd)
            os.close(self._fd)
            self._fd = -1
            self._gone()


class Watcher:
    """One end of a line: a control.Pipe."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting = bytearray()
        self._ended = False
        self._said = asyncio.Event()

    def take(self, data: bytes) -> None:
        """More from the guest; empty: the line has ended."""
        if not data:
            self._ended = True
        elif len(self._waiting) + len(data) <= BACKLOG:
            self._waiting += data
        elif not self._waiting.endswith(LEFT_OUT):
            self._waiting += LEFT_OUT
        self._said.set()

    async def read(self) -> bytes:
        """The next bytes; empty at the end."""
        while not self._waiting and not self._ended:
            self._said.clear()
            await self._said.wait()
        data = bytes(self._waiting)
        self._waiting.clear()
        return data

    async def write(self, data: bytes) -> None:
        """Types; waits while the guest does not listen. ConnectionError when the line is closed."""
        rest = data
        while rest:
            done = self._line.type(rest)
            rest = rest[done:]
            if rest:
                await clock.nap(0.02)  # the terminal's buffer is full

    async def close(self) -> None:
        """Leaves the line."""
        self._ended = True
        self._said.set()
        self._line.leave(self)


_: type[control.Pipe] = Watcher
