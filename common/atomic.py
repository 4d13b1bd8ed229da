"""Files that are either the old or the new version, whatever happens."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write(path: Path, data: bytes | str, *, mode: int = 0o644, durable: bool = True) -> None:
    """Replaces `path` by `data` in one step. `durable`: on disk (file and folder fsynced) before this returns.

    The file is created with `mode` from the start, so a key is never readable by others for a moment.
    """
    octets = data.encode() if isinstance(data, str) else data
    with _draft(path, mode) as (descriptor, draft):
        _put(descriptor, octets, durable)
        draft.replace(path)
    if durable:
        sync_folder(path.parent)


def create(path: Path, data: bytes | str, *, mode: int = 0o600) -> bool:
    """Writes a file that must not exist yet, whole or not at all; False when it is there already (it is left alone)."""
    octets = data.encode() if isinstance(data, str) else data
    with _draft(path, mode) as (descriptor, draft):
        _put(descriptor, octets, True)
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Makes renames, links and removals in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _draft(path: Path, mode: int) -> Iterator[tuple[int, Path]]:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        os.fchmod(descriptor, mode)
        yield descriptor, draft
    finally:
        os.close(descriptor)
        draft.unlink(missing_ok=True)


def _put(descriptor: int, octets: bytes, durable: bool) -> None:
    view = memoryview(octets)
    while view:
        view = view[os.write(descriptor, view):]
    if durable:
        os.fsync(descriptor)
