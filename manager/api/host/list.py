"""listHosts, listHostTags."""

from __future__ import annotations

from manager.api.declare import DOMAIN_ADMINS, RESOURCE_ADMINS, Call, ListCommand, Listing, Ref, Uuid, command, param
from manager.api.errors import invalid
from manager.api.host.answer import GROUPS, HostResponse, narrowed, view
from manager.api.responses import Response, field
from manager.model.infra import host_views
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.work.node_views import NodeRow


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
    details: list[str] | None = param("which groups of figures: all (as when absent), capacity, stats, events, min; comma-joined", default=None)
    managementserverid: Ref[NodeRow] | None = param("hosts whose last report this node took", default=None)
    storageaccessgroup: str | None = param("hosts with this storage access group of their own", default=None)

    def run(self, call: Call) -> Listing[HostResponse]:
        """One query for the ids, one for the rows."""
        wanted = [part.lower() for part in self.details or ["all"]]
        if unknown := [part for part in wanted if part not in (*GROUPS, "all", "min")]:
            raise invalid("details", f"{unknown[0]} is none of all, min, {', '.join(GROUPS)}")
        uuids, total = host_views.ids(
            call.tx, *self.limits(call), state=self.state, keyword=self.keyword, vm_uuid=self.virtualmachineid,
            node_id=self.managementserverid.row.id if self.managementserverid else None, group=self.storageaccessgroup, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None,
                "pod_id": self.podid.row.id if self.podid else None, "cluster_id": self.clusterid.row.id if self.clusterid else None,
                "hypervisor": self.hypervisor, "resource_state": self.resourcestate, "type": self.type, "arch": self.arch})
        return call.listing(view if "all" in wanted else narrowed(wanted), uuids, total)


class HostTagResponse(Response, object="hosttag"):
    """A tag that some host has."""

    id: str | None = field("the tag, which is its own ID")
    name: str | None = field("the tag")
    isimplicit: bool | None = field("whether an agent gave it: never")


@command(roles=DOMAIN_ADMINS, reads=True)
class ListHostTags(ListCommand):
    """Lists the tags of hosts."""

    def run(self, call: Call) -> Listing[HostTagResponse]:
        """Each once."""
        limit, offset = self.limits(call)
        found = host_views.tags(call.tx, self.keyword)
        page = found[offset:] if limit is None else found[offset:offset + limit]
        return Listing([HostTagResponse(id=tag, name=tag, isimplicit=False) for tag in page], len(found))
