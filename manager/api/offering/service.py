"""createServiceOffering, listServiceOfferings."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import DOMAIN_ADMINS, USERS, ApiError, Call, Command, ListCommand, Listing, Long, Ref, command, param
from manager.api.errors import NOT_PERMITTED, invalid
from manager.api.mixins import ProjectFilter
from manager.api.offering.answer import GIB, ServiceOfferingResponse, view
from manager.model.catalog import offerings
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow


def domains_for(call: Call, given: list[Ref[DomainRow]] | None) -> list[int]:
    """The domains that shall see a new offering: those given (within the caller's reach); a domain admin must name some."""
    if given is None and not call.caller.is_admin:
        raise ApiError(NOT_PERMITTED, "Domain admins may create offerings only for their own domain or those below it: give domainid")
    return [ref.row.id for ref in given or []]


@command(roles=DOMAIN_ADMINS, event="SERVICE.OFFERING.CREATE")
class CreateServiceOffering(Command):
    """Creates a service offering. Without cpunumber, cpuspeed and memory, users choose them."""

    name: str = param("the name of the service offering")
    displaytext: str | None = param("its description; the name when absent", default=None)
    cpunumber: int | None = param("CPU cores", default=None, low=1, high=1024)
    cpuspeed: int | None = param("MHz of each core", default=None, low=0)
    memory: int | None = param("memory in MiB", default=None, low=32)
    customized: bool | None = param("whether users choose CPU and memory", default=None)
    mincpunumber: int | None = param("the fewest cores that users may choose", default=None, low=1)
    maxcpunumber: int | None = param("the most cores that users may choose", default=None, low=1)
    minmemory: int | None = param("the least memory that users may choose, MiB", default=None, low=32)
    maxmemory: int | None = param("the most memory that users may choose, MiB", default=None, low=32)
    domainid: list[Ref[DomainRow]] | None = param("the domains that see it; all when absent", default=None)
    zoneid: list[Ref[ZoneRow]] | None = param("the zones where it may be used; all when absent", default=None)
    hosttags: str | None = param("tags of hosts that it needs, comma-joined", default=None)
    tags: str | None = param("tags of storage that it needs, comma-joined", default=None)
    offerha: bool = param("whether VMs are started again when their host dies", default=False)
    limitcpuuse: bool = param("whether CPU is limited to what the offering says", default=False)
    dynamicscalingenabled: bool = param("whether CPU and memory may be changed while a VM runs", default=True)
    issystem: bool = param("whether it is for system VMs", default=False)
    systemvmtype: str | None = param("the type of system VM it is for", default=None, choices=("domainrouter", "consoleproxy", "secondarystoragevm"))
    networkrate: int | None = param("Mbit/s of each NIC", default=None, low=0)
    provisioningtype: str = param("thin, sparse or fat", default="thin", choices=("thin", "sparse", "fat"))
    storagetype: str = param("shared or local", default="shared", choices=("shared", "local"))
    rootdisksize: Long | None = param("GiB of the root disk", default=None, low=1)
    serviceofferingdetails: dict[str, str] | None = param("details", default=None)

    def run(self, call: Call) -> ServiceOfferingResponse:
        """Adds the row."""
        fixed = [value for value in (self.cpunumber, self.cpuspeed, self.memory) if value is not None]
        custom = bool(self.customized) or not fixed
        if not custom and len(fixed) != 3:
            raise invalid("cpunumber", "cpunumber, cpuspeed and memory are needed together, unless customized is true")
        if self.issystem and not call.caller.is_admin:
            raise ApiError(NOT_PERMITTED, "Only root admins may create offerings for system VMs")
        details = dict(self.serviceofferingdetails or {})
        for name in ("mincpunumber", "maxcpunumber", "minmemory", "maxmemory"):
            if (value := getattr(self, name)) is not None:
                if not custom:
                    raise invalid(name, "it is for customized offerings")
                details[name] = str(value)
        uuid = offerings.insert(
            call.tx, "service", domains_for(call, self.domainid), [ref.row.id for ref in self.zoneid or []], details, name=self.name,
            display_text=self.displaytext or self.name, cpus=self.cpunumber, cpu_mhz=self.cpuspeed, memory_mib=self.memory, customized=custom,
            host_tags=self.hosttags, tags=self.tags, ha=self.offerha, limit_cpu=self.limitcpuuse, dynamic_scaling=self.dynamicscalingenabled,
            system_use=self.issystem, system_vm_type=self.systemvmtype, network_rate=self.networkrate, provisioning_type=self.provisioningtype,
            storage_type=self.storagetype, root_disk_bytes=(self.rootdisksize or 0) * GIB)
        call.event(description=f"Created service offering {self.name}", resource=("ServiceOffering", uuid))
        return views.one(call.tx, call.caller, ServiceOfferingResponse, uuid)


@command(roles=USERS, reads=True)
class ListServiceOfferings(ProjectFilter, ListCommand):
    """Lists service offerings that the caller may use."""

    id: Ref[ServiceOfferingRow] | None = param("the ID of the service offering", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("offerings that may be used in this zone", default=None)
    issystem: bool = param("offerings for system VMs; root admins only", default=False)
    systemvmtype: str | None = param("offerings for this type of system VM", default=None)
    cpunumber: int | None = param("offerings with at least this many cores, or customized", default=None)
    cpuspeed: int | None = param("offerings with at least this many MHz, or customized", default=None)
    memory: int | None = param("offerings with at least this much memory in MiB, or customized", default=None)
    state: str | None = param("Active (default) or Inactive", default=None, choices=("Active", "Inactive"))
    storagetype: str | None = param("shared or local", default=None)

    def run(self, call: Call) -> Listing[ServiceOfferingResponse]:
        """One query for the ids, three for rows, scopes and details."""
        if self.issystem and not call.caller.is_admin:
            raise ApiError(NOT_PERMITTED, "Only root admins may list offerings for system VMs")
        least = {"cpus": self.cpunumber, "cpu_mhz": self.cpuspeed, "memory_mib": self.memory}
        uuids, total = offerings.ids(
            call.tx, "service", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid else None, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "system_use": None if self.id else self.issystem,
                "system_vm_type": self.systemvmtype, "state": self.state or (None if self.id else "Active"), "storage_type": self.storagetype},
            more=[offerings.at_least("service", name, value) for name, value in least.items() if value is not None])
        return call.listing(view, uuids, total)
