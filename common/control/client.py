"""The manager's side of the control protocol."""

import ssl
from collections.abc import Awaitable, Callable
from typing import Any

from common.control.enrol import seal, sealed
from common.control.frames import MAX_FRAME, MAX_PLAIN_FRAME, ControlError, Message, Refused, Unpacker, pack
from common.control.pipe import Pipe
from common.control.seal import Seal

Sign = Callable[[str], Awaitable[tuple[str, str]]]  # CSR → certificate and CA, all PEM


class ControlClient:
    """Requests and answers over TLS, as a state machine: bytes in by `receive`, bytes out by `outgoing`."""

    def __init__(self, context: ssl.SSLContext, name: str) -> None:
        self._seal = Seal(context, server_side=False, name=name)
        self._frames = Unpacker(MAX_FRAME)
        self._next = 1

    def request(self, method: str, params: Message | None = None) -> int:
        """Queues a request; its answer carries the returned id. Raises ControlError when it is too long."""
        number, self._next = self._next, self._next + 1
        self._seal.send(pack({"id": number, "method": method, "params": params or {}}))
        return number

    def receive(self, data: bytes) -> list[Message]:
        """Answers that `data` completes; empty `data` is the end. Raises ControlError when it is another router, or it broke off."""
        return self._frames.feed(self._seal.receive(data))

    def outgoing(self) -> bytes:
        """Bytes for the router, taken once."""
        return self._seal.outgoing()

    def close(self) -> None:
        """Queues the end of the conversation."""
        self._seal.close()

    def peer_serial(self) -> str:
        """The serial number of the router's certificate (hexadecimal), to be compared with the one issued."""
        return self._seal.peer_serial()

    @property
    def established(self) -> bool:
        """Whether the handshake is done."""
        return self._seal.established

    @property
    def ended(self) -> bool:
        """Whether the router closed."""
        return self._seal.ended


class EnrolClient:
    """The manager's half of enrolment, as a state machine: `csr` appears, the caller signs it and calls `certify`, `done` becomes true."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._frames = Unpacker(MAX_PLAIN_FRAME)
        self._out = bytearray(pack({"id": 1, "method": "enrol", "params": {}}))
        self._certified = False
        self.csr: str | None = None
        self.done = False

    def receive(self, data: bytes) -> None:
        """Takes the router's bytes. Raises Refused with its reason (409: enrolled already), ControlError when its proof is wrong."""
        if not data:
            raise ControlError("the router closed the connection during enrolment")
        for message in self._frames.feed(data):
            result = result_of(message)
            if self._certified:
                self.done = True
            else:
                self._take_csr(result)

    def certify(self, certificate: str, ca: str) -> None:
        """Queues certificate and CA (PEM) with the proof that they come from who knows the token."""
        proof = seal(self._token, "certificate", certificate.encode(), ca.encode())
        params = {"certificate": certificate, "ca": ca, "mac": proof}
        self._out += pack({"id": 2, "method": "enrol", "params": params}, MAX_PLAIN_FRAME)
        self._certified = True

    def outgoing(self) -> bytes:
        """Bytes for the router, taken once."""
        data, self._out = bytes(self._out), bytearray()
        return data

    def _take_csr(self, result: Any) -> None:
        csr = result.get("csr") if isinstance(result, dict) else None
        if not isinstance(csr, str) or not sealed(result.get("mac"), self._token, "csr", csr.encode()):
            raise ControlError("the router does not hold its token: its proof is wrong")
        self.csr = csr


def result_of(message: Message) -> Any:
    """The result in an answer. Raises Refused when it is an error, ControlError when it is neither."""
    if "error" in message:
        error = message["error"]
        if not isinstance(error, dict):
            raise ControlError("an answer's error is not an object")
        code = error.get("code")
        raise Refused(code if isinstance(code, int) else 500, str(error.get("text", "")))
    if "result" not in message:
        raise ControlError("an answer has neither result nor error")
    return message["result"]


async def enrol(pipe: Pipe, token: str, sign: Sign) -> None:
    """Enrols the router at the other end. The caller connects again for TLS.

    `sign` decides the name in the certificate (never the CSR's) and should record the serial before it returns: when the last answer is
    lost the router is enrolled all the same, and the next attempt raises Refused 409, after which TLS is the way.
    Raises Refused with the router's reason, ControlError when the router's proof is wrong or the stream ends.
    """
    client = EnrolClient(token)
    await pipe.write(client.outgoing())
    while not client.done:
        client.receive(await pipe.read())
        if client.csr is not None and not client.done:
            certificate, ca = await sign(client.csr)
            client.csr = None
            client.certify(certificate, ca)
            await pipe.write(client.outgoing())


class Session:
    """A conversation over TLS; one request at a time. Use `open`, then `call` as often as wanted, then `close`."""

    def __init__(self, pipe: Pipe, client: ControlClient) -> None:
        self._pipe = pipe
        self._client = client

    @classmethod
    async def open(cls, pipe: Pipe, context: ssl.SSLContext, name: str) -> "Session":
        """Shakes hands with the router called `name`. Raises ControlError when it is another, or none."""
        client = ControlClient(context, name)
        session = cls(pipe, client)
        while not client.established:
            await session._flush()
            data = await pipe.read()
            client.receive(data)
            if not data and not client.established:
                raise ControlError("the router closed the connection during the TLS handshake")
        return session

    @property
    def peer_serial(self) -> str:
        """The serial number of the router's certificate, hexadecimal."""
        return self._client.peer_serial()

    async def call(self, method: str, params: Message | None = None) -> Any:
        """The result of one request. Raises Refused with the router's reason, ControlError when the connection fails."""
        number = self._client.request(method, params)
        await self._flush()
        while True:
            data = await self._pipe.read()
            answers = self._client.receive(data)
            await self._flush()
            for answer in answers:
                if answer.get("id") != number:
                    raise ControlError("the router answered a question that was not asked")
                return result_of(answer)
            if not data or self._client.ended:
                raise ControlError("the router closed the connection before it answered")

    async def close(self) -> None:
        """Ends the conversation and the stream."""
        self._client.close()
        await self._flush()
        await self._pipe.close()

    async def _flush(self) -> None:
        if data := self._client.outgoing():
            await self._pipe.write(data)
