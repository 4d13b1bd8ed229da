"""CertificateResponse and CAProviderResponse."""

from __future__ import annotations

from manager.api.errors import UNAVAILABLE, ApiError
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import certificates
from manager.services.ca import Authority

PROVIDER = "root"
END = "-----END CERTIFICATE-----\n"


class CAProviderResponse(Response, object="caprovider"):
    """A certificate authority."""

    name: str | None = field("its name")
    description: str | None = field("what it is")


class CertificateResponse(Response, object="certificates"):
    """A certificate with the CA that signed it."""

    certificate: str | None = field("the certificate, PEM")
    privatekey: str | None = field("its key, PEM, when it was made here; shown to the caller's job only")
    cacertificates: str | None = field("the certificate of the CA, PEM")


@renders(CertificateResponse)
def view(tx: Tx, caller: Caller, serials: list[str]) -> list[CertificateResponse]:
    """The answers for these certificates, by serial number; keys are added when the job is asked for."""
    answers = []
    for row in certificates.by_serials(tx, serials):
        own, end, chain = (row.pem or "").partition(END)
        answers.append(CertificateResponse(certificate=own + end, cacertificates=chain))
    return answers


def authority(found: Authority | None) -> Authority:
    """The CA; 534 where this process has none."""
    if found is None:
        raise ApiError(UNAVAILABLE, "This manager has no certificate authority")
    return found
