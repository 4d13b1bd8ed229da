"""TLS over bytes instead of sockets (`ssl.MemoryBIO`)."""

import ssl

from common import tls
from common.control.frames import ControlError


class Seal:
    """One TLS connection: ciphertext in by `receive`, ciphertext out by `outgoing`, plaintext by `send` and `receive`'s result."""

    def __init__(self, context: ssl.SSLContext, *, server_side: bool, name: str | None = None) -> None:
        self._in = ssl.MemoryBIO()
        self._out = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_side=server_side, server_hostname=name)
        self._waiting = bytearray()  # plaintext written before the handshake was done
        self.established = False
        self.ended = False
        if not server_side:
            self._shake()

    def send(self, plain: bytes) -> None:
        """Queues plaintext; what it becomes is in `outgoing`."""
        if self.established:
            self._tls.write(plain)
        else:
            self._waiting += plain

    def receive(self, data: bytes) -> bytes:
        """The plaintext that `data` completes; empty `data` is the end of the stream. Raises ControlError when TLS fails."""
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()
        plain = bytearray()
        try:
            if not self.established and not self._shake():
                return b""
            while chunk := self._tls.read(1 << 16):
                plain += chunk
            self.ended = True
        except ssl.SSLWantReadError:
            return bytes(plain)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            self.ended = True
        except ssl.SSLError as error:
            raise ControlError(f"TLS failed: {_reason(error)}") from error
        return bytes(plain)

    def outgoing(self) -> bytes:
        """Ciphertext for the other side, taken once."""
        return self._out.read()

    def close(self) -> None:
        """Queues the closing alert."""
        if self.established:
            try:
                self._tls.unwrap()
            except ssl.SSLError:
                self.ended = True  # the alert is queued; the peer's own alert is not waited for

    def peer_names(self) -> list[str]:
        """DNS names of the peer's certificate (RFC 6125), after the handshake."""
        return tls.peer_names(self._tls)

    def peer_serial(self) -> str:
        """The serial number of the peer's certificate, lower-case hexadecimal without leading zeros."""
        serial = (self._tls.getpeercert() or {}).get("serialNumber", "")
        return str(serial).lower().lstrip("0")

    def _shake(self) -> bool:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            raise ControlError(f"TLS failed: {_reason(error)}") from error
        self.established = True
        if self._waiting:
            self._tls.write(bytes(self._waiting))
            self._waiting.clear()
        return True


def _reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLEOFError):
        return "the other side closed the connection"
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return error.reason or "the connection ended"
