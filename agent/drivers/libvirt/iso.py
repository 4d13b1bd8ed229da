"""A config disk: an ISO 9660 image with a few files in its root, as bytes (source: ECMA-119, 4th edition).

Written here because the program would be larger than the format: a volume descriptor, a path table, one directory. No Rock Ridge,
no Joliet: Linux shows `CONFIG.JSON;1` as `config.json`. The same input gives the same bytes (no dates), so nothing leaks and a
second writing changes nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 2048
_SYSTEM_AREA = 16            # sectors that belong to nobody
_PATH_TABLE_LE, _PATH_TABLE_BE, _ROOT, _FIRST_FILE = 18, 19, 20, 21
_NO_DATE = bytes(7)
_NO_LONG_DATE = b"0" * 16 + b"\0"


def build(label: str, files: Mapping[str, bytes]) -> bytes:
    """The image with volume label `label` (A–Z, 0–9, _; at most 32) and `files` in its root.

    Names are lower-case letters, digits and _ with one dot, at most 30 characters. ValueError for a name or number of files that
    does not fit.
    """
    names = {_name(name): data for name, data in sorted(files.items())}
    records, content, sector = [], [], _FIRST_FILE
    for name, data in names.items():
        records.append(_record(name, sector, len(data), folder=False))
        padded = data + bytes(-len(data) % SECTOR)
        content.append(padded)
        sector += len(padded) // SECTOR
    folder = _record(b"\0", _ROOT, SECTOR, folder=True) + _record(b"\1", _ROOT, SECTOR, folder=True) + b"".join(records)
    if len(folder) > SECTOR:
        raise ValueError("too many files for one directory sector")
    table_le = struct.pack("<BBIH", 1, 0, _ROOT, 1) + b"\0\0"
    table_be = struct.pack(">BBIH", 1, 0, _ROOT, 1) + b"\0\0"
    return b"".join([
        bytes(_SYSTEM_AREA * SECTOR),
        _sector(_volume_descriptor(label, sector, len(table_le))),
        _sector(b"\xffCD001\x01"),
        _sector(table_le), _sector(table_be), _sector(folder), *content])


def _name(name: str) -> bytes:
    stem, dot, extension = name.partition(".")
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789_")
    if not stem or not dot or len(name) > 30 or set(stem + extension) - allowed:
        raise ValueError(f"{name!r} cannot be written on a config disk")
    return f"{name.upper()};1".encode("ascii")


def _sector(data: bytes) -> bytes:
    return data.ljust(SECTOR, b"\0")


def _both(number: int) -> bytes:
    """32 bits, little then big endian (7.3.3)."""
    return struct.pack("<I", number) + struct.pack(">I", number)


def _both16(number: int) -> bytes:
    return struct.pack("<H", number) + struct.pack(">H", number)


def _record(name: bytes, sector: int, size: int, *, folder: bool) -> bytes:
    """A directory record (9.1), padded to an even length."""
    body = (b"\0" + _both(sector) + _both(size) + _NO_DATE + bytes([2 if folder else 0, 0, 0]) + _both16(1)
            + bytes([len(name)]) + name)
    body += b"\0" * ((len(body) + 1) % 2)
    return bytes([len(body) + 1]) + body


def _volume_descriptor(label: str, sectors: int, table_size: int) -> bytes:
    """The primary volume descriptor (8.4)."""
    if not 0 < len(label) <= 32 or set(label) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"):
        raise ValueError(f"{label!r} is not a volume label")
    return b"".join([
        b"\x01CD001\x01\0", b" " * 32, label.encode("ascii").ljust(32), bytes(8), _both(sectors), bytes(32),
        _both16(1), _both16(1), _both16(SECTOR), _both(table_size),
        struct.pack("<II", _PATH_TABLE_LE, 0), struct.pack(">II", _PATH_TABLE_BE, 0),
        _record(b"\0", _ROOT, SECTOR, folder=True),
        b" " * 128 * 4, b" " * 37 * 3, _NO_LONG_DATE * 4, b"\x01\0"])
