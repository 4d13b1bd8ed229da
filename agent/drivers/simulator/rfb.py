"""An RFB server (RFC 6143, version 3.8) for the screen of a simulated guest: no security, raw pixels of 32 bits."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass

from agent.drivers.simulator.guest import CELL_Y, HEIGHT, LINES, WIDTH, Guest
from common import control

VERSION = b"RFB 003.008\n"
PAPER, INK = (16, 24, 40), (214, 228, 255)
KEYS = {0xFF0D: "\n", 0xFF8D: "\n", 0xFF08: "\b", 0xFFFF: "\b"}     # keysyms (X11) of Return, KP_Enter, BackSpace, Delete
MOST_TEXT = 1 << 20


class Broken(Exception):
    """The client does not speak RFB."""


@dataclass
class Format:
    """The client's pixels: where red, green and blue are shifted to, and their order of bytes."""

    big: bool = False
    shifts: tuple[int, int, int] = (16, 8, 0)

    def pixel(self, colour: tuple[int, int, int]) -> bytes:
        """Four bytes."""
        value = sum(part << shift for part, shift in zip(colour, self.shifts, strict=True))
        return struct.pack(">I" if self.big else "<I", value & 0xFFFFFFFF)


async def serve(pipe: control.Pipe, guest: Guest) -> None:
    """Serves one client until it leaves or the guest ends."""
    connection = _Connection(pipe, guest)
    try:
        await connection.run()
    except (Broken, ConnectionError, asyncio.IncompleteReadError):
        return
    finally:
        await pipe.close()


class _Connection:
    def __init__(self, pipe: control.Pipe, guest: Guest) -> None:
        self._pipe = pipe
        self._guest = guest
        self._waiting = bytearray()
        self._format = Format()
        self._seen = 0                              # version of the screen that the client has
        self._wanted: bool | None = None            # it asked for an update: whole (True), or what changed (False)
        self._asked = asyncio.Event()

    async def run(self) -> None:
        await self._greet()
        sending = asyncio.create_task(self._send())
        reading = asyncio.create_task(self._receive())
        try:
            await asyncio.wait({sending, reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, reading):
                task.cancel()
            await asyncio.gather(sending, reading, return_exceptions=True)

    async def _read(self, count: int) -> bytes:
        while len(self._waiting) < count:
            data = await self._pipe.read()
            if not data:
                raise ConnectionError("the client left")
            self._waiting += data
        found = bytes(self._waiting[:count])
        del self._waiting[:count]
        return found

    async def _greet(self) -> None:
        await self._pipe.write(VERSION)
        if await self._read(12) != VERSION:
            raise Broken("only version 3.8")
        await self._pipe.write(b"\x01\x01")         # one security type: none
        if await self._read(1) != b"\x01":
            raise Broken("no such security type")
        await self._pipe.write(b"\0\0\0\0")
        await self._read(1)                         # shared or not: always shared
        name = self._guest.name.encode()
        pixels = struct.pack(">BBBBHHHBBB3x", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
        await self._pipe.write(struct.pack(">HH", WIDTH, HEIGHT) + pixels + struct.pack(">I", len(name)) + name)

    async def _receive(self) -> None:
        while True:
            match (await self._read(1))[0]:
                case 0:
                    self._set_format(await self._read(19))
                case 2:
                    (count,) = struct.unpack(">xH", await self._read(3))
                    await self._read(4 * count)
                case 3:
                    (incremental,) = struct.unpack(">B8x", await self._read(9))
                    self._wanted = bool(self._wanted) or not incremental
                    self._asked.set()
                case 4:
                    down, key = struct.unpack(">B2xI", await self._read(7))
                    if down:
                        self._press(key)
                case 5:
                    await self._read(5)
                case 6:
                    (length,) = struct.unpack(">3xI", await self._read(7))
                    if length > MOST_TEXT:
                        raise Broken("too much text")
                    await self._read(length)
                case other:
                    raise Broken(f"message {other}")

    def _set_format(self, given: bytes) -> None:
        bits, _, big, true, *_, red, green, blue = struct.unpack(">3xBBBBHHHBBB3x", given)
        if bits != 32 or not true or max(red, green, blue) > 24:
            raise Broken("only true colour of 32 bits")
        self._format = Format(bool(big), (red, green, blue))
        self._seen = 0

    def _press(self, key: int) -> None:
        letter = KEYS.get(key) or (chr(key) if 0x20 <= key <= 0x7E or 0xA0 <= key <= 0xFF else "")
        if 0x01000100 <= key <= 0x0110FFFF:         # keysyms of Unicode
            letter = chr(key - 0x01000000)
        if letter:
            self._guest.type(letter)

    async def _send(self) -> None:
        while not self._guest.ended:
            await self._asked.wait()
            changed = self._guest.changed
            screen = self._guest.screen
            if self._wanted is False and screen.now == self._seen:
                await changed.wait()
                continue
            lines = [n for n in range(LINES) if self._wanted or screen.version[n] > self._seen]
            self._seen, self._wanted = screen.now, None
            self._asked.clear()
            await self._pipe.write(struct.pack(">BxH", 0, len(lines)))
            paper, ink = self._format.pixel(PAPER), self._format.pixel(INK)
            for line in lines:
                dots = screen.dots(line)
                await self._pipe.write(struct.pack(">HHHHi", 0, line * CELL_Y, WIDTH, CELL_Y, 0)
                                       + b"".join([ink if dot else paper for dot in dots]))
