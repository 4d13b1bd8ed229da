"""StoragePoolResponse, and how pools become one."""

from __future__ import annotations

from typing import Any

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import pool_changes, pools
from manager.model.infra.pools import PoolRow
from manager.model.removed import seen
from manager.model.tables.infra import storage_pool

resolver(PoolRow, entity="storagepool", gone=seen(storage_pool))(pools.find)


class StoragePoolResponse(Response, object="storagepool"):
    """A storage pool: where volumes are."""

    id: str | None = field("the ID of the storage pool")
    zoneid: str | None = field("the ID of its zone")
    zonename: str | None = field("the name of its zone")
    podid: str | None = field("the ID of its pod")
    podname: str | None = field("the name of its pod")
    clusterid: str | None = field("the ID of its cluster")
    clustername: str | None = field("the name of its cluster")
    name: str | None = field("its name")
    ipaddress: str | None = field("the host that serves it")
    path: str | None = field("the folder on its hosts")
    created: str | None = field("when it was created", kind="date")
    type: str | None = field("Filesystem or SharedMountPoint")
    capacitybytes: int | None = field("how much it may hold, as an administrator declared it, bytes")
    disksizetotal: int | None = field("how much it holds, bytes")
    disksizeallocated: int | None = field("how much is promised to volumes, bytes")
    disksizeused: int | None = field("how much is taken on disk, bytes")
    capacityiops: int | None = field("how many IOPS it can do, as an administrator declared it")
    allocatediops: int | None = field("the least IOPS that its volumes were promised")
    tags: str | None = field("its tags, comma-joined")
    storageaccessgroups: str | None = field("only hosts with one of these storage access groups have it, comma-joined")
    state: str | None = field("Initial, Up, Disabled, PrepareForMaintenance, Maintenance, ErrorInMaintenance, CancelMaintenance or Removed")
    scope: str | None = field("HOST, CLUSTER or ZONE")
    overprovisionfactor: str | None = field("how much is promised for each byte there is")
    hypervisor: str | None = field("the hypervisor of its hosts")
    provider: str | None = field("DefaultPrimary")
    managed: bool | None = field("always false: volumes are files of ours")
    details: dict[str, str] | None = field("its details", kind="map")
    hasannotations: bool | None = field("whether it has annotations")


@renders(StoragePoolResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[StoragePoolResponse]:
    """The answers for these pools: three queries."""
    rows = pools.shown(tx, uuids)
    ids = [row.id for row in rows]
    details, iops = pool_changes.details_of(tx, ids), pool_changes.iops_of(tx, ids)
    return [StoragePoolResponse(**values(row, details.get(row.id, {}), iops.get(row.id, 0))) for row in rows]


def values(row: Any, details: dict[str, str], iops: int) -> dict[str, Any]:
    """The fields of one pool."""
    return {
        "id": row.uuid, "zoneid": row.zone_uuid, "zonename": row.zone_name, "podid": row.pod_uuid, "podname": row.pod_name,
        "clusterid": row.cluster_uuid, "clustername": row.cluster_name, "name": row.name, "ipaddress": row.host_address, "path": row.path,
        "created": show_date(row.created), "type": row.type, "capacitybytes": row.declared_bytes, "disksizetotal": row.capacity_bytes,
        "disksizeallocated": row.allocated_bytes, "disksizeused": row.used_bytes, "capacityiops": row.capacity_iops, "allocatediops": iops,
        "tags": row.tags, "storageaccessgroups": row.storage_access_groups,
        "state": row.state, "scope": row.scope, "overprovisionfactor": str(row.overprovisioning), "hypervisor": row.hypervisor,
        "provider": "DefaultPrimary", "managed": False, "details": details, "hasannotations": False}
