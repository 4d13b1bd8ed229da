"""A host as its handlers see it: drivers, fences, operations, records."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from agent.console.allowed import Allowed
from agent.console.serial import Line
from agent.drivers.base import DriverError, Hypervisor, Network, Storage
from agent.faults import Faults
from agent.fences import Fences
from agent.journal import Records
from agent.locks import Locks
from agent.operations import Operations
from common import clock, control
from protos.agent.v1 import agent_pb2 as pb

P = ParamSpec("P")
T = TypeVar("T")

USE_GRACE = 600.0  # seconds: what was ensured so recently is not removed by a whole-host document that may be older


@dataclass
class Host:
    """Everything a handler may use. `threads` is None when the drivers never block (the simulator): they run on the event loop."""

    uuid: str
    hypervisor: Hypervisor
    network: Network
    storage: Storage
    records: Records
    threads: ThreadPoolExecutor | None = None
    open_control: Callable[[str], Awaitable[control.Pipe]] | None = None  # to a system VM's control daemon; default: TCP
    open_console: Callable[[str, int], Awaitable[control.Pipe]] | None = None  # to a guest's screen or serial line; default: what the driver names
    use_grace: float = USE_GRACE
    hurry: Callable[[], None] | None = None  # reports to the managers at once
    locks: Locks = field(default_factory=Locks)
    fences: Fences = field(init=False)
    faults: Faults = field(init=False)
    operations: Operations = field(init=False)
    consoles: Allowed = field(default_factory=Allowed)
    lines: dict[str, Line] = field(default_factory=dict)
    touched: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=clock.monotonic)

    def __post_init__(self) -> None:
        self.fences = Fences(self.records)
        self.faults = Faults(self.records)
        self.operations = Operations(self.records)

    async def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a driver's method: in a thread when drivers block. A cancelled caller never leaves it half awaited: it is shielded above."""
        if self.threads is None:
            return fn(*args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self.threads, lambda: fn(*args, **kwargs))

    def touch(self, thing: str) -> None:
        """Notes that a shared object (image:<uuid>, bridge:<name>) was ensured now."""
        self.touched[thing] = clock.monotonic()

    def fresh(self, thing: str) -> bool:
        """Whether it was ensured within the grace period; before its end after a start, everything counts as fresh."""
        return clock.monotonic() - max(self.touched.get(thing, 0.0), self.started) < self.use_grace

    def pools(self) -> list[pb.Pool]:
        """The pools that were ensured on this host."""
        return [pb.Pool(uuid=uuid, type=pool["type"], path=pool["path"]) for uuid, pool in self.records.all("pool").items()]

    async def console(self, vm: str, kind: int) -> control.Pipe:
        """A byte stream to a guest's screen (RFB) or serial line. DriverError NOT_FOUND when it does not run, or has none."""
        if self.open_console is not None:
            return await self.open_console(vm, kind)
        if kind == pb.SERIAL:
            return await self._serial(vm)
        path = await self.call(self.hypervisor.screen_socket, vm)
        if not path:
            raise DriverError("NOT_FOUND", f"{vm} has no screen, or does not run")
        try:
            return control.StreamPipe(*await asyncio.open_unix_connection(path))
        except OSError as error:
            raise DriverError("NOT_FOUND", f"the screen of {vm} does not answer: {error}") from None

    async def _serial(self, vm: str) -> control.Pipe:
        """The terminal is opened once, however many watch."""
        path = await self.call(self.hypervisor.serial_terminal, vm)
        if not path:
            raise DriverError("NOT_FOUND", f"{vm} has no serial line, or does not run")
        if vm not in self.lines:
            try:
                fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
            except OSError as error:
                raise DriverError("NOT_FOUND", f"the serial line of {vm} does not answer: {error}") from None
            self.lines[vm] = Line(fd, lambda: self._hung_up(vm))
        return self.lines[vm].watch()

    def _hung_up(self, vm: str) -> None:
        self.lines.pop(vm, None)

    async def tunnel(self, vm: str) -> control.Pipe:
        """A byte stream to the control port of a system VM. DriverError NOT_FOUND when it has none or does not answer."""
        if self.open_control is not None:
            return await self.open_control(vm)
        where = await self.call(self.hypervisor.control_address, vm)
        if where is None:
            raise DriverError("NOT_FOUND", f"{vm} has no control address on this host")
        try:
            async with asyncio.timeout(10):
                return control.StreamPipe(*await asyncio.open_connection(*where))
        except (OSError, TimeoutError) as error:
            raise DriverError("NOT_FOUND", f"{vm} does not answer on {where[0]} port {where[1]}: {error or 'timeout'}") from None
