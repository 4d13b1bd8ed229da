"""createNetworkOffering, updateNetworkOffering, deleteNetworkOffering, listNetworkOfferings."""

from __future__ import annotations

from manager.api import checks, views
from manager.api.declare import ADMINS, USERS, Call, Command, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.network_offering.answer import NetworkOfferingResponse, view
from manager.api.network_offering.rules import Wanted, check, check_tags, required
from manager.api.network_offering.services import chosen, provided
from manager.api.offering import reach
from manager.api.responses import succeeded
from manager.model.catalog import network_offerings, offerings
from manager.model.catalog.network_offerings import NetworkOfferingRow
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.catalog.services import SERVICES
from manager.model.infra.zones import ZoneRow
from manager.model.net.network import NetworkRow
from manager.model.tenancy.accounts import DomainRow


@command(roles=ADMINS, event="NETWORK.OFFERING.CREATE")
class CreateNetworkOffering(Command):
    """Creates a network offering. It is disabled until updateNetworkOffering enables it, or `enable` is true."""

    name: str = param("the name of the network offering")
    guestiptype: str = param("Isolated, Shared or L2", choices=("Isolated", "Shared", "L2"))
    traffictype: str = param("Guest", choices=("Guest",))
    displaytext: str | None = param("its description; the name when absent", default=None)
    availability: str = param("Required, Optional or Unavailable", default="Optional", choices=("Required", "Optional", "Unavailable"))
    conservemode: bool = param("whether one address may serve several services", default=True)
    details: dict[str, str] | None = param("details", default=None)
    domainid: list[Ref[DomainRow]] | None = param("the domains that see it, with those below; all when absent", default=None)
    zoneid: list[Ref[ZoneRow]] | None = param("the zones where it may be used; all when absent", default=None)
    egressdefaultpolicy: bool = param("whether guests may reach the outside unless a rule forbids it", default=False)
    enable: bool = param("whether it is enabled at once", default=False)
    forvpc: bool | None = param("whether it is for networks of VPCs; absent: when a provider is that of VPCs", default=None)
    internetprotocol: str = param("IPv4; DualStack comes with IPv6", default="IPv4", choices=("IPv4", "DualStack"))
    ispersistent: bool = param("whether networks are made ready before their first VM", default=False)
    keepaliveenabled: bool = param("whether load balancers keep connections open", default=False)
    maxconnections: int | None = param("the most connections of a load balancer", default=None, low=1)
    networkmode: str | None = param("NATTED; ROUTED comes with routed networks", default=None, choices=("NATTED", "ROUTED"))
    networkrate: int | None = param("Mbit/s of each NIC", default=None, low=0)
    serviceofferingid: Ref[ServiceOfferingRow] | None = param("the system offering of its routers", default=None)
    servicecapabilitylist: list[dict[str, str]] | None = param("capabilities: [0].service, [0].capabilitytype, [0].capabilityvalue", default=None)
    serviceproviderlist: list[dict[str, str]] | None = param("who provides each service: [0].service, [0].provider", default=None)
    specifyipranges: bool = param("whether createNetwork must name an address range", default=False)
    specifyvlan: bool = param("whether createNetwork must name the VLAN", default=False)
    supportedservices: list[str] | None = param("the services, comma-joined", default=None)
    tags: str | None = param("the tags of the physical network that it needs", default=None, length=4096)

    def run(self, call: Call) -> NetworkOfferingResponse:
        """Adds the rows."""
        services = provided(self.supportedservices or [], self.serviceproviderlist)
        checked = Wanted(self.guestiptype, services, self.forvpc, self.availability, self.ispersistent, self.specifyipranges)
        for_vpc = check(call, checked)
        self._later()
        uuid = network_offerings.create(
            call.tx, checks.one_line("name", self.name), services, chosen(self.servicecapabilitylist, services),
            reach.domains_for(call, self.domainid), [ref.row.id for ref in self.zoneid or []], self.details or {},
            display_text=self.displaytext or self.name, traffic_type=self.traffictype, guest_type=self.guestiptype,
            state="Enabled" if self.enable else "Disabled", availability=self.availability,
            conserve_mode=self.conservemode, egress_default_allow=self.egressdefaultpolicy, persistent=self.ispersistent,
            network_rate=self.networkrate, for_vpc=for_vpc, service_offering_id=self._routers(), specify_ip_ranges=self.specifyipranges,
            specify_vlan=self.specifyvlan, tags=check_tags(self.tags), concurrent_connections=self.maxconnections, keep_alive=self.keepaliveenabled,
            internet_protocol=self.internetprotocol, network_mode=self.networkmode or None)
        call.event(description=f"Created network offering {self.name}", resource=("NetworkOffering", uuid))
        return views.one(call.tx, call.caller, NetworkOfferingResponse, uuid)

    def _later(self) -> None:
        if self.internetprotocol != "IPv4":
            raise invalid("internetprotocol", f"{self.internetprotocol} is not there yet: guests have IPv4")
        if self.networkmode == "ROUTED":
            raise invalid("networkmode", "ROUTED networks are not there yet: NATTED ones are")

    def _routers(self) -> int | None:
        if self.serviceofferingid is None:
            return None
        if not self.serviceofferingid.row.system_use:
            raise invalid("serviceofferingid", f"service offering {self.serviceofferingid.row.name} is not one of system VMs")
        return self.serviceofferingid.row.id


@command(roles=ADMINS, event="NETWORK.OFFERING.EDIT")
class UpdateNetworkOffering(Command):
    """Enables, disables or describes a network offering."""

    id: Ref[NetworkOfferingRow] | None = param("the ID of the network offering", default=None)
    name: str | None = param("its new name", default=None)
    displaytext: str | None = param("its description", default=None)
    availability: str | None = param("Required, Optional or Unavailable", default=None, choices=("Required", "Optional", "Unavailable"))
    domainid: str | None = param("the domains that see it, comma-joined; public: all", default=None)
    zoneid: str | None = param("the zones where it may be used, comma-joined; all: everywhere", default=None, length=4096)
    keepaliveenabled: bool | None = param("whether load balancers keep connections open", default=None)
    maxconnections: int | None = param("the most connections of a load balancer", default=None, low=1)
    state: str | None = param("Enabled or Disabled", default=None, choices=("Enabled", "Disabled"))
    sortkey: int | None = param("its place in lists: low comes first", default=None)
    tags: str | None = param("the tags of the physical network that it needs; new networks are made by them", default=None, length=4096)

    def run(self, call: Call) -> NetworkOfferingResponse:
        """Writes what was given."""
        if self.id is None:
            raise invalid("id", "it is needed")
        row = self.id.row
        if row.system_only:
            raise invalid("id", f"Can't update system network offering {row.name}")
        if self.availability == "Required" and row.availability != "Required":
            required(call, row.guest_type, network_offerings.services(call.tx, [row.id]).get(row.id, {}))
        reach.one_name(self.name)
        network_offerings.change(
            call.tx, row, name=checks.one_line("name", self.name) if self.name else None, display_text=self.displaytext,
            availability=self.availability or None, state=self.state or None, sort_key=self.sortkey, tags=check_tags(self.tags),
            concurrent_connections=self.maxconnections, keep_alive=self.keepaliveenabled)
        reach.set_reach(call, "network", row.id, self.domainid, self.zoneid)
        call.event(description=f"Changed network offering {row.name}", resource=("NetworkOffering", self.id.uuid))
        return views.one(call.tx, call.caller, NetworkOfferingResponse, self.id.uuid)


@command(roles=ADMINS, event="NETWORK.OFFERING.DELETE")
class DeleteNetworkOffering(Command):
    """Deletes a network offering that no network has. Default ones stay."""

    id: Ref[NetworkOfferingRow] = param("the ID of the network offering")

    def run(self, call: Call) -> Success:
        """Marks the row as removed."""
        network_offerings.remove(call.tx, self.id.row)
        call.event(description=f"Deleted network offering {self.id.row.name}", resource=("NetworkOffering", self.id.uuid))
        return succeeded()


@command(roles=USERS, reads=True)
class ListNetworkOfferings(ListCommand):
    """Lists network offerings that the caller may use."""

    id: Ref[NetworkOfferingRow] | None = param("the ID of the network offering", default=None)
    name: str | None = param("its exact name", default=None)
    displaytext: str | None = param("its exact description", default=None)
    availability: str | None = param("Required, Optional or Unavailable", default=None)
    domainid: Ref[DomainRow] | None = param("offerings of this domain alone", default=None)
    forvpc: bool | None = param("whether it is for networks of VPCs", default=None)
    guestiptype: str | None = param("Isolated, Shared or L2", default=None)
    isdefault: bool | None = param("whether Pileus made it", default=None)
    istagged: bool | None = param("whether it has tags", default=None)
    networkid: Ref[NetworkRow] | None = param("offerings that this network could change to", default=None)
    specifyipranges: bool | None = param("whether createNetwork must name an address range", default=None)
    specifyvlan: bool | None = param("whether createNetwork must name the VLAN", default=None)
    state: str | None = param("Enabled or Disabled", default=None)
    supportedservices: list[str] | None = param("offerings with all of these services", default=None)
    sourcenatsupported: bool | None = param("whether it has source NAT", default=None)
    traffictype: str | None = param("Guest", default=None)
    tags: str | None = param("its exact tags", default=None, length=4096)
    zoneid: Ref[ZoneRow] | None = param("offerings that may be used in this zone", default=None)

    def run(self, call: Call) -> Listing[NetworkOfferingResponse]:
        """One query for the ids, five for rows, scopes, details and services."""
        more = [offerings.has_service(SERVICES.get(service.lower(), service)) for service in self.supportedservices or []]
        if self.sourcenatsupported is not None:
            more.append(offerings.has_service("SourceNat", self.sourcenatsupported))
        if self.istagged is not None:
            more.append(network_offerings.tagged(self.istagged))
        if self.networkid is not None:
            more += network_offerings.for_network(call.tx, self.networkid.row.offering_id)
        uuids, total = offerings.ids(
            call.tx, "network", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid else None, more=more, below=True, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "display_text": self.displaytext, "availability": self.availability,
                "for_vpc": self.forvpc, "guest_type": self.guestiptype, "is_default": self.isdefault, "specify_ip_ranges": self.specifyipranges,
                "specify_vlan": self.specifyvlan, "state": self.state, "traffic_type": self.traffictype, "tags": self.tags, "system_only": False})
        return call.listing(view, uuids, total)
