"""GET /client/api/stream: authenticates as any call does, then sends until the listener or its session goes."""

from __future__ import annotations

import asyncio
from typing import Any

from manager.api.auth import Authenticated, authenticate
from manager.api.errors import FACTOR_MISSING, SHUTTING_DOWN, ApiError
from manager.api.execute import comes_from
from manager.api.stream.client import Client
from manager.api.stream.hub import Full, Hub
from manager.api.wire.request import Request
from manager.model.db import Tx, Unavailable
from manager.model.tenancy import sessions

HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"),
           (b"x-accel-buffering", b"no")]   # the last: nginx passes on what comes at once
METHODS = frozenset({"GET"})


async def stream(hub: Hub, request: Request, last_event_id: str, receive: Any, send: Any) -> None:
    """Answers 200 and streams; or 4xx and 5xx with a sentence."""
    try:
        client = await _client(hub, request)
        await hub.join(client, int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 20 else None)
    except ApiError as error:
        await refuse(send, error.code, error.text)
        return
    except Full as full:
        await refuse(send, full.status, str(full))
        return
    except Unavailable:
        await refuse(send, SHUTTING_DOWN, "The database is not available; try again")
        return
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        tasks = [asyncio.create_task(work) for work in (_pump(client, send), _gone(receive), client.dropped.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        hub.leave(client)
    if not client.dropped.is_set():
        await send({"type": "http.response.body", "body": b""})


async def _pump(client: Client, send: Any) -> None:
    while data := await client.take():
        await send({"type": "http.response.body", "body": data, "more_body": True})


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _client(hub: Hub, request: Request) -> Client:
    """Who listens. ApiError as for any call."""
    if request.method not in METHODS:
        raise ApiError(405, "The stream is read with GET")
    api = hub.api

    def find(tx: Tx) -> Authenticated:
        api.access.fresh(tx)
        who = authenticate(api, tx, request)
        comes_from(tx, who, request.client)
        return who

    who = await api.db.run(find, writing=False)
    if who.identity is None or who.factor_due:
        raise ApiError(FACTOR_MISSING, "The second factor is missing")
    hub.room(who.identity.caller.user_id)
    if who.session is not None:
        return Client(who.identity.caller.user_id, session=sessions.hashed(who.session))
    return Client(who.identity.caller.user_id, key=request.params["apikey"])


async def refuse(send: Any, status: int, text: str) -> None:
    """A sentence, no stream. Browsers then leave it to the page when to try again."""
    body = text.encode() + b"\n"
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff")]})
    await send({"type": "http.response.body", "body": body})
