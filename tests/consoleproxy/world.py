"""A proxy's surroundings on the loopback: a manager that speaks the real protocol, an agent with one guest, and the daemon itself."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
from cryptography import x509

from common import clock, tls
from common.ids import new_uuid, token
from protos.agent.v1 import agent_pb2
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb
from tests.authority import Authority, make_key
from tests.consoleproxy.screen import Screen

ROOT = Path(__file__).parents[2]
HOST = "0c4d1b0e-7a53-4c55-9c3e-3a5d3a0b7a01"
PATIENCE = 20.0


@dataclass
class Row:
    """A console session as the database has it."""

    id: str
    secret: str
    view_only: bool = False
    idle: int = 0
    key: str = ""
    ended: str = ""


@dataclass
class Guest:
    """What the agent shows: `state` decides what an opening finds."""

    state: str = "Running"
    screen: type[Screen] = Screen
    serial: bytes = b"login: "
    log: bytes = b"".join(b"[%5d] kernel line\n" % number for number in range(3000))
    typed: bytearray = field(default_factory=bytearray)
    streams: set[asyncio.Future[agent_pb2.ConsoleEnd]] = field(default_factory=set)

    def cut(self, why: agent_pb2.ConsoleEnd.Why.ValueType, text: str) -> None:
        """Ends all streams with this reason."""
        for one in list(self.streams):
            if not one.done():
                one.set_result(agent_pb2.ConsoleEnd(why=why, text=text))


class World:
    """Everything, in one event loop; the daemon is a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = Authority("x")
        self.rows: dict[str, Row] = {}
        self.tokens: dict[str, Row] = {}
        self.guest = Guest()
        self.settings = pb.SettingsReply(generation=1, session_max=100)
        self.beats: list[pb.BeatRequest] = []
        self.calls: list[str] = []
        self.allowed: dict[str, str] = {}
        self.manager: Any = None
        self.manager_port = 0
        self.agent: Any = None
        self.agent_port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.address = ""
        self.log = folder / "proxy.log"

    async def start(self, page: Path | None = None, **settings: Any) -> None:
        """Manager, agent, daemon."""
        self.agent = grpc.aio.server()
        self.agent.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("pileus.agent.v1.Agent", {
            "Console": grpc.stream_stream_rpc_method_handler(self._console, agent_pb2.ConsoleData.FromString,
                                                             agent_pb2.ConsoleData.SerializeToString)}),))
        self.agent_port = self.agent.add_secure_port("127.0.0.1:0", self.credentials(tls.host_name(HOST)))
        await self.agent.start()
        await self.start_manager()
        key, certificate = self.certify(tls.console_name(new_uuid()))
        state = self.folder / "state"
        state.mkdir()
        for name, content in (("key.pem", key), ("certificate.pem", certificate), ("ca.pem", self.authority.pem.encode())):
            (state / name).touch(mode=0o600)
            (state / name).write_bytes(content)
        self.config = {"listen": "127.0.0.1:0", "state_dir": str(state), "page": str(page or self.folder / "none"),
                       "managers": f"127.0.0.1:{self.manager_port}", "drain_seconds": "5", **settings}
        await self.start_proxy()

    async def start_manager(self) -> None:
        """At the port it had."""
        methods: dict[str, tuple[Any, Any]] = {
            "Redeem": (self._redeem, pb.RedeemRequest), "Attach": (self._attach, pb.AttachRequest), "Share": (self._share, pb.ShareRequest),
                   "Beat": (self._beat, pb.BeatRequest), "Settings": (self._settings, pb.SettingsRequest)}
        self.manager = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
        self.manager.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("pileus.consoleproxy.v1.Console", {
            name: grpc.unary_unary_rpc_method_handler(method, kind.FromString, lambda reply: reply.SerializeToString())
            for name, (method, kind) in methods.items()}),))
        self.manager_port = self.manager.add_secure_port(f"127.0.0.1:{self.manager_port}", self.credentials(tls.MANAGER))
        await self.manager.start()

    async def start_proxy(self) -> None:
        """The daemon; afterwards always at the same port."""
        ready = self.folder / "ready"
        ready.unlink(missing_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PILEUS_CONSOLEPROXY_LOG_LEVEL": "DEBUG",
                       **{f"PILEUS_CONSOLEPROXY_{name.upper()}": str(value) for name, value in self.config.items()}}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: ASYNC220 it only starts it
                [sys.executable, "-m", "consoleproxy.main", "serve", "--ready-file", str(ready)],
                                            env=environment, stdout=out, stderr=out, cwd=self.folder)
        await self.until(lambda: ready.exists() or self.process is None or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()
        self.address = ready.read_text().strip()
        self.config["listen"] = self.address

    async def stop_proxy(self, number: int = signal.SIGTERM) -> int:
        """Ends the daemon; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        with ThreadPoolExecutor(1) as threads:
            return await asyncio.get_running_loop().run_in_executor(threads, self.process.wait, 30)

    async def stop(self) -> None:
        """All of it."""
        if self.process is not None and self.process.poll() is None:
            await self.stop_proxy(signal.SIGKILL)
        self.guest.cut(agent_pb2.ConsoleEnd.FAILED, "over")
        await self.manager.stop(0)
        await self.agent.stop(0)

    async def until(self, condition: Any) -> None:
        """Waits until it holds."""
        end = clock.monotonic() + PATIENCE
        while not condition():
            assert clock.monotonic() < end, "it did not come true"
            await clock.nap(0.02)

    def certify(self, name: str) -> tuple[bytes, bytes]:
        """(key, certificate) for a name, PEM."""
        key, csr = make_key(name)
        return key, self.authority.issue(x509.load_pem_x509_csr(csr).public_key(), name).encode()

    def credentials(self, name: str) -> Any:
        """For a server that asks for its clients' certificates."""
        return grpc.ssl_server_credentials([self.certify(name)], self.authority.pem.encode(), require_client_auth=True)

    def token(self, **more: Any) -> str:
        """As createConsoleEndpoint makes one."""
        row = Row(new_uuid(), token(), **more)
        made = token()
        self.rows[row.id] = self.tokens[made] = row
        return made

    def tls(self) -> ssl.SSLContext:
        """A browser that trusts the CA but is given an address."""
        context = tls.client_context(self.authority.pem)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname = False
        return context

    # ---- the manager ----

    async def _redeem(self, request: pb.RedeemRequest, context: Any) -> pb.Grant:
        self.calls.append("Redeem")
        row = self.tokens.pop(request.token, None)
        if row is None:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, "This link was used already, or is too old.")
        assert row is not None
        return await self.grant(row, secret=row.secret)

    async def _attach(self, request: pb.AttachRequest, context: Any) -> pb.Grant:
        self.calls.append("Attach")
        row = self.rows.get(request.session)
        if row is None or row.secret != request.secret or row.ended:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, (row and row.ended) or "This console session has ended.")
        assert row is not None
        return await self.grant(row)

    async def grant(self, row: Row, secret: str = "") -> pb.Grant:
        """A fresh key."""
        row.key = token()
        self.allowed[row.id] = hashlib.sha256(row.key.encode()).hexdigest()
        running = self.guest.state == "Running"
        return pb.Grant(session=row.id, secret=secret, title="web-1", vm_id=new_uuid(), vm_state=self.guest.state, user="ada",
                        agent_address=f"127.0.0.1:{self.agent_port}" if running else "", host=HOST if running else "", vm="i-2-1-VM", key=row.key,
                        view_only=row.view_only, idle_seconds=row.idle)

    async def _share(self, request: pb.ShareRequest, context: Any) -> pb.ShareReply:
        row = self.rows.get(request.session)
        if row is None or row.secret != request.secret:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, "This console session has ended.")
        return pb.ShareReply(url=f"https://{self.address}/console?token={self.token(view_only=True)}", seconds=600)

    async def _beat(self, request: pb.BeatRequest, context: Any) -> pb.BeatReply:
        self.beats.append(request)
        names = {one.session for one in request.sessions}
        return pb.BeatReply(settings_generation=self.settings.generation,
                            end=[pb.End(session=row.id, reason=row.ended) for row in self.rows.values() if row.ended and row.id in names])

    async def _settings(self, request: pb.SettingsRequest, context: Any) -> pb.SettingsReply:
        return self.settings

    # ---- the agent ----

    async def _console(self, requests: AsyncIterator[agent_pb2.ConsoleData], context: Any) -> AsyncIterator[agent_pb2.ConsoleData]:
        opening = (await anext(requests)).open
        if self.allowed.get(opening.session) != hashlib.sha256(opening.key.encode()).hexdigest():
            yield agent_pb2.ConsoleData(end=agent_pb2.ConsoleEnd(why=agent_pb2.ConsoleEnd.DENIED, text="no manager allowed this"))
            return
        yield agent_pb2.ConsoleData(opened=True)
        if opening.kind == agent_pb2.ConsoleKind.BOOTLOG:
            for begin in range(0, len(self.guest.log), 16 << 10):
                yield agent_pb2.ConsoleData(data=self.guest.log[begin:begin + (16 << 10)])
            yield agent_pb2.ConsoleData(end=agent_pb2.ConsoleEnd(why=agent_pb2.ConsoleEnd.COMPLETE))
            return
        serial = opening.kind == agent_pb2.ConsoleKind.SERIAL
        out: asyncio.Queue[bytes] = asyncio.Queue(1)
        end: asyncio.Future[agent_pb2.ConsoleEnd] = asyncio.get_running_loop().create_future()
        self.guest.streams.add(end)
        task = asyncio.ensure_future(self._echo(requests, out) if serial else self.guest.screen(self.guest.typed).run(requests, out))
        get = asyncio.ensure_future(out.get())
        try:
            while not end.done():
                either: set[asyncio.Future[Any]] = {get, end}
                done, _ = await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                if get in done:
                    yield agent_pb2.ConsoleData(data=get.result())
                    get = asyncio.ensure_future(out.get())
            yield agent_pb2.ConsoleData(end=end.result())
        finally:
            task.cancel()
            get.cancel()
            self.guest.streams.discard(end)

    async def _echo(self, requests: AsyncIterator[agent_pb2.ConsoleData], out: asyncio.Queue[bytes]) -> None:
        await out.put(self.guest.serial)
        async for message in requests:
            self.guest.typed += message.data
            await out.put(message.data.replace(b"\r", b"\r\n$ "))
