"""Downloads over HTTP: resumed with ranges (RFC 9110 §14), redirects checked like first addresses, size-bounded."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urljoin

from secstorage.guard import Forbidden, Resolver, Target, check, resolve

CHUNK = 1 << 20
REDIRECTS = 5
TIMEOUT = 60  # seconds without a byte


class FetchFailed(Exception):
    """The download cannot succeed as asked (not found, too large, refused); trying again changes nothing."""


class FetchBroken(Exception):
    """The connection broke; what has arrived is kept and the next try resumes."""


class _Pinned(http.client.HTTPSConnection):
    """HTTPS to the address that was checked, with the certificate of the name that was asked for."""

    def __init__(self, target: Target, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT, context=context)
        self._target, self._tls = target, context

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), TIMEOUT)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self._target.host)


class Fetcher:
    """Fetches URLs into files, within what the guard allows."""

    def __init__(self, operator: Sequence[str] = (), ca_file: str | None = None, resolver: Resolver = resolve) -> None:
        self.operator, self.resolver = tuple(operator), resolver
        self.tls = ssl.create_default_context(cafile=ca_file)

    def fetch(self, url: str, part: Path, limit: int, internal: Sequence[str], progress: Callable[[int, int], None]) -> None:
        """Downloads `url` to `part`, going on where an earlier try ended; `progress(bytes so far, total or 0)` as it goes.

        Raises Forbidden, FetchFailed (also when larger than `limit` bytes) or FetchBroken.
        """
        have = part.stat().st_size if part.exists() else 0
        validator = part.with_suffix(".etag")
        known = validator.read_text() if have and validator.exists() else ""
        if have and not known:
            have = 0  # nothing proves that the rest belongs to the same file
        response, connection = self._open(url, have, known, internal)
        try:
            if response.status == 416 and have:
                part.unlink()
                raise FetchBroken("the server has another file now; starting anew")
            if response.status not in (200, 206):
                raise FetchFailed(f"the server answered {response.status} {response.reason}"[:200])
            if response.status == 200:
                have = 0
            tag = response.headers.get("ETag", "")
            validator.write_text(tag if tag and not tag.startswith("W/") else "")
            length = response.headers.get("Content-Length")
            total = have + int(length) if length and length.isdigit() else 0
            self._copy(response, part, have, total, limit, progress)
        finally:
            connection.close()

    def _copy(self, response: http.client.HTTPResponse, part: Path, have: int, total: int, limit: int,
              progress: Callable[[int, int], None]) -> None:
        if total > limit:
            raise FetchFailed(f"the file has {total} bytes, more than the {limit} allowed")
        try:
            with part.open("r+b" if have else "wb") as out:
                out.seek(have)
                out.truncate()
                while block := response.read(CHUNK):
                    out.write(block)
                    have += len(block)
                    if have > limit:
                        raise FetchFailed(f"the file is larger than the {limit} bytes allowed")
                    progress(have, total)
                out.flush()
                os.fsync(out.fileno())
        except (TimeoutError, ConnectionError, http.client.HTTPException, ssl.SSLError) as error:
            raise FetchBroken(f"the connection broke after {have} bytes: {error or type(error).__name__}") from error
        if total and have != total:
            raise FetchBroken(f"the connection ended after {have} of {total} bytes")

    def _open(self, url: str, have: int, tag: str, internal: Sequence[str]) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
        for _ in range(REDIRECTS + 1):
            target = check(url, internal, self.operator, self.resolver)
            connection: http.client.HTTPConnection
            if target.url.scheme == "https":
                connection = _Pinned(target, self.tls)
            else:
                connection = http.client.HTTPConnection(target.address, target.port, timeout=TIMEOUT)
            headers = {"Host": target.url.netloc, "User-Agent": "pileus-secstorage", "Accept-Encoding": "identity"}
            if have:
                headers |= {"Range": f"bytes={have}-", "If-Range": tag}
            path = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
            except ssl.SSLCertVerificationError as error:
                raise FetchFailed(f"the certificate of {target.host} is not trusted: {error.verify_message}") from error
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                raise FetchBroken(f"cannot connect to {target.host}: {error or type(error).__name__}") from error
            if response.status not in (301, 302, 303, 307, 308):
                return response, connection
            location = response.headers.get("Location", "")
            connection.close()
            url = urljoin(url, location)
        raise Forbidden(f"more than {REDIRECTS} redirects")
