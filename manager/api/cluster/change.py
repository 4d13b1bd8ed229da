"""updateCluster, deleteCluster."""

from __future__ import annotations

from manager.api import views
from manager.api.cluster.add import HYPERVISORS
from manager.api.cluster.answer import ClusterResponse
from manager.api.declare import ADMINS, Call, Command, Ref, Success, command, param
from manager.api.errors import IN_USE, ApiError, invalid
from manager.api.responses import succeeded
from manager.model.infra import host_parts, zones
from manager.model.place import closing
from manager.model.tables.infra import cluster


@command(roles=ADMINS, event="CLUSTER.EDIT")
class UpdateCluster(Command):
    """Changes a cluster: its name, whether VMs are placed there, whether its hosts are managed; while it is empty also what its hosts are."""

    id: Ref[zones.ClusterRow] = param("the ID of the cluster")
    clustername: str | None = param("its new name", default=None)
    allocationstate: str | None = param("Enabled or Disabled: whether VMs may be placed there", default=None, choices=("Enabled", "Disabled"))
    arch: str | None = param("the architecture of its hosts; only while it has none", default=None, choices=("x86_64", "aarch64"))
    clustertype: str | None = param("CloudManaged: hosts join one by one; ExternalManaged is refused", default=None,
                                    choices=("CloudManaged", "ExternalManaged"))
    hypervisor: str | None = param("the hypervisor of its hosts; only while it has none", default=None, choices=HYPERVISORS)
    managedstate: str | None = param("Managed, or Unmanaged: its hosts are disconnected, VMs go on, nothing is placed or watched there", default=None,
                                     choices=("Managed", "Unmanaged"))

    def run(self, call: Call) -> ClusterResponse:
        """Writes what was given."""
        row = self.id.row
        if self.clustername is not None and not self.clustername.strip():
            raise invalid("clustername", "it is empty")
        if self.clustertype == "ExternalManaged":
            raise invalid("clustertype", "only CloudManaged clusters are supported")
        if (self.hypervisor not in (None, row.hypervisor) or self.arch not in (None, row.arch)) and host_parts.any_in_cluster(call.tx, row.id):
            raise ApiError(IN_USE, f"Hypervisor and architecture of cluster {row.name} cannot change: it has hosts")
        zones.change(call.tx, cluster, row.id, "cluster", {"pod_id": row.pod_id}, name=self.clustername, allocation_state=self.allocationstate,
                     arch=self.arch, hypervisor=self.hypervisor, managed_state=self.managedstate)
        if self.managedstate == "Unmanaged" and row.managed_state != "Unmanaged":
            host_parts.disconnect_cluster(call.tx, row.id)
        call.event(description=f"Changed cluster {row.name}", resource=("Cluster", self.id.uuid))
        return views.one(call.tx, call.caller, ClusterResponse, self.id.uuid)


@command(roles=ADMINS, event="CLUSTER.DELETE")
class DeleteCluster(Command):
    """Deletes a cluster without hosts and pools."""

    id: Ref[zones.ClusterRow] = param("the ID of the cluster")

    def run(self, call: Call) -> Success:
        """Looks, then removes the row."""
        closing.remove_cluster(call.tx, self.id.row)
        call.event(description=f"Deleted cluster {self.id.row.name}", resource=("Cluster", self.id.uuid))
        return succeeded()
