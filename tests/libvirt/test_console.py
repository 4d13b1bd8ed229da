"""Consoles of a real guest through the agent's gRPC stream: its picture changes as keys are typed, its serial line answers, its log is kept."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import grpc
import grpc.aio
import pytest

from agent import handlers  # noqa: F401  registers the command table
from agent.dispatch import dispatch
from agent.host import Host
from agent.identity import Identity
from agent.journal import Journal
from agent.rpc.server import AgentServer
from common import tls
from common.ids import new_uuid
from manager.services.ca import Authority
from protos.agent.v1 import agent_pb2 as pb
from tests.agent.test_console import Stream
from tests.libvirt.conftest import PATIENCE, TestHost, until
from tests.rfb import Rfb

SESSION = new_uuid()


@pytest.fixture(scope="module")
def vm(host: TestHost) -> Iterator[pb.Vm]:
    """A guest that has booted."""
    vm = host.vm(6)
    host.hypervisor.define(vm)
    host.hypervisor.start(vm.name)
    until(lambda: "Please press Enter" in host.said(vm), "the guest's boot")
    yield vm
    host.hypervisor.destroy(vm.name)
    host.hypervisor.undefine(vm.name)


class Agent:
    """The agent's server on this host, and a proxy's connection to it."""

    def __init__(self, host: Host, call: object) -> None:
        self.host, self._call, self._keys = host, call, 0

    async def do(self, **body: object) -> pb.Result:
        result = await dispatch(self.host, pb.Command(host=self.host.uuid, **body))
        assert result.WhichOneof("body") != "failure", result
        return result

    async def open(self, vm: pb.Vm, kind: pb.ConsoleKind.ValueType) -> Stream:
        self._keys += 1
        key = f"key {self._keys}"
        digest = hashlib.sha256(key.encode()).hexdigest()
        await self.do(allow_console=pb.AllowConsole(vm=vm.name, session=SESSION, key_sha256=digest, seconds=60))
        opening = pb.ConsoleOpen(host=self.host.uuid, vm=vm.name, session=SESSION, key=key, kind=kind)
        return Stream(self._call(), pb.ConsoleData(open=opening))


@contextlib.asynccontextmanager
async def serving(host: TestHost, folder: Path) -> AsyncIterator[Agent]:
    uuid, authority = new_uuid(), Authority.load_or_make(folder / "keys")
    own, _ = authority.credentials(tls.host_name(uuid), "host")
    journal, threads = Journal(folder / "journal"), host.threads()
    made = Host(uuid, host.hypervisor, host.network, host.storage, journal.records(uuid), threads)
    server = AgentServer({uuid: made})
    port = server.listen("127.0.0.1:0", lambda: Identity(folder, uuid, [], own.key_pem, own.certificate_pem, own.ca_pem))
    await server.start()
    proxy, _ = authority.credentials(tls.console_name(new_uuid()), "console")
    channel = grpc.aio.secure_channel(
        f"127.0.0.1:{port}", grpc.ssl_channel_credentials(proxy.ca_pem, proxy.key_pem, proxy.certificate_pem),
        options=[("grpc.ssl_target_name_override", tls.host_name(uuid)), ("grpc.use_local_subchannel_pool", 1)])
    try:
        yield Agent(made, channel.stream_stream("/pileus.agent.v1.Agent/Console", pb.ConsoleData.SerializeToString, pb.ConsoleData.FromString))
    finally:
        await channel.close()
        await server.stop(1)
        threads.shutdown()
        journal.close()


async def heard(stream: Stream, text: bytes) -> bytes:
    said = b""
    async with asyncio.timeout(PATIENCE):
        while text not in said:
            said += await stream.read()
    return said


def test_the_picture_changes_as_keys_are_typed(host: TestHost, vm: pb.Vm, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with serving(host, tmp_path) as agent, await agent.open(vm, pb.VNC) as stream:
            screen = Rfb(stream.read, stream.write)
            async with asyncio.timeout(PATIENCE):
                await screen.greet()
                assert screen.width >= 640
                await screen.update()
                assert screen.colours() > 1
                await screen.type("\n")                # a shell waits for it
                before, lit = bytes(screen.pixels), screen.colours()
                while bytes(screen.pixels) == before:
                    await screen.update(whole=False)
                await screen.type("echo typed through the agent\n")
                changed = 0
                last = bytes(screen.pixels)
                while changed < 3:
                    await screen.update(whole=False)
                    changed += bytes(screen.pixels) != last
                    last = bytes(screen.pixels)
            assert lit > 1

    asyncio.run(scenario())


def test_the_serial_line_answers_several_and_its_log_is_kept(host: TestHost, vm: pb.Vm, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with serving(host, tmp_path) as agent, await agent.open(vm, pb.SERIAL) as one, await agent.open(vm, pb.SERIAL) as other:
            await one.write(b"\n")
            await heard(one, b"#")
            await one.write(b"echo $((40+2)) is said\n")
            for end in (one, other):
                await heard(end, b"42 is said")
            async with await agent.open(vm, pb.BOOTLOG) as log:
                whole = await heard(log, b"42 is said")
                assert b"Please press Enter" in whole
                assert (await log.ended()).why == pb.ConsoleEnd.COMPLETE
        async with serving(host, tmp_path / "again") as agent, await agent.open(vm, pb.SERIAL) as stream:     # a line that was let go opens again
            await stream.write(b"echo $((50+5)) again\n")
            await heard(stream, b"55 again")

    asyncio.run(scenario())


def test_a_guest_that_is_killed_ends_its_streams(host: TestHost, vm: pb.Vm, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with serving(host, tmp_path) as agent, await agent.open(vm, pb.VNC) as screen, await agent.open(vm, pb.SERIAL) as serial:
            await screen.read()
            await asyncio.to_thread(host.hypervisor.destroy, vm.name)
            for stream in (screen, serial):
                assert (await stream.ended()).why == pb.ConsoleEnd.STOPPED
            async with await agent.open(vm, pb.VNC) as late:
                assert (await late.ended()).why == pb.ConsoleEnd.STOPPED

    asyncio.run(scenario())
