"""The image in its other role, emulated with 256 MB: it enrols, serves HTTPS, and a WebSocket shows the picture of a guest through it."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
from cryptography import x509
from websockets.asyncio.client import connect

from agent.drivers.libvirt import iso
from common import clock, tls
from common.control import ControlError, Session, StreamPipe, enrol
from common.ids import new_uuid
from protos.agent.v1 import agent_pb2
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb
from tests.authority import make_key
from tests.consoleproxy.test_sessions import ask
from tests.consoleproxy.world import HOST, World
from tests.image.control import PORT, TOKEN
from tests.image.qemu import Hardware, Machine, Nic
from tests.image.test_smoke import ANSWER_SECONDS, free_port, kernel_of

CONTROL_MAC, MANAGEMENT_MAC, PUBLIC_MAC = "02:00:00:00:01:01", "02:00:00:00:01:02", "02:00:00:00:01:03"
ADDRESS, GATEWAY = "169.254.3.5", "10.0.2.2"  # QEMU's user network: the gateway is this machine's loopback
HELLO = b"RFB 003.008\n"
SERVE_SECONDS = 150.0                        # five times what an idle machine takes in emulation
MEMORY_LEFT_KIB = 40_000


class Outside(World):
    """The manager and the agent, as the machine reaches them; and where this process reaches the machine."""

    uuid = new_uuid()
    control = 0

    async def grant(self, row: Any, secret: str = "") -> pb.Grant:
        grant = await super().grant(row, secret)
        if grant.agent_address:
            grant.agent_address = f"{GATEWAY}:{self.agent_port}"
        return grant

    async def open(self, folder: Path) -> Path:
        """Starts them; the config disk."""
        self.agent = grpc.aio.server()
        self.agent.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("pileus.agent.v1.Agent", {
            "Console": grpc.stream_stream_rpc_method_handler(self._console, agent_pb2.ConsoleData.FromString,
                                                             agent_pb2.ConsoleData.SerializeToString)}),))
        self.agent_port = self.agent.add_secure_port("127.0.0.1:0", self.credentials(tls.host_name(HOST)))
        await self.agent.start()
        await self.start_manager()
        config = {
            "role": "consoleproxy", "uuid": self.uuid, "name": "v-1-VM", "token": TOKEN, "ca_pem": self.authority.pem,
            "ca_sha256": tls.fingerprint(self.authority.pem), "control": {"mac": CONTROL_MAC, "address": ADDRESS, "prefix": 16},
            "interfaces": [{"mac": MANAGEMENT_MAC, "role": "management", "address": "", "gateway": "", "default": False},
                           {"mac": PUBLIC_MAC, "role": "public", "address": "10.0.2.15/24", "gateway": GATEWAY, "default": True}],
            "managers": [f"{GATEWAY}:{self.manager_port}"], "port": 443}
        path = folder / "config.iso"
        path.write_bytes(iso.build("PILEUS", {"config.json": json.dumps(config).encode()}))
        return path

    async def enrol(self) -> None:
        """As a manager does it, over the control port."""
        async def sign(csr: str) -> tuple[str, str]:
            return self.authority.issue(x509.load_pem_x509_csr(csr.encode()).public_key(), tls.console_name(self.uuid)), self.authority.pem
        await enrol(StreamPipe(*await asyncio.open_connection("127.0.0.1", self.control)), TOKEN, sign)

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One request over the control port."""
        key, csr = make_key("manager")
        (self.folder / "m.key").write_bytes(key)
        (self.folder / "m.pem").write_text(self.authority.issue(x509.load_pem_x509_csr(csr).public_key(), tls.MANAGER))
        context = tls.client_context(self.authority.pem, self.folder / "m.pem", self.folder / "m.key")
        pipe = StreamPipe(*await asyncio.open_connection("127.0.0.1", self.control))
        session = await Session.open(pipe, context, tls.console_name(self.uuid))
        try:
            found: dict[str, Any] = await session.call(method, params)
            return found
        finally:
            await session.close()


async def patiently(machine: Machine, what: Any) -> Any:
    """The result of `what`, as soon as there is one."""
    end = clock.monotonic() + SERVE_SECONDS
    while True:
        try:
            async with asyncio.timeout(20):
                return await what()
        except (ControlError, OSError, TimeoutError):
            machine.check()
            if clock.monotonic() > end:
                raise
        await clock.nap(0.3)


async def picture(world: Outside) -> bytes:
    """Opens a session's WebSocket in the machine, and shakes hands with the guest's screen."""
    status, headers, _ = await ask(world, f"/console?token={world.token()}")
    assert status == 303
    cookie, session = re.fullmatch(r"(pileus-console=[^;]+); .*Path=/session/([0-9a-f-]+);.*", headers["set-cookie"]).groups()  # type: ignore[union-attr]
    async with connect(f"wss://{world.address}/session/{session}/vnc", ssl=world.tls(), additional_headers={"cookie": cookie},
                       origin=f"https://{world.address}", open_timeout=60) as browser:  # type: ignore[arg-type]
        seen = b""

        async def until(count: int) -> None:
            nonlocal seen
            while len(seen) < count:
                part = await asyncio.wait_for(browser.recv(), 60)
                assert isinstance(part, bytes)
                seen += part
        await until(12)
        assert seen == HELLO
        seen = b""
        for sent, wanted in ((HELLO, 2), (b"\x01", 4), (b"\x01", 24 + 5)):
            await browser.send(sent)
            seen = b""
            await until(wanted)
        name = seen[24:]
        await browser.send(bytes([3, 0, 0, 0, 0, 0]) + (640).to_bytes(2, "big") + (400).to_bytes(2, "big"))
        seen = b""
        await until(16 + 640 * 400 * 4)
        return name


def test_boots_enrols_and_shows_a_picture(systemvm_image: Path, tmp_path: Path, record_property: Any) -> None:
    async def scenario() -> dict[str, Any]:
        world = Outside(tmp_path)
        world.control, browsers = free_port(), free_port()
        world.address = f"127.0.0.1:{browsers}"
        config = await world.open(tmp_path)
        nics = [Nic(f"user,net=169.254.0.0/16,host=169.254.0.1,hostfwd=tcp:127.0.0.1:{world.control}-{ADDRESS}:{PORT}", CONTROL_MAC),
                Nic("user,restrict=on", MANAGEMENT_MAC),
                Nic(f"user,net=10.0.2.0/24,host={GATEWAY},hostfwd=tcp:127.0.0.1:{browsers}-10.0.2.15:443", PUBLIC_MAC)]
        hardware = Hardware(systemvm_image / "pileus-systemvm.qcow2", 256, nics, config=config, kernel=kernel_of(systemvm_image), machine="q35")
        try:
            with Machine(tmp_path, "proxy", hardware) as machine:
                await asyncio.to_thread(machine.expect, " answers on ", ANSWER_SECONDS)
                await patiently(machine, world.enrol)
                answered = machine.age()

                async def beats() -> None:
                    if not world.beats:
                        raise TimeoutError("no beat yet")
                await patiently(machine, beats)
                served = machine.age()
                assert world.beats[-1].address == "10.0.2.15:443"
                assert await picture(world) == b"web-1"
                health = await world.call("health")
                assert [check for check in health["checks"] if not check["ok"]] == []
                assert int(health["memory_free_kib"]) > MEMORY_LEFT_KIB
                await world.call("refresh", managers=[f"{GATEWAY}:{world.manager_port}"], once="saga-1")
                await asyncio.to_thread(machine.expect, "the console proxy ended", 60)
                world.beats.clear()
                await patiently(machine, beats)      # its program starts anew, the machine runs on
                assert machine.log.count("starting the console proxy's machine") == 1
                return {"enrolled_s": round(answered, 1), "first_beat_s": round(served, 1), "memory_free_kib": int(health["memory_free_kib"])}
        finally:
            world.guest.cut(agent_pb2.ConsoleEnd.FAILED, "over")
            await world.manager.stop(0)
            await world.agent.stop(0)

    figures = asyncio.run(scenario())
    print(f"\nconsole proxy: {figures}")
    record_property("figures", figures)
