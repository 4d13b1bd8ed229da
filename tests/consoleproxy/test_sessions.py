"""The daemon as a process: from a token to a picture, and every way that a session does not begin, or ends."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from cryptography import x509
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from protos.agent.v1 import agent_pb2
from tests.authority import make_key
from tests.consoleproxy.screen import Flood
from tests.consoleproxy.world import World

HELLO = b"RFB 003.008\n"
KEY = bytes([4, 1, 0, 0, 0, 0, 0, 65])


@asynccontextmanager
async def world_in(folder: Path, **more: Any) -> AsyncIterator[World]:
    world = World(folder)
    try:
        await world.start(**more)
        yield world
    finally:
        await world.stop()


def run(folder: Path, test: Callable[[World], Awaitable[None]], **more: Any) -> None:
    async def all_of_it() -> None:
        async with world_in(folder, **more) as world:
            await test(world)
    asyncio.run(all_of_it())


async def ask(world: World, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One HTTP request."""
    host, _, port = world.address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port), ssl=world.tls())
    lines = [f"{method} {path} HTTP/1.1", f"host: {world.address}", "connection: close", "content-length: 0"]
    writer.write("\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode())
    data = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    return int(first.split()[1]), {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}, body


async def begin(world: World, **more: Any) -> tuple[str, str]:
    """(session, cookie) by a fresh token."""
    status, headers, _ = await ask(world, f"/console?token={world.token(**more)}")
    assert status == 303
    found = re.fullmatch(r"pileus-console=([^;]+); HttpOnly; Path=/session/([0-9a-f-]+); SameSite=strict; Secure", headers["set-cookie"])
    assert found is not None, headers
    assert headers["location"] == f"/session/{found[2]}/"
    return found[2], f"pileus-console={found[1]}"


def socket(world: World, session: str, cookie: str, line: str = "vnc", origin: str | None = None) -> connect:
    return connect(f"wss://{world.address}/session/{session}/{line}", ssl=world.tls(), additional_headers={"cookie": cookie},
                   origin=origin or f"https://{world.address}", compression=None, max_size=None, ping_interval=None)  # type: ignore[arg-type]


async def shake(ws: ClientConnection) -> bytes:
    """The client's side of RFB's handshake; what the server says of itself."""
    async def read(count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = await asyncio.wait_for(ws.recv(), 20)
            assert isinstance(part, bytes)
            data += part
        return data
    assert await read(12) == HELLO
    await ws.send(HELLO)
    assert await read(2) == b"\x01\x01"
    await ws.send(b"\x01")
    await read(4)
    await ws.send(b"\x01")
    return await read(29)


async def closed(ws: ClientConnection) -> tuple[int, str]:
    """(code, words) once it is closed."""
    with pytest.raises(ConnectionClosed) as caught:
        while True:
            await asyncio.wait_for(ws.recv(), 20)
    received = caught.value.rcvd
    assert received is not None
    return received.code, received.reason


def test_from_a_token_to_a_key(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws:
            assert (await shake(ws)).endswith(b"web-1")
            await ws.send(KEY)
            await world.until(lambda: world.guest.typed == b"A")
            await world.until(lambda: any(one.session == session and one.bytes_in and one.connections == 1
                                          for beat in world.beats for one in beat.sessions))
        status, headers, body = await ask(world, f"/session/{session}/info", cookie=cookie)
        assert status == 200
        assert json.loads(body)["title"] == "web-1"
        assert headers["cache-control"] == "no-store"
        async with socket(world, session, cookie, "serial") as ws:
            assert await ws.recv() == b"login: "
            await ws.send(b"root\r")
            assert await ws.recv() == b"root\r\n$ "
        _, _, whole = await ask(world, f"/session/{session}/bootlog", cookie=cookie)
        assert world.guest.log[:20] in whole
        place, mark = len(world.guest.log) - 20, world.guest.log[-30:-20].hex()
        status, _, part = await ask(world, f"/session/{session}/bootlog?from={place}&mark={mark}", cookie=cookie)
        assert (status, world.guest.log[-20:] in part, len(part) < 100) == (200, True, True)
        assert (await ask(world, f"/session/{session}/bootlog?from={place}&mark=ffff", cookie=cookie))[0] == 409
        assert (await ask(world, f"/session/{session}/bootlog?from={place + 21}&mark=", cookie=cookie))[0] == 409
        logged = world.log.read_text()
        assert world.rows[session].secret not in logged
        assert "token=" not in logged
    run(tmp_path, test)


def test_who_is_not_let_in(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        token = world.token()
        assert (await ask(world, f"/console?token={token}"))[0] == 303
        status, headers, body = await ask(world, f"/console?token={token}")
        assert status == 403
        assert b"used already" in body
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        session, cookie = await begin(world)
        other, foreign = await begin(world)
        with pytest.raises(InvalidStatus) as caught:
            async with socket(world, session, cookie, origin="https://evil.example"):
                pass
        assert caught.value.response.status_code == 403
        for wrong in (foreign, "", "pileus-console=x"):
            async with socket(world, session, wrong) as ws:
                assert (await closed(ws))[0] == 4003
            assert (await ask(world, f"/session/{session}/info", cookie=wrong))[0] == 403
        evil = {"cookie": cookie, "origin": "https://evil.example"}
        assert (await ask(world, f"/session/{session}/share", "POST", **evil))[0] == 403
        assert (await ask(world, f"/session/{session}/share", "POST", cookie=cookie))[0] == 403
        status, _, body = await ask(world, f"/session/{session}/share", "POST", cookie=cookie, origin=f"https://{world.address}")
        assert status == 200
        assert "/console?token=" in json.loads(body)["url"]
        assert other != session
    run(tmp_path, test)


def test_guesses_are_slowed_down(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        for number in range(10):
            assert (await ask(world, f"/console?token=guess{number}"))[0] == 403
        asked = len(world.calls)
        status, _, body = await ask(world, f"/console?token={world.token()}")
        assert status == 503
        assert b"Too many" in body
        assert len(world.calls) == asked
    run(tmp_path, test)


def test_a_client_of_somebody_else_s_has_one_connection_for_its_token(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        token = world.token()
        place = f"wss://{world.address}/websockify?token={token}"
        async with connect(place, ssl=world.tls(), subprotocols=["binary"], compression=None) as ws:  # type: ignore[list-item]
            assert ws.subprotocol == "binary"
            assert (await shake(ws)).endswith(b"web-1")
        async with connect(place, ssl=world.tls(), compression=None) as ws:
            assert (await closed(ws)) == (4003, "This link was used already, or is too old.")
        with pytest.raises(InvalidStatus):
            await connect(f"wss://{world.address}/websockify?token={world.token()}", ssl=world.tls(),
                          origin="https://evil.example")  # type: ignore[arg-type]
        assert token not in world.log.read_text()
    run(tmp_path, test)


def test_who_looks_on_does_not_type(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world, view_only=True)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            await ws.send(KEY + bytes([3, 0]) + bytes(8))
            assert await asyncio.wait_for(ws.recv(), 20)   # the picture that was asked for after the key
        async with socket(world, session, cookie, "serial") as ws:
            await ws.recv()
            await ws.send(b"halt\r")
            await ws.ping()
        async with socket(world, session, cookie) as ws:
            await ws.recv()
            await ws.send(b"RFB 003.003\n\x01\x04")
            assert (await closed(ws))[0] == 4008
        assert world.guest.typed == b""
    run(tmp_path, test)


def test_frames_that_are_too_large_or_not_binary(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            await ws.send(bytes(300 << 10))
            assert (await closed(ws))[0] == 1009
        async with socket(world, session, cookie) as ws:
            await ws.send("text")
            assert (await closed(ws))[0] == 4008
    run(tmp_path, test)


def test_a_slow_browser_slows_the_guest_and_memory_does_not_grow(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        world.guest.screen, Flood.sent = Flood, 0
        session, cookie = await begin(world)
        assert world.process is not None
        process = psutil.Process(world.process.pid)
        async with socket(world, session, cookie) as ws:
            await ws.recv()
            ws.transport.pause_reading()
            await world.until(lambda: Flood.sent > 64 << 10)
            before, settled, same = process.memory_info().rss, -1, 0
            while same < 20:   # as long as the guest can still send
                await asyncio.sleep(0.05)
                same, settled = (same + 1, settled) if Flood.sent == settled else (0, Flood.sent)
                assert Flood.sent < 64 << 20, "nobody holds the guest back"
            assert process.memory_info().rss - before < 24 << 20
            ws.transport.abort()
    run(tmp_path, test)


@pytest.mark.parametrize("why, code", [("STOPPED", 4010), ("REBOOTED", 4011), ("DENIED", 4003), ("FAILED", 4012)])
def test_the_guest_s_end_has_a_code_and_words(tmp_path: Path, why: str, code: int) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            world.guest.cut(agent_pb2.ConsoleEnd.Why.Value(why), "words für users")
            assert await closed(ws) == (code, "words für users")
        if why == "STOPPED":
            world.guest.state = "Stopped"
            async with socket(world, session, cookie) as ws:
                assert await closed(ws) == (4010, "The instance is stopped.")
            world.guest.state = "Running"
            async with socket(world, session, cookie) as ws:
                await shake(ws)
    run(tmp_path, test)


def test_a_manager_ends_a_session(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws, socket(world, session, cookie, "serial") as other:
            await shake(ws)
            world.rows[session].ended = "You have no access to this instance any more."
            assert await closed(ws) == (4000, "You have no access to this instance any more.")
            assert (await closed(other))[0] == 4000
        async with socket(world, session, cookie) as ws:
            assert await closed(ws) == (4003, "You have no access to this instance any more.")
    run(tmp_path, test)


def test_idle_sessions_end(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world, idle=1)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            assert (await closed(ws))[0] == 4001
    run(tmp_path, test)


def test_no_more_than_the_maximum(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        world.settings.session_max = 1
        world.settings.generation = 2
        first, cookie = await begin(world)
        second, other = await begin(world)
        await world.until(lambda: any(beat.settings_generation == 2 for beat in world.beats))
        async with socket(world, first, cookie) as ws:
            await shake(ws)
            async with socket(world, second, other) as refused:
                assert (await closed(refused))[0] == 4029
            token = world.token()
            assert (await ask(world, f"/console?token={token}"))[0] == 503
            assert token in world.tokens   # it may be used again in a moment
    run(tmp_path, test)


def test_a_manager_restarts_and_nobody_notices(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            await world.manager.stop(0)
            await ws.send(KEY)
            await world.until(lambda: world.guest.typed == b"A")
            status, _, body = await ask(world, f"/console?token={world.token()}")
            assert status == 503
            assert b"management" in body
            async with socket(world, session, cookie) as another:
                assert (await closed(another))[0] == 4031
            beats = len(world.beats)
            await world.start_manager()
            await world.until(lambda: len(world.beats) > beats)
            await begin(world)
            await ws.send(KEY)
            await world.until(lambda: world.guest.typed == b"AA")
    run(tmp_path, test)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_proxy_restarts_and_the_cookie_still_does(tmp_path: Path, number: int) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            stopping = asyncio.ensure_future(world.stop_proxy(number))
            if number == signal.SIGTERM:
                assert (await closed(ws))[0] == 4030
            assert await stopping == (0 if number == signal.SIGTERM else -number)
        assert any(beat.draining for beat in world.beats) == (number == signal.SIGTERM)
        await world.start_proxy()
        async with socket(world, session, cookie) as ws:
            assert (await shake(ws)).endswith(b"web-1")
    run(tmp_path, test)


def test_the_operator_s_certificate_is_shown_without_a_restart(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        session, cookie = await begin(world)
        async with socket(world, session, cookie) as ws:
            await shake(ws)
            key, csr = make_key("console.example.org")
            world.settings.certificate_pem = world.authority.issue(x509.load_pem_x509_csr(csr).public_key(), "console.example.org")
            world.settings.key_pem, world.settings.generation = key.decode(), 5
            await world.until(lambda: any(beat.settings_generation == 5 for beat in world.beats))
            context = world.tls()
            context.check_hostname = True
            host, _, port = world.address.rpartition(":")
            _, writer = await asyncio.open_connection(host, int(port), ssl=context, server_hostname="console.example.org")
            writer.close()
            await ws.send(KEY)
            await world.until(lambda: world.guest.typed == b"A")
        assert "PRIVATE" not in world.log.read_text()
    run(tmp_path, test)
