"""The certificate that browsers are shown. It may change while the proxy runs: the next handshake shows the new one."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable


class Unusable(Exception):
    """Key and certificate do not belong together, or are malformed."""


class Shown:
    """A TLS context that follows `use`. Connections that are open are not touched."""

    def __init__(self, certificate_pem: bytes, key_pem: bytes) -> None:
        self._now = _context(certificate_pem, key_pem)
        self.context = _context(certificate_pem, key_pem)
        self.context.sni_callback = self._choose

    def use(self, certificate_pem: bytes, key_pem: bytes) -> None:
        """From the next handshake on. Raises Unusable, and the old one stays."""
        self._now = _context(certificate_pem, key_pem)

    def _choose(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        connection.context = self._now  # called at each handshake, also of a client that names no server


def _context(certificate_pem: bytes, key_pem: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    _in_memory(key_pem + b"\n" + certificate_pem, context.load_cert_chain)
    return context


def _in_memory(content: bytes, load: Callable[[str], None]) -> None:
    """OpenSSL reads files only; this one is on no disk."""
    descriptor = os.memfd_create("pem", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(content)
        load(f"/proc/self/fd/{descriptor}")
    except (ssl.SSLError, OSError) as error:
        raise Unusable(str(error)) from None
    finally:
        os.close(descriptor)
