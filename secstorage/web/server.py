"""HTTPS for agents: ranged reads of images and resumable uploads, each opened by a signed URL."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from common import clock
from secstorage import urls
from secstorage.store import Refused, Store

log = logging.getLogger(__name__)
RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


def make_app(store: Store, key: bytes, now: Callable[[], int] = clock.wall_seconds) -> Starlette:
    """The application: GET /images/<uuid> (ranges as RFC 9110), PUT and HEAD /uploads/<uuid> (HEAD tells how much arrived)."""

    def opened(request: Request) -> bool:
        return urls.valid(key, "PUT" if request.url.path.startswith("/uploads/") else "GET", request.url.path, request.url.query, now())

    async def read(request: Request) -> Response:
        if not opened(request):
            return PlainTextResponse("the link is wrong or has expired\n", 403)
        try:
            path = store.file(request.path_params["uuid"])
        except Refused as error:
            return PlainTextResponse(f"{error}\n", 404)
        return FileResponse(path, media_type="application/octet-stream")

    async def upload(request: Request) -> Response:
        if not opened(request):
            return PlainTextResponse("the link is wrong or has expired\n", 403)
        uuid = request.path_params["uuid"]
        try:
            limit = store.upload_limit(uuid)
            part = store.prepare_upload(uuid, limit)
        except Refused as error:
            return PlainTextResponse(f"{error}\n", 409)
        have = part.stat().st_size if part.exists() else 0
        if request.method == "HEAD":
            return Response(headers={"Upload-Offset": str(have)})
        match = RANGE.fullmatch(request.headers.get("content-range", ""))
        start = int(match.group(1)) if match else 0
        if start > have:
            return PlainTextResponse(f"{have} bytes have arrived; go on from there\n", 416, {"Upload-Offset": str(have)})
        return await _receive(request, part, start, limit)

    return Starlette(routes=[Route("/images/{uuid}", read, methods=["GET"]), Route("/uploads/{uuid}", upload, methods=["PUT", "HEAD"])])


async def _receive(request: Request, part: Path, start: int, limit: int) -> Response:
    at = start
    with await asyncio.to_thread(_open_at, part, start) as out:
        try:
            async for block in request.stream():
                if at + len(block) > limit:
                    return PlainTextResponse(f"more than the {limit} bytes allowed\n", 413)
                await asyncio.to_thread(out.write, block)
                at += len(block)
        except ClientDisconnect:
            log.info("upload of %s broke off at %d", part.parent.name, at)
    return Response(status_code=204, headers={"Upload-Offset": str(at)})


def _open_at(part: Path, start: int) -> BinaryIO:
    out = part.open("r+b" if part.exists() else "wb")
    out.seek(start)
    out.truncate()
    return out
