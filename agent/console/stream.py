"""One console stream between a proxy and a guest: bytes both ways, each side no faster than the other takes them, ended in words."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import grpc
import grpc.aio

from agent.console.allowed import Ending
from agent.drivers.base import DriverError
from agent.host import Host
from common import control
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)

FRAME = 64 << 10        # bytes of one message, either way
BOOT_LOG = 1 << 20      # bytes of a boot log that are shown: its end
FAREWELL = 2.0          # seconds in which a proxy may take the reason of the end
SILENCE = 4 * 3600.0    # seconds without a byte either way: the proxy is as good as gone

_LOST = (ConnectionError, grpc.RpcError, grpc.aio.UsageError, asyncio.InvalidStateError)


async def run(host: Host, opening: pb.ConsoleOpen, requests: AsyncIterator[pb.ConsoleData], context: Any, ended: Ending) -> None:
    """Carries bytes until one side ends, or `ended` is set; the last message says why."""
    end = await (_boot_log(host, opening.vm, context) if opening.kind == pb.BOOTLOG else _carry(host, opening, requests, context, ended))
    with contextlib.suppress(TimeoutError, *_LOST):
        async with asyncio.timeout(FAREWELL):
            await context.write(pb.ConsoleData(end=end))


async def _carry(host: Host, opening: pb.ConsoleOpen, requests: AsyncIterator[pb.ConsoleData], context: Any, ended: Ending) -> pb.ConsoleEnd:
    try:
        pipe = await host.console(opening.vm, opening.kind)
    except DriverError as error:
        power = await host.call(host.hypervisor.power, opening.vm)
        stopped = power not in (pb.RUNNING, pb.PAUSED)
        return _end(pb.ConsoleEnd.STOPPED if stopped else pb.ConsoleEnd.FAILED, "the VM is not running" if stopped else error.text)
    loop = asyncio.get_running_loop()
    said = _Said(ended)
    ways = [loop.create_task(_guarded(_upwards(requests, pipe, ended, said), ended)),
            loop.create_task(_guarded(_downwards(host, opening.vm, pipe, context, ended, said), ended))]
    try:
        return await ended
    finally:
        said.stop()
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        await pipe.close()


async def _guarded(way: Coroutine[Any, Any, None], ended: Ending) -> None:
    try:
        await way
    except _LOST as error:
        log.info("console stream lost: %s", type(error).__name__)
        _set(ended, pb.ConsoleEnd.FAILED, "the connection was lost")
    except Exception:
        log.exception("console stream")
        _set(ended, pb.ConsoleEnd.FAILED, "the host met an error of its own")


async def _downwards(host: Host, vm: str, pipe: control.Pipe, context: Any, ended: Ending, said: _Said) -> None:
    """What the guest sends. A slow proxy is waited for: the guest's end then waits, too."""
    await context.write(pb.ConsoleData(opened=True))
    while data := await pipe.read():
        for start in range(0, len(data), FRAME):
            await context.write(pb.ConsoleData(data=data[start:start + FRAME]))
        said.now()
    if ended.done():
        return
    power = await host.call(host.hypervisor.power, vm)
    again = power in (pb.RUNNING, pb.PAUSED)
    _set(ended, pb.ConsoleEnd.REBOOTED if again else pb.ConsoleEnd.STOPPED, "the VM restarts" if again else "the VM was stopped")


async def _upwards(requests: AsyncIterator[pb.ConsoleData], pipe: control.Pipe, ended: Ending, said: _Said) -> None:
    """What the proxy sends."""
    async for message in requests:
        if len(message.data) > FRAME:
            _set(ended, pb.ConsoleEnd.TOO_LARGE, f"a message has {len(message.data)} bytes; at most {FRAME} are taken")
            return
        said.now()
        if message.data:
            try:
                await pipe.write(message.data)
            except ConnectionError:
                return      # the guest's end is closed: the other way finds out why
    _set(ended, pb.ConsoleEnd.COMPLETE, "the proxy closed the stream")


async def _boot_log(host: Host, vm: str, context: Any) -> pb.ConsoleEnd:
    """The end of what the guest wrote to its serial line since it was made, older part first."""
    path = await host.call(host.hypervisor.serial_log, vm)
    whole = await host.call(_tail, path) if path else await host.call(host.hypervisor.serial_text, vm)
    try:
        await context.write(pb.ConsoleData(opened=True))
        for start in range(0, len(whole), FRAME):
            await context.write(pb.ConsoleData(data=whole[start:start + FRAME]))
    except _LOST:
        return _end(pb.ConsoleEnd.FAILED, "the connection was lost")
    return _end(pb.ConsoleEnd.COMPLETE, "")


def _tail(path: str) -> bytes:
    """The last BOOT_LOG bytes of a log and of what was cut off before it."""
    found = b""
    for part in (Path(path), Path(f"{path}.1")):
        wanted = BOOT_LOG - len(found)
        if wanted <= 0 or not part.exists():
            continue
        with part.open("rb") as file:
            file.seek(max(0, part.stat().st_size - wanted))
            found = file.read(wanted) + found
    return found


def _end(why: pb.ConsoleEnd.Why.ValueType, text: str) -> pb.ConsoleEnd:
    return pb.ConsoleEnd(why=why, text=text)


def _set(ended: Ending, why: pb.ConsoleEnd.Why.ValueType, text: str) -> None:
    if not ended.done():
        ended.set_result(_end(why, text))


class _Said:
    """Ends a stream over which nothing has gone for long."""

    def __init__(self, ended: Ending) -> None:
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._timer = self._loop.call_later(SILENCE, self._look)

    def now(self) -> None:
        """Something was said."""
        self._last = self._loop.time()

    def stop(self) -> None:
        """The stream is over."""
        self._timer.cancel()

    def _look(self) -> None:
        left = self._last + SILENCE - self._loop.time()
        if left > 0:
            self._timer = self._loop.call_later(left, self._look)
        else:
            _set(self._ended, pb.ConsoleEnd.FAILED, "nothing was said for hours")
