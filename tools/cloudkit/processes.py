"""Background processes of a demo or a developer's cloud: started once, found again by (pid, start time), ended by pid."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


class NotReady(Exception):
    """A process ended or did not answer in time; the text holds the end of its log."""


@dataclass(frozen=True)
class Service:
    """One process. `prefix`: what it is started through, as ("ip", "netns", "exec", "x")."""

    name: str
    argv: Sequence[str]
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    prefix: Sequence[str] = ()

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.folder / f"{self.name}.log"

    @property
    def pidfile(self) -> Path:
        """Holds "pid start-time"."""
        return self.folder / f"{self.name}.pid"

    def running(self) -> int:
        """Its pid; 0 when it does not run."""
        try:
            pid, born = self.pidfile.read_text().split()
        except (OSError, ValueError):
            return 0
        return int(pid) if started_at(int(pid)) == born else 0

    def start(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Starts it unless it runs; returns when `ready` says so. Raises NotReady."""
        if not self.running():
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.log.open("ab") as out:
                process = subprocess.Popen([*self.prefix, *self.argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                                           env={**os.environ, **self.env})
            self.pidfile.write_text(f"{process.pid} {started_at(process.pid)}")
        end = time.monotonic() + seconds
        while not ready():
            if not self.running() or time.monotonic() > end:
                what = "ended" if not self.running() else f"was not ready within {seconds:.0f} s"
                raise NotReady(f"{self.name} {what}; the end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.05)

    def stop(self, seconds: float = 20) -> bool:
        """Ends it: SIGTERM, then SIGKILL; False when it did not run."""
        pid = self.running()
        if pid:
            os.kill(pid, signal.SIGTERM)
            end = time.monotonic() + seconds
            while self.running() and time.monotonic() < end:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
                time.sleep(0.05)
            if self.running():
                os.kill(pid, signal.SIGKILL)
        self.pidfile.unlink(missing_ok=True)
        return bool(pid)

    def kill(self, seconds: float = 20) -> None:
        """Ends it at once, as a power cut would, and waits until it is gone: only then can it be started again."""
        pid = self.running()
        if pid:
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + seconds
        while self.running() and time.monotonic() < end:
            time.sleep(0.01)


def started_at(pid: int) -> str:
    """When a process began, in clock ticks since boot (proc(5)); empty when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def tail(path: Path, lines: int = 30) -> str:
    """The last lines of a file."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return str(error)
