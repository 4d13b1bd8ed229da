"""addCluster."""

from __future__ import annotations

from manager.api import checks
from manager.api.cluster.answer import ClusterResponse, view
from manager.api.declare import ADMINS, Call, Command, Listing, Ref, command, param
from manager.api.errors import invalid
from manager.model.infra import zones
from manager.model.tables.infra import cluster

HYPERVISORS = ("KVM", "Simulator")


@command(roles=ADMINS, event="CLUSTER.CREATE")
class AddCluster(Command):
    """Creates a cluster in a pod."""

    clustername: str = param("the name of the cluster")
    clustertype: str = param("CloudManaged", choices=("CloudManaged", "ExternalManaged"))
    hypervisor: str = param("the hypervisor of its hosts", choices=HYPERVISORS)
    podid: Ref[zones.PodRow] = param("the ID of its pod")
    zoneid: Ref[zones.ZoneRow] = param("the ID of its zone")
    allocationstate: str = param("Enabled or Disabled", default="Enabled", choices=("Enabled", "Disabled"))
    arch: str = param("the architecture of its hosts", default="x86_64", choices=("x86_64", "aarch64"))
    storageaccessgroups: list[str] | None = param("its hosts reach pools that are restricted to one of these groups, comma-joined", default=None)

    def run(self, call: Call) -> Listing[ClusterResponse]:
        """Adds the row."""
        if self.clustertype != "CloudManaged":
            raise invalid("clustertype", "only CloudManaged clusters are supported")
        if self.podid.row.zone_id != self.zoneid.row.id:
            raise invalid("podid", f"pod {self.podid.row.name} is not in zone {self.zoneid.row.name}")
        uuid = zones.insert_named(
            call.tx, cluster, "cluster", {"pod_id": self.podid.row.id}, name=self.clustername, zone_id=self.zoneid.row.id, hypervisor=self.hypervisor,
            type=self.clustertype, allocation_state=self.allocationstate, arch=self.arch,
            storage_access_groups=checks.groups("storageaccessgroups", self.storageaccessgroups),
            cpu_overcommit=call.setting("cpu.overprovisioning.factor"), memory_overcommit=call.setting("mem.overprovisioning.factor"))
        call.event(description=f"Created cluster {self.clustername}", resource=("Cluster", uuid))
        return Listing(view(call.tx, call.caller, [uuid]), 1)
