"""What a VNC client says to a server, cut into messages (RFC 6143 and its extensions): to let through only what may be, and to see input.

Only the client's side is read. It is enough: security is "none" between agent and guest, so a client's part of the handshake is 14 bytes.
"""

from __future__ import annotations

MAX_MESSAGE = 256 << 10      # a clipboard larger than this is nobody's
GREETING = 14                # octets of a client's part of the handshake

_HANDSHAKE = {b"RFB 003.007\n\x01", b"RFB 003.008\n\x01"}  # older versions have another length: what follows would be read askew
_SET_PIXEL_FORMAT, _SET_ENCODINGS, _UPDATE_REQUEST, _KEY, _POINTER, _CUT_TEXT = 0, 2, 3, 4, 5, 6
_CONTINUOUS, _FENCE, _XVP, _DESKTOP_SIZE, _QEMU = 150, 248, 250, 251, 255
_INPUT = frozenset({_KEY, _POINTER, _CUT_TEXT})
_LOOKING = frozenset({_SET_PIXEL_FORMAT, _SET_ENCODINGS, _UPDATE_REQUEST, _CONTINUOUS, _FENCE})
_FIXED = {_SET_PIXEL_FORMAT: 20, _UPDATE_REQUEST: 10, _KEY: 8, _POINTER: 6, _CONTINUOUS: 10, _XVP: 4}
_NOT_ASKED = frozenset({-316, -305})   # longer pointer events, general input: messages whose length depends on what was agreed


class Malformed(Exception):
    """Not RFB; the text says what."""


class ClientFilter:
    """Takes a client's bytes in pieces of any size, gives back what may go on to the server."""

    def __init__(self, view_only: bool) -> None:
        self._view_only = view_only
        self._rest = b""
        self._begun = False
        self.inputs = 0      # key and pointer events so far, let through or not

    def feed(self, data: bytes) -> bytes:
        """Raises Malformed when the bytes cannot be a client's, after which nothing more may be fed."""
        rest, begin, out = self._rest + data, 0, []
        if not self._begun:
            begin = self._greeting(rest)
            if begin == GREETING:
                rest = rest[:GREETING - 1] + b"\x01" + rest[GREETING:]   # shared: nobody turns the others out
            out.append(rest[len(self._rest) if not self._begun else min(len(self._rest), begin):begin])
            if not self._begun:
                self._rest = rest
                return b"".join(out)
        while begin < len(rest):
            size = _size(rest, begin)
            if size == 0 or begin + size > len(rest):
                break
            out.append(self._judge(rest[begin:begin + size]))
            begin += size
        self._rest = rest[begin:]
        return b"".join(out)

    def _greeting(self, rest: bytes) -> int:
        """How much of `rest` is the handshake: ProtocolVersion, security type, ClientInit."""
        if not any(known.startswith(rest[:13]) for known in _HANDSHAKE):
            raise Malformed("the client speaks neither RFB 3.7 nor 3.8 without a password")
        self._begun = len(rest) >= GREETING
        return min(len(rest), GREETING)

    def _judge(self, message: bytes) -> bytes:
        kind = message[0]
        if kind in _INPUT or (kind == _QEMU and message[1] == 0):
            self.inputs += 1
        if kind == _SET_ENCODINGS:
            return _encodings(message)
        if kind == _XVP or (self._view_only and kind not in _LOOKING):   # nobody switches the machine past the API
            return b""
        return message


def _encodings(message: bytes) -> bytes:
    asked = [message[place:place + 4] for place in range(4, len(message), 4)]
    kept = [one for one in asked if int.from_bytes(one, "big", signed=True) not in _NOT_ASKED]
    return message[:2] + len(kept).to_bytes(2, "big") + b"".join(kept)


def _size(data: bytes, begin: int) -> int:
    """Octets of the message that begins there; 0: not enough is here to say. Raises Malformed."""
    kind = data[begin]
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == _SET_ENCODINGS:
        return _counted(data, begin, 2, 2, 4, 4)
    if kind == _CUT_TEXT:
        if len(data) < begin + 8:
            return 0
        length = int.from_bytes(data[begin + 4:begin + 8], "big", signed=True)
        return _limited(8 + abs(length))   # negative: the extended clipboard
    if kind == _FENCE:
        return _counted(data, begin, 8, 1, 9, 1)
    if kind == _DESKTOP_SIZE:
        return _counted(data, begin, 6, 1, 8, 16)
    if kind == _QEMU:
        return _qemu(data, begin)
    raise Malformed(f"a message of type {kind} is not RFB")


def _counted(data: bytes, begin: int, place: int, width: int, head: int, each: int) -> int:
    if len(data) < begin + place + width:
        return 0
    return _limited(head + each * int.from_bytes(data[begin + place:begin + place + width], "big"))


def _limited(size: int) -> int:
    if size > MAX_MESSAGE:
        raise Malformed(f"a message of {size} octets is too large")
    return size


def _qemu(data: bytes, begin: int) -> int:
    if len(data) < begin + 2:
        return 0
    if data[begin + 1] == 0:
        return 12                            # extended key event
    if data[begin + 1] != 1:
        raise Malformed("an unknown message of QEMU's extension")
    if len(data) < begin + 4:
        return 0
    return 10 if int.from_bytes(data[begin + 2:begin + 4], "big") == 2 else 4   # audio: format, else on or off
