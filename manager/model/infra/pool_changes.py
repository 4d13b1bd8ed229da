"""What is done to a storage pool in its life: tags, details, size, state, scope, its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, Select, and_, case, func, or_, select, update

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra.pools import PoolRow, by_id
from manager.model.tables.infra import cluster, host, host_liveness, storage_pool, storage_pool_detail, storage_pool_host, storage_pool_stopped
from manager.model.tables.offering import disk_offering
from manager.model.tables.vm import vm, volume

UP, DISABLED, PREPARING, MAINTENANCE, BROKEN, CANCELLING = "Up", "Disabled", "PrepareForMaintenance", "Maintenance", "ErrorInMaintenance", \
    "CancelMaintenance"
STATES = (UP, DISABLED, PREPARING, MAINTENANCE, BROKEN, CANCELLING)
ACTIVE = ("Starting", "Running", "Stopping", "Migrating")


class OnPool(msgspec.Struct, frozen=True):
    """A VM with a volume on the pool."""

    id: int
    uuid: str
    instance_name: str
    type: str
    state: str
    host_id: int | None


def initial(tx: Tx, zone_id: int, name: str, **same: Any) -> PoolRow | None:
    """The pool of this name whose making has begun and is not over, if it was begun with the same values."""
    row = tx.first(select(storage_pool.c.id).where(
        storage_pool.c.zone_id == zone_id, storage_pool.c.name == name, storage_pool.c.live == 1, storage_pool.c.state == "Initial",
        *(storage_pool.c[key].is_(None) if value is None else storage_pool.c[key] == value for key, value in same.items())))
    return None if row is None else by_id(tx, row.id)


def claim(tx: Tx, pool_id: int, states: Collection[str], to: str) -> bool:
    """The pool goes from one of `states` to `to`; False when it is in another or gone."""
    return tx.changed(update(storage_pool).where(
        storage_pool.c.id == pool_id, storage_pool.c.live == 1, storage_pool.c.state.in_(list(states))).values(state=to)) == 1


def change(tx: Tx, row: PoolRow, *, name: str | None, tags: str | None, declared: int | None, iops: int | None) -> None:
    """Writes what is not None. Refused 431 when the name is taken, or fewer bytes would be declared than are promised."""
    if name is not None and name != row.name and tx.first(select(storage_pool.c.id).where(
            storage_pool.c.zone_id == row.zone_id, storage_pool.c.name == name, storage_pool.c.live == 1, storage_pool.c.id != row.id)) is not None:
        raise Refused(431, f"A storage pool with the name {name} exists already in this zone")
    given: dict[str, Any] = {key: value for key, value in (("name", name), ("tags", tags), ("capacity_iops", iops)) if value is not None}
    if declared is not None:
        now = tx.one(select(storage_pool.c.used_bytes, storage_pool.c.capacity_bytes).where(storage_pool.c.id == row.id).with_for_update())
        if declared < now.used_bytes:
            raise Refused(431, f"{now.used_bytes} bytes of the pool are in use: it cannot be declared smaller than that")
        given |= {"declared_bytes": declared, "capacity_bytes": declared if row.declared_bytes else min(declared, now.capacity_bytes)}
    if given:
        tx.execute(update(storage_pool).where(storage_pool.c.id == row.id).values(**given))


def set_details(tx: Tx, pool_id: int, details: Mapping[str, str]) -> None:
    """Replaces the details."""
    tx.execute(storage_pool_detail.delete().where(storage_pool_detail.c.pool_id == pool_id))
    tx.insert_many(storage_pool_detail, [{"pool_id": pool_id, "name": name, "value": value} for name, value in details.items()])


def details_of(tx: Tx, pool_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Pool id → details."""
    out: dict[int, dict[str, str]] = {}
    c = storage_pool_detail.c
    for row in tx.rows(select(c.pool_id, c.name, c.value).where(c.pool_id.in_(list(pool_ids)))) if pool_ids else ():
        out.setdefault(row.pool_id, {})[row.name] = row.value
    return out


def iops_of(tx: Tx, pool_ids: Sequence[int]) -> dict[int, int]:
    """Pool id → the least IOPS that its volumes were promised."""
    if not pool_ids:
        return {}
    rows = tx.rows(select(volume.c.pool_id, func.sum(disk_offering.c.min_iops).label("iops")).join(
        disk_offering, disk_offering.c.id == volume.c.disk_offering_id).where(
        volume.c.pool_id.in_(list(pool_ids)), volume.c.live == 1, disk_offering.c.min_iops.is_not(None)).group_by(volume.c.pool_id))
    return {row.pool_id: int(row.iops) for row in rows}


def tags(tx: Tx, limit: int | None, offset: int, keyword: str | None) -> tuple[list[tuple[str, int]], int]:
    """(each tag of a pool with the pool's id, in order; count of all)."""
    rows = tx.rows(select(storage_pool.c.id, storage_pool.c.tags).where(storage_pool.c.live == 1, storage_pool.c.tags.is_not(None)).order_by(
        storage_pool.c.id))
    found = [(tag.strip(), int(row.id)) for row in rows for tag in row.tags.split(",") if tag.strip()]
    if keyword is not None:
        found = [one for one in found if keyword.lower() in one[0].lower()]
    return found[offset:] if limit is None else found[offset:offset + limit], len(found)


# ---- what is on it ---------------------------------------------------------------------------------------------------------------------


_ON: Select[Any] = select(vm.c.id, vm.c.uuid, vm.c.instance_name, vm.c.type, vm.c.state, vm.c.host_id).join(volume, volume.c.vm_id == vm.c.id).where(
    volume.c.live == 1, vm.c.live == 1).distinct().order_by(vm.c.id)


def vms_on(tx: Tx, pool_id: int, states: Collection[str] = ACTIVE) -> list[OnPool]:
    """VMs in these states with a volume on the pool."""
    rows = tx.rows(_ON.where(or_(volume.c.pool_id == pool_id, volume.c.reserved_pool_id == pool_id), vm.c.state.in_(list(states))))
    return [OnPool(*tuple(row)) for row in rows]


def volumes_on(tx: Tx, pool_id: int) -> list[Row[Any]]:
    """The volumes on the pool: (id, uuid, state, vm_state)."""
    return list(tx.rows(select(volume.c.id, volume.c.uuid, volume.c.state, vm.c.state.label("vm_state"), vm.c.id.label("vm_id")).join(
        vm, vm.c.id == volume.c.vm_id, isouter=True).where(
        or_(volume.c.pool_id == pool_id, volume.c.reserved_pool_id == pool_id), volume.c.live == 1).order_by(volume.c.id)))


def remember(tx: Tx, pool_id: int, vm_ids: Sequence[int]) -> None:
    """Maintenance stopped these VMs."""
    have = {row.vm_id for row in tx.rows(select(storage_pool_stopped.c.vm_id).where(storage_pool_stopped.c.pool_id == pool_id))}
    tx.insert_many(storage_pool_stopped, [{"pool_id": pool_id, "vm_id": one} for one in dict.fromkeys(vm_ids) if one not in have])


def recall(tx: Tx, pool_id: int) -> list[OnPool]:
    """The VMs that maintenance stopped and that still are; they are forgotten here."""
    rows = tx.rows(_ON.where(vm.c.id.in_(select(storage_pool_stopped.c.vm_id).where(storage_pool_stopped.c.pool_id == pool_id)),
                             vm.c.state == "Stopped"))
    found = [OnPool(*tuple(row)) for row in rows]
    tx.execute(storage_pool_stopped.delete().where(storage_pool_stopped.c.pool_id == pool_id))
    return found


# ---- scope -----------------------------------------------------------------------------------------------------------------------------


def foreign_users(tx: Tx, pool_id: int, cluster_id: int) -> list[OnPool]:
    """VMs that are active on hosts of other clusters and have a volume on the pool."""
    elsewhere = select(host.c.id).where(host.c.cluster_id != cluster_id)
    rows = tx.rows(_ON.where(volume.c.pool_id == pool_id, vm.c.state.in_(ACTIVE), vm.c.host_id.in_(elsewhere)))
    return [OnPool(*tuple(row)) for row in rows]


def set_scope(tx: Tx, pool_id: int, scope: str, cluster_id: int | None) -> None:
    """CLUSTER with its cluster, or ZONE; hosts of other clusters reach the pool no more."""
    found = tx.one(select(cluster.c.pod_id, cluster.c.hypervisor).where(cluster.c.id == cluster_id)) if cluster_id is not None else None
    tx.execute(update(storage_pool).where(storage_pool.c.id == pool_id).values(
        scope=scope, cluster_id=cluster_id, pod_id=found.pod_id if found else None))
    if cluster_id is not None:
        tx.execute(storage_pool_host.delete().where(storage_pool_host.c.pool_id == pool_id, storage_pool_host.c.host_id.not_in(
            select(host.c.id).where(host.c.cluster_id == cluster_id))))


def hypervisor_of(tx: Tx, row: PoolRow) -> str | None:
    """Of the pool's own hosts."""
    if row.hypervisor:
        return row.hypervisor
    found = tx.first(select(cluster.c.hypervisor).where(cluster.c.id == row.cluster_id)) if row.cluster_id else None
    return str(found.hypervisor) if found else None


def unserved(tx: Tx) -> list[Row[Any]]:
    """Pools that are Up and have hosts, none of which is Up: (id, uuid, name, zone_id, pod_id, cluster_id)."""
    c = storage_pool.c
    up = func.sum(case((host_liveness.c.state == "Up", 1), else_=0))
    shown = (c.id, c.uuid, c.name, c.zone_id, c.pod_id, c.cluster_id)
    return list(tx.rows(select(*shown).join(storage_pool_host, storage_pool_host.c.pool_id == c.id).join(
        host, and_(host.c.id == storage_pool_host.c.host_id, host.c.live == 1)).join(
        host_liveness, host_liveness.c.host_id == host.c.id, isouter=True).where(
        c.live == 1, c.state == "Up").group_by(*shown).having(up == 0)))
