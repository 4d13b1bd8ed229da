"""createStoragePool, listStoragePools."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from manager.api import checks, views
from manager.api.declare import ADMINS, RESOURCE_ADMINS, ApiError, Call, Command, ListCommand, Listing, Long, Ref, Waiting, command, param
from manager.api.errors import UNAVAILABLE, invalid
from manager.api.storage.answer import StoragePoolResponse, view
from manager.api.values import has_control
from manager.model.infra import pool_changes, pools, storage_access
from manager.model.infra.hosts import Host
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.work import locks
from manager.sagas.storage.pool import POOL_CREATE, CreatePool, PoolHost

TYPES = {"filesystem": "Filesystem", "file": "Filesystem", "sharedmountpoint": "SharedMountPoint"}
MOST_TAGS = 1024


def tag_list(tags: str | None) -> str | None:
    """Tags as they are stored: comma-joined, without blanks and repetition. ApiError 431 when they are too many."""
    if tags is None:
        return None
    joined = ",".join(dict.fromkeys(tag.strip() for tag in tags.split(",") if tag.strip()))
    if len(joined) > MOST_TAGS:
        raise invalid("tags", f"they are longer than {MOST_TAGS} characters together")
    return joined


def check_details(details: dict[str, str] | None) -> dict[str, str]:
    """Details of a pool. ApiError 431 for names that are too long."""
    for name in details or {}:
        if not name or len(name) > 120:
            raise invalid("details", "a name has from 1 to 120 characters")
    return details or {}


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
    capacitybytes: Long | None = param("how much it may hold, when that is less than its file system; bytes", default=None, low=1)
    capacityiops: Long | None = param("how many IOPS it can do; only shown, beside what disks ask for at least", default=None, low=1)
    details: dict[str, str] | None = param("its details", default=None)
    storageaccessgroups: str | None = param("only hosts with one of these storage access groups get it, comma-joined", default=None)
    managed: bool = param("whether each volume is a disk of the storage system: not possible here, so only false is", default=False)

    def run(self, call: Call) -> Waiting[StoragePoolResponse]:
        """Writes the row, asks the hosts."""
        kind, path, named = self._parse()
        if self.managed:
            raise invalid("managed", "volumes are files here: no storage system makes a disk for each")
        details, tags = check_details(self.details), tag_list(self.tags)
        cluster = self.clusterid.row if self.clusterid else None
        if self.scope == "CLUSTER" and cluster is None:
            raise invalid("clusterid", "it is needed for scope CLUSTER")
        if cluster is not None and cluster.zone_id != self.zoneid.row.id:
            raise invalid("clusterid", "the cluster is in another zone")
        if self.podid is not None and (self.podid.row.zone_id != self.zoneid.row.id or (cluster is not None and cluster.pod_id != self.podid.row.id)):
            raise invalid("podid", "the pod is in another zone, or the cluster in another pod")
        found = pools.hosts_for(call.tx, self.zoneid.row.id, cluster.id if cluster else None, named, self.hypervisor)
        groups = checks.groups("storageaccessgroups", self.storageaccessgroups.split(",") if self.storageaccessgroups else None)
        if groups:
            has = storage_access.of_hosts(call.tx, [one.id for one in found])
            found = [one for one in found if storage_access.may_reach(groups, has.get(one.id, frozenset()))]
        if not found:
            raise ApiError(UNAVAILABLE, f"No host {named or 'of this scope'} is Up here: add a host first")
        local = kind == "Filesystem"
        if local and len(found) > 1:
            raise invalid("url", f"{len(found)} hosts are in this scope, each with disks of its own: name one, as filesystem://{found[0].uuid}{path}")
        row = self._row(call, details, zone_id=self.zoneid.row.id, pod_id=cluster.pod_id if cluster else None,
                        cluster_id=cluster.id if cluster else None, host_id=found[0].id if local else None, type=kind, path=path,
                        scope="HOST" if local else self.scope or ("CLUSTER" if cluster else "ZONE"), tags=tags,
                        hypervisor=cluster.hypervisor if cluster else self.hypervisor, declared_bytes=self.capacitybytes,
                        capacity_iops=self.capacityiops, storage_access_groups=groups)
        call.event(description=f"Created storage pool {self.name}", resource=("StoragePool", row.uuid))
        return call.wait_for(
            POOL_CREATE, CreatePool(row.id, row.uuid, row.name, kind, path, [PoolHost(one.id, one.uuid, one.address) for one in found]),
            then=lambda tx: views.one(tx, call.caller, StoragePoolResponse, row.uuid), instance=("StoragePool", row.uuid))

    def _row(self, call: Call, details: dict[str, str], **values: Any) -> PoolRow:
        """A new row, or that of the same call that has not ended: this one then joins it."""
        locks.hold(call.tx, f"pools:{self.zoneid.row.id}")
        begun = pool_changes.initial(call.tx, name=self.name, **values)
        if begun is not None and pool_changes.details_of(call.tx, [begun.id]).get(begun.id, {}) == details:
            return begun
        factor = call.setting("storage.overprovisioning.factor", zone=self.zoneid.row.id)
        made = pools.insert(call.tx, name=self.name, overprovisioning=factor, **values)
        pool_changes.set_details(call.tx, made.id, details)
        return made

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
    scope: str | None = param("HOST, CLUSTER or ZONE", default=None, choices=("HOST", "CLUSTER", "ZONE"))
    storageaccessgroup: str | None = param("pools that are restricted to this storage access group", default=None)
    status: str | None = param("its state, as Up", default=None)

    def run(self, call: Call) -> Listing[StoragePoolResponse]:
        """One query for the ids, one for the rows."""
        uuids, total = pools.ids(
            call.tx, *self.limits(call), keyword=self.keyword, on_host=self.hostid.row.id if self.hostid else None,
            group=self.storageaccessgroup or None, exact={
                "id": self.id.row.id if self.id else None, "name": self.name, "zone_id": self.zoneid.row.id if self.zoneid else None,
                "pod_id": self.podid.row.id if self.podid else None, "cluster_id": self.clusterid.row.id if self.clusterid else None,
                "host_address": self.ipaddress, "path": self.path, "scope": self.scope, "state": _state(self.status)})
        return call.listing(view, uuids, total)


def _state(status: str | None) -> str | None:
    known = {one.lower(): one for one in ("Initial", *pool_changes.STATES)}
    return known.get(status.lower(), status) if status else None
