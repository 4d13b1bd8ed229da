"""getVMPassword, and the password in the result of the job that set it. The database holds it sealed; jobs never do."""

from __future__ import annotations

import base64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from manager.api.declare import USERS, Access, ApiError, Call, Command, Ref, command, param
from manager.api.errors import PARAMETER
from manager.api.responses import Response, field
from manager.model.guest import vm
from manager.model.guest.vm import VmRow


class GetVMPasswordResponse(Response, object="password"):
    """A VM's password, for the holder of its private SSH key."""

    encryptedpassword: str | None = field("the password, encrypted with the VM's RSA public key (PKCS #1 v1.5, RFC 8017), base64")


@command(roles=USERS, reads=True)
class GetVMPassword(Command):
    """Returns the encrypted password of a virtual machine."""

    id: Ref[VmRow] = param("the ID of the VM", access=Access.OPERATE)

    def run(self, call: Call) -> GetVMPasswordResponse:
        """Only VMs with a password and an RSA key pair have one to show."""
        row = self.id.row
        sealed = vm.sealed_password(call.tx, row.id)
        if sealed is None:
            raise ApiError(PARAMETER, f"No password for VM with id {row.uuid} found. "
                           "When VM's SSH keypair is changed, the current encrypted password will be removed.")
        key = _rsa_key(vm.public_keys(call.tx, row.id))
        if key is None:
            raise ApiError(PARAMETER, f"VM {row.uuid} has no RSA key pair that its password could be encrypted with")
        encrypted = key.encrypt(call.secrets.open(sealed).encode(), padding.PKCS1v15())
        return GetVMPasswordResponse(encryptedpassword=base64.b64encode(encrypted).decode())


def _rsa_key(lines: str | None) -> rsa.RSAPublicKey | None:
    for line in (lines or "").splitlines():
        try:
            key = serialization.load_ssh_public_key(" ".join(line.split()[:2]).encode())
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, rsa.RSAPublicKey):
            return key
    return None
