"""createVPCOffering, updateVPCOffering, deleteVPCOffering, listVPCOfferings."""

from __future__ import annotations

from manager.api import checks
from manager.api.declare import ADMINS, USERS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import invalid
from manager.api.network_offering.services import chosen, provided
from manager.api.offering import reach
from manager.api.vpc_offering.answer import VpcOfferingResponse, view
from manager.model.catalog import offerings, vpc_offerings
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.catalog.services import CONFIG_DRIVE, INTERNAL_LB, SERVICES, VPC_ROUTER, VPC_SERVICES
from manager.model.catalog.vpc_offerings import VpcOfferingRow
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow
from manager.sagas.immediate import IMMEDIATE, Immediate

USUAL = dict.fromkeys(VPC_SERVICES, (VPC_ROUTER,))


@command(roles=ADMINS, event="VPC.OFFERING.CREATE", creates=True)
class CreateVPCOffering(Command):
    """Creates a VPC offering. It is disabled until updateVPCOffering enables it, or `enable` is true."""

    name: str = param("the name of the VPC offering")
    displaytext: str | None = param("its description; the name when absent", default=None)
    domainid: list[Ref[DomainRow]] | None = param("the domains that see it, with those below; all when absent", default=None)
    enable: bool = param("whether it is enabled at once", default=False)
    internetprotocol: str = param("IPv4; DualStack comes with IPv6", default="IPv4", choices=("IPv4", "DualStack"))
    networkmode: str | None = param("NATTED; ROUTED comes with routed networks", default=None, choices=("NATTED", "ROUTED"))
    servicecapabilitylist: list[dict[str, str]] | None = param("capabilities: [0].service, [0].capabilitytype, [0].capabilityvalue", default=None)
    serviceofferingid: Ref[ServiceOfferingRow] | None = param("the system offering of its routers", default=None)
    serviceproviderlist: list[dict[str, str]] | None = param("who provides each service, VpcVirtualRouter when absent: [0].service, [0].provider",
                                                             default=None)
    supportedservices: list[str] | None = param("the services, comma-joined", default=None)
    zoneid: list[Ref[ZoneRow]] | None = param("the zones where it may be used; all when absent", default=None)

    def run(self, call: Call) -> Job[VpcOfferingResponse]:
        """Adds the rows."""
        if not self.supportedservices:
            raise invalid("supportedservices", "Supported services list can't be empty")
        services = provided(self.supportedservices, self.serviceproviderlist, USUAL)
        self._check(services)
        capable = chosen(self.servicecapabilitylist, services)
        uuid = vpc_offerings.create(
            call.tx, checks.one_line("name", self.name), services, capable, reach.domains_for(call, self.domainid),
            [ref.row.id for ref in self.zoneid or []], display_text=self.displaytext or self.name, state="Enabled" if self.enable else "Disabled",
            redundant=capable.get("SourceNat", {}).get("RedundantRouter") == "true", network_mode=self.networkmode or None,
            internet_protocol=self.internetprotocol, service_offering_id=self.serviceofferingid.row.id if self.serviceofferingid else None)
        return call.start(IMMEDIATE, Immediate(f"vpcoffering:{uuid}"), id=uuid, instance=("VpcOffering", uuid),
                          description=f"Creating VPC offering {self.name}")

    def _check(self, services: dict[str, list[str]]) -> None:
        if wrong := sorted(set(services) - set(VPC_SERVICES)):
            raise invalid("supportedservices", f"Service {wrong[0]} is not supported by VPCs")
        for service, names in services.items():
            if others := sorted(set(names) - {VPC_ROUTER, INTERNAL_LB, CONFIG_DRIVE}):
                raise invalid("serviceproviderlist", f"{others[0]} does not serve VPCs: {service} is {VPC_ROUTER}'s")
        if self.internetprotocol != "IPv4":
            raise invalid("internetprotocol", f"{self.internetprotocol} is not there yet: guests have IPv4")
        if self.networkmode == "ROUTED":
            raise invalid("networkmode", "ROUTED networks are not there yet: NATTED ones are")
        if self.serviceofferingid is not None and not self.serviceofferingid.row.system_use:
            raise invalid("serviceofferingid", f"service offering {self.serviceofferingid.row.name} is not one of system VMs")


@command(roles=ADMINS, event="VPC.OFFERING.UPDATE")
class UpdateVPCOffering(Command):
    """Enables, disables or describes a VPC offering, or changes who sees it."""

    id: Ref[VpcOfferingRow] = param("the ID of the VPC offering")
    displaytext: str | None = param("its description", default=None)
    domainid: str | None = param("the domains that see it, comma-joined; public: all", default=None, length=4096)
    name: str | None = param("its new name", default=None)
    sortkey: int | None = param("its place in lists: low comes first", default=None)
    state: str | None = param("Enabled or Disabled", default=None, choices=("Enabled", "Disabled"))
    zoneid: str | None = param("the zones where it may be used, comma-joined; all: everywhere", default=None, length=4096)

    def run(self, call: Call) -> Job[VpcOfferingResponse]:
        """Writes what was given."""
        reach.one_name(self.name)
        vpc_offerings.change(call.tx, self.id.row, name=checks.one_line("name", self.name) if self.name else None, display_text=self.displaytext,
                             state=self.state or None, sort_key=self.sortkey)
        reach.set_reach(call, "vpc", self.id.row.id, self.domainid, self.zoneid)
        return call.start(IMMEDIATE, Immediate(f"vpcoffering:{self.id.uuid}"), instance=("VpcOffering", self.id.uuid),
                          description=f"Changing VPC offering {self.id.row.name}")


@command(roles=ADMINS, event="VPC.OFFERING.DELETE")
class DeleteVPCOffering(Command):
    """Deletes a VPC offering. Default ones stay."""

    id: Ref[VpcOfferingRow] = param("the ID of the VPC offering")

    def run(self, call: Call) -> Job[Success]:
        """Marks the row as removed."""
        vpc_offerings.remove(call.tx, self.id.row)
        return call.start(IMMEDIATE, Immediate(f"vpcoffering:{self.id.uuid}"), instance=("VpcOffering", self.id.uuid),
                          description=f"Deleting VPC offering {self.id.row.name}")


@command(roles=USERS, reads=True)
class ListVPCOfferings(ListCommand):
    """Lists VPC offerings that the caller may use."""

    id: Ref[VpcOfferingRow] | None = param("the ID of the VPC offering", default=None)
    name: str | None = param("its exact name", default=None)
    displaytext: str | None = param("its exact description", default=None)
    domainid: Ref[DomainRow] | None = param("offerings of this domain alone", default=None)
    isdefault: bool | None = param("whether Pileus made it", default=None)
    state: str | None = param("Enabled or Disabled", default=None)
    supportedservices: list[str] | None = param("offerings with all of these services", default=None)
    zoneid: Ref[ZoneRow] | None = param("offerings that may be used in this zone", default=None)

    def run(self, call: Call) -> Listing[VpcOfferingResponse]:
        """One query for the ids, four for rows, scopes, details and services."""
        uuids, total = offerings.ids(
            call.tx, "vpc", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid else None, below=True,
            more=[vpc_offerings.has_service(SERVICES.get(one.lower(), one)) for one in self.supportedservices or []], exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "display_text": self.displaytext, "is_default": self.isdefault,
                "state": self.state})
        return call.listing(view, uuids, total)
