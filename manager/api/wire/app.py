"""The ASGI application: /client/api, the web UI at /client/, /healthz, /readyz. Plain ASGI: each layer more costs every call."""

from __future__ import annotations

import gzip
import ipaddress
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.ids import new_uuid
from manager import __version__
from manager.api import openapi
from manager.api.declare import COMMANDS
from manager.api.errors import METHOD, NOT_PERMITTED, PARAMETER, SHUTTING_DOWN, ApiError
from manager.api.execute import Answer, Api
from manager.api.session import resume
from manager.api.stream import serve as events
from manager.api.stream.hub import Hub
from manager.api.wire import encode
from manager.api.wire.request import FORM, Request, TooLarge, client_address, collect, cookies, read_body
from manager.api.wire.site import PREFIX as SITE
from manager.api.wire.site import SECURITY, Site
from manager.model.db import Unavailable

log = logging.getLogger(__name__)

CHUNK = 256 << 10
PACKED = 8 << 10
PATHS = frozenset({"/client/api", "/client/api/"})
PREFIX = "/client/api/"                # and a command's name: the same as ?command= (OpenAPI has no other way to tell commands apart)
OPENAPI = "/client/api/openapi.json"
STREAM = "/client/api/stream"
SESSION = "/client/session"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,40}$")


@dataclass
class App:
    """`trusted`: this is the integration port: no credentials, loopback only. `ready` says why the process is not, or None."""

    api: Api
    proxies: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network] = ()
    trusted: bool = False
    ready: Callable[[], str | None] = field(default=lambda: None)
    active: int = 0
    draining: bool = False
    hub: Hub | None = None   # of the event stream; made when None
    site: Site | None = None  # the web UI

    def __post_init__(self) -> None:
        """The hub of this process."""
        self.hub = self.hub or Hub(self.api)

    async def drain(self) -> None:
        """No further calls; the event streams end, and go on at another node."""
        self.draining = True
        if self.hub is not None:
            await self.hub.drain()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI 3."""
        if scope["type"] != "http":
            raise RuntimeError(f"{scope['type']} is not served here")  # uvicorn runs with lifespan and websockets off
        path = scope["path"]
        self.active += 1
        try:
            if path in PATHS:
                await self._api(scope, receive, send)
            elif path == STREAM and not self.trusted:
                await self._stream(scope, receive, send)
            elif path == OPENAPI:
                await _document(send, scope["method"])
            elif path.startswith(PREFIX) and path[len(PREFIX):].isalnum():
                await self._api(scope, receive, send, path[len(PREFIX):])
            elif path == "/healthz":
                await _plain(send, 200, "ok")
            elif path == "/readyz":
                why = "draining" if self.draining else self.ready()
                await _plain(send, 200 if why is None else 503, why or "ready")
            elif path == SESSION and not self.trusted:
                await self._session(scope, send)
            elif self.site is not None and (path in ("/", "/client") or path.startswith(SITE)) and not path.startswith(PREFIX):
                await _site(self.site, scope, send)
            else:
                await _plain(send, 404, "not here; the API is at /client/api")
        finally:
            self.active -= 1

    async def _api(self, scope: Any, receive: Any, send: Any, named: str = "") -> None:
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _REQUEST_ID.match(given) else new_uuid()
        request = Request(scope["method"], [], {}, request_id=request_id, trusted=self.trusted, secure=scope.get("scheme") == "https")
        try:
            answer = await self._answer(scope, receive, headers, request, named)
        except TooLarge:
            await _plain(send, 413, "the body is larger than 1 MiB")
            return
        await _send(send, answer, request_id, packed=headers.get(resume.MARK) == b"ui" and b"gzip" in headers.get(b"accept-encoding", b""))

    async def _stream(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        request = Request(scope["method"], [], {}, request_id=new_uuid())
        try:
            request.pairs, request.params = collect(scope["query_string"], b"")
        except ApiError as error:
            await events.refuse(send, error.code, error.text)
            return
        self._whence(scope, headers, request)
        last = headers.get(b"last-event-id", b"").decode("latin-1") or request.params.get("lasteventid", "")
        assert self.hub is not None
        await events.stream(self.hub, request, last, receive, send)

    async def _session(self, scope: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        request = Request(scope["method"], [], {}, request_id=new_uuid())
        self._whence(scope, headers, request)
        try:
            if scope["method"] != "GET" or resume.refused(headers):
                raise ApiError(NOT_PERMITTED, "This is for the web UI alone")
            found = await resume.resume(self.api, request)
            status, content = (200, encode.bare(found)) if found is not None else (204, b"")
        except ApiError as error:
            status, content = error.code, encode.bare({"errorcode": error.code, "errortext": error.text})
        except Unavailable:
            status, content = SHUTTING_DOWN, encode.bare({"errorcode": SHUTTING_DOWN, "errortext": "The database is not available; try again"})
        await send({"type": "http.response.start", "status": status, "headers": [
            (b"content-type", b"application/json"), (b"content-length", str(len(content)).encode()), (b"cache-control", b"no-store"),
            (b"vary", b"cookie"), *SECURITY]})
        await send({"type": "http.response.body", "body": content})

    def _whence(self, scope: Any, headers: dict[bytes, bytes], request: Request) -> None:
        """The request's cookies, and its client's address."""
        if b"cookie" in headers:
            request.cookies = cookies(headers[b"cookie"])
        peer = (scope.get("client") or ("", 0))[0]
        forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
        request.client = client_address(peer, forwarded, self.proxies) if forwarded and self.proxies else peer

    async def _answer(self, scope: Any, receive: Any, headers: dict[bytes, bytes], request: Request, named: str) -> Answer:
        try:
            body = b""
            if request.method == "POST":
                if int(headers.get(b"content-length", b"0") or 0) > 1 << 20:
                    raise TooLarge
                body = await read_body(receive)
                if body and not headers.get(b"content-type", FORM).lower().startswith(FORM):
                    raise ApiError(PARAMETER, "POST needs the content type application/x-www-form-urlencoded")
            if b"response=json" in scope["query_string"] + body[-2000:]:
                request.params = {"response": "json"}  # the form of an error about parameters that cannot be read
            request.pairs, request.params = collect(scope["query_string"], body)
            if named:
                _name(request, named)
            self._refuse_method(request)
            if self.draining:
                raise ApiError(SHUTTING_DOWN, "This management server is shutting down; try again")
        except ApiError as error:
            return refusal(error, request)
        self._whence(scope, headers, request)
        return await self.api.answer(request)

    def _refuse_method(self, request: Request) -> None:
        if request.method not in ("GET", "POST"):
            raise ApiError(METHOD, f"Method {request.method} is not allowed; use GET or POST")
        if request.command == "login" and request.method != "POST":
            raise ApiError(METHOD, "login needs POST")


def _name(request: Request, named: str) -> None:
    """The command of the path, as if it had been sent as a parameter: a signature covers it."""
    if request.params.setdefault("command", named).lower() != named.lower():
        raise ApiError(PARAMETER, f"The path names the command {named}, the parameter command {request.params['command'][:100]}: send one of them")
    if not any(name.lower() == "command" for name, _ in request.pairs):
        request.pairs.append(("command", named))


def refusal(error: ApiError, request: Request) -> Answer:
    """An error before any command ran."""
    wrapper, content = encode.failure(error, f"{request.command}response" if request.command in COMMANDS else "errorresponse")
    body = encode.encode(wrapper, content, json=request.json, authenticated=False)
    return Answer(error.code, body, request.json, [(b"x-description", encode.description(error.text))])


async def _send(send: Any, answer: Answer, request_id: str, packed: bool = False) -> None:
    if packed and answer.file is None and len(answer.body) > PACKED:   # the web UI alone: listApis shrinks to a tenth in 3 ms
        answer.body = gzip.compress(answer.body, 1, mtime=0)
        answer.headers = [*answer.headers, (b"content-encoding", b"gzip")]
    length = len(answer.body) if answer.file is None else answer.file.tell()
    await send({"type": "http.response.start", "status": answer.status, "headers": [
        (b"content-type", encode.JSON_TYPE if answer.json else encode.XML_TYPE), (b"content-length", str(length).encode()),
        (b"cache-control", b"no-store"), (b"x-request-id", request_id.encode()), (b"x-content-type-options", b"nosniff"), *answer.headers]})
    if answer.file is None:
        await send({"type": "http.response.body", "body": answer.body})
        return
    with answer.file as file:
        file.seek(0)
        while chunk := file.read(CHUNK):  # waits for the client, holding neither thread nor transaction
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _document(send: Any, method: str) -> None:
    """OpenAPI: the same for all, since it tells no more than the documentation."""
    if method not in ("GET", "HEAD"):
        await _plain(send, 405, "GET it")
        return
    body = openapi.encoded(__version__)
    await send({"type": "http.response.start", "status": 200, "headers": [
        (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"cache-control", b"max-age=300"),
        (b"x-content-type-options", b"nosniff")]})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


async def _site(site: Site, scope: Any, send: Any) -> None:
    status, headers, body = site.answer(scope)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _plain(send: Any, status: int, text: str) -> None:
    body = text.encode() + b"\n"
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})
