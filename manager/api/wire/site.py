"""The web UI at /client/: built files from memory, compressed when they were built, under a strict Content-Security-Policy.

Files whose names have a hash never change and are kept for ever; all else is asked for each time (ETag). Any other path below /client/ is
index.html: the page's own router knows it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

PREFIX = "/client/"
INDEX = "index.html"
CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
       "frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
SECURITY = [
    (b"content-security-policy", CSP.encode()), (b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"), (b"cross-origin-opener-policy", b"same-origin"), (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()")]
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
         ".json": "application/json", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".webp": "image/webp",
         ".txt": "text/plain; charset=utf-8"}
HASHED = re.compile(r"assets/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$")
ENCODINGS = ((b"br", ".br"), (b"gzip", ".gz"))
NOT_BUILT = (b"<!doctype html><html lang=en><meta charset=utf-8><title>Pileus</title><h1>The web UI is not built</h1>"
             b"<p>Run <code>make ui</code> in the checkout, or install the package that has it, and load this page again. "
             b"The API works without it, at <code>/client/api</code>.")


@dataclass(frozen=True)
class File:
    """A built file: its bytes by encoding (b"" is the plain one)."""

    kind: str
    tag: bytes
    bodies: dict[bytes, bytes]
    lasting: bool


@dataclass
class Site:
    """`root`: the built client's folder. `settings`: the operator's JSON file for /client/config.json; it is read at each request."""

    root: Path
    settings: Path | None = None
    _files: dict[str, File] = field(default_factory=dict)
    _built: float = 0.0

    def answer(self, scope: Any) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Status, headers and body for a path that is / or begins with /client."""
        path, headers = scope["path"], dict(scope["headers"])
        if scope["method"] not in ("GET", "HEAD"):
            return self._say(405, b"GET it\n", "text/plain; charset=utf-8", [(b"allow", b"GET, HEAD")])
        if not path.startswith(PREFIX):
            return self._say(302, b"", "text/plain", [(b"location", PREFIX.encode())])
        name = path[len(PREFIX):]
        if name == "config.json":
            return self._say(200, self._config(), TYPES[".json"], [(b"cache-control", b"no-cache")])
        self._look()
        found = self._files.get(name)
        if found is None and (name.startswith("assets/") or Path(name).suffix in (".js", ".css", ".map", ".svg")):
            return self._say(404, b"no such file\n", "text/plain; charset=utf-8", [(b"cache-control", b"no-store")])
        found = found or self._files.get(INDEX)
        if found is None:
            return self._say(503, NOT_BUILT, TYPES[".html"], [(b"cache-control", b"no-store")])
        return self._file(found, headers)

    def _file(self, found: File, headers: dict[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        kept = b"public, max-age=31536000, immutable" if found.lasting else b"no-cache"
        more = [(b"cache-control", kept), (b"etag", found.tag), (b"vary", b"accept-encoding")]
        if headers.get(b"if-none-match") == found.tag:
            return 304, [*more, *SECURITY], b""
        accepted = {part.split(b";")[0].strip() for part in headers.get(b"accept-encoding", b"").split(b",")}
        for encoding, _ in ENCODINGS:
            if encoding in accepted and encoding in found.bodies:
                return self._say(200, found.bodies[encoding], found.kind, [*more, (b"content-encoding", encoding)])
        return self._say(200, found.bodies[b""], found.kind, more)

    def _say(self, status: int, body: bytes, kind: str, more: list[tuple[bytes, bytes]]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        return status, [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()), *more, *SECURITY], body

    def _look(self) -> None:
        """Reads the files when they were built since."""
        index = self.root / INDEX
        built = index.stat().st_mtime if index.is_file() else 0.0
        if built != self._built:
            self._files = _read(self.root) if built else {}
            self._built = built

    def _config(self) -> bytes:
        if self.settings is None or not self.settings.is_file():
            return b"{}"
        try:
            text = self.settings.read_bytes()
            if not isinstance(json.loads(text), dict):
                raise ValueError("an object is wanted")
        except (OSError, ValueError) as error:
            log.warning("%s: %s; the web UI's defaults are used", self.settings, error)
            return b"{}"
        return text


def _read(root: Path) -> dict[str, File]:
    files = {}
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix in (".br", ".gz"):
            continue
        plain = path.read_bytes()
        bodies = {b"": plain}
        for encoding, ending in ENCODINGS:
            packed = path.with_name(path.name + ending)
            if packed.is_file():
                bodies[encoding] = packed.read_bytes()
        name = path.relative_to(root).as_posix()
        tag = f'"{hashlib.sha256(plain).hexdigest()[:24]}"'.encode()
        files[name] = File(TYPES.get(path.suffix, "application/octet-stream"), tag, bodies, bool(HASHED.match(name)))
    return files
