"""A real agent process, killed and started at will."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(state: Path, *arguments: str, log: Path | None = None) -> subprocess.Popen[bytes]:
    """`pileus-agent` with these arguments."""
    with (log or state.parent / "agent.log").open("ab") as out:
        return subprocess.Popen([sys.executable, "-m", "agent.main", *arguments, "--state-dir", str(state)], cwd=ROOT, stdout=out, stderr=out,
                                env={**os.environ, "PYTHONPATH": str(ROOT)})


def ready(process: subprocess.Popen[bytes], file: Path, seconds: float = 60.0) -> None:
    """Waits for the ready file of this very process."""
    end = time.monotonic() + seconds
    while not (file.exists() and file.read_text().strip() == str(process.pid)):
        assert process.poll() is None, f"the agent ended with {process.returncode}"
        assert time.monotonic() < end, "the agent did not become ready"
        time.sleep(0.05)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL: nothing is flushed, nobody says goodbye."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)


@contextlib.contextmanager
def stopping(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Ends the process at the end."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                kill(process)
