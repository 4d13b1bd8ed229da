"""The router's side of the control protocol."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from common import tls
from common.control.enrol import Identity
from common.control.frames import MAX_FRAME, MAX_PLAIN_FRAME, ControlError, Message, Refused, Unpacker, pack
from common.control.pipe import Pipe, StreamPipe
from common.control.seal import Seal

log = logging.getLogger(__name__)

Handler = Callable[[str, Message], Awaitable[Any]]

TLS_HANDSHAKE = 0x16  # RFC 8446 5.1: content type of the record that opens TLS
STRANGER_SECONDS = 60.0  # a connection must prove itself within this; generous, for emulated machines
MAX_CONNECTIONS = 16


class ControlServer:
    """One connection as a state machine: plain frames carry only enrolment, all else comes through TLS from a manager.

    `receive` gives the requests that wait for `answer` or `fail`; `outgoing` the bytes to send; `ended` says that the connection is over.
    """

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._seal: Seal | None = None
        self._frames: Unpacker | None = None
        self._plain = bytearray()
        self._proved = False
        self.ended = False

    @property
    def proved(self) -> bool:
        """Whether the peer has shown a manager's certificate."""
        return self._proved

    def receive(self, data: bytes) -> list[Message]:
        """Requests that `data` completes; empty `data` is the end. Raises ControlError when the peer is no manager or breaks off."""
        if not data:
            self.ended = True
            return []
        if self._frames is None:
            self._choose(data[0])
        assert self._frames is not None
        if self._seal is None:
            for message in self._frames.feed(data):
                self._enrol(message)
            return []
        clear = self._seal.receive(data)
        if self._seal.established and not self._proved:
            self._prove(self._seal)
        requests = [_request(message) for message in self._frames.feed(clear)]
        self.ended = self.ended or self._seal.ended
        return requests

    def answer(self, number: int, result: Any) -> None:
        """Queues the result of request `number`."""
        self._send({"id": number, "result": result})

    def fail(self, number: int, code: int, text: str) -> None:
        """Queues the refusal of request `number`."""
        self._send({"id": number, "error": {"code": code, "text": text}})

    def outgoing(self) -> bytes:
        """Bytes for the peer, taken once."""
        if self._seal is not None:
            return self._seal.outgoing()
        data, self._plain = bytes(self._plain), bytearray()
        return data

    def _choose(self, first: int) -> None:
        if first != TLS_HANDSHAKE:
            self._frames = Unpacker(MAX_PLAIN_FRAME)
            return
        context = self._identity.context()
        if context is None:
            raise ControlError("TLS was asked for before this router has a certificate")
        self._seal = Seal(context, server_side=True)
        self._frames = Unpacker(MAX_FRAME)

    def _prove(self, seal: Seal) -> None:
        names = seal.peer_names()
        if tls.MANAGER not in names:
            raise ControlError(f"the peer's certificate names {', '.join(names) or 'nobody'}, not {tls.MANAGER}")
        self._proved = True

    def _enrol(self, message: Message) -> None:
        request = _request(message)
        number, params = request["id"], request["params"]
        if request["method"] != "enrol":
            self.fail(number, 401, "only enrolment is answered without TLS")
            self.ended = True
            return
        try:
            if "certificate" in params:
                self._identity.accept(str(params["certificate"]), str(params.get("ca", "")), str(params.get("mac", "")))
                self.answer(number, {"enrolled": True})
                self.ended = True
            else:
                offer = self._identity.offer()
                self.answer(number, {"csr": offer.csr, "mac": offer.mac})
        except Refused as refusal:
            log.warning("enrolment refused: %s", refusal.text)
            self.fail(number, refusal.code, refusal.text)
            self.ended = True

    def _send(self, message: Message) -> None:
        if self._seal is not None:
            self._seal.send(pack(message))
        else:
            self._plain += pack(message, MAX_PLAIN_FRAME)


def _request(message: Message) -> Message:
    number, method, params = message.get("id"), message.get("method"), message.get("params", {})
    if not isinstance(number, int) or not isinstance(method, str) or not isinstance(params, dict):
        raise ControlError("a request lacks its id, method or params")
    return {"id": number, "method": method, "params": params}


async def converse(pipe: Pipe, identity: Identity, handler: Handler) -> None:
    """Serves one connection to its end, one request after the other. A handler's Refused is answered, other errors as 500 and logged."""
    server = ControlServer(identity)
    try:
        while not server.ended:
            try:
                async with asyncio.timeout(None if server.proved else STRANGER_SECONDS):
                    requests = server.receive(await pipe.read())
            finally:
                if data := server.outgoing():  # an alert tells the peer why
                    await pipe.write(data)
            for request in requests:
                await _handle(server, request, handler)
                await pipe.write(server.outgoing())
    except ControlError as error:
        log.warning("control connection refused: %s", error)
    except (ConnectionError, TimeoutError):
        log.info("control connection lost")
    finally:
        await pipe.close()


async def _handle(server: ControlServer, request: Message, handler: Handler) -> None:
    number = request["id"]
    try:
        server.answer(number, await handler(request["method"], request["params"]))
    except Refused as refusal:
        server.fail(number, refusal.code, refusal.text)
    except Exception:
        log.exception("control method %s failed", request["method"])
        server.fail(number, 500, f"{request['method']} failed inside the router; its log says why")


async def serve(host: str, port: int, identity: Identity, handler: Handler) -> asyncio.Server:
    """Listens for managers on `host`:`port` (0: any free one). The caller closes the server. Raises OSError when the port is taken."""
    open_now = 0

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now
        pipe = StreamPipe(reader, writer)
        if open_now >= MAX_CONNECTIONS:
            await pipe.close()
            return
        open_now += 1
        try:
            await converse(pipe, identity, handler)
        finally:
            open_now -= 1

    return await asyncio.start_server(connected, host, port)
