"""Frames: a length of four octets (big-endian), then one JSON object in UTF-8."""

import json
import struct
from typing import Any, NoReturn

Message = dict[str, Any]

MAX_FRAME = 16 << 20  # octets of JSON; the first octet of a frame is thus 0 or 1, never 0x16, which opens a TLS handshake
MAX_PLAIN_FRAME = 64 << 10  # before anybody has proved who they are; a certificate with its CA takes 2 KiB


class ControlError(Exception):
    """The other side broke the protocol, or went away. The connection is of no further use."""


class Refused(ControlError):
    """The other side understood and said no. `code` is like HTTP's (400 bad, 409 conflict, 500 failed). The connection stays usable."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text


def pack(message: Message, limit: int = MAX_FRAME) -> bytes:
    """The frame that carries `message`. Raises ControlError when it would be longer than `limit` octets."""
    body = json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
    if len(body) > limit:
        raise ControlError(f"a message of {len(body)} octets does not fit into a frame of {limit}")
    return struct.pack(">I", len(body)) + body


class Unpacker:
    """Cuts a byte stream into messages; refuses a hostile length before it buffers the body."""

    def __init__(self, limit: int = MAX_FRAME) -> None:
        self._limit = limit
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes. Raises ControlError on a frame that is too long, or is no JSON object."""
        self._buffer += data
        messages = []
        start = 0
        while len(self._buffer) - start >= 4:
            (length,) = struct.unpack_from(">I", self._buffer, start)
            if length > self._limit:
                raise ControlError(f"a frame of {length} octets is longer than {self._limit}")
            if len(self._buffer) - start - 4 < length:
                break
            messages.append(_parse(self._buffer[start + 4 : start + 4 + length]))
            start += 4 + length
        del self._buffer[:start]
        return messages

    @property
    def partial(self) -> bool:
        """Whether part of a frame waits for its rest."""
        return bool(self._buffer)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _parse(body: bytearray) -> Message:
    try:
        message = json.loads(body.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ControlError("a frame is not JSON") from error
    if not isinstance(message, dict):
        raise ControlError("a frame is not a JSON object")
    return message
