"""Images on disk and the work on them. Each image is a folder; its status file is the truth, written before and after acting.

    <root>/images/<uuid>/status.json    what is known, for people too
    <root>/images/<uuid>/request.json   what was asked: a restart goes on from it
    <root>/images/<uuid>/download.part  what has arrived
    <root>/images/<uuid>/image.qcow2    the result
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from common import atomic, clock
from common.ids import is_uuid
from secstorage import inspect
from secstorage.fetch import FetchBroken, Fetcher, FetchFailed
from secstorage.guard import Forbidden

log = logging.getLogger(__name__)
TRIES = 8
CHUNK = 1 << 20


class Refused(Exception):
    """The request makes no sense; the text says why."""


@dataclass(frozen=True)
class Request:
    """What is asked of one image. An empty `url` means that it is uploaded."""

    uuid: str
    url: str
    format: str
    checksum: str = ""
    max_bytes: int = 0
    internal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """How far an image has come; `state` is a name of secstorage.v1.ImageStatus.State."""

    uuid: str
    state: str
    percent: int = 0
    text: str = ""
    file_bytes: int = 0
    virtual_bytes: int = 0
    sha256: str = ""
    checksum: str = ""


class Gone(Exception):
    """The image was removed while it was worked on."""


class Store:
    """The images below one folder. Thread-safe; survives being killed at any point."""

    def __init__(self, root: Path, fetcher: Fetcher, *, limit: int, file_roots: Sequence[Path] = (), workers: int = 4) -> None:
        self.root, self.fetcher, self.limit = root, fetcher, limit
        self.file_roots = tuple(path.resolve() for path in file_roots)
        self.images = root / "images"
        self.images.mkdir(parents=True, exist_ok=True)
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="image")
        self.changed = threading.Condition()
        self.running: dict[str, Status] = {}
        self.cancelled: set[str] = set()

    def resume(self) -> None:
        """Goes on with what an earlier process left unfinished."""
        for folder in sorted(self.images.iterdir()):
            if (folder / "request.json").exists() and self.status(folder.name).state in ("DOWNLOADING", "INSTALLING"):
                request = self._request(folder.name)
                if request.url:
                    self.ensure(request)

    def close(self) -> None:
        """Stops taking work; what runs is cut off at its next block and resumed by the next process."""
        with self.changed:
            self.cancelled.update(self.running)
        self.pool.shutdown(wait=True, cancel_futures=True)

    def status(self, uuid: str) -> Status:
        """What is known of an image; state ABSENT when nothing is."""
        with self.changed:
            if uuid in self.running:
                return self.running[uuid]
        path = self._folder(uuid) / "status.json"
        return Status(**json.loads(path.read_text())) if path.exists() else Status(uuid, "ABSENT")

    def ensure(self, request: Request) -> Status:
        """Starts fetching an image, or says how far it is. A failed one is tried again only when asked for anew after removal."""
        folder = self._folder(request.uuid)
        with self.changed:
            if request.uuid in self.running:
                return self.running[request.uuid]
            status = self.status(request.uuid)
            if status.state in ("READY", "FAILED"):
                if self._request(request.uuid).url != request.url:
                    raise Refused(f"image {request.uuid} exists with another source")
                return status
            folder.mkdir(parents=True, exist_ok=True)
            atomic.write(folder / "request.json", json.dumps(dataclasses.asdict(request)).encode())
            status = self._save(Status(request.uuid, "DOWNLOADING"))
            self.running[request.uuid] = status
            self.cancelled.discard(request.uuid)
        self.pool.submit(self._work, request)
        return status

    def wait(self, uuid: str, seconds: float) -> Status:
        """The status once the image is neither DOWNLOADING nor INSTALLING, or after `seconds`."""
        with self.changed:
            self.changed.wait_for(lambda: uuid not in self.running, seconds)
        return self.status(uuid)

    def remove(self, uuid: str) -> None:
        """Removes an image, ending the work on it first. Removing what is not there is fine."""
        with self.changed:
            self.cancelled.add(uuid)
            self.changed.wait_for(lambda: uuid not in self.running, 120)
        folder = self._folder(uuid)
        if folder.exists():
            doomed = self.root / f"removed-{uuid}"
            folder.rename(doomed)
            shutil.rmtree(doomed)
        with self.changed:
            self.cancelled.discard(uuid)

    def usage(self) -> tuple[int, int]:
        """Capacity and use of the file system, in bytes."""
        stat = shutil.disk_usage(self.root)
        return stat.total, stat.used

    def listing(self) -> list[str]:
        """The ids of all images that are ready."""
        return [folder.name for folder in sorted(self.images.iterdir()) if self.status(folder.name).state == "READY"]

    def file(self, uuid: str) -> Path:
        """The stored file of a ready image; Refused otherwise."""
        if self.status(uuid).state != "READY":
            raise Refused(f"image {uuid} is not ready")
        return self._folder(uuid) / "image.qcow2"

    def prepare_upload(self, uuid: str, max_bytes: int) -> Path:
        """Makes room for an upload; returns the file that receives it. What arrived of an earlier try stays."""
        folder = self._folder(uuid)
        if self.status(uuid).state not in ("ABSENT", "DOWNLOADING"):
            raise Refused(f"image {uuid} is {self.status(uuid).state}")
        folder.mkdir(parents=True, exist_ok=True)
        request = Request(uuid, "", "QCOW2", max_bytes=max_bytes)
        atomic.write(folder / "request.json", json.dumps(dataclasses.asdict(request)).encode())
        self._save(Status(uuid, "DOWNLOADING", text="waiting for the upload"))
        return folder / "download.part"

    def upload_limit(self, uuid: str) -> int:
        """How many bytes an upload may have; Refused where none was prepared."""
        if self.status(uuid).state != "DOWNLOADING" or self._request(uuid).url:
            raise Refused(f"no upload of image {uuid} is expected")
        return self._request(uuid).max_bytes or self.limit

    def finish_upload(self, uuid: str) -> Status:
        """Checks and installs what was uploaded."""
        with self.changed:
            if uuid in self.running or self.status(uuid).state in ("READY", "FAILED"):
                return self.status(uuid)
            request = self._request(uuid)
            self.running[uuid] = self._save(Status(uuid, "INSTALLING"))
        self.pool.submit(self._work, request)
        return self.status(uuid)

    def _folder(self, uuid: str) -> Path:
        if not is_uuid(uuid):
            raise Refused("an image is named by a UUID")
        return self.images / uuid.lower()

    def _request(self, uuid: str) -> Request:
        raw = json.loads((self._folder(uuid) / "request.json").read_text())
        return Request(**{**raw, "internal": tuple(raw["internal"])})

    def _save(self, status: Status) -> Status:
        atomic.write(self._folder(status.uuid) / "status.json", json.dumps(dataclasses.asdict(status)).encode())
        return status

    def _work(self, request: Request) -> None:
        try:
            status = self._install(request)
        except Gone:
            status = None
        except (Forbidden, FetchFailed, inspect.BadImage) as error:
            status = Status(request.uuid, "FAILED", text=str(error)[:1000])
        except OSError as error:
            status = Status(request.uuid, "FAILED", text=f"the image store cannot write: {error.strerror or error}")
            log.exception("image %s", request.uuid)
        except Exception as error:
            status = Status(request.uuid, "FAILED", text=f"unexpected: {type(error).__name__}: {error}"[:1000])
            log.exception("image %s", request.uuid)
        with self.changed:
            if status is not None:
                self._save(status)
                log.info("image %s is %s %s", request.uuid, status.state, status.text)
            self.running.pop(request.uuid, None)
            self.changed.notify_all()

    def _install(self, request: Request) -> Status:
        folder = self._folder(request.uuid)
        part, final = folder / "download.part", folder / "image.qcow2"
        limit = min(request.max_bytes or self.limit, self.limit)
        if request.url and not final.exists():
            self._download(request, part, limit)
        self._show(Status(request.uuid, "INSTALLING", 100))
        checksum = ""
        if not final.exists():
            checksum = inspect.verify_checksum(part, request.checksum) if part.exists() else ""
            plain = inspect.unpack(part, folder / "unpacked", limit, self._guarding(request.uuid))
            inspect.install(plain, final, request.format, limit)
        virtual = inspect.virtual_size(final, limit)
        for leftover in (part, folder / "unpacked", folder / "download.etag"):
            leftover.unlink(missing_ok=True)
        return Status(request.uuid, "READY", 100, "", final.stat().st_size, virtual, self._hash(request.uuid, final), checksum)

    def _download(self, request: Request, part: Path, limit: int) -> None:
        if urlsplit(request.url).scheme == "file":
            self._copy_local(request, part, limit)
            return
        for attempt in range(1, TRIES + 1):
            try:
                self.fetcher.fetch(request.url, part, limit, request.internal, self._progress(request.uuid))
            except FetchBroken as error:
                log.info("image %s, try %d: %s", request.uuid, attempt, error)
                if attempt == TRIES:
                    raise FetchFailed(f"{error}; gave up after {TRIES} tries") from error
                for _ in range(min(2**attempt, 30) * 5):
                    self._guarding(request.uuid)()
                    clock.pause(0.2)
            else:
                return

    def _copy_local(self, request: Request, part: Path, limit: int) -> None:
        path = Path(unquote(urlsplit(request.url).path)).resolve()
        if not any(path.is_relative_to(root) for root in self.file_roots):
            raise Forbidden("file URLs are allowed only below the folders that this service's configuration names (file_roots)")
        if not path.is_file():
            raise FetchFailed(f"there is no file {path}")
        total, have, progress = path.stat().st_size, 0, self._progress(request.uuid)
        if total > limit:
            raise FetchFailed(f"the file has {total} bytes, more than the {limit} allowed")
        with path.open("rb") as source, part.open("wb") as out:
            while block := source.read(CHUNK):
                out.write(block)
                have += len(block)
                progress(have, total)
            os.fsync(out.fileno())

    def _hash(self, uuid: str, path: Path) -> str:
        digest, guard = hashlib.sha256(), self._guarding(uuid)
        with path.open("rb") as file:
            while block := file.read(CHUNK):
                guard()
                digest.update(block)
        return digest.hexdigest()

    def _guarding(self, uuid: str) -> Callable[[], None]:
        def guard() -> None:
            if uuid in self.cancelled:
                raise Gone(uuid)

        return guard

    def _progress(self, uuid: str) -> Callable[[int, int], None]:
        def progress(have: int, total: int) -> None:
            self._guarding(uuid)()
            text = f"{have >> 20} of {total >> 20} MiB" if total else f"{have >> 20} MiB"
            self._show(Status(uuid, "DOWNLOADING", have * 100 // total if total else 0, text))

        return progress

    def _show(self, status: Status) -> None:
        with self.changed:
            self.running[status.uuid] = status
