"""A small RFB client (RFC 6143) over anything that reads and writes bytes."""

from __future__ import annotations

import struct
from collections.abc import Awaitable, Callable

RETURN = 0xFF0D


class Rfb:
    """`read` gives the next bytes, empty at the end; `write` sends some."""

    def __init__(self, read: Callable[[], Awaitable[bytes]], write: Callable[[bytes], Awaitable[None]]) -> None:
        self._read, self._write = read, write
        self._waiting = b""
        self.width = self.height = 0
        self.name = ""
        self.pixels = bytearray()

    async def exactly(self, count: int) -> bytes:
        while len(self._waiting) < count:
            data = await self._read()
            if not data:
                raise ConnectionError(f"it ended with {len(self._waiting)} of {count} bytes")
            self._waiting += data
        found, self._waiting = self._waiting[:count], self._waiting[count:]
        return found

    async def greet(self) -> None:
        """The handshake, without security, in pixels of 32 bits."""
        assert (await self.exactly(12)).startswith(b"RFB 003.")
        await self._write(b"RFB 003.008\n")
        (count,) = await self.exactly(1)
        assert 1 in await self.exactly(count)
        await self._write(b"\x01")
        assert await self.exactly(4) == b"\0\0\0\0"
        await self._write(b"\x01")
        self.width, self.height = struct.unpack(">HH", await self.exactly(4))
        await self.exactly(16)
        (length,) = struct.unpack(">I", await self.exactly(4))
        self.name = (await self.exactly(length)).decode()
        await self._write(struct.pack(">B3xBBBBHHHBBB3x", 0, 32, 24, 0, 1, 255, 255, 255, 16, 8, 0))
        await self._write(struct.pack(">BxHi", 2, 1, 0))
        self.pixels = bytearray(self.width * self.height * 4)

    async def update(self, whole: bool = True) -> int:
        """Asks for the screen, or what changed, and reads it; returns how many rectangles came."""
        await self._write(struct.pack(">BBHHHH", 3, not whole, 0, 0, self.width, self.height))
        while (kind := (await self.exactly(1))[0]) != 0:
            if kind == 3:
                (length,) = struct.unpack(">3xI", await self.exactly(7))
                await self.exactly(length)
            else:
                assert kind == 2, f"message {kind}"
        (count,) = struct.unpack(">xH", await self.exactly(3))
        for _ in range(count):
            left, top, width, height, encoding = struct.unpack(">HHHHi", await self.exactly(12))
            assert encoding == 0
            data = await self.exactly(width * height * 4)
            for row in range(height):
                start = ((top + row) * self.width + left) * 4
                self.pixels[start:start + width * 4] = data[row * width * 4:(row + 1) * width * 4]
        return count

    async def press(self, key: int) -> None:
        for down in (1, 0):
            await self._write(struct.pack(">BB2xI", 4, down, key))

    async def type(self, text: str) -> None:
        """Letters and newlines."""
        for letter in text:
            await self.press(RETURN if letter == "\n" else ord(letter))

    def colours(self) -> int:
        """How many different pixels the screen has."""
        return len({bytes(self.pixels[at:at + 4]) for at in range(0, len(self.pixels), 4)})
