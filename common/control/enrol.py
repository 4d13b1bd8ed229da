"""Enrolment: how a router that holds only a one-time token gets its certificate.

The router sends a CSR with an HMAC of it under the token; the manager answers certificate and CA with an HMAC of both. The router takes
them only if the HMAC is right and the CA is the one its config disk names, and forgets the token. Each HMAC covers a label, so that
neither message can be played back as the other.
"""

import hashlib
import hmac
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from common import atomic, tls
from common.control.frames import Refused

MakeKey = Callable[[str], tuple[bytes, bytes]]  # name → private key and CSR, both PEM


def seal(token: str, label: str, *parts: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) under `token` over a label and length-prefixed parts, hexadecimal."""
    digest = hmac.new(token.encode(), label.encode() + b"\n", hashlib.sha256)
    for part in parts:
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


def sealed(mac: object, token: str, label: str, *parts: bytes) -> bool:
    """Whether `mac` is what `seal` gives, compared in constant time."""
    return bool(token) and isinstance(mac, str) and hmac.compare_digest(mac.encode(), seal(token, label, *parts).encode())


@dataclass(frozen=True)
class Offer:
    """What an unenrolled router shows: its CSR (PEM) and the proof that it holds the token."""

    csr: str
    mac: str


class Identity(Protocol):
    """A router's key, and its certificate once it has one."""

    def context(self) -> ssl.SSLContext | None:
        """TLS for connections; None until enrolled."""

    def offer(self) -> Offer:
        """CSR and proof. Raises Refused (409) once enrolled."""

    def accept(self, certificate: str, ca: str, mac: str) -> None:
        """Takes a certificate for good. Raises Refused when the proof, the CA or the key is wrong, or one is held already."""


class StoredIdentity:
    """An identity in a directory: key.pem, csr.pem, certificate.pem, ca.pem. It outlives restarts; the token does not outlive enrolment."""

    def __init__(self, directory: Path, *, name: str, token: str, ca_sha256: str, make_key: MakeKey) -> None:
        self._directory = directory
        self._name = name
        self._ca_sha256 = ca_sha256.lower()
        self._make_key = make_key
        self._context: ssl.SSLContext | None = None
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._path("certificate.pem").exists():
            self._context = self._load(self._path("certificate.pem"))
        self._token = "" if self._context else token

    def context(self) -> ssl.SSLContext | None:
        """TLS for connections; None until enrolled."""
        return self._context

    def prepare(self) -> None:
        """Makes key and CSR if there are none. Slow in an emulated machine (one run of openssl), so it is called before the port opens."""
        if not self._path("csr.pem").exists():
            key, csr = self._make_key(self._name)
            atomic.write(self._path("key.pem"), key, mode=0o600)
            atomic.write(self._path("csr.pem"), csr)

    def offer(self) -> Offer:
        """CSR and proof. Raises Refused (409) once enrolled, or when the router was given no token."""
        if not self._token:
            raise Refused(409, "this router is enrolled already")
        self.prepare()
        csr = self._path("csr.pem").read_text()
        return Offer(csr, seal(self._token, "csr", csr.encode()))

    def accept(self, certificate: str, ca: str, mac: str) -> None:
        """Takes a certificate for good and forgets the token. Raises Refused: 409 enrolled already, 403 proof or CA, 400 key."""
        if not self._token:
            raise Refused(409, "this router is enrolled already")
        if not sealed(mac, self._token, "certificate", certificate.encode(), ca.encode()):
            raise Refused(403, "the proof of the certificate is wrong")
        try:
            fingerprint = tls.fingerprint(ca)
        except ValueError as error:
            raise Refused(400, "the CA is not a PEM certificate") from error
        if not hmac.compare_digest(fingerprint, self._ca_sha256):
            raise Refused(403, "the CA is not the one this router was told")
        candidate = self._path("candidate.pem")
        atomic.write(self._path("ca.pem"), ca)
        atomic.write(candidate, certificate)
        try:
            context = self._load(candidate)
        except (ssl.SSLError, OSError) as error:
            candidate.unlink()
            raise Refused(400, "the certificate does not belong to this router's key") from error
        candidate.rename(self._path("certificate.pem"))  # last: its presence is what "enrolled" means
        atomic.sync_folder(self._directory)
        self._context = context
        self._token = ""

    def _load(self, certificate: Path) -> ssl.SSLContext:
        return tls.server_context(self._path("ca.pem").read_text(), certificate, self._path("key.pem"))

    def _path(self, name: str) -> Path:
        return self._directory / name
