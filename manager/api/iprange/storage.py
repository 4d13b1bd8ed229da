"""createStorageNetworkIpRange, updateStorageNetworkIpRange, deleteStorageNetworkIpRange, listStorageNetworkIpRange."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Job, ListCommand, Listing, Ref, Success, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.iprange.checks import span
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import traffic
from manager.model.infra.zone_views import ids
from manager.model.infra.zones import PodRow, ZoneRow
from manager.model.net import storage_ranges
from manager.model.net.ipam import MAX_VLAN
from manager.model.net.storage_ranges import StorageRangeRow
from manager.model.removed import seen
from manager.model.tables.infra import storage_range
from manager.sagas.immediate import IMMEDIATE, Immediate

resolver(StorageRangeRow, entity="storagenetworkiprange", gone=seen(storage_range))(storage_ranges.find)


class StorageRangeResponse(Response, object="storagenetworkiprange"):
    """A range of addresses on a pod's storage network."""

    id: str | None = field("the ID of the range")
    vlan: int | None = field("its VLAN; absent: none")
    podid: str | None = field("the ID of its pod")
    startip: str | None = field("the first address")
    endip: str | None = field("the last address")
    gateway: str | None = field("the gateway of the storage network")
    zoneid: str | None = field("the ID of its zone")
    netmask: str | None = field("the netmask of the storage network")


@renders(StorageRangeResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[StorageRangeResponse]:
    """The answers for these ranges."""
    return [StorageRangeResponse(id=row.uuid, vlan=row.vlan, podid=row.pod_uuid, startip=row.start_ip, endip=row.end_ip, gateway=row.gateway,
                                 zoneid=row.zone_uuid, netmask=row.netmask) for row in storage_ranges.rows(tx, uuids)]


@command(roles=ADMINS, event="STORAGE.IP.RANGE.CREATE")
class CreateStorageNetworkIpRange(Command):
    """Adds a range of addresses on a pod's storage network. The zone needs a physical network for storage traffic."""

    podid: Ref[PodRow] = param("the ID of the pod")
    gateway: str = param("the gateway of the storage network")
    netmask: str = param("its netmask")
    startip: str = param("the first address")
    endip: str | None = param("the last address; the first when absent", default=None)
    vlan: int | None = param("its VLAN; absent: none", default=None, low=1, high=MAX_VLAN)

    def run(self, call: Call) -> Job[StorageRangeResponse]:
        """All of it in the call's transaction."""
        pod = self.podid.row
        if not traffic.carried(call.tx, pod.zone_id, traffic.STORAGE):
            raise ApiError(PARAMETER, "No physical network of the zone carries storage traffic: add the traffic type first (addTrafficType)")
        cidr, first, last = span(self.gateway, self.netmask, self.startip, self.endip)
        uuid = storage_ranges.add(call.tx, pod.zone_id, pod.id, vlan=self.vlan, gateway=self.gateway, netmask=self.netmask, cidr=cidr, start=first,
                                  end=last)
        return call.start(IMMEDIATE, Immediate(f"storagerange:{uuid}"), instance=("StorageNetworkIpRange", uuid),
                          description=f"Adding storage addresses {first}-{last} to pod {pod.name}")


@command(roles=ADMINS, event="STORAGE.IP.RANGE.UPDATE")
class UpdateStorageNetworkIpRange(Command):
    """Changes a range of addresses on a pod's storage network."""

    id: Ref[StorageRangeRow] = param("the ID of the range")
    endip: str | None = param("the last address", default=None)
    netmask: str | None = param("the netmask of the storage network", default=None)
    startip: str | None = param("the first address", default=None)
    vlan: int | None = param("its VLAN", default=None, low=1, high=MAX_VLAN)

    def run(self, call: Call) -> Job[StorageRangeResponse]:
        """All of it in the call's transaction."""
        row = self.id.row
        netmask = self.netmask or row.netmask
        cidr, first, last = span(row.gateway, netmask, self.startip or row.start_ip, self.endip or row.end_ip)
        storage_ranges.change(call.tx, row, vlan=self.vlan or row.vlan, netmask=netmask, cidr=cidr, start=first, end=last)
        return call.start(IMMEDIATE, Immediate(f"storagerange:{row.uuid}"), instance=("StorageNetworkIpRange", row.uuid),
                          description=f"Changing storage addresses to {first}-{last}")


@command(roles=ADMINS, event="STORAGE.IP.RANGE.DELETE")
class DeleteStorageNetworkIpRange(Command):
    """Deletes a range of addresses on a pod's storage network."""

    id: Ref[StorageRangeRow] = param("the ID of the range")

    def run(self, call: Call) -> Job[Success]:
        """All of it in the call's transaction."""
        row = self.id.row
        storage_ranges.remove(call.tx, row.id)
        return call.start(IMMEDIATE, Immediate(f"storagerange:{row.uuid}"), instance=("StorageNetworkIpRange", row.uuid),
                          description=f"Deleting storage addresses {row.start_ip}-{row.end_ip}")


@command(roles=ADMINS, reads=True)
class ListStorageNetworkIpRange(ListCommand):
    """Lists ranges of addresses on storage networks."""

    id: Ref[StorageRangeRow] | None = param("the ID of the range", default=None)
    podid: Ref[PodRow] | None = param("ranges of this pod", default=None)
    zoneid: Ref[ZoneRow] | None = param("ranges of this zone", default=None)

    def run(self, call: Call) -> Listing[StorageRangeResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = ids(call.tx, storage_range, *self.limits(call), more=storage_ranges.holding(self.keyword), exact={
            "id": self.id.row.id if self.id else None, "pod_id": self.podid.row.id if self.podid else None,
            "zone_id": self.zoneid.row.id if self.zoneid else None})
        return call.listing(view, uuids, total)
