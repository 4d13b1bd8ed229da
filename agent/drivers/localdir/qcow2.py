"""The header of a qcow2 file, read without a program and without a lock, so also of a running VM's disk.

Source: QEMU, docs/interop/qcow2.txt.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

_MAGIC = 0x514649FB
_HEADER = struct.Struct(">IIQIIQIIQQIIQQQQ")   # up to and with the autoclear feature bits, version 3
_INCOMPATIBLE_DIRTY, _INCOMPATIBLE_CORRUPT, _INCOMPATIBLE_DATA_FILE = 1, 2, 4


class NotQcow2(ValueError):
    """The file is not a qcow2 image this code knows; the text says why."""


@dataclass(frozen=True)
class Header:
    """What matters here: virtual size in bytes, the backing file's name as written (empty: none), what else the file needs."""

    version: int
    virtual_bytes: int
    backing: str
    encrypted: bool
    data_file: bool
    corrupt: bool


def read(path: Path) -> Header:
    """The header of the file at `path`. Raises NotQcow2, FileNotFoundError, OSError."""
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < 72 or struct.unpack_from(">I", head)[0] != _MAGIC:
            raise NotQcow2("no qcow2 header")
        head = head.ljust(_HEADER.size, b"\0")
        (_, version, backing_at, backing_size, _, size, crypt, *_, incompatible, _, _) = _HEADER.unpack(head)
        if version not in (2, 3):
            raise NotQcow2(f"qcow2 version {version}")
        if version == 2:
            incompatible = 0
        backing = ""
        if backing_at:
            if backing_size > 1023:
                raise NotQcow2("the backing file's name is too long")
            file.seek(backing_at)
            backing = file.read(backing_size).decode("utf-8", "surrogateescape")
    return Header(version, size, backing, bool(crypt), bool(incompatible & _INCOMPATIBLE_DATA_FILE),
                  bool(incompatible & _INCOMPATIBLE_CORRUPT))
