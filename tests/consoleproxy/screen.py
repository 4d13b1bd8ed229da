"""A guest's screen for tests: RFB 3.8 without a password, one picture, and a square more for each key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from protos.agent.v1 import agent_pb2

WIDTH, HEIGHT = 640, 400
FORMAT = bytes([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0])
_LENGTHS = {0: 20, 3: 10, 4: 8, 5: 6}


class Screen:
    """Answers each request for an update that is not incremental, and each key."""

    def __init__(self, typed: bytearray) -> None:
        self.typed = typed
        self.buffer = bytearray()
        self.keys = 0

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        """Until cancelled."""
        await out.put(b"RFB 003.008\n")
        await self.take(requests, 12)
        await out.put(b"\x01\x01")
        await self.take(requests, 1)
        await out.put(bytes(4))
        await self.take(requests, 1)
        await out.put(WIDTH.to_bytes(2, "big") + HEIGHT.to_bytes(2, "big") + FORMAT + (5).to_bytes(4, "big") + b"web-1")
        while True:
            kind = (await self.take(requests, 1))[0]
            if kind == 2:
                count = (await self.take(requests, 3))[1:]
                await self.take(requests, 4 * int.from_bytes(count, "big"))
                continue
            if kind == 6:
                await self.take(requests, int.from_bytes((await self.take(requests, 7))[3:], "big"))
                continue
            rest = await self.take(requests, _LENGTHS[kind] - 1)
            if kind == 3 and rest[0] == 0:
                await self.draw(out, 0, 0, WIDTH, HEIGHT, bytes([0x40, 0x28, 0x10, 0]))
            if kind == 4 and rest[0]:
                self.typed += (int.from_bytes(rest[3:7], "big") & 0xFF).to_bytes(1, "big")
                await self.draw(out, 8 + 24 * (self.keys % 25), 8 + 24 * (self.keys // 25), 16, 16, bytes([0x60, 0xE0, 0x60, 0]))
                self.keys += 1

    async def draw(self, out: asyncio.Queue[bytes], x: int, y: int, width: int, height: int, pixel: bytes) -> None:
        """One rectangle of one colour, raw."""
        place = b"".join(each.to_bytes(2, "big") for each in (x, y, width, height))
        data = bytes([0, 0, 0, 1]) + place + bytes(4) + pixel * (width * height)
        for begin in range(0, len(data), 64 << 10):
            await out.put(data[begin:begin + (64 << 10)])

    async def take(self, requests: AsyncIterator[agent_pb2.ConsoleData], count: int) -> bytes:
        """The client's next bytes."""
        while len(self.buffer) < count:
            self.buffer += (await anext(requests)).data
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken


class Flood(Screen):
    """A screen that never stops to draw; counts what it could send."""

    sent = 0

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        """Until cancelled."""
        while True:
            await out.put(bytes(32 << 10))
            Flood.sent += 32 << 10
