"""ClusterResponse, and how clusters become one."""

from __future__ import annotations

from manager.api.capacity.list import CapacityResponse
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import zones
from manager.model.infra.zone_views import cluster_rows
from manager.model.removed import seen
from manager.model.tables.infra import cluster

resolver(zones.ClusterRow, entity="cluster", gone=seen(cluster))(zones.find_cluster)


class ClusterResponse(Response, object="cluster"):
    """A cluster: hosts of one hypervisor that share storage."""

    id: str | None = field("the ID of the cluster")
    name: str | None = field("its name")
    podid: str | None = field("the ID of its pod")
    podname: str | None = field("the name of its pod")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    hypervisortype: str | None = field("the hypervisor of its hosts")
    clustertype: str | None = field("CloudManaged")
    allocationstate: str | None = field("Enabled or Disabled")
    managedstate: str | None = field("Managed or Unmanaged")
    cpuovercommitratio: str | None = field("CPU promised for each CPU there is")
    memoryovercommitratio: str | None = field("memory promised for each byte there is")
    arch: str | None = field("the architecture of its hosts")
    resourcedetails: dict[str, str] | None = field("its details: the ratios, as CloudStack names them", kind="map")
    capacity: list[CapacityResponse] | None = field("how much there is and is taken, when it was asked for")
    storageaccessgroups: str | None = field("which restricted pools its hosts reach, comma-joined")
    podstorageaccessgroups: str | None = field("the same of its pod")
    zonestorageaccessgroups: str | None = field("the same of its zone")
    hasannotations: bool | None = field("whether it has annotations")


@renders(ClusterResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ClusterResponse]:
    """The answers for these clusters."""
    return [ClusterResponse(
        id=row.uuid, name=row.name, podid=row.pod_uuid, podname=row.pod_name, zoneid=row.zone_uuid, zonename=row.zone_name,
        hypervisortype=row.hypervisor, clustertype=row.type, allocationstate=row.allocation_state, managedstate=row.managed_state,
        cpuovercommitratio=str(row.cpu_overcommit), memoryovercommitratio=str(row.memory_overcommit), arch=row.arch,
        resourcedetails={"cpuOvercommitRatio": str(row.cpu_overcommit), "memoryOvercommitRatio": str(row.memory_overcommit)},
        storageaccessgroups=row.storage_access_groups, podstorageaccessgroups=row.pod_groups, zonestorageaccessgroups=row.zone_groups,
        hasannotations=False)
        for row in cluster_rows(tx, uuids)]
