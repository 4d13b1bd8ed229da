"""Serial logs: what a guest writes may not fill the host's disk (virtlogd bounds them where it is in use; this bounds them elsewhere)."""

from __future__ import annotations

import os
from pathlib import Path

LIMIT = 16 * 1024 * 1024
KEEP = 1024 * 1024


def prepare(path: Path) -> None:
    """Makes the file, readable by root only; the hypervisor's user gets it from libvirt."""
    path.touch(mode=0o600)


def trim(path: Path, limit: int = LIMIT, keep: int = KEEP) -> bool:
    """Beyond `limit` bytes: the last `keep` go to `<path>.1`, the file starts anew. QEMU appends, so it goes on at the new end."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    if size <= limit:
        return False
    with path.open("rb") as file:
        file.seek(size - keep)
        tail = file.read(keep)
    older = path.with_name(f"{path.name}.1")
    older.touch(mode=0o600)
    older.write_bytes(tail)
    os.truncate(path, 0)
    return True


def remove(path: Path) -> None:
    """Removes the log and what was trimmed."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.1").unlink(missing_ok=True)
