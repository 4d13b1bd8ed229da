"""IPAddressResponse, and how public addresses become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.net import address
from manager.model.net.address import AddressRow
from manager.model.net.network_views import address_rows

resolver(AddressRow, entity="ipaddress")(address.find)


class IPAddressResponse(Response, object="ipaddress"):
    """A public address."""

    id: str | None = field("the ID of the public address")
    ipaddress: str | None = field("the address")
    allocated: str | None = field("when it was acquired", kind="date")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    issourcenat: bool | None = field("whether its network's guests reach the outside by it")
    account: str | None = field("the account that has it")
    projectid: str | None = field("the ID of the project that has it")
    project: str | None = field("the name of the project that has it")
    domainid: str | None = field("the ID of that account's domain")
    domain: str | None = field("the name of that account's domain")
    domainpath: str | None = field("the path of that account's domain")
    forvirtualnetwork: bool | None = field("whether it is for isolated networks")
    vlanid: str | None = field("the ID of its range; admins only")
    vlanname: str | None = field("the VLAN of its range; admins only")
    isstaticnat: bool | None = field("whether it is mapped to a VM")
    issystem: bool | None = field("whether a system VM has it")
    virtualmachineid: str | None = field("the ID of the VM that it is mapped to")
    virtualmachinetype: str | None = field("the type of that VM")
    vmipaddress: str | None = field("that VM's address in its network")
    virtualmachinename: str | None = field("the name of that VM")
    virtualmachinedisplayname: str | None = field("the display name of that VM")
    associatednetworkid: str | None = field("the ID of the network that has it")
    associatednetworkname: str | None = field("the name of the network that has it")
    networkid: str | None = field("the ID of the network that it is from")
    state: str | None = field("Free, Allocating, Allocated or Releasing")
    physicalnetworkid: str | None = field("the ID of the physical network that carries it; admins only")
    purpose: str | None = field("what it is used for")
    vpcid: str | None = field("the ID of the VPC that has it")
    tags: list[TagResponse] | None = field("its tags")
    isportable: bool | None = field("whether it may move between zones")
    fordisplay: bool | None = field("whether its owner sees it; admins only")
    networkname: str | None = field("the name of the network that has it")
    hasrules: bool | None = field("whether it has rules")
    forsystemvms: bool | None = field("whether it is kept for system VMs")
    forprovider: bool | None = field("whether another system hands it out")
    hasannotations: bool | None = field("whether it has annotations")


class PublicIpResponse(IPAddressResponse, object="publicipaddress"):
    """A public address, as listPublicIpAddresses names it."""


@renders(IPAddressResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[IPAddressResponse]:
    """The answers for these addresses."""
    return [_answer(row, caller, IPAddressResponse) for row in address_rows(tx, uuids)]


def listed(tx: Tx, caller: Caller, uuids: list[str]) -> list[PublicIpResponse]:
    """The same, for lists."""
    return [_answer(row, caller, PublicIpResponse) for row in address_rows(tx, uuids)]


def _answer(row: Any, caller: Caller, kind: type[Any]) -> Any:
    made = kind(
        id=row.uuid, ipaddress=row.address, allocated=show_date(row.allocated), zoneid=row.zone_uuid, zonename=row.zone_name,
        issourcenat=bool(row.source_nat), account=row.account_name, domainid=row.domain_uuid, domain=row.domain_name,
        domainpath=row.domain_path, forvirtualnetwork=True, isstaticnat=bool(row.static_nat), issystem=bool(row.system), state=row.state,
        associatednetworkid=row.network_uuid, associatednetworkname=row.network_name, networkname=row.network_name, tags=[], isportable=False,
        hasrules=bool(row.has_rules), forsystemvms=bool(row.for_system_vms), forprovider=False, hasannotations=False)
    if row.static_nat:
        made.virtualmachineid, made.virtualmachinename, made.virtualmachinedisplayname = row.vm_uuid, row.vm_name, row.vm_display or row.vm_name
        made.virtualmachinetype, made.vmipaddress = row.vm_type, row.vm_guest_ip
    if caller.is_admin:
        made.vlanid, made.vlanname, made.fordisplay = row.range_uuid, f"vlan://{row.vlan}", bool(row.display)
        made.physicalnetworkid = row.physical_uuid
    return made
