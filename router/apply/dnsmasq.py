"""Runs dnsmasq as a child: starts it, tells it to read again, restarts it when it dies."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
from pathlib import Path

from common import atomic, clock
from common.exec import Runner
from router.render.dnsmasq import Files

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
READY_SECONDS = 30.0  # an emulated machine may need several


class DnsmasqFailed(Exception):
    """dnsmasq ended by itself, or does not answer."""


class Dnsmasq:
    """One dnsmasq, from files in `folder`. Not for use by two tasks at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: Files | None = None
        self.probe: tuple[str, str] | None = None  # address and name to ask when it shall prove that it works
        self._argv = ("dnsmasq", f"--conf-file={folder / 'dnsmasq.conf'}")
        self._process: asyncio.subprocess.Process | None = None
        self._spawning = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None

    def check(self, files: Files, run: Runner) -> None:
        """Has dnsmasq judge a configuration. Raises CommandFailed with its complaint."""
        self.folder.mkdir(parents=True, exist_ok=True)
        candidate = self.folder / "candidate.conf"
        atomic.write(candidate, files.conf, durable=False)
        try:
            run(["dnsmasq", "--test", f"--conf-file={candidate}"])
        finally:
            candidate.unlink()

    async def ensure(self, files: Files | None, probe: tuple[str, str] | None) -> str:
        """Makes dnsmasq serve `files`; says what that took: "", "reload", "restart" or "stop". Raises DnsmasqFailed."""
        old, self.files, self.probe = self.files, files, probe
        if files is None:
            await self.stop()
            return "stop" if old else ""
        if old == files and self.alive:
            return ""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.named().items():
            atomic.write(self.folder / name, content, durable=False)
        if old is None or not old.reloads_into(files) or not self.alive:
            await self._start()
            return "restart"
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)
        return "reload"

    @property
    def alive(self) -> bool:
        """Whether the child runs."""
        return self._process is not None and self._process.returncode is None

    def answers(self, seconds: float = 2.0) -> bool:
        """Whether it answers a DNS query within `seconds`. Blocks."""
        return self.probe is None or ask(*self.probe, seconds)

    async def stop(self) -> None:
        """Ends the child, hard when it does not listen."""
        if self._watch is not None:
            async with self._spawning:  # not between the child's birth and our knowing it
                self._watch.cancel()
            self._watch = None
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self._process = None

    async def _start(self) -> None:
        await self.stop()
        await asyncio.to_thread(end_strays, self._argv)
        self._process = await asyncio.create_subprocess_exec(*self._argv, stdin=asyncio.subprocess.DEVNULL)
        await self._ready()
        self._watch = asyncio.create_task(self._keep(self._process))

    async def _ready(self) -> None:
        deadline = clock.monotonic() + READY_SECONDS
        while clock.monotonic() < deadline:
            if not self.alive:
                raise DnsmasqFailed("dnsmasq ended as soon as it was started; its log says why")
            if await asyncio.to_thread(self.answers, 0.2):
                return
        raise DnsmasqFailed(f"dnsmasq has not answered within {READY_SECONDS:g} s")

    async def _keep(self, process: asyncio.subprocess.Process) -> None:
        """Starts it again, later each time, when it dies."""
        pause = 1.0
        while True:
            code = await process.wait()
            log.error("dnsmasq ended with code %s; it is started again", code)
            await clock.nap(pause)
            pause = min(60.0, pause * 2)
            async with self._spawning:
                process = await asyncio.create_subprocess_exec(*self._argv, stdin=asyncio.subprocess.DEVNULL)
                self._process = process


def end_strays(argv: tuple[str, ...]) -> None:
    """Ends processes with exactly this command line: what a router daemon that was killed left behind. It would go on answering."""
    wanted = b"".join(word.encode() + b"\0" for word in argv)
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # it ended meanwhile
            if entry.name.isdecimal() and (entry / "cmdline").read_bytes() == wanted:
                log.warning("ending a dnsmasq that was left behind, process %s", entry.name)
                os.kill(int(entry.name), signal.SIGKILL)
                deadline = clock.monotonic() + STOP_SECONDS
                while (entry / "cmdline").read_bytes() and clock.monotonic() < deadline:
                    clock.pause(0.01)


def ask(address: str, name: str, seconds: float) -> bool:
    """Whether the resolver at `address` answers a query for the A record of `name` (RFC 1035, 4) within `seconds`."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    query = b"\x50\x49\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + labels + b"\x00\x00\x01\x00\x01"
    deadline = clock.monotonic() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        try:
            channel.connect((address, 53))
            channel.settimeout(seconds)
            channel.send(query)
            return channel.recv(512)[:2] == query[:2]
        except OSError:
            if (left := deadline - clock.monotonic()) > 0:
                clock.pause(min(left, 0.05))  # refused at once: nobody listens yet
            return False
