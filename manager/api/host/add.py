"""addHost, deleteHost."""

from __future__ import annotations

from manager.api import checks
from manager.api.declare import RESOURCE_ADMINS, Call, Command, Listing, Ref, Success, Waiting, command, param
from manager.api.errors import invalid
from manager.api.host.answer import HostResponse, view
from manager.api.responses import succeeded
from manager.model.db import Tx
from manager.model.infra import hosts, zones
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.sagas.host.add import HOST_ADD
from manager.sagas.host.add import AddHost as AddParams
from manager.sagas.host.delete import HOST_DELETE
from manager.sagas.host.delete import DeleteHost as DeleteParams


@command(roles=RESOURCE_ADMINS, event="HOST.CREATE")
class AddHost(Command):
    """Puts a host that has joined (pileus-agent setup) into a cluster. The same url again answers the same host."""

    hypervisor: str = param("its hypervisor", choices=("KVM", "Simulator"))
    podid: Ref[PodRow] = param("the ID of its pod")
    url: str = param("http:// and its name or address; for a simulated host anything, as http://sim/c0/h0")
    zoneid: Ref[ZoneRow] = param("the ID of its zone")
    clusterid: Ref[ClusterRow] | None = param("the ID of its cluster", default=None)
    clustername: str | None = param("the name of its cluster, instead of clusterid", default=None)
    hosttags: list[str] | None = param("its tags", default=None)
    storageaccessgroups: list[str] | None = param("it reaches pools that are restricted to one of these groups, comma-joined", default=None)
    username: str | None = param("refused: hosts join with a token, nobody logs in to them", default=None)
    password: str | None = param("refused, as username", default=None, secret=True)
    allocationstate: str | None = param("Enabled, or Disabled: VMs are not placed on it until updateHost enables it", default=None,
                                        choices=("Enabled", "Disabled"))

    def run(self, call: Call) -> Waiting[Listing[HostResponse]]:
        """Claims the host, then the saga puts it into its cluster."""
        if self.hypervisor != "Simulator" and (self.username or self.password):
            raise invalid("username", "hosts join with a token: run `pileus-agent setup` on the host, then addHost without username and password")
        pod = self.podid.row
        if pod.zone_id != self.zoneid.row.id:
            raise invalid("podid", f"pod {pod.name} is not in zone {self.zoneid.row.name}")
        cluster = self.clusterid.row if self.clusterid else zones.cluster_by_name(call.tx, pod.id, self.clustername or "")
        if cluster is None or cluster.pod_id != pod.id:
            raise invalid("clusterid", f"give clusterid or clustername of a cluster of pod {pod.name}")
        if cluster.managed_state != "Managed":
            raise invalid("clusterid", f"cluster {cluster.name} is {cluster.managed_state}")
        groups = checks.groups("storageaccessgroups", self.storageaccessgroups)
        return call.wait_for(
            HOST_ADD, AddParams(self.url, self.hypervisor, cluster.id, checks.tags("hosttags", self.hosttags), groups, self.allocationstate),
            then=lambda tx: self._answer(tx, call), description=f"Adding host {self.url}")

    def _answer(self, tx: Tx, call: Call) -> Listing[HostResponse]:
        found = hosts.by_url(tx, self.url)
        items = view(tx, call.caller, [found.uuid]) if found is not None else []
        return Listing(items, len(items))


@command(roles=RESOURCE_ADMINS, event="HOST.DELETE")
class DeleteHost(Command):
    """Removes a host. It must be empty, unless forced says that it is gone for good."""

    id: Ref[Host] = param("the ID of the host")
    forced: bool = param("what runs there, and what it owes, is written off", default=False)
    forcedestroylocalstorage: bool = param("VMs with disks on its own storage are destroyed, and these disks written off", default=False)

    def run(self, call: Call) -> Waiting[Success]:
        """The saga looks and removes."""
        call.event(description=f"Removing host {self.id.row.name}", resource=("Host", self.id.uuid))
        return call.wait_for(
            HOST_DELETE, DeleteParams(self.id.row.id, self.forced, self.forcedestroylocalstorage),
            then=lambda tx: succeeded(), instance=("Host", self.id.uuid))
