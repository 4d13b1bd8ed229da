"""The cloud's own certificate authority: one EC P-256 root, which signs hosts, managers, routers and image services."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from common import atomic, clock, tls
from manager.services.keys import KeyFileError

CERTIFICATE, KEY = "ca.pem", "ca-key.pem"
LIFE = {"host": 365, "manager": 90, "router": 3650, "console": 365, "secstorage": 365, "issued": 365}  # days; issued: to an operator
_CA_DAYS = 7300
_SKEW = datetime.timedelta(minutes=10)  # clocks of new machines run ahead or behind


class BadRequest(ValueError):
    """A CSR that cannot be signed; the text says why."""


@dataclass(frozen=True)
class Issued:
    """A certificate: PEM, serial number in lower-case hexadecimal, end of life in microseconds, SHA-256 of its public key."""

    certificate_pem: str
    serial: str
    name: str
    not_after: int
    key_sha256: str


@dataclass(frozen=True)
class Credentials:
    """A key with its certificate and the CA, PEM."""

    key_pem: bytes
    certificate_pem: bytes
    ca_pem: bytes

    def client_context(self) -> ssl.SSLContext:
        """For the standard library's TLS as a client; the key touches the disk only while it is loaded."""
        with tempfile.TemporaryDirectory(prefix="pileus-") as folder:
            key, certificate = Path(folder) / "key", Path(folder) / "certificate"
            atomic.write(key, self.key_pem, mode=0o600, durable=False)
            atomic.write(certificate, self.certificate_pem, durable=False)
            return tls.client_context(self.ca_pem.decode(), certificate, key)


class Authority:
    """Signs certificates. Pure of the database: callers record what was issued (manager.model.infra.certificates)."""

    def __init__(self, certificate_pem: bytes, key_pem: bytes) -> None:
        self._certificate = x509.load_pem_x509_certificate(certificate_pem)
        key = serialization.load_pem_private_key(key_pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != self._certificate.public_key():
            raise KeyFileError("the CA's key does not belong to its certificate")
        self._key = key
        self.ca_pem = certificate_pem.decode()

    @classmethod
    def load(cls, folder: Path) -> Authority:
        """Reads ca.pem and ca-key.pem. KeyFileError when one is missing, malformed, or the key is readable by others."""
        try:
            if (folder / KEY).stat().st_mode & 0o077:
                raise KeyFileError(f"{folder / KEY}: others may read it; run chmod 600 {folder / KEY}")
            return cls((folder / CERTIFICATE).read_bytes(), (folder / KEY).read_bytes())
        except OSError as error:
            raise KeyFileError(f"{error.filename}: {error.strerror}") from None
        except ValueError as error:
            raise KeyFileError(f"{folder / CERTIFICATE}: {error}") from None

    @classmethod
    def load_or_make(cls, folder: Path) -> Authority:
        """As `load`; makes the root when there is none. Processes that start together agree on one."""
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / KEY).exists():
            fresh = ec.generate_private_key(ec.SECP256R1())
            atomic.create(folder / KEY, _key_pem(fresh), mode=0o600)
        if not (folder / CERTIFICATE).exists():
            key = serialization.load_pem_private_key((folder / KEY).read_bytes(), None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            atomic.create(folder / CERTIFICATE, _root(key), mode=0o644)
        return cls.load(folder)

    def fingerprint(self) -> str:
        """SHA-256 of the root certificate, hex: agents and routers pin it."""
        return tls.fingerprint(self.ca_pem)

    def sign(self, csr_pem: str, name: str, kind: str, others: Sequence[str] = ()) -> Issued:
        """A certificate for the key in `csr_pem`; its name is `name`, whatever the CSR says, and `others`: DNS names or IP addresses.

        BadRequest: no CSR, broken, no EC key, or one of `others` is a name that parts of the cloud go by.
        """
        return self._issue(_public_key(csr_pem), [name, *map(_outside, others)], kind)

    def issue(self, csr_pem: str | None, names: Sequence[str], days: int | None = None) -> tuple[Issued, bytes | None]:
        """A certificate for an operator's own use, and its new key when there is no CSR. Without names: those in the CSR. BadRequest as `sign`."""
        key = None if csr_pem else ec.generate_private_key(ec.SECP256R1())
        public = _public_key(csr_pem) if key is None and csr_pem else key.public_key() if key is not None else None
        assert public is not None
        wanted = list(names) or (names_of(csr_pem) if csr_pem else [])
        if not wanted:
            raise BadRequest("no name: neither a domain, nor an address, nor a CSR that has one")
        return self._issue(public, [_outside(one) for one in wanted], "issued", days), None if key is None else _key_pem(key)

    def credentials(self, name: str, kind: str, others: Sequence[str] = ()) -> tuple[Credentials, Issued]:
        """A new key with its certificate, for this process; `others`: more DNS names or IP addresses it is reached by."""
        key = ec.generate_private_key(ec.SECP256R1())
        issued = self._issue(key.public_key(), [name, *others], kind)
        return Credentials(_key_pem(key), issued.certificate_pem.encode(), self.ca_pem.encode()), issued

    def _issue(self, public: ec.EllipticCurvePublicKey, names: Sequence[str], kind: str, days: int | None = None) -> Issued:
        now = _now()
        end = now + datetime.timedelta(days=days or LIFE[kind])
        serial = x509.random_serial_number()
        builder = (
            x509.CertificateBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]))
            .issuer_name(self._certificate.subject).public_key(public).serial_number(serial)
            .not_valid_before(now - _SKEW).not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False))
        signed = builder.sign(self._key, hashes.SHA256())
        return Issued(signed.public_bytes(serialization.Encoding.PEM).decode(), f"{serial:x}", names[0],
                      int(end.timestamp()) * 1_000_000, _digest(public))


def names_of(csr_pem: str) -> list[str]:
    """The DNS names and addresses that a CSR asks for; else its common name. BadRequest: no CSR."""
    try:
        csr = x509.load_pem_x509_csr(csr_pem.encode())
    except ValueError:
        raise BadRequest("not a certificate signing request in PEM") from None
    try:
        found = csr.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return [*found.get_values_for_type(x509.DNSName), *(str(one) for one in found.get_values_for_type(x509.IPAddress))]
    except x509.ExtensionNotFound:
        return [str(one.value) for one in csr.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]


def key_of(csr_pem: str) -> str:
    """SHA-256 of the public key in a CSR, hex. BadRequest as `sign`."""
    return _digest(_public_key(csr_pem))


def serial_of(certificate_pem: bytes) -> str:
    """The serial number of a certificate, lower-case hexadecimal."""
    return f"{x509.load_pem_x509_certificate(certificate_pem).serial_number:x}"


def _public_key(csr_pem: str) -> ec.EllipticCurvePublicKey:
    try:
        csr = x509.load_pem_x509_csr(csr_pem.encode())
    except ValueError:
        raise BadRequest("not a certificate signing request in PEM") from None
    public = csr.public_key()
    if not csr.is_signature_valid or not isinstance(public, ec.EllipticCurvePublicKey):
        raise BadRequest("the signing request needs an EC key and its signature")
    return public


def _digest(public: ec.EllipticCurvePublicKey) -> str:
    return hashlib.sha256(public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _now() -> datetime.datetime:
    return datetime.datetime.fromtimestamp(clock.wall_us() // 1_000_000, datetime.UTC)


def _outside(name: str) -> str:
    """The name, unless it is one of ours: who could have any of those signed would be a manager to every host."""
    plain = name.strip().lower().rstrip(".")
    if plain == tls.DOMAIN or plain.endswith("." + tls.DOMAIN):
        raise BadRequest(f"{name[:100]!r}: names below .{tls.DOMAIN} are the cloud's own")
    if not plain.isascii():
        raise BadRequest(f"{name[:100]!r} is neither an address nor a DNS name in ASCII")
    return name


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _root(key: ec.EllipticCurvePrivateKey) -> bytes:
    now = _now()
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Pileus"), x509.NameAttribute(NameOID.COMMON_NAME, "Pileus CA")])
    usage = x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
                          data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False)
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - _SKEW)
        .not_valid_after(now + datetime.timedelta(days=_CA_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
