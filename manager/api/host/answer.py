"""HostResponse, and how hosts become one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import host_views
from manager.model.infra.hosts import Host
from manager.model.removed import seen
from manager.model.tables.infra import host

KIB = 1024
resolver(Host, entity="host", gone=seen(host))(host_views.find)


class HostResponse(Response, object="host"):
    """A host: a machine that runs VMs."""

    id: str | None = field("the ID of the host")
    name: str | None = field("its name")
    state: str | None = field("Up, Down, Connecting, Alert or Disconnected")
    disconnected: str | None = field("when it was last lost", kind="date")
    type: str | None = field("Routing")
    ipaddress: str | None = field("where managers reach it")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    podid: str | None = field("the ID of its pod")
    podname: str | None = field("the name of its pod")
    version: str | None = field("the version of its agent")
    hypervisor: str | None = field("its hypervisor")
    cpunumber: int | None = field("CPU threads")
    cpuspeed: int | None = field("MHz of each")
    cpuallocated: str | None = field("CPU promised to VMs, in percent")
    cpuallocatedvalue: int | None = field("CPU promised to VMs, MHz")
    cpuallocatedpercentage: str | None = field("CPU promised to VMs, in percent")
    cpuallocatedwithoverprovisioning: str | None = field("CPU promised to VMs, in percent of what may be promised")
    cpuused: str | None = field("CPU in use, in percent, as last measured")
    cpuwithoverprovisioning: str | None = field("CPU that may be promised, MHz")
    networkkbsread: int | None = field("network traffic in, KiB/s, as last measured")
    networkkbswrite: int | None = field("network traffic out, KiB/s, as last measured")
    memorytotal: int | None = field("memory, bytes")
    memorywithoverprovisioning: str | None = field("memory that may be promised, bytes")
    memoryallocated: int | None = field("memory promised to VMs, bytes")
    memoryallocatedpercentage: str | None = field("memory promised to VMs, in percent")
    memoryallocatedbytes: int | None = field("memory promised to VMs, bytes")
    memoryused: int | None = field("memory in use, KiB, as last measured")
    capabilities: str | None = field("what it can do: hvm")
    lastpinged: str | None = field("when it last reported", kind="date")
    managementserverid: str | None = field("the manager node that its last report reached")
    managementservername: str | None = field("the name of that node")
    clusterid: str | None = field("the ID of its cluster")
    clustername: str | None = field("the name of its cluster")
    clustertype: str | None = field("the type of its cluster")
    oscategoryid: str | None = field("the ID of the OS category that it prefers")
    oscategoryname: str | None = field("the name of that OS category")
    implicithosttags: str | None = field("the tags that its agent gave it: none do")
    istagarule: bool | None = field("whether its tags are a rule: never")
    ueficapability: bool | None = field("whether guests may start by UEFI")
    encryptionsupported: bool | None = field("whether disks may be encrypted there")
    instanceconversionsupported: bool | None = field("whether foreign VMs can be converted there")
    storageaccessgroups: str | None = field("which restricted pools it reaches, comma-joined")
    clusterstorageaccessgroups: str | None = field("the same of its cluster")
    podstorageaccessgroups: str | None = field("the same of its pod")
    zonestorageaccessgroups: str | None = field("the same of its zone")
    islocalstorageactive: bool | None = field("whether volumes may be on its own disks")
    created: str | None = field("when it joined", kind="date")
    removed: str | None = field("when it was removed", kind="date")
    hosttags: str | None = field("its tags, comma-joined")
    explicithosttags: str | None = field("the tags that an administrator gave it")
    hasenoughcapacity: bool | None = field("whether it is Enabled, and has CPU and memory left")
    resourcestate: str | None = field("Enabled, Disabled or Maintenance")
    hypervisorversion: str | None = field("the version of its hypervisor")
    hahost: bool | None = field("whether it is kept free for restarts")
    details: dict[str, str] | None = field("its details", kind="map")
    annotation: str | None = field("the last annotation")
    arch: str | None = field("its architecture")
    hasannotations: bool | None = field("whether it has annotations")


@renders(HostResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[HostResponse]:
    """The answers for these hosts."""
    return [_answer(row) for row in host_views.shown(tx, uuids)]


def _percent(part: float | None, whole: float | None) -> str:
    return f"{100 * (part or 0) / whole:.2f}%" if whole else "0%"


def _answer(row: Any) -> HostResponse:
    cpus, mhz = row.cpus or 0, row.cpu_mhz or 0
    cpu, memory = row.cpu_reserved or 0, row.memory_reserved or 0
    return HostResponse(
        id=row.uuid, name=row.name, state=row.state, disconnected=show_date(row.changed) if row.state in ("Down", "Disconnected", "Alert") else None,
        type=row.type, ipaddress=row.address.rpartition(":")[0] or row.address, zoneid=row.zone_uuid, zonename=row.zone_name, podid=row.pod_uuid,
        podname=row.pod_name, version=row.agent_version, hypervisor=row.hypervisor, cpunumber=cpus, cpuspeed=mhz,
        cpuallocated=_percent(cpu, cpus * mhz), cpuallocatedvalue=cpu, cpuallocatedpercentage=_percent(cpu, cpus * mhz),
        cpuallocatedwithoverprovisioning=_percent(cpu, row.cpu_total), cpuused=_percent(row.load, 1), cpuwithoverprovisioning=str(row.cpu_total or 0),
        networkkbsread=row.network_read_kbs, networkkbswrite=row.network_write_kbs, memorytotal=row.memory_bytes,
        memorywithoverprovisioning=str(row.memory_total or 0), memoryallocated=memory, memoryallocatedpercentage=_percent(memory, row.memory_bytes),
        memoryallocatedbytes=memory, memoryused=(row.memory_load or 0) // KIB, capabilities="hvm" if row.hvm else None,
        lastpinged=show_date(row.reported), managementserverid=row.node_uuid, managementservername=row.node_name, clusterid=row.cluster_uuid,
        clustername=row.cluster_name, clustertype=row.cluster_type, islocalstorageactive=bool(row.local_storage), created=show_date(row.created),
        removed=show_date(row.removed), hosttags=row.tags, explicithosttags=row.tags,
        hasenoughcapacity=row.resource_state == "Enabled" and cpu < (row.cpu_total or 0) and memory < (row.memory_total or 0),
        resourcestate=row.resource_state, hypervisorversion=row.hypervisor_version, hahost=False,
        details=_details(row),
        oscategoryid=row.category_uuid, oscategoryname=row.category_name, istagarule=False, ueficapability=False, encryptionsupported=False,
        instanceconversionsupported=False, storageaccessgroups=row.storage_access_groups, clusterstorageaccessgroups=row.cluster_groups,
        podstorageaccessgroups=row.pod_groups, zonestorageaccessgroups=row.zone_groups, annotation=row.annotation, arch=row.arch,
        hasannotations=False)


def _details(row: Any) -> dict[str, str]:
    told = {"Host.OS": row.os, "Host.OS.Kernel.Version": row.kernel, "Host.CPU.Model": row.cpu_model}
    return {name: text for name, text in told.items() if text}


GROUPS = {  # of `details`: what is left out when the group is not asked for
    "capacity": ("cpuallocated", "cpuallocatedvalue", "cpuallocatedpercentage", "cpuallocatedwithoverprovisioning", "cpuwithoverprovisioning",
                 "memorywithoverprovisioning", "memoryallocated", "memoryallocatedpercentage", "memoryallocatedbytes", "hasenoughcapacity"),
    "stats": ("cpuused", "networkkbsread", "networkkbswrite", "memoryused"),
    "events": ()}


def narrowed(wanted: list[str]) -> Callable[[Tx, Caller, list[str]], list[HostResponse]]:
    """The same view with the figures of these groups only: all, capacity, stats, events, min."""
    left_out = [name for group, names in GROUPS.items() if group not in wanted for name in names]

    def shown(tx: Tx, caller: Caller, uuids: list[str]) -> list[HostResponse]:
        items = view(tx, caller, uuids)
        for item in items:
            for name in left_out:
                setattr(item, name, None)
        return items
    return shown
