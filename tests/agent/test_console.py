"""Consoles: who may open them, with which key, and how they end. Real gRPC and TLS; the guests are simulated and speak RFB."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib

import grpc
import grpc.aio
import pytest

from common import tls
from manager.services import AgentFailure
from protos.agent.v1 import agent_pb2 as pb
from tests.agent import messages as m
from tests.agent.test_commands import FENCED, fence
from tests.rfb import Rfb

SESSION, KEY, VM = m.uid(900), "the key", "i-2-17-VM"


def allowance(session: str = SESSION, key: str = KEY, vm: str = VM, seconds: int = 60, **more: object) -> pb.AllowConsole:
    return pb.AllowConsole(vm=vm, session=session, key_sha256=hashlib.sha256(key.encode()).hexdigest(), seconds=seconds, **more)


class Proxy:
    """A console proxy's connection to an agent."""

    def __init__(self, cloud, host, name: str = f"{m.uid(7)}{tls.CONSOLE_SUFFIX}") -> None:
        credentials, _ = cloud.authority.credentials(name, "console")
        self.host = host
        self.channel = grpc.aio.secure_channel(
            host.address, grpc.ssl_channel_credentials(credentials.ca_pem, credentials.key_pem, credentials.certificate_pem),
            options=[("grpc.ssl_target_name_override", tls.host_name(host.uuid)), ("grpc.use_local_subchannel_pool", 1)])
        self.call = self.channel.stream_stream(
            "/pileus.agent.v1.Agent/Console", pb.ConsoleData.SerializeToString, pb.ConsoleData.FromString)

    def open(self, kind=pb.VNC, session: str = SESSION, key: str = KEY, vm: str = VM) -> Stream:
        stream = self.call()
        return Stream(stream, pb.ConsoleData(open=pb.ConsoleOpen(host=self.host.uuid, vm=vm, session=session, key=key, kind=kind)))


class Stream:
    def __init__(self, call, opening) -> None:
        self.call, self.opening, self.end = call, opening, None

    async def __aenter__(self):
        await self.call.write(self.opening)
        return self

    async def __aexit__(self, *_):
        self.call.cancel()

    async def read(self) -> bytes:
        while True:
            message = await self.call.read()
            if message is grpc.aio.EOF:
                if self.end is None:
                    raise ConnectionError("ended without a word")
                return b""
            if message.HasField("end"):
                self.end = message.end
            elif message.data:
                return message.data

    async def write(self, data: bytes) -> None:
        await self.call.write(pb.ConsoleData(data=data))

    async def ended(self) -> pb.ConsoleEnd:
        async with asyncio.timeout(20):
            while await self.read():
                pass
        return self.end


@contextlib.asynccontextmanager
async def running(simulated):
    async with simulated() as (cloud, simulation):
        host = cloud.peer(next(iter(simulation.hosts)))
        for number, body in enumerate(m.whole(), 1):
            await cloud.client.do(host, body, fence(number) if isinstance(body, FENCED) else None)
        proxy = Proxy(cloud, host)
        try:
            yield cloud, host, proxy, simulation.hosts[host.uuid]
        finally:
            await proxy.channel.close()


async def refused(stream, code: grpc.StatusCode) -> str:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        async with stream as opened:
            await opened.read()
    assert caught.value.code() == code, caught.value
    return str(caught.value.details())


def test_a_screen_shows_what_is_typed(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, _):
            await cloud.client.do(host, allowance())
            await cloud.client.do(host, allowance(key="other"))
            async with proxy.open() as one, proxy.open(key="other") as other:
                screens = [Rfb(one.read, one.write), Rfb(other.read, other.write)]
                for screen in screens:
                    await screen.greet()
                    await screen.update()
                    assert (screen.name, screen.colours()) == (VM, 2)
                before = bytes(screens[1].pixels)
                await screens[0].type("echo hello\n")
                async with asyncio.timeout(20):
                    while bytes(screens[0].pixels) != bytes(screens[1].pixels) or bytes(screens[1].pixels) == before:
                        await screens[1].update(whole=True)
                        await screens[0].update(whole=True)

    asyncio.run(scenario())


def test_a_serial_line_has_several_ends_and_a_log(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, _):
            await cloud.client.do(host, allowance())
            await cloud.client.do(host, allowance(key="other"))
            async with proxy.open(pb.SERIAL) as one, proxy.open(pb.SERIAL, key="other") as other:
                assert b"simulated guest" in await one.read()
                await other.read()
                await one.write(b"echo seen by both\r")
                for end in (one, other):
                    said = b""
                    async with asyncio.timeout(20):
                        while b"\nseen by both" not in said:
                            said += await end.read()
            async with proxy.open(pb.BOOTLOG) as log:
                said = b""
                while data := await log.read():
                    said += data
                assert b"\nseen by both" in said
                assert log.end.why == pb.ConsoleEnd.COMPLETE

    asyncio.run(scenario())


def test_only_proxies_with_a_key_that_a_manager_allowed(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, _):
            denied = grpc.StatusCode.PERMISSION_DENIED
            await refused(proxy.open(), denied)
            await cloud.client.do(host, allowance(kinds=[pb.SERIAL]))
            for wrong in ({"key": "another"}, {"session": m.uid(901)}, {"vm": "i-2-18-VM"}, {"kind": pb.VNC}):
                await refused(proxy.open(**{"kind": pb.SERIAL, **wrong}), denied)
            for name in (tls.MANAGER, tls.host_name(host.uuid), tls.router_name(m.uid(4))):
                stranger = Proxy(cloud, host, name)
                assert "only console proxies" in await refused(stranger.open(pb.SERIAL), denied)
                await stranger.channel.close()
            await cloud.client.do(host, allowance(key="a second one"))
            async with proxy.open(key="a second one") as stream:
                assert (await stream.read()).startswith(b"RFB")
            await refused(proxy.open(key="a second one"), denied)                   # it opened a screen, once
            async with proxy.open(pb.SERIAL) as stream:                             # the first key waits for its use still
                await stream.read()
            do = proxy.channel.unary_unary("/pileus.agent.v1.Agent/Do", pb.Command.SerializeToString, pb.Result.FromString)
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await do(pb.Command(host=host.uuid, ping=pb.Ping()))
            assert caught.value.code() == denied

    asyncio.run(scenario())


def test_what_makes_no_sense_is_refused(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, _, _):
            for body, code in ((allowance(vm="../x"), "INVALID"), (allowance(session="x"), "INVALID"), (allowance(seconds=0), "INVALID"),
                               (allowance(seconds=10**6), "INVALID"), (allowance(vm="i-2-99-VM"), "NOT_FOUND"),
                               (pb.AllowConsole(vm=VM, session=SESSION, key_sha256="zz", seconds=5), "INVALID")):
                with pytest.raises(AgentFailure) as caught:
                    await cloud.client.do(host, body)
                assert caught.value.code == code

    asyncio.run(scenario())


def test_a_denied_session_ends_with_the_reason(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, agent):
            await cloud.client.do(host, allowance())
            async with proxy.open() as screen, proxy.open(pb.SERIAL) as serial:
                await screen.read()
                await serial.read()
                await cloud.client.do(host, pb.DenyConsole(session=SESSION, reason="ann may no longer see it"))
                for stream in (screen, serial):
                    end = await stream.ended()
                    assert (end.why, end.text) == (pb.ConsoleEnd.DENIED, "ann may no longer see it")
            await refused(proxy.open(), grpc.StatusCode.PERMISSION_DENIED)
            assert len(agent.consoles) == 0

    asyncio.run(scenario())


def test_streams_end_when_the_vm_stops_and_open_again_when_it_runs(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, _):
            await cloud.client.do(host, allowance())
            async with proxy.open() as screen:
                await screen.read()
                await cloud.client.do(host, pb.EnsureStopped(vm=VM, force=True), fence(50))
                assert (await screen.ended()).why == pb.ConsoleEnd.STOPPED
            await cloud.client.do(host, allowance())
            async with proxy.open() as early:
                end = await early.ended()
                assert (end.why, end.text) == (pb.ConsoleEnd.STOPPED, "the VM is not running")
            await cloud.client.do(host, m.whole()[-1], fence(51))
            await cloud.client.do(host, allowance())
            async with proxy.open() as again:
                assert (await again.read()).startswith(b"RFB")

    asyncio.run(scenario())


def test_a_message_that_is_too_large_ends_the_stream(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, _):
            await cloud.client.do(host, allowance())
            async with proxy.open(pb.SERIAL) as stream:
                await stream.read()
                await stream.write(b"x" * ((64 << 10) + 1))
                end = await stream.ended()
                assert end.why == pb.ConsoleEnd.TOO_LARGE
                assert "65536" in end.text

    asyncio.run(scenario())


def test_one_session_has_so_many_streams_and_no_more(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, agent):
            async with contextlib.AsyncExitStack() as stack:
                for number in range(9):
                    await cloud.client.do(host, allowance(key=f"key {number}"))
                    if number < 8:
                        await (await stack.enter_async_context(proxy.open(key=f"key {number}"))).read()
                assert "8 streams" in await refused(proxy.open(key="key 8"), grpc.StatusCode.PERMISSION_DENIED)
            async with asyncio.timeout(20):
                while agent.consoles.streams(SESSION):        # noqa: ASYNC110 what was cancelled leaves
                    await asyncio.sleep(0.05)

    asyncio.run(scenario())


def test_a_key_is_worth_nothing_after_its_time(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, agent):
            await cloud.client.do(host, allowance(seconds=1))
            await asyncio.sleep(1.1)
            await refused(proxy.open(), grpc.StatusCode.PERMISSION_DENIED)

    asyncio.run(scenario())


def test_a_proxy_that_takes_nothing_is_cut_all_the_same(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, agent):
            await cloud.client.do(host, allowance())
            async with proxy.open() as stream:
                screen = Rfb(stream.read, stream.write)
                await screen.greet()
                for _ in range(40):     # 40 MB of pictures that nobody fetches
                    await stream.write(b"\x03\x00" + bytes(4) + screen.width.to_bytes(2, "big") + screen.height.to_bytes(2, "big"))
                    await asyncio.sleep(0.01)
                await cloud.client.do(host, pb.DenyConsole(session=SESSION, reason="enough"))
                assert len(agent.consoles) == 0
            await cloud.client.do(host, allowance())
            async with proxy.open() as stream:
                assert (await stream.read()).startswith(b"RFB")

    asyncio.run(scenario())


def test_a_reboot_says_so_and_a_vm_that_is_gone_forgets_its_keys(simulated):
    async def scenario():
        async with running(simulated) as (cloud, host, proxy, agent):
            await cloud.client.do(host, allowance())
            async with proxy.open() as screen:
                await screen.read()
                await cloud.client.do(host, pb.EnsureRebooted(vm=m.vm(), boot="again"), fence(60))
                end = await screen.ended()
                assert (end.why, end.text) == (pb.ConsoleEnd.REBOOTED, "the VM restarts")
            await cloud.client.do(host, pb.EnsureAbsent(vm=VM, uuid=m.uid(17)), fence(61))
            assert len(agent.consoles) == 0

    asyncio.run(scenario())
