"""What the reconcilers of hosts read and repair: liveness, orphans, drifted figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select, update

from manager.model.db import Tx
from manager.model.infra.hosts import DOWN
from manager.model.rows import make
from manager.model.tables.infra import cluster, host, host_capacity, host_liveness, storage_pool
from manager.model.tables.network import nic
from manager.model.tables.vm import vm, volume
from manager.model.tables.work import alert, debt, lock, tombstone
from manager.model.work import locks


class Sign(msgspec.Struct, frozen=True):
    """Of an adopted host: when it reported last (database time, microseconds)."""

    id: int
    uuid: str
    name: str
    address: str
    state: str
    reported: int
    zone_id: int | None
    pod_id: int | None


class Grave(msgspec.Struct, frozen=True):
    """A tombstone: the object is gone as of this fence."""

    name: str
    lock_key: str
    epoch: int
    fence: int


class Drift(msgspec.Struct, frozen=True):
    """A figure that was not the sum of its reservations."""

    thing: str
    before: str
    after: str


_SIGNS = (select(host.c.id, host.c.uuid, host.c.name, host.c.address, host_liveness.c.state, host_liveness.c.reported, host.c.zone_id,
                 host.c.pod_id)
          .select_from(host.join(host_liveness, host_liveness.c.host_id == host.c.id).join(cluster, cluster.c.id == host.c.cluster_id))
          .where(host.c.live == 1, cluster.c.managed_state == "Managed").order_by(host.c.id))
_DOWN = update(host_liveness).where(
    host_liveness.c.host_id == bindparam("host"), host_liveness.c.reported == bindparam("seen")).values(state=DOWN, changed=bindparam("at"))
_GONE_DEBTORS = select(debt.c.host_id).select_from(debt.join(host, host.c.id == debt.c.host_id)).where(host.c.live.is_(None)).distinct()
_OPEN_ALERT = select(alert.c.id).where(alert.c.type == bindparam("kind"), alert.c.subject == bindparam("subject_"), alert.c.resolved.is_(None),
                                       alert.c.archived.is_(False))
_GRAVES = select(tombstone.c.name, tombstone.c.lock_key, tombstone.c.epoch, tombstone.c.fence).where(
    tombstone.c.kind == bindparam("kind_"), tombstone.c.name.in_(bindparam("names", expanding=True)))
_HELD = select(lock.c.lock_key).where(lock.c.lock_key.in_(bindparam("keys", expanding=True)), lock.c.saga_id.is_not(None))


def signs(tx: Tx) -> list[Sign]:
    """The signs of life of all adopted hosts, but those of clusters that are Unmanaged."""
    return [make(Sign, row) for row in tx.rows(_SIGNS)]


def report_only(tx: Tx) -> bool:
    """After a restore, until `check` passes: look, tell, change nothing."""
    return locks.read_epoch(tx, "report-only") != 0


def down(tx: Tx, host_id: int, seen: int) -> bool:
    """Down, unless it has reported since it was looked at."""
    return tx.changed(_DOWN, {"host": host_id, "seen": seen, "at": tx.now()}) == 1


def gone_debtors(tx: Tx) -> list[int]:
    """Removed hosts that still owe something."""
    return [row.host_id for row in tx.rows(_GONE_DEBTORS)]


def alerted(tx: Tx, type: int, subject: str) -> bool:
    """Whether there is such an alert that nobody has dealt with."""
    return tx.first(_OPEN_ALERT, {"kind": type, "subject_": subject[:999]}) is not None


# ---- orphans --------------------------------------------------------------------------------------------------------


def known_vms(tx: Tx, names: Collection[str]) -> dict[str, tuple[int, int | None]]:
    """Instance name → (id, host) of VMs that exist."""
    statement = select(vm.c.instance_name, vm.c.id, vm.c.host_id).where(vm.c.instance_name.in_(list(names)), vm.c.live == 1)
    return {row.instance_name: (row.id, row.host_id) for row in tx.rows(statement)}


def known_volumes(tx: Tx, uuids: Collection[str]) -> set[str]:
    """Those volumes that exist."""
    return {row.uuid for row in tx.rows(select(volume.c.uuid).where(volume.c.uuid.in_(list(uuids)), volume.c.live == 1))}


def known_nics(tx: Tx, uuids: Collection[str]) -> set[str]:
    """Those NICs that exist."""
    return {row.uuid for row in tx.rows(select(nic.c.uuid).where(nic.c.uuid.in_(list(uuids)), nic.c.live == 1))}


def graves(tx: Tx, kind: str, names: Collection[str]) -> dict[str, Grave]:
    """Tombstones by name."""
    return {row.name: Grave(row.name, row.lock_key or "", row.epoch, row.fence)
            for row in tx.rows(_GRAVES, {"kind_": kind, "names": list(names)})} if names else {}


def held(tx: Tx, keys: Collection[str]) -> set[str]:
    """Those lock keys that a saga holds now."""
    return {row.lock_key for row in tx.rows(_HELD, {"keys": list(keys)})} if keys else set()


# ---- capacity -------------------------------------------------------------------------------------------------------


def suspects(tx: Tx) -> tuple[list[int], list[int]]:
    """Hosts and pools whose figures seem to differ from the sum of their reservations; read without locks, so look again."""
    c = host_capacity.c
    sums = (select(vm.c.reserved_host_id.label("id"), func.sum(vm.c.reserved_cpu).label("cpu"), func.sum(vm.c.reserved_memory).label("memory"),
                   func.count().label("vms")).where(vm.c.reserved_host_id.is_not(None)).group_by(vm.c.reserved_host_id).subquery())
    hosts = tx.rows(select(c.host_id).select_from(host_capacity.outerjoin(sums, sums.c.id == c.host_id)).where(or_(
        c.cpu_used != func.coalesce(sums.c.cpu, 0), c.memory_used != func.coalesce(sums.c.memory, 0),
        c.vm_count != func.coalesce(sums.c.vms, 0))).order_by(c.host_id))
    p = storage_pool.c
    disks = (select(volume.c.reserved_pool_id.label("id"), func.sum(volume.c.reserved_bytes).label("size"))
             .where(volume.c.reserved_pool_id.is_not(None)).group_by(volume.c.reserved_pool_id).subquery())
    pools = tx.rows(select(p.id).select_from(storage_pool.outerjoin(disks, disks.c.id == p.id)).where(and_(
        p.live == 1, p.allocated_bytes != func.coalesce(disks.c.size, 0))).order_by(p.id))
    return [row.host_id for row in hosts], [row.id for row in pools]


def repair_host(tx: Tx, host_id: int) -> Drift | None:
    """Sets a host's used capacity to the sum of its reservations, its row locked meanwhile; None when it was right."""
    c = host_capacity.c
    row = tx.first(select(c.cpu_used, c.memory_used, c.vm_count).where(c.host_id == host_id).with_for_update())
    if row is None:
        return None
    found = tx.one(select(func.sum(vm.c.reserved_cpu).label("cpu"), func.sum(vm.c.reserved_memory).label("memory"),
                          func.count().label("vms")).where(vm.c.reserved_host_id == host_id))
    before, after = (row.cpu_used, row.memory_used, row.vm_count), (int(found.cpu or 0), int(found.memory or 0), int(found.vms))
    if before == after:
        return None
    tx.execute(update(host_capacity).where(c.host_id == host_id).values(cpu_used=after[0], memory_used=after[1], vm_count=after[2]))
    return Drift(f"capacity of host {host_id}", _shown(before), _shown(after))


def repair_pool(tx: Tx, pool_id: int) -> Drift | None:
    """As `repair_host`, for the bytes allocated on a pool."""
    row = tx.first(select(storage_pool.c.allocated_bytes).where(storage_pool.c.id == pool_id).with_for_update())
    if row is None:
        return None
    after = int(tx.scalar(select(func.coalesce(func.sum(volume.c.reserved_bytes), 0)).where(volume.c.reserved_pool_id == pool_id)) or 0)
    if row.allocated_bytes == after:
        return None
    tx.execute(update(storage_pool).where(storage_pool.c.id == pool_id).values(allocated_bytes=after))
    return Drift(f"allocated bytes of pool {pool_id}", str(row.allocated_bytes), str(after))


def _shown(figures: Sequence[int]) -> str:
    return f"{figures[0]} MHz, {figures[1]} bytes, {figures[2]} VMs"
