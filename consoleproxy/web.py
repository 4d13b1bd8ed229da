"""What browsers may ask. /console?token=… begins a session; everything of a session is below /session/ID/, by its cookie."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from common.ids import is_uuid
from common.logging import bound
from consoleproxy.agents import Agents, Ended, Stream
from consoleproxy.guesses import Guesses
from consoleproxy.managers import Managers, NoManager, Refused
from consoleproxy.page import SECURITY, Page, said, style
from consoleproxy.relay import Line, relay, shut_of
from consoleproxy.sessions import Close, Connection, Session, Sessions, Shut
from protos.agent.v1 import agent_pb2
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb

log = logging.getLogger(__name__)

COOKIE = "pileus-console"
MAX_FRAME = 256 << 10        # what a browser may send in one message
MAX_TOKEN = 256
MAX_LOG = 16 << 20           # of a boot log
MARK = 64                    # octets before a place in a log by which it is known again
REASON = 120                 # octets that fit into a close frame
_STATUS = {Close.FULL: 503, Close.DRAINING: 503, Close.NO_MANAGER: 503, Close.DENIED: 403, Close.ENDED: 403, Close.IDLE: 403, Close.STOPPED: 409,
           Close.STALE: 409}


@dataclass
class Web:
    """The application and what it works with."""

    managers: Managers
    agents: Agents
    sessions: Sessions
    guesses: Guesses
    page: Page
    origins: frozenset[str] = field(default_factory=frozenset)

    def app(self) -> Starlette:
        """For uvicorn."""
        return Starlette(routes=[
            Route("/healthz", self._health), Route("/said.css", self._style), Route("/console", self._console),
            Route("/session/{session}/info", self._info), Route("/session/{session}/bootlog", self._bootlog),
            Route("/session/{session}/share", self._share, methods=["POST"]),
            Route("/session/{session}/{name:path}", self._file),
            WebSocketRoute("/session/{session}/vnc", self._vnc), WebSocketRoute("/session/{session}/serial", self._serial),
            WebSocketRoute("/websockify", self._direct),
        ])

    # ---- requests ----

    async def _health(self, request: Request) -> Response:
        return PlainTextResponse("draining\n" if self.sessions.draining else "ok\n", 503 if self.sessions.draining else 200, SECURITY)

    async def _style(self, request: Request) -> Response:
        return style()

    async def _file(self, request: Request) -> Response:
        if not is_uuid(request.path_params["session"]):
            return said(404, "There is no such page.")
        return self.page.answer(request, request.path_params["name"])

    async def _console(self, request: Request) -> Response:
        """Redeems the token, and takes it out of the address bar."""
        try:
            self.sessions.room()
            grant = await self._redeem(request, direct=False)
        except Shut as shut:
            return said(_STATUS.get(shut.code, 403), shut.text)
        place = f"/session/{grant.session}"
        response = Response(status_code=303, headers={"location": f"{place}/", "cache-control": "no-store", **SECURITY})
        response.set_cookie(COOKIE, grant.secret, path=place, secure=True, httponly=True, samesite="strict")
        return response

    async def _info(self, request: Request) -> Response:
        try:
            secret = self._cookie(request)
            known = self.sessions.find(request.path_params["session"], secret)
            if known is None:
                async with self.sessions.lock(request.path_params["session"]):
                    known = await self._attach(request, secret)
        except Shut as shut:
            return _failure(shut)
        grant = known.grant
        return JSONResponse({"title": grant.title, "vm": grant.vm_id, "state": grant.vm_state, "viewOnly": grant.view_only,
                             "user": grant.user, "idleSeconds": grant.idle_seconds}, headers={"cache-control": "no-store", **SECURITY})

    async def _share(self, request: Request) -> Response:
        if not self._from_here(request):
            return _failure(Shut(Close.DENIED, "This may only be asked by the console page."))
        try:
            secret = self._cookie(request)
            reply = await self.managers.share(pb.ShareRequest(
                session=request.path_params["session"], secret=secret, client_address=_address(request)))
        except Shut as shut:
            return _failure(shut)
        except Refused as refused:
            return _failure(Shut(Close.DENIED, str(refused)))
        except NoManager as error:
            return _failure(Shut(Close.NO_MANAGER, str(error)))
        return JSONResponse({"url": reply.url, "seconds": reply.seconds}, headers={"cache-control": "no-store", **SECURITY})

    async def _bootlog(self, request: Request) -> Response:
        """The boot log as text, from octet `from` on if what is before it ends with `mark` (hexadecimal); 409 when it does not: it was begun anew."""
        skip, mark = request.query_params.get("from", "0"), request.query_params.get("mark", "")
        if not skip.isdigit() or len(skip) > 9 or len(mark) > 2 * MARK:
            return _failure(Shut(Close.MALFORMED, "from is a number of octets, mark the octets before it"))
        try:
            _, stream = await self._open(request, self._cookie(request), agent_pb2.ConsoleKind.BOOTLOG)
        except Shut as shut:
            return _failure(shut)
        known, rest = await _skipped(stream, int(skip))
        if known is None or not known.hex().endswith(mark):
            stream.close()
            return _failure(Shut(Close.STALE, "The log was begun anew."))
        return StreamingResponse(_until_end(stream, rest), media_type="application/octet-stream", headers={"cache-control": "no-store", **SECURITY})

    # ---- WebSockets ----

    async def _vnc(self, socket: WebSocket) -> None:
        await self._session(socket, Line.VNC)

    async def _serial(self, socket: WebSocket) -> None:
        await self._session(socket, Line.SERIAL)

    async def _session(self, socket: WebSocket, line: Line) -> None:
        if not self._from_here(socket):
            await socket.close()   # before accepting: 403
            return
        await _accept(socket)
        with bound(session=socket.path_params["session"]):
            try:
                self.sessions.room(socket.path_params["session"])
                session, stream = await self._open(socket, self._cookie(socket), line.value)
            except Shut as shut:
                await _close(socket, shut)
                return
            await self._run(socket, session, stream, line)

    async def _direct(self, socket: WebSocket) -> None:
        """Somebody else's VNC client: one connection for one token."""
        if socket.headers.get("origin") and not self._from_here(socket):
            await socket.close()
            return
        await _accept(socket)
        try:
            self.sessions.room()
            grant = await self._redeem(socket, direct=True)
            session = self.sessions.granted(grant, grant.secret)
            stream = await self._stream(grant, agent_pb2.ConsoleKind.VNC)
        except Shut as shut:
            await _close(socket, shut)
            return
        with bound(session=grant.session):
            await self._run(socket, session, stream, Line.VNC)

    async def _run(self, socket: WebSocket, session: Session, stream: Stream, line: Line) -> None:
        try:
            connection: Connection = self.sessions.connect(session)
        except Shut as shut:
            stream.close()
            await _close(socket, shut)
            return
        log.info("%s connected from %s", line.name.lower(), _address(socket))
        try:
            await relay(socket, stream, line, session.grant.view_only, connection, lambda: self.sessions.input(session))
        except Shut as shut:
            log.info("%s closed: %s", line.name.lower(), shut.text)
            await _close(socket, shut)
        except WebSocketDisconnect:
            log.info("%s closed by the browser", line.name.lower())
        finally:
            stream.close()
            self.sessions.disconnect(session, connection)

    # ---- what all of them need ----

    async def _open(self, request: HTTPConnection, secret: str, kind: agent_pb2.ConsoleKind.ValueType) -> tuple[Session, Stream]:
        async with self.sessions.lock(request.path_params["session"]):
            session = await self._attach(request, secret)
            return session, await self._stream(session.grant, kind)

    async def _stream(self, grant: pb.Grant, kind: agent_pb2.ConsoleKind.ValueType) -> Stream:
        if not grant.agent_address:
            raise Shut(Close.STOPPED, f"The instance is {(grant.vm_state or 'stopped').lower()}.")
        try:
            return await self.agents.open(grant, kind)
        except Ended as ended:
            raise shut_of(ended) from None

    async def _attach(self, request: HTTPConnection, secret: str) -> Session:
        """A live session by its cookie. Raises Shut."""
        address = self._patient(request)
        try:
            grant = await self.managers.attach(pb.AttachRequest(
                session=request.path_params["session"], secret=secret, client_address=address))
        except Refused as refused:
            raise self._no(address, refused) from None
        except NoManager as error:
            raise Shut(Close.NO_MANAGER, str(error)) from None
        return self.sessions.granted(grant, secret)

    async def _redeem(self, request: HTTPConnection, *, direct: bool) -> pb.Grant:
        address, token = self._patient(request), request.query_params.get("token", "")
        if not 0 < len(token) <= MAX_TOKEN:
            raise self._no(address, Refused("The link is not complete."))
        try:
            grant = await self.managers.redeem(pb.RedeemRequest(
                token=token, extra=request.query_params.get("extra", "")[:MAX_TOKEN], client_address=address, direct=direct))
        except Refused as refused:
            raise self._no(address, refused) from None
        except NoManager as error:
            raise Shut(Close.NO_MANAGER, str(error)) from None
        if not direct:
            self.sessions.granted(grant, grant.secret)
        return grant

    def _cookie(self, request: HTTPConnection) -> str:
        secret = request.cookies.get(COOKIE, "")
        if not is_uuid(request.path_params["session"]) or not 0 < len(secret) <= MAX_TOKEN:
            raise Shut(Close.DENIED, "This console session has ended, or belongs to another browser.")
        return secret

    def _patient(self, request: HTTPConnection) -> str:
        address = _address(request)
        if self.guesses.blocked(address):
            raise Shut(Close.FULL, "Too many wrong links from your address. Please wait a minute.")
        return address

    def _no(self, address: str, refused: Refused) -> Shut:
        if refused.full:
            return Shut(Close.FULL, str(refused))
        self.guesses.refused(address)
        return Shut(Close.DENIED, str(refused))

    def _from_here(self, request: HTTPConnection) -> bool:
        """Whether a page of ours asks: browsers say so in Origin, and pages cannot lie about it."""
        origin = request.headers.get("origin", "")
        return origin == f"https://{request.headers.get('host', '')}" or origin in self.origins


async def _skipped(stream: Stream, count: int) -> tuple[bytes | None, bytes]:
    """(the last octets of the first `count`, what was read beyond); None: there are not as many."""
    known, left, data = b"", count, b""
    try:
        while left > 0:
            data = await stream.read()
            known = (known + data[:left])[-MARK:]
            data, left = data[left:], left - len(data)
    except Ended:
        return None, b""
    return known, data


async def _until_end(stream: Stream, data: bytes) -> AsyncIterator[bytes]:
    sent = 0
    try:
        with contextlib.suppress(Ended):
            while sent < MAX_LOG:
                sent += len(data)
                if data:
                    yield data
                data = await stream.read()
    finally:
        stream.close()


async def _accept(socket: WebSocket) -> None:
    asked = socket.scope.get("subprotocols", [])
    await socket.accept("binary" if "binary" in asked else None)


async def _close(socket: WebSocket, shut: Shut) -> None:
    reason = shut.text.encode()[:REASON].decode(errors="ignore")
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):   # it may have gone meanwhile
        await socket.close(int(shut.code), reason)


def _failure(shut: Shut) -> Response:
    return JSONResponse({"code": int(shut.code), "text": shut.text}, _STATUS.get(shut.code, 400), headers={"cache-control": "no-store", **SECURITY})


def _address(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""
