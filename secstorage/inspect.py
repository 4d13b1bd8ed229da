"""Images are hostile until proven otherwise: formats are forced, backing files refused, sizes bounded, qemu-img runs on a leash."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import lzma
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from common.exec import run

CHUNK = 1 << 20
QCOW2_MAGIC = b"QFI\xfb"
PACKED: list[tuple[bytes, Callable[..., Any]]] = [(b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open)]
OTHER = {  # what people upload by mistake, by how it begins
    b"KDMV": "a VMDK image", b"# Disk Descriptor": "a VMDK descriptor", b"conectix": "a VHD image", b"vhdxfile": "a VHDX image",
    b"PK\x03\x04": "a zip archive", b"\x7fELF": "a program", b"%PDF": "a PDF document",
}
TEXTUAL = re.compile(rb"^\s*(<!doctype|<html|<\?xml|<head|<body|\{|#!)", re.IGNORECASE)
MEMORY = 2 << 30  # bytes of address space for qemu-img
CPU_SECONDS = 1800


class BadImage(Exception):
    """The file is not what it was said to be; the text is for the person who registered it."""


def verify_checksum(path: Path, wanted: str) -> str:
    """Checks the file against `wanted` ("{SHA-256}hex", "{MD5}hex", or bare hex by its length); returns it, "{MD5}hex" when none was given.

    The form is CloudStack's (registerTemplate's parameter checksum).
    """
    match = re.fullmatch(r"(?:\{([A-Za-z0-9-]+)\})?([0-9A-Fa-f]+)", wanted.strip()) if wanted else None
    if wanted and match is None:
        raise BadImage(f"the checksum {wanted[:80]!r} is not of the form {{ALGORITHM}}hexadecimal")
    digits = match.group(2).lower() if match else ""
    by_length = {32: "MD5", 40: "SHA-1", 56: "SHA-224", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}
    algorithm = (match.group(1) if match and match.group(1) else by_length.get(len(digits), "MD5" if not wanted else "")).upper()
    name = algorithm.replace("SHA-", "sha").lower()
    if name not in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
        raise BadImage(f"the checksum algorithm {algorithm!r} is not supported: use SHA-256 or SHA-512")
    digest = hashlib.new(name, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    if digits and digest.hexdigest() != digits:
        raise BadImage(f"the checksum of the file is {{{algorithm}}}{digest.hexdigest()}, not {{{algorithm}}}{digits} as given")
    return f"{{{algorithm}}}{digest.hexdigest()}"


def unpack(part: Path, target: Path, limit: int, guard: Callable[[], None]) -> Path:
    """Unpacks gzip, bzip2 or xz into `target` (at most `limit` bytes come out); returns the plain file: `part` itself when it is plain."""
    with part.open("rb") as file:
        start = file.read(8)
    for magic, opener in PACKED:
        if start.startswith(magic):
            try:
                with opener(part, "rb") as source, target.open("wb") as out:
                    _copy(source, out, limit, guard)
            except (OSError, EOFError, lzma.LZMAError) as error:
                if isinstance(error, OSError) and error.errno:
                    raise
                raise BadImage(f"the compressed file is broken or cut off: {error}") from error
            return target
    return part


def _copy(source: IO[bytes], out: IO[bytes], limit: int, guard: Callable[[], None]) -> None:
    written = 0
    while block := source.read(CHUNK):
        guard()
        written += len(block)
        if written > limit:
            raise BadImage(f"unpacked, the file is larger than the {limit} bytes allowed")
        out.write(block)


def install(plain: Path, final: Path, form: str, limit: int) -> None:
    """Makes `final`, a checked qcow2, out of `plain`, which claims to be of format `form` (QCOW2 or RAW). One step: all or nothing."""
    with plain.open("rb") as file:
        start = file.read(512)
        size = plain.stat().st_size
    _refuse_others(start, form)
    if form == "QCOW2":
        if not start.startswith(QCOW2_MAGIC):
            raise BadImage("the file is not a QCOW2 image")
        _check_whole(plain, virtual_size(plain, limit))
        os.replace(plain, final)
        return
    if form != "RAW":
        raise BadImage(f"the format {form!r} is not supported: use QCOW2 or RAW")
    if start.startswith(QCOW2_MAGIC):
        raise BadImage("the file is a QCOW2 image, not RAW: register it with format QCOW2")
    if size < 512 or size % 512:
        raise BadImage(f"a RAW image is a whole number of 512-byte sectors; this file has {size} bytes")
    if size > limit:
        raise BadImage(f"the image has {size} bytes, more than the {limit} allowed")
    draft = final.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    qemu_img("convert", "-f", "raw", "-O", "qcow2", "-c", str(plain), str(draft))
    os.replace(draft, final)


def _refuse_others(start: bytes, form: str) -> None:
    if TEXTUAL.match(start):
        begins = start[:40].decode("ascii", "replace").strip()
        raise BadImage(f"the URL leads to a web page or text, not to a {form} image: it begins with {begins!r}")
    for magic, what in OTHER.items():
        if start.startswith(magic):
            raise BadImage(f"the file is {what}, not a {form} image")


def virtual_size(path: Path, limit: int) -> int:
    """The size in bytes that a guest sees. Raises BadImage for anything but a self-contained qcow2 of at most `limit` bytes."""
    info = json.loads(qemu_img("info", "-f", "qcow2", "--output=json", "-U", str(path)))
    data = info.get("format-specific", {}).get("data", {})
    if info.get("backing-filename") or info.get("full-backing-filename"):
        raise BadImage(f"the image has a backing file ({str(info.get('backing-filename'))[:100]}): flatten it first (qemu-img convert)")
    if data.get("data-file"):
        raise BadImage("the image keeps its data in an external file: flatten it first (qemu-img convert)")
    if data.get("encrypt"):
        raise BadImage("the image is encrypted")
    if data.get("corrupt"):
        raise BadImage("the image is marked as corrupt")
    size = int(info["virtual-size"])
    if size > limit:
        raise BadImage(f"the image's virtual size is {size} bytes, more than the {limit} allowed")
    return size


def _check_whole(path: Path, virtual: int) -> None:
    """All that the image refers to is inside the file and can be read (not so in a download that was cut off)."""
    report = json.loads(qemu_img("check", "-f", "qcow2", "--output=json", "-U", str(path), ok=(0, 1, 2, 3)))
    if report.get("corruptions") or report.get("check-errors"):
        raise BadImage("the image is damaged or cut off (qemu-img check finds errors)")
    if report.get("compressed-clusters"):  # the last of them may end anywhere in its cluster: reading all of it tells
        qemu_img("convert", "-n", "-f", "qcow2", str(path), "--target-image-opts", f"driver=null-co,size={virtual}")
    elif int(report.get("image-end-offset", 0)) > path.stat().st_size and _data_end(path) > path.stat().st_size:
        raise BadImage("the image is cut off: the file ends before its data does")


def _data_end(path: Path) -> int:
    """Where a guest's data ends in the file. Metadata was checked, and may end within its cluster: qemu-img create writes no more than it needs."""
    extents = json.loads(qemu_img("map", "-f", "qcow2", "--output=json", "-U", str(path)))
    return max((int(one["offset"]) + int(one["length"]) for one in extents if one.get("data") and "offset" in one), default=0)


def qemu_img(*arguments: str, ok: tuple[int, ...] = (0,)) -> str:
    """Runs qemu-img with bounded memory and processor time; returns what it prints. Raises BadImage with its complaint."""
    # prlimit and not preexec_fn: a process that serves gRPC must not run Python between fork and exec
    leash = ["prlimit", f"--as={MEMORY}", f"--cpu={CPU_SECONDS}", "qemu-img"]
    done = run([*leash, *arguments], timeout=2 * CPU_SECONDS, check=False)
    if done.code not in ok:
        complaint = done.err.strip().splitlines()
        raise BadImage(f"qemu-img {arguments[0]} refuses the image: {complaint[-1] if complaint else done.code}"[:500])
    return done.out
