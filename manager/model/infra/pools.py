"""Storage pools, image stores and capacity: rows and queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra.zones import sees_infrastructure
from manager.model.peers import HostPeer
from manager.model.place import parents
from manager.model.rows import columns, make
from manager.model.tables.infra import (
    cluster,
    host,
    host_capacity,
    host_facts,
    host_liveness,
    image_store,
    pod,
    storage_pool,
    storage_pool_detail,
    storage_pool_host,
    storage_pool_stopped,
    zone,
)
from manager.model.tables.vm import vm
from manager.model.work import labels


class PoolRow(msgspec.Struct, frozen=True):
    """A storage pool."""

    id: int
    uuid: str
    zone_id: int
    cluster_id: int | None
    host_id: int | None
    name: str
    type: str
    path: str | None
    scope: str
    state: str
    pod_id: int | None
    hypervisor: str | None
    declared_bytes: int | None
    storage_access_groups: str | None


_ROW: Select[Any] = select(*columns(PoolRow, storage_pool)).where(storage_pool.c.live == 1)


def find(tx: Tx, caller: Caller, uuid: str) -> PoolRow | None:
    """A pool; infrastructure is seen by root and resource admins only."""
    row = tx.first(_ROW.where(storage_pool.c.uuid == uuid)) if sees_infrastructure(caller) else None
    return None if row is None else make(PoolRow, row)


def by_id(tx: Tx, pool_id: int) -> PoolRow:
    """A pool that is known to exist."""
    return make(PoolRow, tx.one(_ROW.where(storage_pool.c.id == pool_id)))


def by_path(tx: Tx, cluster_id: int | None, host_id: int | None, path: str) -> PoolRow | None:
    """The pool at a path of a host or cluster."""
    row = tx.first(_ROW.where(storage_pool.c.path == path, storage_pool.c.cluster_id == cluster_id if host_id is None
                              else storage_pool.c.host_id == host_id))
    return None if row is None else make(PoolRow, row)


def insert(tx: Tx, **values: Any) -> PoolRow:
    """Adds a pool in state Initial. Refused 431 when the name is taken in the zone, or its cluster or zone is gone."""
    if values.get("cluster_id") is None:
        parents.hold(tx, zone, values["zone_id"])
    else:
        parents.hold(tx, cluster, values["cluster_id"])
    if tx.first(select(storage_pool.c.id).where(storage_pool.c.zone_id == values["zone_id"], storage_pool.c.name == values["name"],
                                                storage_pool.c.live == 1)) is not None:
        raise Refused(431, f"A storage pool with the name {values['name']} exists already in this zone")
    return by_id(tx, tx.insert(storage_pool, uuid=new_uuid(), state="Initial", created=tx.now(), **values))


def set_up(tx: Tx, pool_id: int, capacity: int, used: int, host_ids: Sequence[int]) -> None:
    """The pool works on these hosts."""
    told = tx.scalar(select(storage_pool.c.declared_bytes).where(storage_pool.c.id == pool_id))
    tx.execute(update(storage_pool).where(storage_pool.c.id == pool_id).values(
        state="Up", capacity_bytes=min(capacity, told) if told else capacity, used_bytes=used))
    attach(tx, pool_id, host_ids)


def attach(tx: Tx, pool_id: int, host_ids: Sequence[int]) -> None:
    """These hosts have the pool, too."""
    have = {row.host_id for row in tx.rows(select(storage_pool_host.c.host_id).where(storage_pool_host.c.pool_id == pool_id))}
    tx.insert_many(storage_pool_host, [{"pool_id": pool_id, "host_id": one} for one in host_ids if one not in have])


def set_overprovisioning(tx: Tx, pool_id: int, value: float) -> None:
    """How much may be promised on the pool for each byte that it has."""
    tx.execute(update(storage_pool).where(storage_pool.c.id == pool_id).values(overprovisioning=value))


def discard(tx: Tx, pool_id: int) -> None:
    """There is no such pool."""
    for table in (storage_pool_detail, storage_pool_stopped):
        tx.execute(table.delete().where(table.c.pool_id == pool_id))
    tx.execute(storage_pool_host.delete().where(storage_pool_host.c.pool_id == pool_id))
    labels.drop(tx, ("Storage",), [pool_id])
    tx.execute(update(storage_pool).where(storage_pool.c.id == pool_id).values(state="Removed", live=None, removed=tx.now()))


def reader(tx: Tx, pool_id: int) -> HostPeer | None:
    """A host that is Up and has the pool."""
    return next(iter(readers(tx, pool_id)), None)


def readers(tx: Tx, pool_id: int) -> list[HostPeer]:
    """The hosts that are Up and have the pool."""
    rows = tx.rows(select(host.c.id, host.c.uuid, host.c.address).join(storage_pool_host, storage_pool_host.c.host_id == host.c.id).join(
        host_liveness, host_liveness.c.host_id == host.c.id).where(
        storage_pool_host.c.pool_id == pool_id, host_liveness.c.state == "Up", host.c.live == 1).order_by(host.c.id))
    return [HostPeer(row.id, row.uuid, row.address) for row in rows]


def hosts_for(tx: Tx, zone_id: int, cluster_id: int | None, named: str | None, hypervisor: str | None) -> list[HostPeer]:
    """The hosts that are Up and shall have a pool of this scope; `named`: only the one with this uuid, name or address."""
    statement = select(host.c.id, host.c.uuid, host.c.address).join(host_liveness, host_liveness.c.host_id == host.c.id).where(
        host.c.zone_id == zone_id, host.c.live == 1, host_liveness.c.state == "Up").order_by(host.c.id)
    for column, value in ((host.c.cluster_id, cluster_id), (host.c.hypervisor, hypervisor)):
        if value is not None:
            statement = statement.where(column == value)
    if named is not None:
        statement = statement.where(or_(host.c.uuid == named, host.c.name == named, host.c.address == named, host.c.address.like(
            named.replace("%", "").replace("_", "\\_") + ":%", escape="\\")))
    return [HostPeer(row.id, row.uuid, row.address) for row in tx.rows(statement)]


_SHOWN = select(
    storage_pool, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name"), pod.c.uuid.label("pod_uuid"), pod.c.name.label("pod_name"),
    cluster.c.uuid.label("cluster_uuid"), cluster.c.name.label("cluster_name"), host.c.address.label("host_name"),
).join(zone, zone.c.id == storage_pool.c.zone_id).join(cluster, cluster.c.id == storage_pool.c.cluster_id, isouter=True).join(
    pod, pod.c.id == func.coalesce(storage_pool.c.pod_id, cluster.c.pod_id), isouter=True).join(
    host, host.c.id == storage_pool.c.host_id, isouter=True)


def shown(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Pools with their places, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_SHOWN.where(storage_pool.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def ids(tx: Tx, limit: int | None, offset: int, *, exact: Mapping[str, Any], keyword: str | None, on_host: int | None,
        group: str | None = None) -> tuple[list[str], int]:
    """(uuids of a page, count of all); `on_host`: pools of this host; `group`: restricted to this storage access group."""
    statement: Select[Any] = select(storage_pool.c.uuid).where(storage_pool.c.live == 1)
    for name, value in exact.items():
        if value is not None:
            statement = statement.where(storage_pool.c[name] == value)
    if keyword is not None:
        statement = statement.where(paging.contains(storage_pool.c.name, keyword))
    if group is not None:
        statement = statement.where(tagged(storage_pool.c.storage_access_groups, group))
    if on_host is not None:
        statement = statement.where(storage_pool.c.id.in_(select(storage_pool_host.c.pool_id).where(storage_pool_host.c.host_id == on_host)))
    rows, total = paging.page(tx, statement.order_by(storage_pool.c.id), limit, offset)
    return [row.uuid for row in rows], total


_STORES = select(image_store, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name")).join(
    zone, zone.c.id == image_store.c.zone_id, isouter=True)


def image_stores_shown(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Image stores with their zones, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_STORES.where(image_store.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def add_image_store(tx: Tx, **values: Any) -> tuple[int, str]:
    """Adds an image store; returns (id, uuid). Refused 431 when the name is taken, or its zone is gone."""
    parents.hold(tx, zone, values.get("zone_id"))
    if tx.first(select(image_store.c.id).where(image_store.c.name == values["name"], image_store.c.live == 1)) is not None:
        raise Refused(431, f"An image store with the name {values['name']} exists already")
    uuid = new_uuid()
    return tx.insert(image_store, uuid=uuid, created=tx.now(), **values), uuid


def store_measured(tx: Tx, store_id: int, capacity: int, used: int) -> None:
    """What the image store's service said of its file system, now that it answered."""
    told = tx.scalar(select(image_store.c.declared_bytes).where(image_store.c.id == store_id))
    tx.execute(update(image_store).where(image_store.c.id == store_id).values(
        capacity_bytes=min(capacity, told) if told else capacity, used_bytes=used, state="Up", missed=0, checked=tx.now()))


def discard_image_store(tx: Tx, store_id: int) -> None:
    """There is no such image store."""
    tx.execute(update(image_store).where(image_store.c.id == store_id).values(live=None, removed=tx.now()))


def host_sums(tx: Tx, level: str, where: Sequence[ColumnElement[bool]] = ()) -> list[Row[Any]]:
    """CPU (MHz) and memory (bytes) by zone, pod or cluster: rows of (place id, cpu_used, cpu_total, memory_used, memory_total)."""
    column = {"zone": host.c.zone_id, "pod": host.c.pod_id, "cluster": host.c.cluster_id}[level]
    sums = [func.sum(host_capacity.c[name]).label(name) for name in ("cpu_used", "cpu_total", "memory_used", "memory_total")]
    return list(tx.rows(select(column.label("place"), *sums).join(host, host.c.id == host_capacity.c.host_id).where(
        host.c.live == 1, column.is_not(None), *where).group_by(column)))


def place_of_host(zone_id: int | None, pod_id: int | None, cluster_id: int | None) -> list[ColumnElement[bool]]:
    """SQL: hosts of these places (None: no matter)."""
    return [column == value for column, value in ((host.c.zone_id, zone_id), (host.c.pod_id, pod_id), (host.c.cluster_id, cluster_id))
            if value is not None]


def tagged(column: Any, tag: str) -> ColumnElement[bool]:
    """SQL: a comma-joined column has this tag."""
    return paging.contains(literal(",").concat(column).concat(","), f",{tag},")


def core_sums(tx: Tx, level: str, where: Sequence[ColumnElement[bool]] = ()) -> list[Row[Any]]:
    """CPU cores by zone, pod or cluster: rows of (place id, total: after overcommit, used: of VMs with a reservation)."""
    column = {"zone": host.c.zone_id, "pod": host.c.pod_id, "cluster": host.c.cluster_id}[level]
    used = select(vm.c.reserved_host_id.label("host_id"), func.sum(vm.c.cpus).label("cores")).where(
        vm.c.reserved_host_id.is_not(None)).group_by(vm.c.reserved_host_id).subquery()
    return list(tx.rows(select(column.label("place"), func.sum(host_facts.c.cpus * cluster.c.cpu_overcommit).label("total"),
                               func.sum(used.c.cores).label("used")).join(host_facts, host_facts.c.host_id == host.c.id).join(
        cluster, cluster.c.id == host.c.cluster_id).join(used, used.c.host_id == host.c.id, isouter=True).where(
        host.c.live == 1, column.is_not(None), *where).group_by(column)))


def pool_sums(tx: Tx, level: str, zone_id: int | None, cluster_id: int | None, tag: str | None = None) -> list[Row[Any]]:
    """Primary storage by zone or cluster: rows of (place id, own, allocated, promised, capacity, used), bytes.

    `own`: whether it is hosts' own; `promised`: what may be allocated.
    """
    of = func.coalesce(storage_pool.c.cluster_id, host.c.cluster_id)
    column = {"zone": storage_pool.c.zone_id, "cluster": of}[level]
    own = case((storage_pool.c.scope == "HOST", 1), else_=0)
    sums = [func.sum(value).label(name) for name, value in (
        ("allocated", storage_pool.c.allocated_bytes), ("capacity", storage_pool.c.capacity_bytes), ("used", storage_pool.c.used_bytes),
        ("promised", storage_pool.c.capacity_bytes * storage_pool.c.overprovisioning))]
    where = [storage_pool.c.live == 1, column.is_not(None)]
    where += [storage_pool.c.zone_id == zone_id] if zone_id is not None else []
    where += [of == cluster_id] if cluster_id is not None else []
    where += [tagged(storage_pool.c.tags, tag)] if tag is not None else []
    return list(tx.rows(select(column.label("place"), own.label("own"), *sums).join(
        host, host.c.id == storage_pool.c.host_id, isouter=True).where(and_(*where)).group_by(column, own)))


def store_sums(tx: Tx, zone_id: int | None) -> list[Row[Any]]:
    """Secondary storage by zone: rows of (place id, capacity, used), bytes."""
    statement = select(image_store.c.zone_id.label("place"), func.sum(image_store.c.capacity_bytes).label("capacity"),
                       func.sum(image_store.c.used_bytes).label("used")).where(image_store.c.live == 1, image_store.c.zone_id.is_not(None))
    if zone_id is not None:
        statement = statement.where(image_store.c.zone_id == zone_id)
    return list(tx.rows(statement.group_by(image_store.c.zone_id)))
