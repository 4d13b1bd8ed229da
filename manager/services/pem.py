"""Certificates that operators bring: parsed, matched with their key, ordered into a chain. Nothing of ours is signed here."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from common import clock


class BadCertificate(ValueError):
    """The text says what is wrong; it quotes nothing of a key."""


def certificate(pem: str) -> x509.Certificate:
    """One certificate in PEM. BadCertificate: none, several, or over already."""
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise BadCertificate("not a certificate in PEM") from None
    if len(found) != 1:
        raise BadCertificate("upload one certificate at a time: those above it with an id and a name of their own")
    if found[0].not_valid_after_utc.timestamp() * 1e6 < clock.wall_us():
        raise BadCertificate(f"it has ended on {found[0].not_valid_after_utc:%Y-%m-%d}")
    return found[0]


def matches(one: x509.Certificate, key_pem: str) -> str:
    """The key, PKCS 8 in PEM, if it is the certificate's. BadCertificate when it is not, is encrypted, or is no key."""
    try:
        key = serialization.load_pem_private_key(key_pem.encode(), None)
    except (ValueError, TypeError):
        raise BadCertificate("the private key is not one in PEM without a passphrase") from None
    der, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(der, form) != one.public_key().public_bytes(der, form):
        raise BadCertificate("the private key does not belong to the certificate")
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


def names(one: x509.Certificate) -> list[str]:
    """The DNS names that a certificate is for, lower case."""
    try:
        found = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        found = [str(name.value) for name in one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    return [name.lower() for name in found]


def within(one: x509.Certificate, suffix: str) -> bool:
    """Whether one of the certificate's names is the domain, below it, or *.domain."""
    wanted = suffix.lower().removeprefix("*.").strip(".")
    return any(name.removeprefix("*.") == wanted or name.endswith("." + wanted) for name in names(one))


def is_authority(one: x509.Certificate) -> bool:
    """Whether it may sign others."""
    try:
        return bool(one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def signed_by(one: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether `above` has issued `one`."""
    try:
        one.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def check_chain(one: x509.Certificate, above: Sequence[tuple[str, str]]) -> None:
    """`above`: (name, PEM), the root first. BadCertificate names the link that is broken."""
    if not above:
        return
    chain = [(name, x509.load_pem_x509_certificate(pem.encode())) for name, pem in above]
    if not signed_by(chain[0][1], chain[0][1]):
        raise BadCertificate(f"the chain begins with {chain[0][0]}, which is no root: it is not signed by itself")
    links = [*chain, ("the certificate", one)]
    for (upper, issuer), (lower, issued) in itertools.pairwise(links):
        if not signed_by(issued, issuer):
            raise BadCertificate(f"the chain is broken: {lower} was not issued by {upper}")
