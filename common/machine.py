"""What the machine under this process is."""

from __future__ import annotations

import functools
import platform
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")


@dataclass(frozen=True)
class Machine:
    """`booted`: microseconds UTC, 0 when it is not known."""

    os: str
    kernel: str
    booted: int


@functools.cache
def machine() -> Machine:
    """Looked at once: it stays what it is while the process lives."""
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        name = platform.system()
    return Machine(name, platform.release(), booted(STAT.read_text() if STAT.exists() else ""))


def booted(stat: str) -> int:
    """When the machine started, from the text of /proc/stat (proc_stat(5): btime, seconds since the Epoch)."""
    seconds = next((line.split()[1] for line in stat.splitlines() if line.startswith("btime ")), "0")
    return int(seconds) * 1_000_000
