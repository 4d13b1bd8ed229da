"""updateStoragePool, deleteStoragePool, enableStorageMaintenance, cancelStorageMaintenance, changeStoragePoolScope."""

from __future__ import annotations

from typing import Any

from manager.api import views
from manager.api.declare import ADMINS, Call, Command, Job, Long, Ref, Success, Waiting, command, param
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.responses import succeeded
from manager.api.storage.answer import StoragePoolResponse
from manager.api.storage.pool import check_details, tag_list
from manager.model.guest.vm import USER
from manager.model.infra import pool_changes, pools, storage_access
from manager.model.infra.pool_changes import DISABLED, UP
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ClusterRow
from manager.sagas.storage.pool import PoolHost
from manager.sagas.storage.pool_life import (
    POOL_DELETE,
    POOL_MAINTAIN,
    POOL_REOPEN,
    POOL_RESCOPE,
    DeletePool,
    Maintain,
    Reopen,
    Rescope,
)


def _told(row: PoolRow, hosts: list[Any]) -> dict[str, Any]:
    """What sagas that talk to a pool's hosts are told."""
    return {"pool_id": row.id, "uuid": row.uuid, "name": row.name, "type": row.type, "path": row.path or "",
            "hosts": [PoolHost(one.id, one.uuid, one.address) for one in hosts]}


@command(roles=ADMINS, event="UPDATE.PS")
class UpdateStoragePool(Command):
    """Changes a storage pool; disables it, so that it gets no new volumes, or enables it again."""

    id: Ref[PoolRow] = param("the ID of the storage pool")
    name: str | None = param("its new name", default=None)
    tags: list[str] | None = param("its tags instead of those it had; empty for none", default=None)
    details: dict[str, str] | None = param("its details instead of those it had", default=None)
    capacitybytes: Long | None = param("how much it may hold, when that is less than its file system; bytes", default=None, low=1)
    capacityiops: Long | None = param("how many IOPS it can do; only shown, beside what disks ask for at least", default=None, low=1)
    enabled: bool | None = param("true: new volumes may be placed on it; false: not", default=None)

    def run(self, call: Call) -> StoragePoolResponse:
        """Writes what was given."""
        tx, row = call.tx, self.id.row
        if self.name is not None and not self.name.strip():
            raise invalid("name", "it is empty")
        pool_changes.change(tx, row, name=self.name, tags=tag_list(",".join(self.tags)) if self.tags is not None else None,
                            declared=self.capacitybytes, iops=self.capacityiops)
        if self.details is not None:
            pool_changes.set_details(tx, row.id, check_details(self.details))
        if self.enabled is not None:
            self._enable(call)
        call.event(description=f"Changed storage pool {row.name}", resource=("StoragePool", row.uuid))
        return views.one(tx, call.caller, StoragePoolResponse, row.uuid)

    def _enable(self, call: Call) -> None:
        row = self.id.row
        to = UP if self.enabled else DISABLED
        if not pool_changes.claim(call.tx, row.id, [UP, DISABLED], to):
            raise ApiError(PARAMETER, f"Storage pool {row.name} is {row.state}: it can be enabled or disabled only while it is Up or Disabled")
        if row.state != to:
            call.event("ENABLE.PS" if self.enabled else "DISABLE.PS", f"Storage pool {row.name} is {to}", ("StoragePool", row.uuid))


@command(roles=ADMINS, event="STORAGE.POOL.DELETE")
class DeleteStoragePool(Command):
    """Deletes a storage pool that is in maintenance and has no volumes."""

    id: Ref[PoolRow] = param("the ID of the storage pool")
    forced: bool = param("expunge destroyed VMs whose volumes are on it", default=False)

    def run(self, call: Call) -> Waiting[Success]:
        """Refused while there are volumes."""
        row = self.id.row
        doomed = [one.id for one in pool_changes.vms_on(call.tx, row.id, ("Destroyed",))] if self.forced else []
        return call.wait_for(POOL_DELETE, DeletePool(row.id, doomed), lambda tx: succeeded(), instance=("StoragePool", row.uuid),
                             description=f"Deleting storage pool {row.name}")


@command(roles=ADMINS, event="MAINT.PREPARE.PS", error_wrapper="prepareprimarystorageformaintenanceresponse")
class EnableStorageMaintenance(Command):
    """Takes a storage pool out of use: VMs and routers on it are stopped, and nothing is placed on it."""

    id: Ref[PoolRow] = param("the ID of the storage pool")

    def run(self, call: Call) -> Job[StoragePoolResponse]:
        """The pool is closed first, then what is active on it is stopped."""
        row = self.id.row
        active = pool_changes.vms_on(call.tx, row.id)
        params = Maintain(row.id, [one.id for one in active if one.type == USER], [one.id for one in active if one.type != USER])
        return call.start(POOL_MAINTAIN, params, instance=("StoragePool", row.uuid), description=f"Preparing storage pool {row.name} for maintenance")


@command(roles=ADMINS, event="MAINT.CANCEL.PS", error_wrapper="cancelprimarystoragemaintenanceresponse")
class CancelStorageMaintenance(Command):
    """Ends maintenance of a storage pool: it is Up, and what maintenance stopped is started."""

    id: Ref[PoolRow] = param("the ID of the storage pool")

    def run(self, call: Call) -> Job[StoragePoolResponse]:
        """Each host that is Up is asked for the pool first."""
        row = self.id.row
        return call.start(POOL_REOPEN, Reopen(**_told(row, pools.readers(call.tx, row.id))), instance=("StoragePool", row.uuid),
                          description=f"Ending maintenance of storage pool {row.name}")


@command(roles=ADMINS, event="CHANGE.STORAGE.POOL.SCOPE")
class ChangeStoragePoolScope(Command):
    """Changes the scope of a storage pool that is Disabled from a cluster to its zone, or from the zone to a cluster."""

    id: Ref[PoolRow] = param("the ID of the storage pool")
    scope: str = param("CLUSTER or ZONE", choices=("CLUSTER", "ZONE"))
    clusterid: Ref[ClusterRow] | None = param("the ID of the cluster, for scope CLUSTER", default=None)

    def run(self, call: Call) -> Job[Success]:
        """A wider scope: its other hosts get the pool first. A narrower one: refused while hosts outside use it."""
        tx, row = call.tx, self.id.row
        if row.scope == "HOST":
            raise invalid("id", f"storage pool {row.name} is its host's own")
        if row.scope == self.scope:
            raise invalid("scope", f"storage pool {row.name} has the scope {self.scope} already")
        cluster = self.clusterid.row if self.clusterid else None
        if self.scope == "CLUSTER" and cluster is None:
            raise invalid("clusterid", "it is needed for scope CLUSTER")
        if cluster is not None and cluster.zone_id != row.zone_id:
            raise invalid("clusterid", "the cluster is in another zone")
        narrow = cluster.id if cluster is not None and self.scope == "CLUSTER" else None
        have = {one.id for one in pools.readers(tx, row.id)}
        hosts = [one for one in pools.hosts_for(tx, row.zone_id, narrow, None, pool_changes.hypervisor_of(tx, row)) if one.id not in have]
        has = storage_access.of_hosts(tx, [one.id for one in hosts]) if row.storage_access_groups else {}
        hosts = [one for one in hosts if storage_access.may_reach(row.storage_access_groups, has.get(one.id, frozenset()))]
        return call.start(POOL_RESCOPE, Rescope(cluster_id=narrow, **_told(row, hosts)), instance=("StoragePool", row.uuid),
                          description=f"Changing the scope of storage pool {row.name} to {self.scope}")
