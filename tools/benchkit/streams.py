"""Many event streams at once: how late a change comes, and what they cost the manager."""

from __future__ import annotations

import asyncio
import statistics
import time
from urllib.parse import urlencode

from tools.benchkit.client import Caller
from tools.benchkit.cost import cpu_s
from tools.benchkit.world import World

MARK = b"SSHKeyPair"


async def measure(world: World, count: int, seconds: float, pids: list[int]) -> dict[str, float]:
    """`count` streams of all users for so long; a change every two seconds, and when each of its owner's streams has told it."""
    heard: dict[int, list[float]] = {number: [] for number in range(len(world.users))}
    broken = 0
    stop = asyncio.Event()
    port = world.cluster.ports["api"]

    async def listen(number: int) -> None:
        nonlocal broken
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        writer.write(_request(world.users[number]))
        try:
            while not stop.is_set():
                line = await reader.readline()
                if not line:
                    broken += 0 if stop.is_set() else 1
                    return
                if MARK in line:
                    heard[number].append(time.monotonic())
        finally:
            writer.close()

    tasks = [asyncio.create_task(listen(number % len(world.users))) for number in range(count)]
    await asyncio.sleep(5)
    late: list[float] = []
    before, began = cpu_s(pids), time.monotonic()
    while time.monotonic() - began < seconds:
        number = len(late) % len(world.users)
        each = sum(1 for one in range(count) if one % len(world.users) == number)
        heard[number].clear()
        sent = time.monotonic()
        await world.users[number].call("createSSHKeyPair", name=f"bench-{time.monotonic_ns()}")
        while len(heard[number]) < each and time.monotonic() - sent < 10:  # noqa: ASYNC110 - ends by itself, and wakes nobody else
            await asyncio.sleep(0.02)
        late.append(max(heard[number], default=sent + 10) - sent)
        await asyncio.sleep(max(0.0, 2 - (time.monotonic() - sent)))
    took = time.monotonic() - began
    cpu = (cpu_s(pids) - before) / took
    stop.set()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(f"  {count} streams for {took:.0f} s: {len(late)} changes, {broken} streams broken", flush=True)
    return {"stream_change_p50_s": statistics.median(late), "stream_change_worst_s": max(late), "stream_cpu_cores": cpu,
            "streams_broken": float(broken)}


def _request(user: Caller) -> bytes:
    query = urlencode(user.signed({}))
    return f"GET /client/api/stream?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
