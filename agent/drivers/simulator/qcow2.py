"""Just enough of the qcow2 format (QEMU's docs/interop/qcow2.txt) to make an empty image and to read a header."""

from __future__ import annotations

import struct
from pathlib import Path

from agent.drivers.base import DriverError, ImageInfo

CLUSTER = 1 << 16
MAGIC = b"QFI\xfb"


def empty(virtual_bytes: int) -> bytes:
    """A valid qcow2 file (version 3, 64 KiB clusters) of this virtual size that holds nothing."""
    entries = max(1, -(-virtual_bytes // (CLUSTER * CLUSTER // 8)))
    l1_clusters = -(-entries * 8 // CLUSTER)
    used = 3 + l1_clusters  # header, refcount table, refcount block, L1 table
    sizes = (16, virtual_bytes, 0, entries, 3 * CLUSTER, CLUSTER, 1)  # cluster bits, size, no encryption, L1, refcount table
    header = struct.pack(">4sIQIIQIIQQIIQQQQII", MAGIC, 3, 0, 0, *sizes, 0, 0, 0, 0, 0, 4, 104)
    table = struct.pack(">Q", 2 * CLUSTER)
    block = struct.pack(">H", 1) * used
    return b"".join(part.ljust(CLUSTER, b"\0") for part in (header, table, block)) + bytes(l1_clusters * CLUSTER)


def inspect(path: Path) -> ImageInfo:
    """Sizes of a qcow2 file. CORRUPT when it is none, or has a backing or an external data file."""
    with path.open("rb") as file:
        head = file.read(104)
    if len(head) < 72 or not head.startswith(MAGIC):
        raise DriverError("CORRUPT", f"{path.name} is not a qcow2 image")
    version, backing, _, _, size = struct.unpack(">IQIIQ", head[4:32])
    external = version >= 3 and len(head) >= 80 and struct.unpack(">Q", head[72:80])[0] & 4
    if backing or external:
        raise DriverError("CORRUPT", f"{path.name} refers to another file")
    return ImageInfo(size, path.stat().st_size)
