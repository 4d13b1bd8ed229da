"""createSSHKeyPair, registerSSHKeyPair, listSSHKeyPairs, deleteSSHKeyPair."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from manager.api import views
from manager.api.declare import USERS, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.mixins import ProjectFilter, ProjectOwner
from manager.api.refs import resolver
from manager.api.responses import Response, field, succeeded
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import guests
from manager.model.catalog.guests import SshKeyRow
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.tenancy import ssh_key

RSA_BITS = 2048
resolver(SshKeyRow, entity="sshkeypair", gone=seen(ssh_key))(guests.find_ssh_key)


class SSHKeyPairResponse(Response, object="sshkeypair"):
    """An SSH key pair, without its private key."""

    id: str | None = field("the ID of the key pair")
    name: str | None = field("its name")
    account: str | None = field("the account that owns it")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of the project that owns it")
    domainid: str | None = field("the ID of that account's domain")
    domain: str | None = field("the name of that domain")
    fingerprint: str | None = field("MD5 of the public key, as ssh-keygen shows it with -E md5")
    hasannotations: bool | None = field("whether it has annotations")


class CreateSSHKeyPairResponse(SSHKeyPairResponse, object="keypair"):
    """A new SSH key pair; the private key is shown this once."""

    privatekey: str | None = field("the private key, PEM; it is stored nowhere")


@renders(SSHKeyPairResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[SSHKeyPairResponse]:
    """The answers for these keys."""
    return [SSHKeyPairResponse(id=row.uuid, name=row.name, account=row.account_name, domainid=row.domain_uuid, domain=row.domain_name,
                               fingerprint=row.fingerprint, hasannotations=False) for row in guests.ssh_keys_by_uuid(tx, uuids)]


def fingerprint(public_key: str) -> str:
    """MD5 of an OpenSSH public key line (RFC 4716 §4). ApiError 431 when it is none."""
    parts = public_key.split()
    try:
        serialization.load_ssh_public_key(" ".join(parts[:2]).encode())
        blob = base64.b64decode(parts[1], validate=True)
    except (ValueError, IndexError, binascii.Error, UnsupportedAlgorithm):
        raise invalid("publickey", "it is not an OpenSSH public key, as ssh-ed25519 AAAA… comment") from None
    digest = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    return ":".join(digest[at:at + 2] for at in range(0, 32, 2))


@command(roles=USERS, event="REGISTER.SSH.KEYPAIR", object="keypair", clienttoken=False)
class CreateSSHKeyPair(ProjectOwner, Command):
    """Makes a new key pair, keeps the public key and answers the private key once."""

    name: str = param("the name of the key pair")

    def run(self, call: Call) -> CreateSSHKeyPairResponse:
        """RSA, so that getVMPassword can encrypt with it."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()).decode()
        uuid = guests.add_ssh_key(call.tx, owner.id, owner.domain_id, self.name, public, fingerprint(public))
        call.event(description=f"Created key pair {self.name}", resource=("SSHKeyPair", uuid), owner=(owner.id, owner.domain_id))
        shown = views.one(call.tx, call.caller, SSHKeyPairResponse, uuid)
        return CreateSSHKeyPairResponse(id=uuid, name=shown.name, account=shown.account, domainid=shown.domainid, domain=shown.domain,
                                        fingerprint=shown.fingerprint, hasannotations=False, privatekey=private)


@command(roles=USERS, event="REGISTER.SSH.KEYPAIR", object="keypair")
class RegisterSSHKeyPair(ProjectOwner, Command):
    """Keeps the public key of a key pair that the user has."""

    name: str = param("the name of the key pair")
    publickey: str = param("the public key, an OpenSSH line", length=5120)

    def run(self, call: Call) -> SSHKeyPairResponse:
        """Adds the row."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        line = " ".join(self.publickey.split())
        uuid = guests.add_ssh_key(call.tx, owner.id, owner.domain_id, self.name, line, fingerprint(line))
        call.event(description=f"Registered key pair {self.name}", resource=("SSHKeyPair", uuid), owner=(owner.id, owner.domain_id))
        return views.one(call.tx, call.caller, SSHKeyPairResponse, uuid)


@command(roles=USERS, reads=True)
class ListSSHKeyPairs(ProjectFilter, ListCommand):
    """Lists SSH key pairs."""

    id: Ref[SshKeyRow] | None = param("the ID of the key pair", default=None)
    name: str | None = param("its exact name", default=None)
    fingerprint: str | None = param("its fingerprint", default=None)

    def run(self, call: Call) -> Listing[SSHKeyPairResponse]:
        """One query for the page."""
        rows, total = guests.ssh_keys(call.tx, call.scope(self), *self.limits(call), id=self.id.row.id if self.id else None, name=self.name,
                                      fingerprint=self.fingerprint, keyword=self.keyword)
        return Listing(view(call.tx, call.caller, [row.uuid for row in rows]), total)


@command(roles=USERS, event="SSH.KEYPAIR.DELETE")
class DeleteSSHKeyPair(ProjectOwner, Command):
    """Deletes a key pair by its name. VMs that have it keep it."""

    name: str = param("the name of the key pair")

    def run(self, call: Call) -> Success:
        """Marks the row as removed."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        key = guests.ssh_key_by_name(call.tx, owner.id, self.name)
        if key is None:
            raise ApiError(PARAMETER, f"A key pair with name '{self.name}' does not exist for account {owner.name} in domain {owner.domain_name}")
        guests.remove_ssh_key(call.tx, key.id)
        call.event(description=f"Deleted key pair {self.name}", resource=("SSHKeyPair", key.uuid), owner=(owner.id, owner.domain_id))
        return succeeded()
