"""A client that costs the machine little: signed calls over asyncio streams, one connection for each call, as `cs` opens them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import urllib.parse
from dataclasses import dataclass
from typing import Any

POLL_S = 2.0   # between two looks at a job: the default of `cs`


class Refused(Exception):
    """The API answered an error."""


@dataclass(frozen=True)
class Caller:
    """One user at one endpoint (host, port)."""

    host: str
    port: int
    key: str
    secret: str

    def request(self, command: str, *, keep: bool = False, **params: Any) -> bytes:
        """The bytes of a signed call."""
        values = self.signed({name: str(value) for name, value in params.items()} | {"command": command, "response": "json"})
        body = urllib.parse.urlencode(values).encode()
        head = (f"POST /client/api HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\nConnection: {'keep-alive' if keep else 'close'}\r\n\r\n")
        return head.encode() + body

    def signed(self, params: dict[str, str]) -> dict[str, str]:
        """The parameters with key and signature."""
        values = params | {"apiKey": self.key}
        text = "&".join(f"{name}={urllib.parse.quote(values[name], safe='*')}" for name in sorted(values, key=str.lower)).lower()
        return values | {"signature": base64.b64encode(hmac.new(self.secret.encode(), text.encode(), hashlib.sha1).digest()).decode()}

    async def call(self, command: str, **params: Any) -> dict[str, Any]:
        """The content of the answer. Raises Refused."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(self.request(command, **params))
            return content(command, await answer(reader))
        finally:
            writer.close()

    async def job(self, job: str) -> dict[str, Any]:
        """Polls until the job has ended well. Raises Refused."""
        while True:
            found = await self.call("queryAsyncJobResult", jobid=job)
            if found["jobstatus"] == 2:
                raise Refused(str(found["jobresult"]))
            if found["jobstatus"] == 1:
                return found
            await asyncio.sleep(POLL_S)


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    return await reader.readexactly(length)


def content(command: str, body: bytes) -> dict[str, Any]:
    """What the wrapper holds. Raises Refused."""
    found: dict[str, Any] = next(iter(json.loads(body).values()))
    if "errorcode" in found:
        raise Refused(f"{command}: {found['errorcode']} {found['errortext']}")
    return found
