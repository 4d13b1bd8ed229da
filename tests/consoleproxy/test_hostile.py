"""A malicious VNC server in the guest's place: what it sends reaches its own viewer at most; the proxy and all others go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from protos.agent.v1 import agent_pb2
from tests.consoleproxy.screen import FORMAT, Screen
from tests.consoleproxy.test_sessions import begin, run, shake, socket
from tests.consoleproxy.world import World

GROWTH = 64 << 20      # bytes of memory that a proxy may take for one bad guest: ten times what it takes


class Garbage(Screen):
    """Not RFB at all."""

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        for number in range(200):
            await out.put(bytes((number * 7 + place) % 256 for place in range(997)))


class Huge(Screen):
    """A picture of 65535 by 65535, a name of 4 GiB, and rectangles to match."""

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        await out.put(b"RFB 003.008\n\x01\x01" + bytes(4) + b"\xff" * 4 + FORMAT + b"\xff" * 4 + b"name")
        await out.put(bytes([0, 0, 0xFF, 0xFF]) + b"\xff" * 8 + bytes(4))


class Endless(Screen):
    """Never stops, whatever it is asked."""

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        while True:
            await out.put(bytes(64 << 10))


class Drip(Screen):
    """One byte at a time, for ever."""

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        while True:
            await out.put(b"R")
            await asyncio.sleep(0.02)


class Silent(Screen):
    """Never answers."""

    async def run(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        await asyncio.Event().wait()


@pytest.mark.parametrize("bad", [Garbage, Huge, Endless, Drip, Silent])
def test_a_malicious_server_harms_nobody_else(tmp_path: Path, bad: type[Screen]) -> None:
    async def test(world: World) -> None:
        assert world.process is not None
        proxy = psutil.Process(world.process.pid)
        good_session, good_cookie = await begin(world)
        bad_session, bad_cookie = await begin(world)
        async with socket(world, good_session, good_cookie) as good:
            await shake(good)
            before = proxy.memory_info().rss
            world.guest.screen = bad
            async with socket(world, bad_session, bad_cookie) as viewer:
                for _ in range(30):     # its viewer looks for a while, and does not always read
                    try:
                        await asyncio.wait_for(viewer.recv(), 0.05)
                    except TimeoutError:
                        continue
                    except ConnectionClosed:
                        break
                await good.send(bytes([4, 1, 0, 0, 0, 0, 0, 66]))
                await world.until(lambda: b"B" in world.guest.typed)
                assert len(await asyncio.wait_for(good.recv(), 20)) > 0
                world.rows[bad_session].ended = "An administrator ended it."
                with pytest.raises(ConnectionClosed) as closed:
                    while True:
                        await asyncio.wait_for(viewer.recv(), 20)
                assert closed.value.rcvd is not None
                assert "administrator" in closed.value.rcvd.reason
            assert proxy.memory_info().rss - before < GROWTH
            assert world.process.poll() is None
    run(tmp_path, test)
