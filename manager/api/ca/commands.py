"""listCAProviders, listCaCertificate, issueCertificate, revokeCertificate, provisionCertificate."""

from __future__ import annotations

import ipaddress

from manager.api import checks
from manager.api.ca.answer import PROVIDER, CAProviderResponse, CertificateResponse, authority
from manager.api.declare import ADMINS, USERS, Call, Command, Job, Listing, Ref, Success, command, mixin, param
from manager.api.errors import invalid
from manager.model.infra import certificates
from manager.model.infra.hosts import Host
from manager.sagas.host.certify import HOST_CERTIFY, CertifyHost
from manager.sagas.immediate import IMMEDIATE, Immediate
from manager.services.ca import BadRequest

LONGEST = 3650  # days
MOST_NAMES = 50


@mixin
class Provider:
    """Commands that name the authority."""

    provider: str | None = param("the certificate authority: root is the only one", default=None, choices=(PROVIDER,))


@command(roles=ADMINS, reads=True, name="listCAProviders")
class ListCAProviders(Command):
    """Lists certificate authorities: the cloud has one of its own."""

    name: str | None = param("its exact name", default=None)

    def run(self, call: Call) -> Listing[CAProviderResponse]:
        """Always one."""
        found = [CAProviderResponse(name=PROVIDER, description="The cloud's own certificate authority: it signs hosts, managers, system VMs and"
                                                               " image services")]
        found = [one for one in found if self.name in (None, one.name)]
        return Listing(found, len(found))


@command(roles=USERS, reads=True, object="cacertificates")
class ListCaCertificate(Command, Provider):
    """Answers the certificate of the cloud's CA, by which clients know the cloud."""

    def run(self, call: Call) -> CertificateResponse:
        """It is public."""
        return CertificateResponse(certificate=authority(call.authority).ca_pem, cacertificates=authority(call.authority).ca_pem)


@command(roles=ADMINS, event="CA.CERTIFICATE.ISSUE", creates=False)
class IssueCertificate(Command, Provider):
    """Issues a certificate for an operator's own use: for a signing request, or with a new key."""

    csr: str | None = param("the certificate signing request, PEM, with an EC key; without it a key is made and answered", default=None, length=65535)
    domain: str | None = param("the names, comma-joined; absent: those of the request", default=None)
    duration: int | None = param("how long it is valid, days; absent: a year", default=None, low=1, high=LONGEST)
    ipaddress: str | None = param("the IP addresses, comma-joined", default=None)

    def run(self, call: Call) -> Job[CertificateResponse]:
        """It is in the table of certificates before anybody has it; the key is kept sealed."""
        names = [str(checks.network_domain(part, "domain")) for part in _parts(self.domain)]
        for part in _parts(self.ipaddress):
            try:
                names.append(str(ipaddress.ip_address(part)))
            except ValueError:
                raise invalid("ipaddress", f"{part} is not an IP address") from None
        if len(names) > MOST_NAMES:
            raise invalid("domain", f"a certificate has at most {MOST_NAMES} names")
        ours = authority(call.authority)
        try:
            issued, key = ours.issue(self.csr, names, self.duration)
        except BadRequest as error:
            raise invalid("csr" if self.csr else "domain", str(error)) from None
        certificates.record(
            call.tx, serial=issued.serial, name=issued.name, kind="issued", subject_id=call.caller.user_id, not_after=issued.not_after,
            key_sha256=issued.key_sha256, pem=issued.certificate_pem + ours.ca_pem, key_enc=call.secrets.seal(key.decode()) if key else None)
        return call.start(IMMEDIATE, Immediate(f"certificate:{issued.serial}"), instance=("Certificate", issued.serial),
                          description=f"Issued certificate {issued.serial} for {issued.name}")


@command(roles=ADMINS, event="CA.CERTIFICATE.REVOKE")
class RevokeCertificate(Command, Provider):
    """Revokes a certificate: who shows it is refused from then on."""

    serial: str = param("its serial number, hexadecimal")
    cn: str | None = param("its name, as a check against typing errors", default=None)

    def run(self, call: Call) -> Job[Success]:
        """Any that was issued here."""
        serial = self.serial.strip().lower().removeprefix("0x").lstrip("0")
        row = next(iter(certificates.by_serials(call.tx, [serial])), None)
        if row is None:
            raise invalid("serial", f"there is no certificate {self.serial}")
        if self.cn is not None and self.cn.lower() != row.name.lower():
            raise invalid("cn", f"certificate {serial} is for {row.name}")
        certificates.revoke_one(call.tx, serial)
        return call.start(IMMEDIATE, Immediate(f"certificate:{serial}"), instance=("Certificate", serial),
                          description=f"Revoked certificate {serial} of {row.name}")


@command(roles=ADMINS, event="CA.CERTIFICATE.PROVISION")
class ProvisionCertificate(Command, Provider):
    """Gives a host a new certificate."""

    hostid: Ref[Host] = param("the ID of the host")
    reconnect: bool = param("true: the old certificate is revoked once the host has reported with the new one; false: it stays valid", default=True)

    def run(self, call: Call) -> Job[Success]:
        """The host makes the request with its next report, which it is told to send at once."""
        return call.start(HOST_CERTIFY, CertifyHost(self.hostid.row.id, self.reconnect), instance=("Host", self.hostid.uuid),
                          description=f"Provisioning a certificate for host {self.hostid.row.name}")


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split(",") if part.strip()]
