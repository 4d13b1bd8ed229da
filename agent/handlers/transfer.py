"""Files over HTTP: ranged and resumed, verified, with progress. Blocking: runs in an operation's thread."""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import ssl
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from agent.drivers.base import DriverError
from agent.operations import Progress
from common import clock, tls

CHUNK = 1 << 20
PART = 16 << 20
ATTEMPTS = 5
STALL = 30.0   # seconds without an octet before a connection is given up


@dataclass(frozen=True)
class Source:
    """A file to fetch: where, how long in octets, its SHA-256, and the CA to trust for https (empty: the system's)."""

    url: str
    size_bytes: int
    sha256: str
    ca_pem: str = ""


def pull(source: Source, draft: Path, progress: Progress) -> None:
    """Brings `draft` to the whole, verified file; goes on where an earlier try stopped.

    DriverError: NO_SPACE, CORRUPT (wrong length or hash; the draft is removed), FAILED (the server said no, or is away).
    """
    draft.parent.mkdir(parents=True, exist_ok=True)
    error: Exception | None = None
    for attempt in range(ATTEMPTS):
        have = draft.stat().st_size if draft.exists() else 0
        if have >= source.size_bytes:
            break
        try:
            _room(draft, source.size_bytes - have)
            _fetch(source, draft, have, progress)
        except (ConnectionError, TimeoutError, http.client.HTTPException, ssl.SSLError) as lost:
            error = lost
            clock.pause(min(0.2 * 2**attempt, 3))
            progress.check()
        except OSError as failed:
            if failed.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DriverError("NO_SPACE", f"no space left for {draft}") from None
            raise
    else:
        raise DriverError("FAILED", f"could not fetch {_shown(source.url)}: {error or 'the answers were cut short'}")
    _verify(source, draft, progress)


def push(path: Path, url: str, ca_pem: str, progress: Progress) -> None:
    """Uploads a file by HTTP PUT, in parts with Content-Range; a part that is lost is sent again. DriverError FAILED."""
    total = path.stat().st_size
    at, failures = 0, 0
    with path.open("rb") as file:
        while at < total or total == 0:
            file.seek(at)
            part = file.read(PART)
            progress.tell(at * 100 // max(total, 1), f"{at >> 20} of {total >> 20} MiB sent")
            try:
                _put(url, ca_pem, part, at, total)
            except (ConnectionError, TimeoutError, http.client.HTTPException) as lost:
                failures += 1
                if failures >= ATTEMPTS:
                    raise DriverError("FAILED", f"could not send to {_shown(url)}: {lost}") from None
                clock.pause(min(0.2 * 2**failures, 3))
                continue
            at += len(part)
            if total == 0:
                return


def _fetch(source: Source, draft: Path, have: int, progress: Progress) -> None:
    if source.url.startswith("file://"):
        _copy(source, draft, progress)
        return
    connection, target = _connect(source.url, source.ca_pem)
    try:
        connection.request("GET", target, headers={"Range": f"bytes={have}-", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.status not in (200, 206):
            raise DriverError("FAILED", f"{_shown(source.url)} answered {answer.status} {answer.reason}")
        if have and answer.status == 200:
            have = 0  # the server cannot resume
        with draft.open("r+b" if draft.exists() else "wb") as file:
            file.truncate(have)
            file.seek(have)
            while have < source.size_bytes and (piece := answer.read(min(CHUNK, source.size_bytes - have))):
                file.write(piece)
                have += len(piece)
                progress.tell(have * 100 // source.size_bytes, f"{have >> 20} of {source.size_bytes >> 20} MiB")
            file.flush()
            os.fsync(file.fileno())
    finally:
        connection.close()


def _copy(source: Source, draft: Path, progress: Progress) -> None:
    path = Path(urllib.parse.unquote(urllib.parse.urlsplit(source.url).path))
    try:
        found = path.open("rb")
    except OSError as error:
        raise DriverError("FAILED", f"cannot read {path}: {error.strerror}") from None
    with found, draft.open("wb") as file:
        have = 0
        while piece := found.read(CHUNK):
            file.write(piece)
            have += len(piece)
            progress.tell(min(have * 100 // max(source.size_bytes, 1), 100), f"{have >> 20} of {source.size_bytes >> 20} MiB")
        file.flush()
        os.fsync(file.fileno())


def _verify(source: Source, draft: Path, progress: Progress) -> None:
    digest = hashlib.sha256()
    with draft.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
            progress.check()
    size = draft.stat().st_size
    if size != source.size_bytes or digest.hexdigest() != source.sha256:
        draft.unlink()
        raise DriverError("CORRUPT", f"{_shown(source.url)} is not what it should be: {size} octets, SHA-256 {digest.hexdigest()};"
                                     f" expected {source.size_bytes}, {source.sha256}")


def _put(url: str, ca_pem: str, part: bytes, at: int, total: int) -> None:
    connection, target = _connect(url, ca_pem)
    headers = {"Content-Length": str(len(part)), "Content-Type": "application/octet-stream"}
    if total:
        headers["Content-Range"] = f"bytes {at}-{at + len(part) - 1}/{total}"
    try:
        connection.request("PUT", target, body=part, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 201, 202, 204, 308):
            raise DriverError("FAILED", f"{_shown(url)} answered {answer.status} {answer.reason}")
    finally:
        connection.close()


def _connect(url: str, ca_pem: str) -> tuple[http.client.HTTPConnection, str]:
    parts = urllib.parse.urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "http" and parts.hostname:
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=STALL), target
    if parts.scheme == "https" and parts.hostname:
        context = tls.client_context(ca_pem) if ca_pem else ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=STALL, context=context), target
    raise DriverError("INVALID", f"cannot fetch from {_shown(url)}")


def _shown(url: str) -> str:
    parts = urllib.parse.urlsplit(url)  # without its query, which carries the signature
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _room(draft: Path, needed: int) -> None:
    found = os.statvfs(draft.parent)
    free = found.f_bavail * found.f_frsize
    if free < needed:
        raise DriverError("NO_SPACE", f"no space left for {draft}: {needed >> 20} MiB needed, {free >> 20} MiB free")
