"""Long work (DESIGN 3): named, written down before it starts, its result before it is told; cancelled by name.

The work runs in a thread. A program it starts is written down as (pid, start time): after a restart of the agent it is ended, and the
same command starts the work anew from what is on disk.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.drivers.base import DriverError
from agent.journal import Records
from common import clock
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The operation was asked to end."""


@dataclass
class Progress:
    """What the work tells and is told. Its methods are called in the work's thread."""

    name: str
    note_child: Callable[[int | None], None] = lambda pid: None
    percent: int = -1
    text: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)

    def tell(self, percent: int, text: str) -> None:
        """Shows how far it is; raises Cancelled when it shall end."""
        self.percent, self.text = percent, text
        self.check()

    def check(self) -> None:
        """Raises Cancelled when the work shall end."""
        if self.cancelled.is_set():
            raise Cancelled(self.name)

    def run(self, argv: Sequence[str], seconds: float) -> None:
        """Runs a program as a child that is written down; ends it when cancelled. DriverError FAILED with what it said."""
        with subprocess.Popen(list(argv), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
            self.note_child(child.pid)
            try:
                self._attend(child, clock.monotonic() + seconds)
            finally:
                if child.poll() is None:
                    child.kill()
                _, errors = child.communicate()
                self.note_child(None)
        if child.returncode:
            raise DriverError("FAILED", f"{argv[0]}: {errors.decode(errors='replace').strip()[-1000:] or child.returncode}")

    def _attend(self, child: subprocess.Popen[bytes], deadline: float) -> None:
        while True:
            try:
                child.wait(0.2)
                return
            except subprocess.TimeoutExpired:
                self.check()
                if clock.monotonic() > deadline:
                    raise DriverError("FAILED", f"{self.name}: no end in time") from None


Work = Callable[[Progress], None]


@dataclass
class _Running:
    progress: Progress
    task: asyncio.Task[None]


class Operations:
    """The operations of one host."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._running: dict[str, _Running] = {}

    async def run(self, name: str, work: Work, wait_seconds: float) -> pb.Operation | None:
        """Starts `work` unless it runs, waits for it at most `wait_seconds`: None when it has ended well, else how far it is.

        Raises the work's own DriverError; asking again afterwards starts it anew.
        """
        running = self._running.get(name)
        if running is None:
            self._records.put("operation", name, {"state": "running"})
            await self._records.commit()
            running = self._start(name, work)
        await asyncio.wait([running.task], timeout=max(wait_seconds, 0.05))
        if not running.task.done():
            return self._show(running.progress)
        self._running.pop(name, None)
        self._records.put("operation", name, None)
        await self._records.commit()
        error = running.task.exception()
        if isinstance(error, Cancelled):
            raise DriverError("FAILED", f"{name} was cancelled")
        if error is not None:
            raise error
        return None

    async def cancel(self, name: str) -> None:
        """Asks it to end and waits until it is gone; nothing to do when it does not run."""
        running = self._running.get(name)
        if running is not None:
            running.progress.cancelled.set()
            await asyncio.wait([running.task])
            self._running.pop(name, None)
        if self._records.get("operation", name) is not None:
            self._records.put("operation", name, None)
            await self._records.commit()

    def list(self) -> list[pb.Operation]:
        """Those that run, and those that ended and were not asked about since."""
        return [self._show(running.progress) for running in self._running.values()]

    def recover(self) -> None:
        """After a start of the agent: ends children that an earlier process left, forgets their operations."""
        for name, found in list(self._records.all("operation").items()):
            pid = found.get("pid")
            if pid and process_start(pid) == found.get("start"):
                log.warning("%s: ending process %s that an earlier agent left", name, pid)
                os.kill(pid, signal.SIGKILL)
            self._records.put("operation", name, None)

    def _start(self, name: str, work: Work) -> _Running:
        loop = asyncio.get_running_loop()

        def note(pid: int | None) -> None:
            value = {"state": "running", "pid": pid, "start": process_start(pid)} if pid else {"state": "running"}

            async def keep() -> None:
                self._records.put("operation", name, value)
                await self._records.commit()

            asyncio.run_coroutine_threadsafe(keep(), loop).result()

        progress = Progress(name, note)
        running = _Running(progress, loop.create_task(asyncio.to_thread(work, progress)))
        running.task.add_done_callback(lambda task: None if task.cancelled() else task.exception())
        self._running[name] = running
        return running

    @staticmethod
    def _show(progress: Progress) -> pb.Operation:
        return pb.Operation(name=progress.name, percent=progress.percent, text=progress.text)


def process_start(pid: int) -> int | None:
    """When a process started, in clock ticks since boot (proc(5), field 22): tells it from a later one with its number. None: gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return None
