"""listVolumes."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, ApiError, Call, ListCommand, Listing, Ref, command, param
from manager.api.errors import PARAMETER, not_found
from manager.api.mixins import ProjectFilter, Tagged
from manager.api.volume.answer import VolumeResponse, view
from manager.model.catalog.offerings import DiskOfferingRow, ServiceOfferingRow
from manager.model.guest import volume_views
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeRow
from manager.model.guest.volume_views import Filter
from manager.model.infra import pools
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow


@command(roles=USERS, reads=True)
class ListVolumes(ProjectFilter, Tagged, ListCommand):
    """Lists volumes."""

    id: Ref[VolumeRow] | None = param("the ID of the volume", default=None)
    ids: list[Ref[VolumeRow]] | None = param("IDs of volumes, comma-joined; not with id", default=None)
    name: str | None = param("the exact name of the volume", default=None)
    type: str | None = param("ROOT or DATADISK", default=None)
    state: str | None = param("volumes in this state", default=None)
    virtualmachineid: Ref[VmRow] | None = param("volumes of this VM", default=None)
    zoneid: Ref[ZoneRow] | None = param("volumes in this zone", default=None)
    podid: Ref[PodRow] | None = param("volumes on pools of this pod", default=None)
    clusterid: Ref[ClusterRow] | None = param("volumes on pools of this cluster", default=None, roles=ADMINS)
    hostid: Ref[Host] | None = param("volumes of VMs on this host", default=None)
    storageid: str | None = param("volumes on this pool", default=None, roles=ADMINS)
    diskofferingid: Ref[DiskOfferingRow] | None = param("volumes of this disk offering", default=None)
    serviceofferingid: Ref[ServiceOfferingRow] | None = param("volumes of VMs of this service offering", default=None)
    displayvolume: bool | None = param("volumes that their owners see, or do not", default=None, roles=ADMINS)
    listsystemvms: bool = param("volumes of system VMs, too", default=False, roles=ADMINS)
    retrieveonlyresourcecount: bool = param("answer only the count", default=False)

    def run(self, call: Call) -> Listing[VolumeResponse]:
        """One query for the ids, one for the rows, one for the tags."""
        if self.id is not None and self.ids:
            raise ApiError(PARAMETER, "Specify either id or ids but not both parameters")
        wanted = [self.id.row.id] if self.id is not None else [ref.row.id for ref in self.ids] if self.ids else None
        uuids, total = volume_views.page(call.tx, call.scope(self), Filter(
            exact={
                "name": self.name, "type": self.type.upper() if self.type else None, "state": self.state,
                "vm_id": self.virtualmachineid and self.virtualmachineid.row.id, "zone_id": self.zoneid and self.zoneid.row.id,
                "pool_id": self._pool(call), "display": self.displayvolume,
                "disk_offering_id": self.diskofferingid and self.diskofferingid.row.id},
            ids=wanted, keyword=self.keyword, host_id=self.hostid.row.id if self.hostid else None,
            pod_id=self.podid.row.id if self.podid else None, cluster_id=self.clusterid.row.id if self.clusterid else None,
            service_offering_id=self.serviceofferingid.row.id if self.serviceofferingid else None,
            system=self.listsystemvms or wanted is not None, tags=self.tags), *self.limits(call))
        if self.retrieveonlyresourcecount:
            return Listing([], total)
        return call.listing(view, uuids, total)

    def _pool(self, call: Call) -> int | None:
        if not self.storageid:
            return None
        found = pools.find(call.tx, call.caller, self.storageid)
        if found is None:
            raise not_found("storageid", self.storageid)
        return found.id
