from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from agent.identity import make_key
from common import tls
from manager.services.ca import Authority, BadRequest, key_of
from manager.services.keys import KeyFileError


@pytest.fixture
def authority(tmp_path):
    return Authority.load_or_make(tmp_path)


def verify(authority: Authority, pem: str, name: str) -> None:
    store = Store([x509.load_pem_x509_certificate(authority.ca_pem.encode())])
    PolicyBuilder().store(store).build_server_verifier(x509.DNSName(name)).verify(x509.load_pem_x509_certificate(pem.encode()), [])


def test_a_certificate_has_the_name_the_ca_chose(authority):
    _, csr = make_key("i.am.the.manager.pileus")
    issued = authority.sign(csr.decode(), tls.host_name("u"), "host")
    verify(authority, issued.certificate_pem, "u.host.pileus")
    with pytest.raises(VerificationError):
        verify(authority, issued.certificate_pem, "i.am.the.manager.pileus")
    assert issued.key_sha256 == key_of(csr.decode())
    assert int(issued.serial, 16) == x509.load_pem_x509_certificate(issued.certificate_pem.encode()).serial_number


@pytest.mark.parametrize("name", ["manager.pileus", "MANAGER.Pileus", "manager.pileus.", "u.host.pileus", "*.pileus", "pileus", "\u00e4.example"])
def test_nobody_is_given_a_name_of_the_clouds_own_parts(authority, name):
    _, csr = make_key("x")
    with pytest.raises(BadRequest):
        authority.sign(csr.decode(), tls.console_name("u"), "console", [name])
    with pytest.raises(BadRequest):
        authority.issue(None, [name])
    authority.sign(csr.decode(), tls.console_name("u"), "console", ["console.pileus.example", "10.0.0.1", "::1"])


def test_another_cas_certificate_is_not_trusted(authority, tmp_path):
    other = Authority.load_or_make(tmp_path / "other")
    _, csr = make_key("x")
    with pytest.raises(VerificationError):
        verify(authority, other.sign(csr.decode(), "u.host.pileus", "host").certificate_pem, "u.host.pileus")


@pytest.mark.parametrize("csr", ["", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"])
def test_what_is_no_signing_request_is_refused(authority, csr):
    with pytest.raises(BadRequest):
        authority.sign(csr, "u.host.pileus", "host")


def test_processes_that_start_together_have_one_root(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: Authority.load_or_make(tmp_path / "ca").fingerprint(), range(12)))) == 1
    assert (tmp_path / "ca" / "ca-key.pem").stat().st_mode & 0o077 == 0


def test_a_key_of_another_root_is_told(authority, tmp_path):
    other = tmp_path / "other"
    Authority.load_or_make(other)
    (other / "ca.pem").write_text(authority.ca_pem)
    with pytest.raises(KeyFileError, match="does not belong"):
        Authority.load(other)
