"""Who this proxy is: key, certificate (`<uuid>.console.pileus`) and CA, three files in one folder. Who made them replaces them there, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common import atomic, clock

RENEW_AT = 2 / 3  # of a certificate's life


class NoIdentity(Exception):
    """The files are not there, or are not what they should be; the text says which."""


@dataclass(frozen=True)
class Identity:
    """What the folder held when it was read."""

    key_pem: bytes
    certificate_pem: bytes
    ca_pem: bytes

    @classmethod
    def load(cls, folder: Path) -> Identity:
        """Reads it. Raises NoIdentity."""
        try:
            found = cls(*((folder / name).read_bytes() for name in ("key.pem", "certificate.pem", "ca.pem")))
            if (folder / "key.pem").stat().st_mode & 0o077:
                raise NoIdentity(f"{folder / 'key.pem'} may be read by others: chmod 600")
            x509.load_pem_x509_certificate(found.certificate_pem)
        except OSError as error:
            raise NoIdentity(f"{error.filename}: {error.strerror}") from None
        except ValueError:
            raise NoIdentity(f"{folder / 'certificate.pem'} is no certificate") from None
        return found

    def renew_in(self) -> float:
        """Seconds until the certificate should be renewed; negative when that has passed."""
        certificate = x509.load_pem_x509_certificate(self.certificate_pem)
        begin, end = certificate.not_valid_before_utc.timestamp(), certificate.not_valid_after_utc.timestamp()
        return begin + (end - begin) * RENEW_AT - clock.wall_us() / 1e6

    def csr(self) -> bytes:
        """A signing request for the same key, to renew with."""
        key = serialization.load_pem_private_key(self.key_pem, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "console")]))
        return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def renewed(folder: Path, certificate_pem: str) -> Identity:
    """Stores a renewed certificate and reads all anew. Raises NoIdentity."""
    atomic.write(folder / "certificate.pem", certificate_pem)
    return Identity.load(folder)
