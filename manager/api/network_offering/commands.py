"""createNetworkOffering, updateNetworkOffering, listNetworkOfferings."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import ADMINS, USERS, Call, Command, ListCommand, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.api.network_offering.answer import NetworkOfferingResponse, view
from manager.model.catalog import network_offerings, offerings
from manager.model.catalog.network_offerings import NetworkOfferingRow
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.catalog.services import PROVIDERS
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow

SERVICES = {service.lower(): service for services in PROVIDERS.values() for service in services}


def provided(services: list[str], given: list[dict[str, str]] | None) -> dict[str, str]:
    """Service → provider. ApiError 431 for a service nobody knows, or one without a provider that gives it."""
    named = {entry.get("service", "").lower(): entry.get("provider", "") for entry in given or []}
    out = {}
    for service in services:
        known = SERVICES.get(service.lower())
        if known is None:
            raise invalid("supportedservices", f"{service} is not one of {', '.join(sorted(set(SERVICES.values())))}")
        provider = next((name for name in PROVIDERS if name.lower() == named.get(service.lower(), "").lower()), None)
        if provider is None or known not in PROVIDERS[provider]:
            raise invalid("serviceproviderlist", f"{known} needs a provider that gives it: "
                          f"{', '.join(name for name, services in PROVIDERS.items() if known in services)}")
        out[known] = provider
    return out


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
    domainid: list[Ref[DomainRow]] | None = param("the domains that see it; all when absent", default=None)
    zoneid: list[Ref[ZoneRow]] | None = param("the zones where it may be used; all when absent", default=None)
    egressdefaultpolicy: bool = param("whether guests may reach the outside unless a rule forbids it", default=False)
    enable: bool = param("whether it is enabled at once", default=False)
    ispersistent: bool = param("whether networks are made ready before their first VM", default=False)
    networkrate: int | None = param("Mbit/s of each NIC", default=None, low=0)
    serviceofferingid: Ref[ServiceOfferingRow] | None = param("the service offering of its routers", default=None)
    servicecapabilitylist: list[dict[str, str]] | None = param("capabilities: [0].service, [0].capabilitytype, [0].capabilityvalue", default=None)
    serviceproviderlist: list[dict[str, str]] | None = param("who provides each service: [0].service, [0].provider", default=None)
    specifyipranges: bool = param("whether createNetwork must name an address range", default=False)
    specifyvlan: bool = param("whether createNetwork must name the VLAN", default=False)
    supportedservices: list[str] | None = param("the services, comma-joined", default=None)
    tags: str | None = param("the tags of physical networks that it needs", default=None, length=4096)

    def run(self, call: Call) -> NetworkOfferingResponse:
        """Adds the rows."""
        services = provided(self.supportedservices or [], self.serviceproviderlist)
        if self.guestiptype == "L2" and set(services) - {"UserData"}:
            raise invalid("supportedservices", "an L2 network has no services but UserData")
        if self.guestiptype == "Shared" and not self.specifyipranges:
            raise invalid("specifyipranges", "a shared network needs it")
        capable: dict[str, dict[str, str]] = {}
        for entry in self.servicecapabilitylist or []:
            service = SERVICES.get(entry.get("service", "").lower(), "")
            capable.setdefault(service, {})[entry.get("capabilitytype", "")] = entry.get("capabilityvalue", "")
        if wrong := set(capable) - set(services):
            raise invalid("servicecapabilitylist", f"{', '.join(wrong) or 'a service'} is not among the services of the offering")
        uuid = network_offerings.create(
            call.tx, self.name, services, capable, [ref.row.id for ref in self.domainid or []], [ref.row.id for ref in self.zoneid or []],
            self.details or {}, display_text=self.displaytext or self.name, traffic_type=self.traffictype, guest_type=self.guestiptype,
            state="Enabled" if self.enable else "Disabled", availability=self.availability, conserve_mode=self.conservemode,
            egress_default_allow=self.egressdefaultpolicy, persistent=self.ispersistent, network_rate=self.networkrate,
            service_offering_id=self.serviceofferingid.row.id if self.serviceofferingid else None, specify_ip_ranges=self.specifyipranges,
            specify_vlan=self.specifyvlan, tags=self.tags)
        call.event(description=f"Created network offering {self.name}", resource=("NetworkOffering", uuid))
        return views.one(call.tx, call.caller, NetworkOfferingResponse, uuid)


@command(roles=ADMINS, event="NETWORK.OFFERING.EDIT")
class UpdateNetworkOffering(Command):
    """Enables, disables or describes a network offering."""

    id: Ref[NetworkOfferingRow] | None = param("the ID of the network offering", default=None)
    name: str | None = param("its new name", default=None)
    displaytext: str | None = param("its description", default=None)
    availability: str | None = param("Required, Optional or Unavailable", default=None, choices=("Required", "Optional", "Unavailable"))
    state: str | None = param("Enabled or Disabled", default=None, choices=("Enabled", "Disabled"))
    sortkey: int | None = param("its place in lists: low comes first", default=None)
    tags: str | None = param("the tags of physical networks that it needs", default=None, length=4096)

    def run(self, call: Call) -> NetworkOfferingResponse:
        """Writes what was given."""
        if self.id is None:
            raise invalid("id", "it is needed")
        network_offerings.change(call.tx, self.id.row.id, name=self.name, display_text=self.displaytext, availability=self.availability,
                                 state=self.state, sort_key=self.sortkey, tags=self.tags)
        call.event(description=f"Changed network offering {self.id.row.name}", resource=("NetworkOffering", self.id.uuid))
        return views.one(call.tx, call.caller, NetworkOfferingResponse, self.id.uuid)


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
        more = [offerings.has_service(service) for service in self.supportedservices or []]
        if self.sourcenatsupported is not None:
            more.append(offerings.has_service("SourceNat", self.sourcenatsupported))
        uuids, total = offerings.ids(
            call.tx, "network", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid else None, more=more, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "display_text": self.displaytext, "availability": self.availability,
                "for_vpc": self.forvpc, "guest_type": self.guestiptype, "is_default": self.isdefault, "specify_ip_ranges": self.specifyipranges,
                "specify_vlan": self.specifyvlan, "state": self.state, "traffic_type": self.traffictype, "tags": self.tags, "system_only": False})
        return call.listing(view, uuids, total)
