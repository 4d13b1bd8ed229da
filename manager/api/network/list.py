"""listNetworks."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.api.mixins import ProjectFilter, Tagged
from manager.api.network.answer import NetworkResponse, view
from manager.model.catalog.network_offerings import NetworkOfferingRow
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.infra.zones import ZoneRow
from manager.model.net.network import NetworkRow
from manager.model.net.network_views import network_ids

FILTERS = ("Account", "Domain", "AccountDomain", "Shared", "All")


@command(roles=USERS, reads=True)
class ListNetworks(ProjectFilter, Tagged, ListCommand):
    """Lists networks."""

    id: Ref[NetworkRow] | None = param("the ID of the network", default=None)
    name: str | None = param("its exact name", default=None)
    acltype: str | None = param("who may use it: Account or Domain", default=None)
    canusefordeploy: bool | None = param("whether VMs may be deployed in it", default=None)
    displaynetwork: bool | None = param("whether its owner sees it", default=None, roles=ADMINS)
    forvpc: bool | None = param("whether it belongs to a VPC", default=None)
    issystem: bool = param("true: Pileus's own networks, of which there are none in this list", default=False)
    networkfilter: str = param("Account, Domain, AccountDomain, Shared or All", default="All", choices=FILTERS)
    networkofferingid: Ref[NetworkOfferingRow] | None = param("networks of this offering", default=None)
    physicalnetworkid: Ref[PhysicalNetworkRow] | None = param("networks on this physical network", default=None)
    restartrequired: bool | None = param("whether a restart is needed", default=None)
    retrieveonlyresourcecount: bool = param("only count them", default=False)
    specifyipranges: bool | None = param("whether createNetwork had to name an address range", default=None)
    supportedservices: list[str] | None = param("networks with all of these services", default=None)
    traffictype: str | None = param("Guest", default=None)
    type: str | None = param("Isolated, Shared or L2", default=None, choices=("Isolated", "Shared", "L2"))
    vlan: str | None = param("its VLAN or VNI", default=None, roles=ADMINS)
    zoneid: Ref[ZoneRow] | None = param("networks of this zone", default=None)

    def run(self, call: Call) -> Listing[NetworkResponse]:
        """One query for the ids, three for rows and services."""
        if self.issystem:
            return Listing([], 0)
        if self.vlan is not None and not (self.vlan.isascii() and self.vlan.isdigit()):
            raise invalid("vlan", f"{self.vlan} is not a number")
        uuids, total = network_ids(
            call.tx, call.scope(self), *self.limits(call), keyword=self.keyword, services=self.supportedservices or (), for_vpc=self.forvpc,
            deployable=self.canusefordeploy, tags=self.tags,
            shared={"Account": False, "Domain": True, "Shared": True}.get(self.networkfilter), exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "acl_type": self.acltype, "display": self.displaynetwork,
                "offering_id": self.networkofferingid.row.id if self.networkofferingid else None, "guest_type": self.type,
                "physical_network_id": self.physicalnetworkid.row.id if self.physicalnetworkid else None,
                "restart_required": self.restartrequired, "specify_ip_ranges": self.specifyipranges, "traffic_type": self.traffictype,
                "vnet": int(self.vlan) if self.vlan else None, "zone_id": self.zoneid.row.id if self.zoneid else None})
        return Listing([] if self.retrieveonlyresourcecount else view(call.tx, call.caller, uuids), total)
