"""createStoragePool, listStoragePools."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from manager.api import views
from manager.api.declare import ADMINS, RESOURCE_ADMINS, ApiError, Call, Command, ListCommand, Listing, Long, Ref, Waiting, command, param
from manager.api.errors import UNAVAILABLE, invalid
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import has_control, show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import pools
from manager.model.infra.hosts import Host
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.removed import seen
from manager.model.tables.infra import storage_pool
from manager.sagas.storage.pool import POOL_CREATE, CreatePool, PoolHost

TYPES = {"filesystem": "Filesystem", "file": "Filesystem", "sharedmountpoint": "SharedMountPoint"}
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
    disksizetotal: int | None = field("how much it holds, bytes")
    disksizeallocated: int | None = field("how much is promised to volumes, bytes")
    disksizeused: int | None = field("how much is taken on disk, bytes")
    tags: str | None = field("its tags, comma-joined")
    state: str | None = field("Initial, Up or Removed")
    scope: str | None = field("HOST, CLUSTER or ZONE")
    overprovisionfactor: str | None = field("how much is promised for each byte there is")
    hypervisor: str | None = field("the hypervisor of its hosts")
    provider: str | None = field("DefaultPrimary")
    managed: bool | None = field("always false: volumes are files of ours")
    hasannotations: bool | None = field("whether it has annotations")


@renders(StoragePoolResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[StoragePoolResponse]:
    """The answers for these pools."""
    return [StoragePoolResponse(
        id=row.uuid, zoneid=row.zone_uuid, zonename=row.zone_name, podid=row.pod_uuid, podname=row.pod_name, clusterid=row.cluster_uuid,
        clustername=row.cluster_name, name=row.name, ipaddress=row.host_address, path=row.path, created=show_date(row.created), type=row.type,
        disksizetotal=row.capacity_bytes, disksizeallocated=row.allocated_bytes, disksizeused=row.used_bytes, tags=row.tags, state=row.state,
        scope=row.scope, overprovisionfactor=str(row.overprovisioning), hypervisor=row.hypervisor, provider="DefaultPrimary", managed=False,
        hasannotations=False) for row in pools.shown(tx, uuids)]


@command(roles=ADMINS, event="STORAGE.POOL.CREATE")
class CreateStoragePool(Command):
    """Creates a storage pool, and makes it work on each host of its scope that is Up."""

    name: str = param("the name of the storage pool")
    url: str = param("filesystem://host/folder for a host's own disks (host: its ID, name or address), SharedMountPoint:///folder for one "
                     "that all hosts mount at that folder", length=2048)
    zoneid: Ref[ZoneRow] = param("the ID of its zone")
    podid: Ref[PodRow] | None = param("the ID of its pod", default=None)
    clusterid: Ref[ClusterRow] | None = param("the ID of its cluster", default=None)
    hypervisor: str | None = param("the hypervisor of its hosts", default=None, choices=("KVM", "Simulator"))
    scope: str | None = param("CLUSTER or ZONE", default=None, choices=("CLUSTER", "ZONE"))
    provider: str | None = param("DefaultPrimary", default=None, choices=("DefaultPrimary",))
    tags: str | None = param("tags that offerings ask for, comma-joined", default=None)
    capacitybytes: Long | None = param("unused: the file system's size is measured", default=None)

    def run(self, call: Call) -> Waiting[StoragePoolResponse]:
        """Writes the row, asks the hosts."""
        kind, path, named = self._parse()
        if self.capacitybytes is not None:
            raise invalid("capacitybytes", "the file system's size is measured")
        cluster = self.clusterid.row if self.clusterid else None
        if self.scope == "CLUSTER" and cluster is None:
            raise invalid("clusterid", "it is needed for scope CLUSTER")
        if cluster is not None and cluster.zone_id != self.zoneid.row.id:
            raise invalid("clusterid", "the cluster is in another zone")
        found = pools.hosts_for(call.tx, self.zoneid.row.id, cluster.id if cluster else None, named, self.hypervisor)
        if not found:
            raise ApiError(UNAVAILABLE, f"No host {named or 'of this scope'} is Up here: add a host first")
        local = kind == "Filesystem"
        if local and len(found) > 1:
            raise invalid("url", f"{len(found)} hosts are in this scope, each with disks of its own: name one, as filesystem://{found[0].uuid}{path}")
        row = pools.insert(
            call.tx, name=self.name, zone_id=self.zoneid.row.id, pod_id=cluster.pod_id if cluster else None,
            cluster_id=cluster.id if cluster else None, host_id=found[0].id if local else None, type=kind, path=path,
            scope="HOST" if local else self.scope or ("CLUSTER" if cluster else "ZONE"), tags=self.tags,
            hypervisor=cluster.hypervisor if cluster else self.hypervisor, overprovisioning=call.setting("storage.overprovisioning.factor"))
        call.event(description=f"Created storage pool {self.name}", resource=("StoragePool", row.uuid))
        return call.wait_for(
            POOL_CREATE, CreatePool(row.id, row.uuid, row.name, kind, path, [PoolHost(one.id, one.uuid, one.address) for one in found]),
            then=lambda tx: views.one(tx, call.caller, StoragePoolResponse, row.uuid), instance=("StoragePool", row.uuid))

    def _parse(self) -> tuple[str, str, str | None]:
        """(type, path, the host that the URL names)."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            raise invalid("url", f"{self.url} is not a URL") from None
        kind, path = TYPES.get(parts.scheme.lower()), posixpath.normpath(unquote(parts.path)) if parts.path else ""
        if kind is None or not path.startswith("/") or path == "/" or has_control(path):
            raise invalid("url", f"{self.url} is not one of filesystem://host/folder, filesystem:///folder, SharedMountPoint:///folder")
        return kind, path, parts.hostname


@command(roles=RESOURCE_ADMINS, reads=True)
class ListStoragePools(ListCommand):
    """Lists storage pools."""

    id: Ref[PoolRow] | None = param("the ID of the storage pool", default=None)
    name: str | None = param("its exact name", default=None)
    zoneid: Ref[ZoneRow] | None = param("pools of this zone", default=None)
    podid: Ref[PodRow] | None = param("pools of this pod", default=None)
    clusterid: Ref[ClusterRow] | None = param("pools of this cluster", default=None)
    hostid: Ref[Host] | None = param("pools that this host has", default=None)
    ipaddress: str | None = param("pools that this address serves", default=None)
    path: str | None = param("its exact folder", default=None)
    scope: str | None = param("HOST, CLUSTER or ZONE", default=None)
    status: str | None = param("its state, as Up", default=None)

    def run(self, call: Call) -> Listing[StoragePoolResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = pools.ids(
            call.tx, *self.limits(call), keyword=self.keyword, on_host=self.hostid.row.id if self.hostid else None, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None,
                "pod_id": self.podid.row.id if self.podid else None, "cluster_id": self.clusterid.row.id if self.clusterid else None,
                "host_address": self.ipaddress, "path": self.path, "scope": self.scope, "state": self.status})
        return call.listing(view, uuids, total)
