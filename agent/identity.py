"""Who this host is: its key, certificate and CA, in one folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common import atomic, clock

RENEW_AT = 2 / 3  # of a certificate's life


def make_key(name: str) -> tuple[bytes, bytes]:
    """A new EC P-256 key and a CSR for `name`, both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _key_pem(key), _csr(key, name)


@dataclass
class Identity:
    """A host's identity as it is on disk: host.json, key.pem, certificate.pem, ca.pem."""

    folder: Path
    host: str
    managers: list[str]
    key_pem: bytes
    certificate_pem: bytes
    ca_pem: bytes

    @classmethod
    def load(cls, folder: Path) -> Identity:
        """Reads it. FileNotFoundError when the host has not joined yet."""
        about = json.loads((folder / "host.json").read_text())
        return cls(folder, about["host"], list(about["managers"]), (folder / "key.pem").read_bytes(),
                   (folder / "certificate.pem").read_bytes(), (folder / "ca.pem").read_bytes())

    def save(self) -> None:
        """Writes all of it; host.json last, whose presence means joined."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic.write(self.folder / "key.pem", self.key_pem, mode=0o600)
        atomic.write(self.folder / "certificate.pem", self.certificate_pem)
        atomic.write(self.folder / "ca.pem", self.ca_pem)
        atomic.write(self.folder / "host.json", json.dumps({"host": self.host, "managers": self.managers}))

    def csr(self) -> bytes:
        """A CSR for the same key, to renew with."""
        key = serialization.load_pem_private_key(self.key_pem, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return _csr(key, self.host)

    def renew_in(self) -> float:
        """Seconds until the certificate should be renewed: at two thirds of its life; negative when that has passed."""
        certificate = x509.load_pem_x509_certificate(self.certificate_pem)
        begin, end = certificate.not_valid_before_utc.timestamp(), certificate.not_valid_after_utc.timestamp()
        return begin + (end - begin) * RENEW_AT - clock.wall_us() / 1e6

    def serial(self) -> str:
        """The certificate's serial number, hexadecimal."""
        return f"{x509.load_pem_x509_certificate(self.certificate_pem).serial_number:x}"


def pending_key(folder: Path) -> tuple[bytes, bytes]:
    """Key and CSR of a host that is about to join: the key is kept, so that a repeated join is the same host."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "key.pem"
    if not path.exists():
        atomic.write(path, make_key("joining")[0], mode=0o600)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return path.read_bytes(), _csr(key, "joining")


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _csr(key: ec.EllipticCurvePrivateKey, name: str) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
