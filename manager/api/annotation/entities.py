"""What can be annotated: the names that clients know, and the references that find the thing within what the caller may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from manager.api import scope
from manager.api.call import Call
from manager.api.errors import denied, invalid, not_found
from manager.api.refs import RESOLVERS
from manager.model.caller import Role

ENTITIES = {  # entity type: the object's name in answers; things of administrators are those below
    "VM": "virtualmachine", "VOLUME": "volume", "SNAPSHOT": "snapshot", "VM_SNAPSHOT": "vmsnapshot", "INSTANCE_GROUP": "instancegroup",
    "SSH_KEYPAIR": "sshkeypair", "USER_DATA": "userdata", "NETWORK": "network", "VPC": "vpc", "PUBLIC_IP_ADDRESS": "ipaddress",
    "VPN_CUSTOMER_GATEWAY": "vpncustomergateway", "TEMPLATE": "template", "ISO": "iso", "KUBERNETES_CLUSTER": "kubernetescluster",
    "AUTOSCALE_VM_GROUP": "autoscalevmgroup",
    "SERVICE_OFFERING": "serviceoffering", "DISK_OFFERING": "diskoffering", "NETWORK_OFFERING": "networkoffering", "VPC_OFFERING": "vpcoffering",
    "ZONE": "zone", "POD": "pod", "CLUSTER": "cluster", "HOST": "host", "DOMAIN": "domain", "PRIMARY_STORAGE": "storagepool",
    "SECONDARY_STORAGE": "imagestore", "VR": "router", "SYSTEM_VM": "systemvm", "MANAGEMENT_SERVER": "managementserver"}
OF_ADMINS = frozenset(list(ENTITIES)[list(ENTITIES).index("SERVICE_OFFERING"):])


@dataclass(frozen=True)
class Entity:
    """A thing that was found."""

    type: str
    uuid: str
    name: str | None
    account_id: int | None
    domain_id: int | None


def entity_type(text: str | None) -> str:
    """The type as it is stored; 431 for one that nobody can annotate here."""
    kind = (text or "").upper()
    if kind not in ENTITIES or not _resolvers(kind):
        known = ", ".join(name for name in ENTITIES if _resolvers(name))
        raise invalid("entitytype", f"{(text or '')[:100]} is not one of {known}")
    return kind


def find(call: Call, kind: str, uuid: str | None) -> Entity:
    """The thing, if the caller may see it; 431 as for any reference otherwise."""
    for resolver in _resolvers(kind):
        row = resolver.find(call.tx, call.caller, uuid) if uuid and len(uuid) <= 40 else None
        if row is not None:
            account_id = getattr(row, "account_id", None)
            return Entity(kind, str(uuid), _name(row), account_id, row.domain_id if account_id is not None else None)
    raise not_found("entityid", uuid or "")


def annotatable(call: Call, kind: str, uuid: str | None) -> Entity:
    """As `find`; 531 unless the caller may operate on it."""
    if kind in OF_ADMINS and call.caller.role is not Role.ADMIN:
        raise denied(f"Only administrators annotate things of type {kind}")
    found = find(call, kind, uuid)
    if call.caller.role is not Role.ADMIN and (
            found.account_id is None or found.domain_id is None or not call.caller.may_operate(call.tx, found.account_id, found.domain_id)):
        raise denied(f"Account {call.caller.account_name} may not operate on {kind} {found.uuid}")
    if found.account_id is not None:
        scope.member(call.tx, call.caller, found.account_id, call.command.NAME)
    return found


def _resolvers(kind: str) -> list[Any]:
    return [resolver for resolver in RESOLVERS.values() if resolver.entity == ENTITIES[kind]]


def _name(row: Any) -> str | None:
    return next((str(value) for name in ("display_name", "name", "address") if (value := getattr(row, name, None))), None)
