"""A listener to the event stream of an app in this process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from common import clock
from tests.api.auth.access import Browser
from tests.wire.app import Client, TestApp, signed

SECONDS = 20.0


@dataclass
class Listening:
    """What one stream has said. `slow`: its socket takes nothing while this is clear."""

    status: int = 0
    text: str = ""
    closed: bool = False
    last: int = 0
    flowing: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """(name, data) of each event that is complete."""
        out = []
        for block in self.text.split("\n\n")[:-1]:
            lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
            if "id" in lines:
                self.last = int(lines["id"])
            if "event" in lines:
                out.append((lines["event"], json.loads(lines["data"])))
        return out

    def named(self, name: str) -> list[dict[str, Any]]:
        """The data of all events of this name."""
        return [data for found, data in self.events if found == name]

    def until(self, name: str, seconds: float = SECONDS, **wanted: Any) -> dict[str, Any]:
        """The first such event with these values."""
        end = clock.monotonic() + seconds
        while True:
            for data in self.named(name):
                if all(data.get(key) == value for key, value in wanted.items()):
                    return data
            assert clock.monotonic() < end, f"no {name} {wanted} in {self.events}"
            clock.pause(0.02)

    def ended(self, seconds: float = SECONDS) -> None:
        """Waits for the end of the answer."""
        end = clock.monotonic() + seconds
        while not self.closed:
            assert clock.monotonic() < end, "the stream goes on"
            clock.pause(0.02)


def query(who: Browser | Client, **more: str) -> tuple[str, dict[str, str]]:
    """(query, headers) of a stream of this session or key."""
    if isinstance(who, Browser):
        return urlencode({"sessionkey": who.answer["sessionkey"], **more}), {"cookie": who.cookies}
    return urlencode(signed(more, who.key, who.secret)), {}


@contextmanager
def listening(app: TestApp, who: Browser | Client, *, last: int | None = None, slow: bool = False, **more: str) -> Iterator[Listening]:
    """Connected, `hello` heard (or refused)."""
    text, headers = query(who, **more)
    if last is not None:
        headers["last-event-id"] = str(last)
    scope = {"type": "http", "method": "GET", "path": "/client/api/stream", "query_string": text.encode(), "client": ("127.0.0.1", 1),
             "scheme": "http", "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    out = Listening()

    async def receive() -> dict[str, Any]:
        await out.gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            out.status = message["status"]
        else:
            out.text += message.get("body", b"").decode()
            out.closed = not message.get("more_body", False)
        if slow and "hello" in out.text:
            await out.flowing.wait()

    running = asyncio.run_coroutine_threadsafe(app.app(scope, receive, send), app.background.loop)
    try:
        end = clock.monotonic() + SECONDS
        while not ("event: hello" in out.text or out.closed):
            assert clock.monotonic() < end, "no answer"
            clock.pause(0.02)
        yield out
    finally:
        app.background.loop.call_soon_threadsafe(out.gone.set)
        app.background.loop.call_soon_threadsafe(out.flowing.set)
        running.result(SECONDS)
