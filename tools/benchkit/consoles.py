"""Console sessions through one proxy process: memory, CPU, how late a keystroke's echo comes, how soon the first picture is there."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import grpc
import grpc.aio
import psutil
from cryptography import x509
from websockets.asyncio.client import ClientConnection

from common import tls
from common.ids import new_uuid
from protos.agent.v1 import agent_pb2 as pb
from tests.authority import make_key
from tests.consoleproxy.screen import HEIGHT, WIDTH
from tests.consoleproxy.test_sessions import begin, shake, socket
from tests.consoleproxy.world import HOST, World

KEY = bytes([4, 1, 0, 0, 0, 0, 0, 65])
WHOLE = bytes([3, 0, 0, 0, 0, 0]) + WIDTH.to_bytes(2, "big") + HEIGHT.to_bytes(2, "big")
PICTURE, ECHO = 16 + 4 * WIDTH * HEIGHT, 16 + 4 * 16 * 16     # bytes of the guest's answers
EACH = 0.5                                                     # seconds between keys of one session
Figures = dict[str, float]


def measure(sessions: int, seconds: float, keys: int) -> Figures:
    """A proxy with a manager and a guest that answer at once; all the waiting is the proxy's, the loopback's and this process's."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), sessions, seconds, keys))


async def _measure(folder: Path, sessions: int, seconds: float, keys: int) -> Figures:
    world = World(folder)
    world.settings.session_max = 2 * sessions
    await world.start()
    try:
        assert world.process is not None
        proxy = psutil.Process(world.process.pid)
        opened, sockets = [], []
        for _ in range(sessions):
            began = time.monotonic()
            sockets.append(await _open(world))
            opened.append(time.monotonic() - began)
            await asyncio.sleep(0)
        idle_rss = proxy.memory_info().rss
        quiet, direct = await _echoes(sockets[0], keys), await _direct(world, keys)
        loaded, cpu = await _typing(proxy, sockets, seconds)
        found = {
            "console_rss_mb": max(idle_rss, proxy.memory_info().rss) / 1e6, "console_cpu_cores": cpu,
            "console_echo_added_p95_ms": 1000 * max(0.0, _p95(quiet) - _p95(direct)), "console_echo_loaded_p95_ms": 1000 * _p95(loaded),
            "console_first_frame_p50_s": statistics.median(opened)}
        print(f"  echo p95: {1000 * _p95(quiet):.1f} ms by the proxy, {1000 * _p95(direct):.1f} ms without; {len(loaded)} under load", flush=True)
        await asyncio.gather(*(one.close() for one in sockets))
        return found
    finally:
        await world.stop()


async def _open(world: World) -> ClientConnection:
    """From the link to the first whole picture."""
    session, cookie = await begin(world)
    one = await socket(world, session, cookie)
    await shake(one)
    await one.send(WHOLE)
    await _take(one, PICTURE)
    return one


async def _take(one: ClientConnection, count: int) -> None:
    while count > 0:
        count -= len(await asyncio.wait_for(one.recv(), 60))


async def _echoes(one: ClientConnection, keys: int) -> list[float]:
    found = []
    for _ in range(keys):
        began = time.monotonic()
        await one.send(KEY)
        await _take(one, ECHO)
        found.append(time.monotonic() - began)
    return found


async def _direct(world: World, keys: int) -> list[float]:
    """The same from the agent, without a proxy between."""
    key, csr = make_key("console")
    certificate = world.authority.issue(x509.load_pem_x509_csr(csr).public_key(), tls.console_name(new_uuid()))
    ca = world.authority.pem.encode()
    world.token()
    row = list(world.rows.values())[-1]
    grant = await world.grant(row)
    async with grpc.aio.secure_channel(
            f"127.0.0.1:{world.agent_port}", grpc.ssl_channel_credentials(ca, key, certificate.encode()),
            options=[("grpc.ssl_target_name_override", tls.host_name(HOST))]) as channel:
        call = channel.stream_stream("/pileus.agent.v1.Agent/Console", pb.ConsoleData.SerializeToString, pb.ConsoleData.FromString)()
        await call.write(pb.ConsoleData(open=pb.ConsoleOpen(host=HOST, vm=grant.vm, session=row.id, key=grant.key, kind=pb.VNC)))

        async def take(count: int) -> None:
            while count > 0:
                count -= len((await call.read()).data)

        await take(12)
        for answer, count in ((b"RFB 003.008\n", 2), (b"\x01", 4), (b"\x01", 29), (WHOLE, PICTURE)):
            await call.write(pb.ConsoleData(data=answer))
            await take(count)
        found = []
        for _ in range(keys):
            began = time.monotonic()
            await call.write(pb.ConsoleData(data=KEY))
            await take(ECHO)
            found.append(time.monotonic() - began)
        call.cancel()
        return found


async def _typing(proxy: psutil.Process, sockets: list[ClientConnection], seconds: float) -> tuple[list[float], float]:
    """Everybody types two keys a second, spread evenly; (how late each echo was, the proxy's CPU in cores)."""
    late: list[float] = []
    end = time.monotonic() + seconds

    async def one(number: int, ws: ClientConnection) -> None:
        await asyncio.sleep(EACH * number / len(sockets))
        while time.monotonic() < end:
            began = time.monotonic()
            late.extend(await _echoes(ws, 1))
            await asyncio.sleep(max(0.0, EACH - (time.monotonic() - began)))

    before, began = sum(proxy.cpu_times()[:2]), time.monotonic()
    await asyncio.gather(*(one(number, ws) for number, ws in enumerate(sockets)))
    return late, (sum(proxy.cpu_times()[:2]) - before) / (time.monotonic() - began)


def _p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]
