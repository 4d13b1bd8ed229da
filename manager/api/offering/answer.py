"""ServiceOfferingResponse and DiskOfferingResponse, and how offerings become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.catalog import offerings
from manager.model.catalog.offering_changes import RATE_COLUMNS
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.offering import disk_offering, service_offering

GIB = 1 << 30
resolver(offerings.ServiceOfferingRow, entity="serviceoffering", gone=seen(service_offering))(offerings.find_service_offering)
resolver(offerings.DiskOfferingRow, entity="diskoffering", gone=seen(disk_offering))(offerings.find_disk_offering)


RATE_FIELDS = {"disk" + "".join(part.capitalize() for part in column.split("_")): column for column in RATE_COLUMNS}  # diskBytesReadRateMax, …


class RatesResponse(Response):
    """The limits of an offering's disks."""

    iscustomizediops: bool | None = field("whether the user chooses IOPS")
    miniops: int | None = field("the least IOPS")
    maxiops: int | None = field("the most IOPS")
    diskBytesReadRate: int | None = field("bytes per second that may be read")
    diskBytesReadRateMax: int | None = field("bytes per second that may be read in a burst")
    diskBytesReadRateMaxLength: int | None = field("seconds that a burst of reading may last")
    diskBytesWriteRate: int | None = field("bytes per second that may be written")
    diskBytesWriteRateMax: int | None = field("bytes per second that may be written in a burst")
    diskBytesWriteRateMaxLength: int | None = field("seconds that a burst of writing may last")
    diskIopsReadRate: int | None = field("reads per second")
    diskIopsReadRateMax: int | None = field("reads per second in a burst")
    diskIopsReadRateMaxLength: int | None = field("seconds that a burst of reads may last")
    diskIopsWriteRate: int | None = field("writes per second")
    diskIopsWriteRateMax: int | None = field("writes per second in a burst")
    diskIopsWriteRateMaxLength: int | None = field("seconds that a burst of writes may last")
    cacheMode: str | None = field("the cache mode of disks")


def _rates(row: Any, prefix: str = "") -> dict[str, Any]:
    """The fields of RatesResponse; `prefix`: of the columns."""
    def of(column: str) -> Any:
        return getattr(row, prefix + column)

    return {"iscustomizediops": bool(of("customized_iops")), "miniops": of("min_iops"), "maxiops": of("max_iops"), "cacheMode": of("cache_mode"),
            **{field: of(column) for field, column in RATE_FIELDS.items()}}


class ServiceOfferingResponse(RatesResponse, object="serviceoffering"):
    """A service offering: CPU, memory and what else a VM gets."""

    id: str | None = field("the ID of the service offering")
    name: str | None = field("its name")
    state: str | None = field("Active or Inactive")
    displaytext: str | None = field("its description")
    cpunumber: int | None = field("CPU cores; absent where the user chooses")
    cpuspeed: int | None = field("MHz of each core; absent where the user chooses")
    memory: int | None = field("memory in MiB; absent where the user chooses")
    created: str | None = field("when it was created", kind="date")
    storagetype: str | None = field("shared or local")
    provisioningtype: str | None = field("thin, sparse or fat")
    offerha: bool | None = field("whether VMs are started again when their host dies")
    limitcpuuse: bool | None = field("whether CPU is limited to what the offering says")
    isvolatile: bool | None = field("whether the root disk is made anew at each reboot")
    storagetags: str | None = field("the tags of storage that it needs")
    domainid: str | None = field("the IDs of the domains that see it, comma-joined; absent for all")
    domain: str | None = field("the names of those domains")
    zoneid: str | None = field("the IDs of the zones where it may be used, comma-joined; absent for all")
    zone: str | None = field("the names of those zones")
    hosttags: str | None = field("the tags of hosts that it needs")
    issystem: bool | None = field("whether it is for system VMs")
    defaultuse: bool | None = field("whether system VMs of its type use it by default")
    systemvmtype: str | None = field("the type of system VM it is for")
    networkrate: int | None = field("Mbit/s of the default NIC")
    deploymentplanner: str | None = field("the planner that finds its VMs' hosts")
    serviceofferingdetails: dict[str, str] | None = field("its details", kind="map")
    iscustomized: bool | None = field("whether the user chooses CPU and memory")
    rootdisksize: int | None = field("GiB of the root disk; absent: the template's")
    dynamicscalingenabled: bool | None = field("whether CPU and memory may be changed while a VM runs")
    diskofferingstrictness: bool | None = field("whether the disk offering is fixed")
    diskofferingid: str | None = field("the ID of the root disks' offering")
    diskofferingname: str | None = field("the name of the root disks' offering")
    diskofferingdisplaytext: str | None = field("the description of the root disks' offering")
    encryptroot: bool | None = field("whether root disks are encrypted")
    hasannotations: bool | None = field("whether it has annotations")


class DiskOfferingResponse(RatesResponse, object="diskoffering"):
    """A disk offering."""

    id: str | None = field("the ID of the disk offering")
    domainid: str | None = field("the IDs of the domains that see it, comma-joined; absent for all")
    domain: str | None = field("the names of those domains")
    zoneid: str | None = field("the IDs of the zones where it may be used, comma-joined; absent for all")
    zone: str | None = field("the names of those zones")
    name: str | None = field("its name")
    state: str | None = field("Active or Inactive")
    displaytext: str | None = field("its description")
    disksize: int | None = field("size in GiB; 0 where the user chooses")
    created: str | None = field("when it was created", kind="date")
    iscustomized: bool | None = field("whether the user chooses the size")
    tags: str | None = field("the tags of storage that it needs")
    storagetype: str | None = field("shared or local")
    provisioningtype: str | None = field("thin, sparse or fat")
    displayoffering: bool | None = field("whether users are shown it")
    disksizestrictness: bool | None = field("whether the size is fixed")
    encrypt: bool | None = field("whether disks are encrypted")
    details: dict[str, str] | None = field("its details", kind="map")
    suitableforvirtualmachine: bool | None = field("whether it suits a new disk of the VM that was asked for")
    hasannotations: bool | None = field("whether it has annotations")


@renders(ServiceOfferingResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ServiceOfferingResponse]:
    """The answers for these service offerings."""
    rows, scopes, details = offerings.shown(tx, "service", uuids)
    out = []
    for row in rows:
        scope = scopes.get(row.id, offerings.Scopes())
        out.append(ServiceOfferingResponse(
            id=row.uuid, name=row.name, state=row.state, displaytext=row.display_text, cpunumber=row.cpus, cpuspeed=row.cpu_mhz,
            memory=row.memory_mib, created=show_date(row.created), storagetype=row.storage_type,
            provisioningtype=row.provisioning_type, offerha=bool(row.ha), limitcpuuse=bool(row.limit_cpu),
            isvolatile=bool(row.is_volatile), storagetags=row.tags,
            hosttags=row.host_tags if caller.is_admin else None, domainid=",".join(scope.domain_uuids) or None,
            domain=",".join(scope.domains) or None, zoneid=",".join(scope.zone_uuids) or None,
            zone=",".join(scope.zones) or None, issystem=bool(row.system_use), defaultuse=bool(row.unique_name), systemvmtype=row.system_vm_type,
            networkrate=row.network_rate, deploymentplanner=row.deployment_planner,
            serviceofferingdetails=details.get(row.id), iscustomized=bool(row.customized),
            rootdisksize=row.root_disk_bytes // GIB or None, dynamicscalingenabled=bool(row.dynamic_scaling),
            diskofferingstrictness=bool(row.disk_offering_strict), encryptroot=bool(row.disk_encrypt), diskofferingid=row.disk_uuid,
            diskofferingname=row.disk_name, diskofferingdisplaytext=row.disk_display_text, hasannotations=False, **_rates(row, "disk_")))
    return out


@renders(DiskOfferingResponse)
def disk_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[DiskOfferingResponse]:
    """The answers for these disk offerings."""
    rows, scopes, details = offerings.shown(tx, "disk", uuids)
    out = []
    for row in rows:
        scope = scopes.get(row.id, offerings.Scopes())
        out.append(DiskOfferingResponse(
            id=row.uuid, name=row.name, state=row.state, displaytext=row.display_text, disksize=row.size_bytes // GIB, created=show_date(row.created),
            iscustomized=bool(row.customized), tags=row.tags, storagetype=row.storage_type,
            provisioningtype=row.provisioning_type, displayoffering=bool(row.display),
            disksizestrictness=bool(row.disk_size_strictness), encrypt=bool(row.encrypt), details=details.get(row.id),
            domainid=",".join(scope.domain_uuids) or None, domain=",".join(scope.domains) or None, zoneid=",".join(scope.zone_uuids) or None,
            zone=",".join(scope.zones) or None, hasannotations=False, **_rates(row)))
    return out
