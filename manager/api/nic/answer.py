"""NicResponse, and how NICs become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.net.network import NicRow
from manager.model.net.rule_views import find_nic, nic_rows

resolver(NicRow, entity="nic")(find_nic)

TRAFFIC = {"guest": "Guest", "control": "Control", "public": "Public"}


class NicResponse(Response, object="nic"):
    """A network card of a VM."""

    id: str | None = field("the ID of the NIC")
    networkid: str | None = field("the ID of its network")
    networkname: str | None = field("the name of its network")
    netmask: str | None = field("its netmask")
    gateway: str | None = field("its gateway")
    ipaddress: str | None = field("its address")
    isolationuri: str | None = field("its network's tag; admins only")
    broadcasturi: str | None = field("its network's tag; admins only")
    traffictype: str | None = field("Guest, Public or Control")
    type: str | None = field("Isolated, Shared or L2")
    isdefault: bool | None = field("whether the VM's default route is through it")
    macaddress: str | None = field("its MAC address")
    ip6gateway: str | None = field("its IPv6 gateway")
    ip6cidr: str | None = field("its IPv6 network")
    ip6address: str | None = field("its IPv6 address")
    secondaryip: list[dict[str, Any]] | None = field("its further addresses")
    extradhcpoption: list[dict[str, Any]] | None = field("its further DHCP options")
    deviceid: str | None = field("its place in the VM, from 0")
    virtualmachineid: str | None = field("the ID of the VM")
    vlanid: int | None = field("its network's VLAN or VNI; admins only")
    mtu: int | None = field("its MTU")
    publicipid: str | None = field("the ID of the public address that is mapped to it")
    publicip: str | None = field("the public address that is mapped to it")


@renders(NicResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[NicResponse]:
    """The answers for these NICs."""
    return [answer(row, caller) for row in nic_rows(tx, uuids)]


def answer(row: Any, caller: Caller) -> NicResponse:
    """The answer for one row of `nic_rows` or `nic_rows_of`."""
    made = NicResponse(
        id=row.uuid, networkid=row.network_uuid, networkname=row.network_name, netmask=row.netmask, gateway=row.gateway, ipaddress=row.ip,
        traffictype=TRAFFIC.get(row.role, "Guest"), type=row.guest_type, isdefault=bool(row.is_default), macaddress=row.mac, secondaryip=[],
        extradhcpoption=[], deviceid=str(row.device), virtualmachineid=row.vm_uuid, mtu=row.private_mtu, publicipid=row.public_uuid,
        publicip=row.public_address)
    if caller.is_admin and row.vnet is not None:
        made.broadcasturi = made.isolationuri = f"{(row.isolation or 'Vlan').lower()}://{row.vnet}"
        made.vlanid = row.vnet
    return made
