"""What the control protocol runs over: anything that moves bytes both ways, in order."""

import asyncio
from typing import Protocol


class Pipe(Protocol):
    """One end of a byte stream, such as a socket or a gRPC tunnel."""

    async def read(self) -> bytes:
        """The next bytes; empty at the end of the stream."""

    async def write(self, data: bytes) -> None:
        """Sends `data`; returns when the other side's backlog allows more."""

    async def close(self) -> None:
        """Ends both directions."""


class StreamPipe:
    """A pipe over asyncio's streams."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self) -> bytes:
        """The next bytes; empty when the peer closed or reset."""
        try:
            return await self._reader.read(1 << 16)
        except ConnectionError:
            return b""

    async def write(self, data: bytes) -> None:
        """Sends `data`. Raises ConnectionError when the peer is gone."""
        self._writer.write(data)
        await self._writer.drain()

    async def close(self) -> None:
        """Closes the connection without waiting for the peer."""
        self._writer.close()


class _MemoryPipe:
    def __init__(self, incoming: asyncio.Queue[bytes], outgoing: asyncio.Queue[bytes]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._ended = False

    async def read(self) -> bytes:
        if self._ended:
            return b""
        data = await self._incoming.get()
        self._ended = not data
        return data

    async def write(self, data: bytes) -> None:
        await self._outgoing.put(bytes(data))

    async def close(self) -> None:
        self._ended = True
        self._outgoing.put_nowait(b"")


def memory_pipes() -> tuple[Pipe, Pipe]:
    """Two joined ends in this process: what one writes the other reads."""
    there: asyncio.Queue[bytes] = asyncio.Queue()
    back: asyncio.Queue[bytes] = asyncio.Queue()
    return _MemoryPipe(back, there), _MemoryPipe(there, back)
