"""listStoragePoolsMetrics."""

from __future__ import annotations

from typing import Any

from manager.api.call import Call, Listing
from manager.api.declare import ADMINS, command
from manager.api.metrics.figures import beyond, copied, gib, measured
from manager.api.responses import field
from manager.api.storage.answer import StoragePoolResponse
from manager.api.storage.pool import ListStoragePools
from manager.model.infra.metrics import ids_of
from manager.model.tables.infra import cluster, storage_pool, zone

USED, ALLOCATED = "cluster.storage.capacity.notificationthreshold", "cluster.storage.allocated.capacity.notificationthreshold"
USED_LIMIT, ALLOCATED_LIMIT = "pool.storage.capacity.disablethreshold", "pool.storage.allocated.capacity.disablethreshold"


class StoragePoolMetricsResponse(StoragePoolResponse, object="storagepool"):
    """A storage pool with figures."""

    disksizeusedgb: str | None = field("what is taken on disk")
    disksizetotalgb: str | None = field("what it holds, and how much of it may be promised")
    disksizeallocatedgb: str | None = field("what is promised to volumes")
    disksizeunallocatedgb: str | None = field("what may still be promised")
    storageusagethreshold: bool | None = field("whether what is taken is beyond the cluster's threshold for alerts")
    storageusagedisablethreshold: bool | None = field("whether what is taken is beyond the threshold for new volumes")
    storageallocatedthreshold: bool | None = field("whether what is promised is beyond the cluster's threshold for alerts")
    storageallocateddisablethreshold: bool | None = field("whether what is promised is beyond the threshold for new volumes")


@command(roles=ADMINS, reads=True)
class ListStoragePoolsMetrics(ListStoragePools):
    """Lists storage pools with figures of their use."""

    def run(self, call: Call) -> Listing[StoragePoolMetricsResponse]:  # type: ignore[override]
        """Three queries more than listStoragePools."""
        return measured(call, super().run(call), _answers)


def _answers(call: Call, items: list[Any]) -> list[StoragePoolMetricsResponse]:
    ids = ids_of(call.tx, storage_pool, [item.id for item in items])
    clusters = ids_of(call.tx, cluster, [item.clusterid for item in items if item.clusterid])
    zones = ids_of(call.tx, zone, list({item.zoneid for item in items}))
    return [StoragePoolMetricsResponse(**copied(item) | _figures(call, item, {
        "pool": ids[item.id], "cluster": clusters.get(item.clusterid), "zone": zones.get(item.zoneid)})) for item in items]


def _figures(call: Call, item: StoragePoolResponse, at: dict[str, Any]) -> dict[str, Any]:
    factor = float(item.overprovisionfactor or 1)
    total, used, allocated = item.disksizetotal or 0, item.disksizeused or 0, item.disksizeallocated or 0

    def passed(key: str, part: int, whole: float) -> bool:
        return beyond(part, whole, float(call.setting(key, **at)))

    return {
        "disksizeusedgb": gib(used), "disksizetotalgb": f"{gib(total)} (x{factor})", "disksizeallocatedgb": gib(allocated),
        "disksizeunallocatedgb": gib(max(0, total * factor - allocated)), "storageusagethreshold": passed(USED, used, total),
        "storageusagedisablethreshold": passed(USED_LIMIT, used, total),
        "storageallocatedthreshold": passed(ALLOCATED, allocated, total * factor),
        "storageallocateddisablethreshold": passed(ALLOCATED_LIMIT, allocated, total * factor)}
