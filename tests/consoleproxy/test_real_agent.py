"""The daemon before a real agent with simulated guests: the agent's own rules of keys, its screen, serial line and log."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from pathlib import Path
from typing import Any

import pytest

from agent.simulate import Plan, Simulation
from common import tls
from protos.agent.v1 import agent_pb2
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb
from tests.agent import cloud as clouds
from tests.agent import messages as m
from tests.agent.conftest import free_port
from tests.agent.test_commands import FENCED, fence
from tests.consoleproxy.test_sessions import ask, begin, closed, socket
from tests.consoleproxy.world import Row, World
from tests.rfb import Rfb

VM = "i-2-17-VM"


class Authority:
    """The cloud's, in the shape that a world wants."""

    def __init__(self, cloud: clouds.Cloud) -> None:
        self.cloud = cloud
        self.pem = cloud.authority.ca_pem


class RealWorld(World):
    """Its agent is the production one, behind a manager's real client."""

    def __init__(self, folder: Path, cloud: clouds.Cloud, uuid: str) -> None:
        super().__init__(folder)
        self.cloud, self.peer = cloud, cloud.peer(uuid)
        self.authority: Any = Authority(cloud)

    def certify(self, name: str) -> tuple[bytes, bytes]:
        """Of the cloud's CA."""
        made, _ = self.cloud.authority.credentials(name, "manager" if name == tls.MANAGER else "console")
        return made.key_pem, made.certificate_pem

    async def grant(self, row: Row, secret: str = "") -> pb.Grant:
        """The agent is told by AllowConsole."""
        grant = await super().grant(row, secret)
        grant.agent_address, grant.host, grant.vm = self.peer.address, self.peer.uuid, VM
        await self.cloud.client.do(self.peer, agent_pb2.AllowConsole(
            vm=VM, session=row.id, key_sha256=hashlib.sha256(grant.key.encode()).hexdigest(), seconds=60,
            kinds=[agent_pb2.VNC] if row.view_only else [agent_pb2.VNC, agent_pb2.SERIAL, agent_pb2.BOOTLOG]))
        return grant


@contextlib.asynccontextmanager
async def real(folder: Path) -> Any:
    """A host with one guest that runs, and a proxy."""
    (folder / "cloud").mkdir()
    (folder / "proxy").mkdir()
    async with clouds.running(folder / "cloud") as cloud:
        base = "127.89.0.1"
        plan = Plan(1, folder / "sim", base, free_port(base), 0, [cloud.join_address], cloud.token(1), cloud.authority.ca_pem.encode())
        simulation = Simulation(plan, seed=1)
        await simulation.start()
        world = RealWorld(folder / "proxy", cloud, next(iter(simulation.hosts)))
        try:
            for number, body in enumerate(m.whole(), 1):
                await cloud.client.do(world.peer, body, fence(number) if isinstance(body, FENCED) else None)
            await world.start()
            yield world
        finally:
            await world.stop()
            await simulation.stop()


@pytest.mark.parametrize("view_only", [False, True])
def test_a_screen_by_websocket(tmp_path: Path, view_only: bool) -> None:
    async def test() -> None:
        async with real(tmp_path) as world:
            session, cookie = await begin(world, view_only=view_only)
            async with socket(world, session, cookie) as ws:
                async def read() -> bytes:
                    return bytes(await asyncio.wait_for(ws.recv(), 20))  # type: ignore[arg-type]
                screen = Rfb(read, ws.send)
                await screen.greet()
                await screen.update()
                before = bytes(screen.pixels)
                assert (screen.name, screen.colours()) == (VM, 2)
                await screen.type("echo hello\n")
                if view_only:
                    for _ in range(5):
                        await screen.update(whole=True)
                    assert bytes(screen.pixels) == before
                    return
                async with asyncio.timeout(20):
                    while bytes(screen.pixels) == before:
                        await screen.update(whole=True)
            async with socket(world, session, cookie, "serial") as ws:
                assert b"simulated guest" in await asyncio.wait_for(ws.recv(), 20)
            status, _, log = await ask(world, f"/session/{session}/bootlog", cookie=cookie)
            assert status == 200
            assert b"simulated guest" in log
    asyncio.run(test())


def test_what_the_agent_denies(tmp_path: Path) -> None:
    async def test() -> None:
        async with real(tmp_path) as world:
            session, cookie = await begin(world)
            async with socket(world, session, cookie) as ws:
                await ws.recv()
                await world.cloud.client.do(world.peer, agent_pb2.DenyConsole(session=session, reason="It is over."))
                assert await closed(ws) == (4003, "It is over.")
            session, cookie = await begin(world, view_only=True)
            async with socket(world, session, cookie, "serial") as ws:
                assert (await closed(ws))[0] == 4003
    asyncio.run(test())
