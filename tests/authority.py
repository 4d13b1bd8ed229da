"""A certificate authority for tests of the control protocol."""

import datetime
import ssl
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common import tls


def pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_key(text: str) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    csr = x509.CertificateSigningRequestBuilder().subject_name(name(text)).sign(key, hashes.SHA256())
    return pem(key), csr.public_bytes(serialization.Encoding.PEM)


class Authority:
    """A small CA; `name` is what it certifies when it signs a CSR."""

    def __init__(self, name_signed: str) -> None:
        self.name = name_signed
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.serials: list[str] = []
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        self.ca = self._build("ca", self.key.public_key()).add_extension(constraints, True).sign(self.key, hashes.SHA256())
        self.pem = self.ca.public_bytes(serialization.Encoding.PEM).decode()

    def _build(self, subject: str, public: Any) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name("ca")).public_key(public)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))

    def issue(self, public: Any, subject: str) -> str:
        names = x509.SubjectAlternativeName([x509.DNSName(subject)])
        certificate = self._build(subject, public).add_extension(names, False).sign(self.key, hashes.SHA256())
        self.serials.append(format(certificate.serial_number, "x"))
        return certificate.public_bytes(serialization.Encoding.PEM).decode()

    async def sign(self, csr: str) -> tuple[str, str]:
        return self.issue(x509.load_pem_x509_csr(csr.encode()).public_key(), self.name), self.pem

    def client(self, folder: Path, subject: str = tls.MANAGER, trusts: str | None = None) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        folder.mkdir(exist_ok=True)
        (folder / "key.pem").write_bytes(pem(key))
        (folder / "cert.pem").write_text(self.issue(key.public_key(), subject))
        return tls.client_context(trusts or self.pem, folder / "cert.pem", folder / "key.pem")
