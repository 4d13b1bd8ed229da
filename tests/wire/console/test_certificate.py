"""uploadCustomCertificate: what is refused, and that proxies get the chain with its key."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from manager.model.tables.console import custom_certificate
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb
from tests.wire.app import ApiFailure
from tests.wire.console.site import Consoles

SUFFIX = "consoles.example.com"


class Signed:
    """A certificate and its key, issued by another or by itself."""

    def __init__(self, name: str, above: Signed | None = None, *, ca: bool = True, days: int = 30) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        builder = (x509.CertificateBuilder().subject_name(own).issuer_name(above.certificate.subject if above else own)
                   .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now - datetime.timedelta(days=60)).not_valid_after(now + datetime.timedelta(days=days))
                   .add_extension(x509.BasicConstraints(ca=ca, path_length=None), True)
                   .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False))
        self.certificate = builder.sign(above.key if above else self.key, hashes.SHA256())

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
                                      serialization.NoEncryption()).decode()


def upload(site: Consoles, one: Signed, **more: Any) -> Any:
    """Its job's result."""
    return site.app.admin.job("uploadCustomCertificate", method="POST", **{"certificate": one.pem, "domainsuffix": SUFFIX, **more})


def refusal(site: Consoles, one: Signed, **more: Any) -> str:
    """Why it is refused."""
    with pytest.raises(ApiFailure) as caught:
        upload(site, one, **more)
    assert caught.value.status == 431
    return caught.value.text


def test_a_chain_reaches_the_proxies(site: Consoles) -> None:
    proxy = site.proxy()
    before = proxy.ask("Settings", pb.SettingsRequest())
    assert before.certificate_pem == ""
    root = Signed("root")
    middle = Signed("middle", root)
    server = Signed(f"*.{SUFFIX}", middle, ca=False)
    assert "counts when" in upload(site, root, id=1, name="root")["customcertificate"]["message"]
    upload(site, middle, id=2, name="middle")
    assert "within seconds" in upload(site, server, privatekey=server.key_pem)["customcertificate"]["message"]
    after = proxy.ask("Settings", pb.SettingsRequest())
    assert after.generation != before.generation
    assert [one.subject for one in x509.load_pem_x509_certificates(after.certificate_pem.encode())] == [
        server.certificate.subject, middle.certificate.subject]
    key = serialization.load_pem_private_key(after.key_pem.encode(), None)
    assert key.public_key() == server.key.public_key()
    stored = site.app.read(lambda tx: [tuple(row) for row in tx.rows(select(custom_certificate))])
    assert "PRIVATE KEY" not in str(stored)
    assert site.app.admin.call("listEvents", type="UPLOAD.CUSTOM.CERTIFICATE")["count"] >= 3


def test_what_is_refused(site: Consoles) -> None:
    root = Signed("root two")
    server = Signed(f"a.{SUFFIX}", root, ca=False)
    other = {"domainsuffix": "other.example.com"}
    assert "not a certificate" in refusal(site, server, certificate="x", privatekey=server.key_pem)
    assert "does not belong" in refusal(site, server, privatekey=root.key_pem, **other)
    assert "passphrase" in refusal(site, server, privatekey="x", **other)
    assert "not for other" in refusal(site, server, privatekey=server.key_pem, **other)
    assert "ended" in refusal(site, Signed(f"b.{SUFFIX}", days=-1), id=1, name="old")
    assert "name is needed" in refusal(site, root, id=1)
    assert "id is needed" in refusal(site, root, name="r")
    assert "neither name nor id" in refusal(site, server, privatekey=server.key_pem, name="r")
    assert "no authority" in refusal(site, server, id=2, name="r")
    assert "signed by itself" in refusal(site, Signed("m", root), id=1, name="r")
    assert "one certificate at a time" in refusal(site, root, certificate=root.pem + server.pem, id=1, name="r")
    upload(site, root, id=1, name="two", domainsuffix="two.example.com")
    alien = Signed("x.two.example.com", ca=False)
    assert "not issued by two" in refusal(site, alien, privatekey=alien.key_pem, domainsuffix="two.example.com")
