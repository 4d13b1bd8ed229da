"""How system VMs get their certificates: the database's and the CA's side of the control protocol's enrolment."""

from __future__ import annotations

from common import control, tls
from manager.model.db import Database, Tx
from manager.model.net import router_identity
from manager.services import Secrets, SystemVmPeer
from manager.services.ca import Authority, BadRequest


class RouterEnrolment:
    """Implements agents.control.Enrolment."""

    def __init__(self, db: Database, authority: Authority, secrets: Secrets) -> None:
        self._db = db
        self._authority = authority
        self._secrets = secrets

    async def identity(self, peer: SystemVmPeer) -> tuple[str, str]:
        """(one-time token, serial of the certificate or empty)."""
        sealed, serial = await self._db.run(lambda tx: router_identity.read(tx, peer.vm_id, peer.role), writing=False)
        return self._secrets.open(sealed) if sealed else "", serial

    async def sign(self, peer: SystemVmPeer, csr_pem: str) -> tuple[str, str]:
        """A certificate for this system VM, recorded before it is handed out."""
        others = await self._db.run(lambda tx: router_identity.addresses(tx, peer.vm_id) if peer.role == "console" else [], writing=False)
        try:
            issued = self._authority.sign(csr_pem, tls.system_vm_name(peer.uuid, peer.role), peer.role, others)
        except BadRequest as error:
            raise control.ControlError(str(error)) from None

        def record(tx: Tx) -> None:
            router_identity.write(tx, peer.vm_id, serial=issued.serial, name=issued.name, not_after=issued.not_after,
                                  key_sha256=issued.key_sha256, kind=peer.role)

        await self._db.run(record)
        return issued.certificate_pem, self._authority.ca_pem
