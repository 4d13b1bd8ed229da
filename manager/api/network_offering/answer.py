"""NetworkOfferingResponse, and how network offerings become one."""

from __future__ import annotations

from typing import Any

from manager.api.network_offering.services import shown
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import network_offerings, offerings
from manager.model.db import Tx
from manager.model.net import system
from manager.model.removed import seen
from manager.model.tables.offering import network_offering

resolver(network_offerings.NetworkOfferingRow, entity="networkoffering", gone=seen(network_offering))(network_offerings.find)


class NetworkOfferingResponse(Response, object="networkoffering"):
    """A network offering: which services a network has, and who provides them."""

    id: str | None = field("the ID of the network offering")
    name: str | None = field("its name")
    displaytext: str | None = field("its description")
    tags: str | None = field("the tags of physical networks that it needs")
    created: str | None = field("when it was created", kind="date")
    traffictype: str | None = field("Guest")
    isdefault: bool | None = field("whether Pileus made it")
    specifyvlan: bool | None = field("whether createNetwork must name the VLAN")
    conservemode: bool | None = field("whether one address may serve several services")
    specifyipranges: bool | None = field("whether createNetwork must name an address range")
    availability: str | None = field("Required, Optional or Unavailable")
    networkrate: int | None = field("Mbit/s of each NIC")
    state: str | None = field("Enabled, Disabled or Inactive")
    guestiptype: str | None = field("Isolated, Shared or L2")
    serviceofferingid: str | None = field("the ID of the service offering of its routers")
    service: list[dict[str, Any]] | None = field("its services with their providers and capabilities")
    forvpc: bool | None = field("whether it is for networks of VPCs")
    fornsx: bool | None = field("always false: there is no NSX here")
    fortungsten: bool | None = field("always false: there is no Tungsten here")
    networkmode: str | None = field("NATTED: guests reach the outside by NAT")
    ispersistent: bool | None = field("whether networks are made ready before their first VM")
    details: dict[str, str] | None = field("its details", kind="map")
    egressdefaultpolicy: bool | None = field("whether guests may reach the outside unless a rule forbids it")
    maxconnections: int | None = field("the most connections of a load balancer")
    supportsstrechedl2subnet: bool | None = field("whether a subnet may span zones")
    supportspublicaccess: bool | None = field("whether guests are reachable without NAT")
    supportsinternallb: bool | None = field("whether internal load balancers are possible")
    domainid: str | None = field("the IDs of the domains that see it, comma-joined; absent for all")
    domain: str | None = field("the names of those domains")
    zoneid: str | None = field("the IDs of the zones where it may be used, comma-joined; absent for all")
    zone: str | None = field("the names of those zones")
    internetprotocol: str | None = field("IPv4 or DualStack")
    hasannotations: bool | None = field("whether it has annotations")


@renders(NetworkOfferingResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[NetworkOfferingResponse]:
    """The answers for these network offerings."""
    rows, scopes, details = offerings.shown(tx, "network", uuids)
    numbers = [row.id for row in rows]
    services, capabilities = network_offerings.services(tx, numbers), network_offerings.capabilities(tx, numbers)
    routers = system.router_offering_uuids(tx, [row.service_offering_id for row in rows if row.service_offering_id is not None])
    out = []
    for row in rows:
        scope = scopes.get(row.id, offerings.Scopes())
        out.append(NetworkOfferingResponse(
            id=row.uuid, name=row.name, displaytext=row.display_text, tags=row.tags, created=show_date(row.created), traffictype=row.traffic_type,
            isdefault=bool(row.is_default), specifyvlan=bool(row.specify_vlan), conservemode=bool(row.conserve_mode),
            specifyipranges=bool(row.specify_ip_ranges), availability=row.availability, networkrate=row.network_rate, state=row.state,
            guestiptype=row.guest_type, serviceofferingid=routers.get(row.service_offering_id, system.ROUTER_OFFERING_UUID),
            forvpc=bool(row.for_vpc), fornsx=False, fortungsten=False, ispersistent=bool(row.persistent),
            networkmode=row.network_mode or None,
            details=details.get(row.id), egressdefaultpolicy=bool(row.egress_default_allow), maxconnections=row.concurrent_connections,
            supportsstrechedl2subnet=False, supportspublicaccess=bool(row.supports_public_access),
            supportsinternallb="InternalLbVm" in services.get(row.id, {}).get("Lb", []),
            domainid=",".join(scope.domain_uuids) or None, domain=",".join(scope.domains) or None, zoneid=",".join(scope.zone_uuids) or None,
            zone=",".join(scope.zones) or None, internetprotocol=row.internet_protocol, hasannotations=False, service=shown(
                services.get(row.id, {}), {name: value for (offering, name), value in capabilities.items() if offering == row.id})))
    return out
