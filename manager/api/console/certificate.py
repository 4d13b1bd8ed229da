"""uploadCustomCertificate."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Job, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.console import certificates
from manager.model.db import Tx
from manager.sagas.immediate import IMMEDIATE, Immediate
from manager.services import pem
from manager.services.pem import BadCertificate

SERVED = "The certificate is stored; console proxies show it to browsers within seconds, open consoles go on"
KEPT = "The certificate is stored; it counts when the server's certificate and key follow"


class CustomCertificateResponse(Response, object="customcertificate"):
    """A certificate was stored."""

    message: str | None = field("what happens now")


@renders(CustomCertificateResponse)
def view(tx: Tx, caller: Caller, names: list[str]) -> list[CustomCertificateResponse]:
    """What the job of each tells."""
    return [CustomCertificateResponse(message=SERVED if name == certificates.SERVER else KEPT) for name in names]


@command(roles=ADMINS, event="UPLOAD.CUSTOM.CERTIFICATE")
class UploadCustomCertificate(Command):
    """Uploads the certificate of console proxies: first those above it, the root (id 1) before all, at last the server's with its key."""

    certificate: str = param("the certificate, PEM", length=65535)
    domainsuffix: str = param("the domain that it is for; the same for the whole chain")
    id: int | None = param("of an authority's certificate: its place in the chain, 1 for the root", default=None, low=1, high=100)
    name: str | None = param("of an authority's certificate: a name of its own", default=None, length=120)
    privatekey: str | None = param("of the server's certificate: its private key, PEM, without a passphrase", default=None, length=65535, secret=True)

    def run(self, call: Call) -> Job[CustomCertificateResponse]:
        """Console proxies take it up within seconds; open consoles go on."""
        suffix = self.domainsuffix.strip().lower()
        try:
            text = self._server(call, suffix) if self.privatekey is not None else self._authority(call, suffix)
        except BadCertificate as error:
            raise invalid("certificate", str(error)) from None
        return call.start(IMMEDIATE, Immediate("certificate:console"), instance=("Certificate", self.name or certificates.SERVER), description=text)

    def _server(self, call: Call, suffix: str) -> str:
        if self.name is not None or self.id is not None:
            raise ApiError(PARAMETER, "Can't change the alias for private key certification: neither name nor id goes with privatekey")
        one = pem.certificate(self.certificate)
        key = pem.matches(one, self.privatekey or "")
        if not pem.within(one, suffix):
            raise invalid("domainsuffix", f"the certificate is for {', '.join(pem.names(one)) or 'no name'}, not for {suffix}")
        above = certificates.chain(call.tx, suffix)
        pem.check_chain(one, [(row.name, row.certificate) for row in above])
        shown = "\n".join(text.strip() for text in (self.certificate, *(row.certificate for row in reversed(above[1:])))) + "\n"
        certificates.put(call.tx, certificates.SERVER, None, suffix, shown, call.secrets.seal(key))
        return f"Uploaded the certificate of console proxies for {suffix}"

    def _authority(self, call: Call, suffix: str) -> str:
        if self.name is None:
            raise ApiError(PARAMETER, "alias can't be empty, if it's a certification chain: name is needed without privatekey")
        if self.id is None:
            raise ApiError(PARAMETER, "index can't be empty, if it's a certification chain: id is needed without privatekey")
        if self.name == certificates.SERVER:
            raise invalid("name", "it is the server's own certificate")
        one = pem.certificate(self.certificate)
        if not pem.is_authority(one):
            raise BadCertificate("it is no authority's, and there is no private key")
        if self.id == 1 and not pem.signed_by(one, one):
            raise BadCertificate("number 1 is the root, which is signed by itself")
        certificates.put(call.tx, self.name, self.id, suffix, self.certificate)
        return f"Uploaded the certificate {self.name}, number {self.id} in the chain for {suffix}"
