"""listHosts, updateHost."""

from __future__ import annotations

from manager.api import views
from manager.api.declare import ADMINS, RESOURCE_ADMINS, Call, Command, ListCommand, Listing, Ref, Uuid, command, param
from manager.api.host.answer import HostResponse, view
from manager.model.infra import host_views, zones
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.tables.infra import host


@command(roles=RESOURCE_ADMINS, reads=True)
class ListHosts(ListCommand):
    """Lists hosts."""

    id: Ref[Host] | None = param("the ID of the host", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("hosts of this zone", default=None)
    podid: Ref[PodRow] | None = param("hosts of this pod", default=None)
    clusterid: Ref[ClusterRow] | None = param("hosts of this cluster", default=None)
    hypervisor: str | None = param("hosts with this hypervisor", default=None, choices=("KVM", "Simulator", "XenServer", "LXC"))
    state: str | None = param("Up, Down, Connecting, Alert or Disconnected", default=None,
                              choices=("Up", "Down", "Connecting", "Alert", "Disconnected"))
    resourcestate: str | None = param("Enabled, Disabled or Maintenance", default=None)
    type: str | None = param("Routing", default=None)
    arch: str | None = param("hosts of this architecture", default=None)
    virtualmachineid: Uuid | None = param("hosts that could run this VM", default=None)
    details: list[str] | None = param("which groups of fields; all are always answered", default=None)

    def run(self, call: Call) -> Listing[HostResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = host_views.ids(
            call.tx, *self.limits(call), state=self.state, keyword=self.keyword, vm_uuid=self.virtualmachineid, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None,
                "pod_id": self.podid.row.id if self.podid else None, "cluster_id": self.clusterid.row.id if self.clusterid else None,
                "hypervisor": self.hypervisor, "resource_state": self.resourcestate, "type": self.type, "arch": self.arch})
        return call.listing(view, uuids, total)


@command(roles=ADMINS, event="HOST.EDIT")
class UpdateHost(Command):
    """Enables or disables a host, or changes its tags, name and annotation."""

    id: Ref[Host] = param("the ID of the host")
    allocationstate: str | None = param("Enable or Disable: whether VMs may be placed on it", default=None,
                                        choices=("Enable", "Disable", "Enabled", "Disabled"))
    annotation: str | None = param("a note for administrators", default=None)
    hosttags: list[str] | None = param("its tags", default=None)
    name: str | None = param("its new name", default=None)

    def run(self, call: Call) -> HostResponse:
        """Writes what was given."""
        state = None if self.allocationstate is None else self.allocationstate.removesuffix("d") + "d"
        zones.change(call.tx, host, self.id.row.id, "host", {"zone_id": self.id.row.zone_id}, name=self.name)
        host_views.change(call.tx, self.id.row.id, resource_state=state, tags=",".join(self.hosttags) if self.hosttags is not None else None,
                          annotation=self.annotation)
        call.event(description=f"Changed host {self.id.row.name}", resource=("Host", self.id.uuid))
        return views.one(call.tx, call.caller, HostResponse, self.id.uuid)
