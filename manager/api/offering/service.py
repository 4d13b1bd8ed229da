"""createServiceOffering, listServiceOfferings."""

from __future__ import annotations

from typing import Any

from manager.api import views
from manager.api.declare import DOMAIN_ADMINS, USERS, ApiError, Call, Command, ListCommand, Listing, Long, Ref, command, param
from manager.api.errors import NOT_PERMITTED, PARAMETER, invalid
from manager.api.mixins import ProjectFilter
from manager.api.offering import rates, reach
from manager.api.offering.answer import GIB, ServiceOfferingResponse, view
from manager.api.offering.filters import of_owner
from manager.model.catalog import offering_changes as changes
from manager.model.catalog import offerings
from manager.model.catalog.offerings import DiskOfferingRow, ServiceOfferingRow
from manager.model.guest.vm import VmRow
from manager.model.infra.zones import ZoneRow
from manager.model.tenancy.accounts import DomainRow
from manager.placement.filters import PLANNERS

BOUNDS = (("mincpunumber", "maxcpunumber", "cpunumber"), ("minmemory", "maxmemory", "memory"))
MAXIMA = {"cpunumber": "vm.serviceoffering.cpu.cores.max", "maxcpunumber": "vm.serviceoffering.cpu.cores.max",
          "memory": "vm.serviceoffering.ram.size.max", "maxmemory": "vm.serviceoffering.ram.size.max"}


@command(roles=DOMAIN_ADMINS, event="SERVICE.OFFERING.CREATE")
class CreateServiceOffering(rates.Rates, rates.Iops, Command):
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
    limitcpuuse: bool = param("whether CPU is limited to what the offering says, even on an idle host", default=False)
    dynamicscalingenabled: bool = param("whether CPU and memory may be changed while a VM runs", default=True)
    issystem: bool = param("whether it is for system VMs", default=False)
    systemvmtype: str | None = param("the type of system VM it is for", default=None, choices=("domainrouter", "consoleproxy", "secondarystoragevm"))
    networkrate: int | None = param("Mbit/s of the default NIC; 0: unlimited; absent: vm.network.throttling.rate", default=None, low=0)
    deploymentplanner: str | None = param("the planner that finds its VMs' hosts; see listDeploymentPlanners", default=None, choices=PLANNERS)
    diskofferingid: Ref[DiskOfferingRow] | None = param("the disk offering of root disks, instead of one of its own", default=None)
    diskofferingstrictness: bool = param("whether a VM keeps the disk offering when its service offering is changed", default=False)
    provisioningtype: str = param("thin, sparse or fat", default="thin", choices=("thin", "sparse", "fat"))
    storagetype: str = param("shared or local", default="shared", choices=("shared", "local"))
    rootdisksize: Long | None = param("GiB of the root disk", default=None, low=1)
    serviceofferingdetails: dict[str, str] | None = param("details", default=None)

    def run(self, call: Call) -> ServiceOfferingResponse:
        """Adds its row, and one of a disk offering for root disks."""
        custom = self._custom(call)
        if self.issystem and not call.caller.is_admin:
            raise ApiError(NOT_PERMITTED, "Only root admins may create offerings for system VMs")
        if self.systemvmtype is not None and not self.issystem:
            raise invalid("systemvmtype", "it goes with issystem")
        reach.may_tag(call, self.tags, self.hosttags)
        domains, zones = reach.domains_for(call, self.domainid), [ref.row.id for ref in self.zoneid or []]
        disk = self._disk(call, domains, zones)
        _, uuid = offerings.insert(
            call.tx, "service", domains, zones, self._details(custom), name=self.name,
            display_text=self.displaytext or self.name, cpus=self.cpunumber, cpu_mhz=self.cpuspeed, memory_mib=self.memory, customized=custom,
            host_tags=self.hosttags or None, ha=self.offerha, limit_cpu=self.limitcpuuse, dynamic_scaling=self.dynamicscalingenabled,
            system_use=self.issystem, system_vm_type=self.systemvmtype, network_rate=self.networkrate, deployment_planner=self.deploymentplanner,
            disk_offering_strict=self.diskofferingstrictness, **disk)
        call.event(description=f"Created service offering {self.name}", resource=("ServiceOffering", uuid))
        return views.one(call.tx, call.caller, ServiceOfferingResponse, uuid)

    def _custom(self, call: Call) -> bool:
        """Whether users choose; ApiError 431 when the sizes do not go together."""
        fixed = [value for value in (self.cpunumber, self.cpuspeed, self.memory) if value is not None]
        custom = bool(self.customized) or not fixed
        if not custom and len(fixed) != 3:
            raise invalid("cpunumber", "cpunumber, cpuspeed and memory are needed together, unless customized is true")
        for low, high, value in BOUNDS:
            least, most = getattr(self, low), getattr(self, high)
            for name, bound in ((low, least), (high, most)):
                if bound is not None and not custom:
                    raise invalid(name, "it is for customized offerings")
                if bound is not None and getattr(self, value) is not None:
                    raise invalid(name, f"it does not go with {value}, which leaves nothing to choose")
            if (least is None) != (most is None):
                raise invalid(low if least is None else high, f"{low} and {high} are given together")
            if least is not None and least > most:
                raise invalid(low, f"{least} is above {high}, {most}")
        for name, key in MAXIMA.items():
            most = int(call.setting(key))
            if most and (getattr(self, name) or 0) > most:
                raise invalid(name, f"{getattr(self, name)} is above {key}, {most}")
        return custom

    def _details(self, custom: bool) -> dict[str, str]:
        bounds = {name: getattr(self, name) for low, high, _ in BOUNDS for name in (low, high)}
        return {**(self.serviceofferingdetails or {}), **{name: str(value) for name, value in bounds.items() if value is not None and custom}}

    def _disk(self, call: Call, domains: list[int], zones: list[int]) -> dict[str, Any]:
        """The columns that say what root disks are like: of the disk offering named, or of a new one for this offering alone."""
        limits = rates.given(self)
        if self.diskofferingid is not None:
            if limits or self.tags or self.rootdisksize or self.maxiops is not None or self.customizediops:
                raise ApiError(PARAMETER, "With diskofferingid, what root disks are like is said by that offering alone")
            row = self.diskofferingid.row
            return {"disk_offering_id": row.id, "tags": row.tags, "storage_type": row.storage_type, "provisioning_type": row.provisioning_type,
                    "cache_mode": row.cache_mode, "root_disk_bytes": row.size_bytes}
        rates.check_rates(call, limits)
        shared = {"tags": self.tags or None, "storage_type": self.storagetype, "provisioning_type": self.provisioningtype}
        made, _ = offerings.insert(
            call.tx, "disk", domains, zones, {}, name=self.name, display_text=self.displaytext or self.name, for_service_offering=True,
            size_bytes=(self.rootdisksize or 0) * GIB, customized=self.rootdisksize is None, **shared, **rates.iops(self), **limits)
        return {"disk_offering_id": made, "cache_mode": self.cachemode, "root_disk_bytes": (self.rootdisksize or 0) * GIB, **shared}


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
    encryptroot: bool | None = param("whether root disks are encrypted", default=None)
    virtualmachineid: Ref[VmRow] | None = param("offerings that this VM may change to", default=None)

    def run(self, call: Call) -> Listing[ServiceOfferingResponse]:
        """One query for the ids, three for rows, scopes and details."""
        if self.issystem and not call.caller.is_admin:
            raise ApiError(NOT_PERMITTED, "Only root admins may list offerings for system VMs")
        least = {"cpus": self.cpunumber, "cpu_mhz": self.cpuspeed, "memory_mib": self.memory}
        more: list[Any] = of_owner(call, self, "service")
        more += [offerings.at_least("service", name, value) for name, value in least.items() if value is not None]
        if self.encryptroot is not None:
            more.append(changes.encrypts_root(self.encryptroot))
        if self.virtualmachineid is not None:
            more += changes.for_vm(call.tx, self.virtualmachineid.row.id)
        uuids, total = offerings.ids(
            call.tx, "service", call.caller, *self.limits(call), keyword=self.keyword, zone_id=self.zoneid.row.id if self.zoneid else None,
            domain_id=self.domainid.row.id if self.domainid and self.account is None else None, recursive=self.isrecursive,
            below=self.listall or self.isrecursive or self.id is not None, more=more,
            largest_first=not call.setting("sortkey.algorithm"), exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "system_use": None if self.id else self.issystem,
                "system_vm_type": self.systemvmtype, "state": self.state or (None if self.id else "Active"), "storage_type": self.storagetype})
        return call.listing(view, uuids, total)
