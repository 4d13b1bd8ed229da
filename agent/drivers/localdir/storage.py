"""A pool in a local directory. Files appear under their name only when they are whole: made as a draft, then renamed."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.drivers import paths
from agent.drivers.base import Code, DriverError, Export, ImageInfo, PoolInfo, VolumeInfo
from agent.drivers.localdir import qcow2
from common.atomic import sync_folder
from common.exec import CommandFailed, Runner, run
from common.ids import is_uuid
from protos.agent.v1 import agent_pb2 as pb

FOLDERS = ("images", "volumes", "exports")
LONG = 600.0    # seconds for a program that may have to wait for a slow disk


class LocalStorage:
    """The Storage protocol on a directory (`Filesystem` pools). Thread-safe for calls about different objects."""

    def __init__(self, runner: Runner = run) -> None:
        self._run = runner
        # A volume is not made on an image while that image is being judged unused.
        self._backing = threading.Lock()

    def ensure_pool(self, pool: pb.Pool) -> PoolInfo:
        """Makes the folders: others may pass through (the hypervisor's user), not look."""
        root = paths.root(pool)
        with _clear_errors(f"pool {pool.uuid}"):
            for folder in (root, *(root / name for name in FOLDERS)):
                if not folder.is_dir():
                    folder.mkdir(parents=True, exist_ok=True)
                    folder.chmod(0o711)
            probe = root / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
            return _use(root)

    # ---- images ----

    def image(self, pool: pb.Pool, uuid: str) -> ImageInfo | None:
        """A cached image, or None. CORRUPT when its header is broken."""
        path = paths.image(pool, uuid)
        header = _header(path, f"image {uuid}")
        return ImageInfo(header.virtual_bytes, path.stat().st_size) if header else None

    def image_draft(self, pool: pb.Pool, uuid: str) -> Path:
        """Where the download is collected."""
        return paths.draft(paths.image(pool, uuid))

    def adopt_image(self, pool: pb.Pool, uuid: str, draft: Path) -> ImageInfo:
        """Checks what was downloaded before anything opens it with its features, then gives it its name, read-only."""
        path, what = paths.image(pool, uuid), f"image {uuid}"
        header = _header(draft, what)
        if header is None:
            raise DriverError("NOT_FOUND", f"{what}: nothing was downloaded")
        if header.backing or header.data_file:
            raise DriverError("CORRUPT", f"{what}: refers to another file ({header.backing or 'external data'})")
        if header.encrypted or header.corrupt:
            raise DriverError("CORRUPT", f"{what}: {'encrypted' if header.encrypted else 'marked corrupt'}")
        checked = self._run(["qemu-img", "check", "-q", "-f", "qcow2", str(draft)], timeout=LONG, check=False)
        if checked.code not in (0, 3):      # 3: leaked clusters, harmless
            raise DriverError("CORRUPT", f"{what}: {(checked.err or checked.out).strip()[-300:] or 'qemu-img check failed'}")
        with _clear_errors(what):
            draft.chmod(0o444)
            _publish(draft, path)
            return ImageInfo(header.virtual_bytes, path.stat().st_size)

    def synthetic_image(self, pool: pb.Pool, uuid: str, size_bytes: int) -> ImageInfo:
        """UNSUPPORTED: a real host boots real images."""
        raise DriverError("UNSUPPORTED", f"image {uuid}: sim:// images are for simulated hosts")

    def images(self, pool: pb.Pool) -> list[str]:
        """Uuids of cached images."""
        return _uuids(paths.root(pool) / "images")

    def ensure_no_image(self, pool: pb.Pool, uuid: str) -> bool:
        """Removes an image and its draft, unless a volume is backed by it."""
        path = paths.image(pool, uuid)
        with self._backing, _clear_errors(f"image {uuid}"):
            if path.exists() and str(path) in self._backing_files(pool):
                return False
            path.unlink(missing_ok=True)
            paths.draft(path).unlink(missing_ok=True)
        return True

    def _backing_files(self, pool: pb.Pool) -> set[str]:
        found = set()
        for uuid in self.volumes(pool):
            header = _header(paths.volume(pool, uuid), f"volume {uuid}")
            if header and header.backing:
                found.add(header.backing)
        return found

    # ---- volumes ----

    def volume(self, pool: pb.Pool, uuid: str) -> VolumeInfo | None:
        """A volume, or None; also of a running VM. CORRUPT when its header is broken."""
        path = paths.volume(pool, uuid)
        header = _header(path, f"volume {uuid}")
        return VolumeInfo(str(path), header.virtual_bytes, path.stat().st_blocks * 512) if header else None

    def ensure_volume(self, pool: pb.Pool, uuid: str, size_bytes: int, image_uuid: str) -> VolumeInfo:
        """Makes or grows a volume. INVALID when it would be smaller than its image."""
        there = self.volume(pool, uuid)
        if there is None:
            with self._backing:
                self._create(pool, uuid, size_bytes, image_uuid)
        elif there.size_bytes < size_bytes:
            self._tool(["resize", "-q", "-f", "qcow2", there.path, str(size_bytes)], f"volume {uuid}")
        else:
            return there
        made = self.volume(pool, uuid)
        if made is None:
            raise DriverError("FAILED", f"volume {uuid}: vanished while it was made")
        return made

    def _create(self, pool: pb.Pool, uuid: str, size_bytes: int, image_uuid: str) -> None:
        path, what = paths.volume(pool, uuid), f"volume {uuid}"
        draft, backing = paths.draft(path), []
        if image_uuid:
            image = self.image(pool, image_uuid)
            if image is None:
                raise DriverError("NOT_FOUND", f"{what}: image {image_uuid} is not in pool {pool.uuid}")
            if size_bytes < image.virtual_bytes:
                raise DriverError("INVALID", f"{what}: {size_bytes} bytes are less than its image's {image.virtual_bytes}")
            backing = ["-b", str(paths.image(pool, image_uuid)), "-F", "qcow2"]
        elif size_bytes <= 0:
            raise DriverError("INVALID", f"{what}: a size of {size_bytes} bytes")
        try:
            self._tool(["create", "-q", "-f", "qcow2", "-o", "compat=1.1", *backing, str(draft), str(size_bytes)], what)
            with _clear_errors(what):
                draft.chmod(0o600)
                _publish(draft, path)
        finally:
            draft.unlink(missing_ok=True)

    def ensure_no_volume(self, pool: pb.Pool, uuid: str) -> None:
        """Removes it, whole or half-made. QEMU's own lock on the file tells whether a running VM has it."""
        path, what = paths.volume(pool, uuid), f"volume {uuid}"
        if path.exists():
            probe = self._run(["qemu-img", "info", "-f", "qcow2", str(path)], timeout=LONG, check=False)
            if probe.code and "lock" in probe.err:
                raise DriverError("IN_USE", f"{what}: a running VM has it")
        with _clear_errors(what):
            path.unlink(missing_ok=True)
            paths.draft(path).unlink(missing_ok=True)
            if path.parent.is_dir():
                sync_folder(path.parent)

    def volumes(self, pool: pb.Pool) -> list[str]:
        """Uuids of volumes."""
        return _uuids(paths.root(pool) / "volumes")

    # ---- exports ----

    def export(self, pool: pb.Pool, uuid: str) -> Export:
        """The program that writes volume and image as one standalone qcow2. It fails by itself while a VM runs on the volume."""
        source = self.volume(pool, uuid)
        if source is None:
            raise DriverError("NOT_FOUND", f"volume {uuid} is not in pool {pool.uuid}")
        target = paths.export(pool, uuid)
        return Export(["qemu-img", "convert", "-f", "qcow2", "-O", "qcow2", "-o", "compat=1.1", source.path, str(target)], target)

    def drop_export(self, pool: pb.Pool, uuid: str) -> None:
        """Removes the exported file."""
        paths.export(pool, uuid).unlink(missing_ok=True)

    def _tool(self, arguments: list[str], what: str) -> None:
        try:
            self._run(["qemu-img", *arguments], timeout=LONG)
        except CommandFailed as error:
            raise DriverError(_code(error.text), f"{what}: {_last_line(error.text)}") from None


def _code(text: str) -> Code:
    if "No space left" in text or "Disk quota" in text:
        return "NO_SPACE"
    return "IN_USE" if "lock" in text else "FAILED"


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "qemu-img failed"


def _header(path: Path, what: str) -> qcow2.Header | None:
    try:
        return qcow2.read(path)
    except FileNotFoundError:
        return None
    except qcow2.NotQcow2 as error:
        raise DriverError("CORRUPT", f"{what}: {error}") from None


def _publish(draft: Path, path: Path) -> None:
    """Renames a whole file into place, durably: its octets first."""
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(path)
    sync_folder(path.parent)


def _uuids(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(path.stem for path in folder.glob("*.qcow2") if is_uuid(path.stem))


def _use(root: Path) -> PoolInfo:
    figures = os.statvfs(root)
    capacity = figures.f_blocks * figures.f_frsize
    return PoolInfo(capacity, capacity - figures.f_bavail * figures.f_frsize)


@contextmanager
def _clear_errors(what: str) -> Iterator[None]:
    """Turns the operating system's errors into what a person can act on."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise DriverError("NO_SPACE" if full else "FAILED", f"{what}: {error.strerror}: {error.filename}") from None
