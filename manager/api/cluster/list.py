"""listClusters."""

from __future__ import annotations

from manager.api.capacity import capacities
from manager.api.cluster.answer import ClusterResponse, view
from manager.api.declare import RESOURCE_ADMINS, Call, ListCommand, Listing, Ref, command, param
from manager.model.infra.zone_views import ids
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow, grouped
from manager.model.tables.infra import cluster


@command(roles=RESOURCE_ADMINS, reads=True)
class ListClusters(ListCommand):
    """Lists clusters."""

    id: Ref[ClusterRow] | None = param("the ID of the cluster", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("clusters of this zone", default=None)
    podid: Ref[PodRow] | None = param("clusters of this pod", default=None)
    hypervisor: str | None = param("clusters of this hypervisor", default=None, choices=("KVM", "Simulator", "XenServer", "LXC"))
    clustertype: str | None = param("CloudManaged", default=None)
    allocationstate: str | None = param("Enabled or Disabled", default=None)
    managedstate: str | None = param("Managed or Unmanaged", default=None)
    arch: str | None = param("clusters of this architecture", default=None)
    showcapacities: bool = param("whether the answers tell how much there is and is taken", default=False)
    storageaccessgroup: str | None = param("clusters with this storage access group", default=None)

    def run(self, call: Call) -> Listing[ClusterResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, cluster, *self.limits(call), keyword=self.keyword, exact={
            "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None,
            "pod_id": self.podid.row.id if self.podid else None, "hypervisor": self.hypervisor, "type": self.clustertype,
            "allocation_state": self.allocationstate, "managed_state": self.managedstate, "arch": self.arch},
            more=[grouped(cluster, self.storageaccessgroup)] if self.storageaccessgroup else ())
        return call.listing(capacities.added(view, "cluster") if self.showcapacities else view, uuids, total)
