"""The built console page from memory, and the headers that keep it to itself."""

from __future__ import annotations

import gzip
import html
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
       "frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
SECURITY = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "fullscreen=(self), clipboard-read=(self), clipboard-write=(self), camera=(), microphone=(), geolocation=()",
}
_STYLE = b"""body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1d232b;background:#f6f7f9}
@media(prefers-color-scheme:dark){body{color:#e6e9ee;background:#14181d}}
"""


@dataclass(frozen=True)
class _File:
    content: bytes
    packed: bytes
    kind: str


class Page:
    """All files of the page; the build is small."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, _File] = {}
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path.suffix not in (".gz", ".br", ".map"):
                content = path.read_bytes()
                kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                self._files[path.relative_to(folder).as_posix()] = _File(content, gzip.compress(content, 9), kind)

    def there(self) -> bool:
        """Whether it was built."""
        return "console.html" in self._files

    def answer(self, request: Request, name: str) -> Response:
        """One file. The page itself says nothing of a session: who has no cookie sees no more than an error."""
        file = self._files.get(name or "console.html")
        if file is None:
            return said(404, "There is no such page.")
        headers = {"content-type": file.kind + ("; charset=utf-8" if file.kind.startswith("text/") else ""), "vary": "accept-encoding",
                   "cache-control": "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache", **SECURITY}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(file.packed, headers={**headers, "content-encoding": "gzip"})
        return Response(file.content, headers=headers)


def said(status: int, text: str) -> Response:
    """A page of few words, for who cannot be shown a console."""
    body = (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Console</title>'
            f'<link rel="stylesheet" href="/said.css"></head><body><main><h1>No console</h1><p>{html.escape(text)}</p>'
            f"<p>Open the console anew from the instance's page.</p></main></body></html>")
    return Response(body, status, {"content-type": "text/html; charset=utf-8", "cache-control": "no-store", **SECURITY})


def style() -> Response:
    """The style of `said`."""
    return Response(_STYLE, headers={"content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=3600", **SECURITY})
