"""NetworkResponse, and how networks become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import network_offerings
from manager.model.db import Tx
from manager.model.net import network
from manager.model.net.network import NetworkRow
from manager.model.net.network_views import network_rows
from manager.model.removed import seen
from manager.model.tables.network import network as table

resolver(NetworkRow, entity="network", gone=seen(table))(network.find)

DEFAULT_MTU = 1500


class NetworkResponse(Response, object="network"):
    """A network of guests."""

    id: str | None = field("the ID of the network")
    name: str | None = field("its name")
    displaytext: str | None = field("its description")
    broadcastdomaintype: str | None = field("how it is kept apart from others: Vlan, Vxlan or Native")
    traffictype: str | None = field("Guest")
    gateway: str | None = field("the address of its router")
    netmask: str | None = field("its netmask")
    cidr: str | None = field("its addresses, as 10.1.1.0/24")
    networkcidr: str | None = field("all its addresses, when cidr is only the part for guests")
    reservediprange: str | None = field("the part of networkcidr that guests are not given")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    networkofferingid: str | None = field("the ID of its network offering")
    networkofferingname: str | None = field("the name of its network offering")
    networkofferingdisplaytext: str | None = field("the description of its network offering")
    networkofferingconservemode: bool | None = field("whether one public address may serve several services")
    networkofferingavailability: str | None = field("the availability of its network offering")
    issystem: bool | None = field("whether it is Pileus's own")
    state: str | None = field("Allocated, Implementing, Implemented, Setup, Shutdown or Destroy")
    related: str | None = field("the ID of the network that it belongs to: its own")
    broadcasturi: str | None = field("its tag, as vlan://100; admins only")
    dns1: str | None = field("the first DNS server")
    dns2: str | None = field("the second DNS server")
    type: str | None = field("Isolated, Shared or L2")
    vlan: str | None = field("its VLAN or VNI; admins only")
    acltype: str | None = field("who may use it: Account or Domain")
    subdomainaccess: bool | None = field("whether domains below may use it")
    account: str | None = field("the account that owns it")
    projectid: str | None = field("the ID of the project that owns it")
    project: str | None = field("the name of the project that owns it")
    domainid: str | None = field("the ID of its owner's domain")
    domain: str | None = field("the name of its owner's domain")
    domainpath: str | None = field("the path of its owner's domain")
    isdefault: bool | None = field("whether it is the default network of its zone")
    service: list[dict[str, Any]] | None = field("its services")
    networkdomain: str | None = field("the domain of its guests' names")
    physicalnetworkid: str | None = field("the ID of the physical network")
    restartrequired: bool | None = field("whether a restart is needed")
    specifyvlan: bool | None = field("whether createNetwork had to name the VLAN")
    specifyipranges: bool | None = field("whether createNetwork had to name an address range")
    vpcid: str | None = field("the ID of its VPC")
    canusefordeploy: bool | None = field("whether VMs may be deployed in it")
    ispersistent: bool | None = field("whether it is kept ready without VMs")
    tags: list[TagResponse] | None = field("its tags")
    details: dict[str, str] | None = field("its details", kind="map")
    displaynetwork: bool | None = field("whether its owner sees it; admins only")
    strechedl2subnet: bool | None = field("whether it spans zones")
    externalid: str | None = field("its ID in another system")
    redundantrouter: bool | None = field("whether it has two routers")
    supportsvmautoscaling: bool | None = field("whether VM autoscaling is possible")
    created: str | None = field("when it was created", kind="date")
    egressdefaultpolicy: bool | None = field("whether guests may reach the outside unless a rule forbids it")
    internetprotocol: str | None = field("IPv4 or DualStack")
    publicmtu: int | None = field("the MTU on the public side of its router")
    privatemtu: int | None = field("the MTU on the guests' side")
    hasannotations: bool | None = field("whether it has annotations")


@renders(NetworkResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[NetworkResponse]:
    """The answers for these networks."""
    rows = network_rows(tx, uuids)
    offerings = sorted({row.offering_id for row in rows})
    services, capabilities = network_offerings.services(tx, offerings), network_offerings.capabilities(tx, offerings)
    offered = {offering: [
        {"name": name, "capability": [{"name": key, "value": value, "canchooseservicecapability": False}
                                      for key, value in capabilities.get((offering, name), {}).items()],
         "provider": [{"name": provider} for provider in providers]}
        for name, providers in services.get(offering, {}).items()] for offering in offerings}
    return [_answer(row, caller, offered[row.offering_id]) for row in rows]


def _answer(row: Any, caller: Caller, services: list[dict[str, Any]]) -> NetworkResponse:
    made = NetworkResponse(
        id=row.uuid, name=row.name, displaytext=row.display_text, broadcastdomaintype=row.isolation or "Vlan", traffictype=row.traffic_type,
        gateway=row.gateway, netmask=row.netmask, cidr=row.cidr, zoneid=row.zone_uuid, zonename=row.zone_name,
        networkofferingid=row.offering_uuid, networkofferingname=row.offering_name, networkofferingdisplaytext=row.offering_text,
        networkofferingconservemode=bool(row.conserve_mode), networkofferingavailability=row.availability, issystem=False, state=row.state,
        related=row.uuid, dns1=row.dns1, dns2=row.dns2, type=row.guest_type, acltype=row.acl_type, account=row.account_name,
        domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_path, isdefault=False, service=services,
        networkdomain=row.network_domain, physicalnetworkid=row.physical_uuid, restartrequired=bool(row.restart_required),
        specifyvlan=bool(row.specify_vlan), specifyipranges=bool(row.specify_ip_ranges), canusefordeploy=row.removed is None,
        ispersistent=bool(row.persistent), tags=[], strechedl2subnet=False, redundantrouter=bool(row.redundant), supportsvmautoscaling=False,
        created=show_date(row.created), egressdefaultpolicy=bool(row.egress_default_allow), internetprotocol=row.internet_protocol,
        publicmtu=row.public_mtu or DEFAULT_MTU, privatemtu=row.private_mtu or DEFAULT_MTU, hasannotations=False)
    if caller.is_admin:
        made.displaynetwork = bool(row.display)
        if row.vnet is not None:
            made.vlan = str(row.vnet)
            made.broadcasturi = f"{(row.isolation or 'Vlan').lower()}://{row.vnet}"
    return made
