"""What belongs to a host: its capacity, the pools it reaches, the VMs on it, the shared objects in use on it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from manager.model.db import Tx
from manager.model.infra import reports, storage_access
from manager.model.infra.hosts import DISABLED, DISCONNECTED, ENABLED, UP
from manager.model.net import address, network
from manager.model.net.network import CONTROL_SEGMENT, Segment
from manager.model.rows import columns, make
from manager.model.tables import network as net
from manager.model.tables.infra import (
    host,
    host_capacity,
    host_facts,
    host_liveness,
    host_load,
    host_port,
    host_use,
    storage_pool,
    storage_pool_host,
)
from manager.model.tables.vm import vm, volume


class PoolRow(msgspec.Struct, frozen=True):
    """A pool as an agent must know it."""

    id: int
    uuid: str
    type: str
    path: str


class VmOn(msgspec.Struct, frozen=True):
    """A VM whose place is a host."""

    id: int
    uuid: str
    instance_name: str
    type: str
    state: str


class Uses(msgspec.Struct, frozen=True):
    """The shared objects of a host that are in use."""

    segments: list[Segment]
    images: list[str]
    pools: list[PoolRow]


_POOL = columns(PoolRow, storage_pool)
_REACHED = (
    select(*_POOL).select_from(host.join(storage_pool, and_(
        storage_pool.c.zone_id == host.c.zone_id, storage_pool.c.live == 1,
        or_(storage_pool.c.scope == "ZONE", and_(storage_pool.c.scope == "CLUSTER", storage_pool.c.cluster_id == host.c.cluster_id),
            and_(storage_pool.c.scope == "HOST", storage_pool.c.host_id == host.c.id)),
        or_(storage_pool.c.scope != "ZONE", storage_pool.c.hypervisor.is_(None), storage_pool.c.hypervisor.in_(("", "Any")),
            func.lower(storage_pool.c.hypervisor) == func.lower(host.c.hypervisor)))))
    .where(host.c.id == bindparam("id")).order_by(storage_pool.c.id))
_JOINED_POOLS = (select(*_POOL).select_from(storage_pool_host.join(storage_pool, storage_pool.c.id == storage_pool_host.c.pool_id))
                 .where(storage_pool_host.c.host_id == bindparam("id"), storage_pool.c.live == 1).order_by(storage_pool.c.id))
_VMS = select(*columns(VmOn, vm)).where(
    or_(vm.c.host_id == bindparam("id"), vm.c.reserved_host_id == bindparam("id")), vm.c.live == 1).order_by(vm.c.id)
_USES = select(host_use.c.thing).where(host_use.c.host_id == bindparam("id")).distinct().order_by(host_use.c.thing)
_BUMP = update(host).where(host.c.id == bindparam("host_id")).values(object_generation=host.c.object_generation + 1)
_GENERATION = select(host.c.object_generation).where(host.c.id == bindparam("host_id"))


def pools_reached(tx: Tx, host_id: int) -> list[PoolRow]:
    """Pools whose scope covers the host (zone of its hypervisor, cluster, or the host itself) and whose storage access groups let it."""
    mine = storage_access.of_hosts(tx, [host_id]).get(host_id, frozenset())
    return [make(PoolRow, row) for row in tx.rows(_REACHED, {"id": host_id}) if storage_access.may_reach(_groups(tx, row.id), mine)]


def _groups(tx: Tx, pool_id: int) -> str | None:
    found: str | None = tx.scalar(select(storage_pool.c.storage_access_groups).where(storage_pool.c.id == pool_id))
    return found


def any_in_cluster(tx: Tx, cluster_id: int) -> bool:
    """Whether the cluster has hosts."""
    return tx.first(select(host.c.id).where(host.c.cluster_id == cluster_id, host.c.live == 1).limit(1)) is not None


def disconnect_cluster(tx: Tx, cluster_id: int) -> None:
    """All hosts of the cluster are Disconnected: nothing is placed on them, and what they report changes that only once it is managed again."""
    inside = select(host.c.id).where(host.c.cluster_id == cluster_id, host.c.live == 1)
    tx.execute(update(host_liveness).where(host_liveness.c.host_id.in_(inside)).values(state=DISCONNECTED, changed=tx.now()))


def joined_pools(tx: Tx, host_id: int) -> list[PoolRow]:
    """Pools that the host reaches."""
    return [make(PoolRow, row) for row in tx.rows(_JOINED_POOLS, {"id": host_id})]


def attach_pools(tx: Tx, host_id: int, pool_ids: Sequence[int]) -> None:
    """The host reaches these pools from now on (those that it reached already stay)."""
    have = {pool.id for pool in joined_pools(tx, host_id)}
    tx.insert_many(storage_pool_host, [{"pool_id": pool_id, "host_id": host_id} for pool_id in pool_ids if pool_id not in have])


def open_capacity(tx: Tx, host_id: int) -> None:
    """The capacity row, from facts and the cluster's overcommit."""
    reports.set_capacity(tx, host_id, make=True)


def set_cluster_capacity(tx: Tx, cluster_id: int) -> None:
    """After a cluster's overcommit ratios changed: new totals of all its hosts; what is used stays."""
    for row in tx.rows(select(host.c.id).where(host.c.cluster_id == cluster_id, host.c.live == 1).order_by(host.c.id)):
        reports.set_capacity(tx, row.id)


def close(tx: Tx, host_id: int) -> None:
    """Capacity, pool links, uses and ports of the host are gone."""
    for table in (host_capacity, storage_pool_host, host_use, host_port):
        tx.execute(delete(table).where(table.c.host_id == host_id))


def has_facts(tx: Tx, host_id: int) -> bool:
    """Whether the host has told what it is."""
    return bool(tx.scalar(select(host_facts.c.memory_bytes).where(host_facts.c.host_id == host_id)))


def vms_on(tx: Tx, host_id: int) -> list[VmOn]:
    """VMs (guests and system VMs) that are on the host or hold a reservation there."""
    return [make(VmOn, row) for row in tx.rows(_VMS, {"id": host_id})]


def local_volumes(tx: Tx, host_id: int) -> int:
    """How many volumes lie on pools that only this host reaches."""
    return int(tx.scalar(select(func.count()).select_from(volume.join(storage_pool, storage_pool.c.id == volume.c.pool_id)).where(
        storage_pool.c.host_id == host_id, storage_pool.c.scope == "HOST", volume.c.live == 1)) or 0)


def local_disks(tx: Tx, host_id: int) -> dict[tuple[int | None, int, int], list[int]]:
    """(VM id or None, account id, domain id) → ids of the volumes on pools that only this host reaches."""
    found: dict[tuple[int | None, int, int], list[int]] = {}
    shown = (volume.c.id, volume.c.vm_id, volume.c.account_id, volume.c.domain_id)
    for row in tx.rows(select(*shown).join(storage_pool, storage_pool.c.id == volume.c.pool_id).where(
            storage_pool.c.host_id == host_id, storage_pool.c.scope == "HOST", volume.c.live == 1).order_by(volume.c.id)):
        found.setdefault((row.vm_id, row.account_id, row.domain_id), []).append(row.id)
    return found


def idle_reservations(tx: Tx, host_id: int) -> list[int]:
    """VMs that do not run and still hold CPU and memory of the host."""
    return [row.id for row in tx.rows(select(vm.c.id).where(
        vm.c.reserved_host_id == host_id, vm.c.live == 1, vm.c.state.in_(("Stopped", "Destroyed", "Error"))).order_by(vm.c.id))]


def remove_local_pools(tx: Tx, host_id: int) -> None:
    """Pools that only this host reaches are gone."""
    tx.execute(update(storage_pool).where(
        storage_pool.c.host_id == host_id, storage_pool.c.scope == "HOST", storage_pool.c.live == 1).values(removed=tx.now(), live=None))


def disable(tx: Tx, host_id: int) -> str:
    """Placement leaves the host out; returns the resource state before."""
    before = tx.scalar(select(host.c.resource_state).where(host.c.id == host_id))
    set_resource_state(tx, host_id, DISABLED)
    return str(before or ENABLED)


def set_resource_state(tx: Tx, host_id: int, state: str) -> None:
    """Enabled, Disabled, Maintenance, …"""
    tx.execute(update(host).where(host.c.id == host_id).values(resource_state=state))


def change_resource_state(tx: Tx, host_id: int, before: Sequence[str], after: str) -> bool:
    """Changes the state if it is one of `before`; False otherwise, and for a host that is removed."""
    return tx.changed(update(host).where(host.c.id == host_id, host.c.resource_state.in_(before), host.c.live == 1).values(
        resource_state=after)) == 1


def set_liveness(tx: Tx, host_id: int, state: str) -> None:
    """Up, Down, …; the time of the change is noted."""
    tx.execute(update(host_liveness).where(host_liveness.c.host_id == host_id, host_liveness.c.state != state).values(
        state=state, changed=tx.now()))


# ---- the whole-host document ----------------------------------------------------------------------------------------


def uses(tx: Tx, host_id: int, hypervisor: str) -> Uses | None:
    """The shared objects in use on a host; None when one of them cannot be described (then nothing may be removed there)."""
    segments: list[Segment] = []
    images: list[str] = []
    for row in tx.rows(_USES, {"id": host_id}):
        kind, _, name = row.thing.partition(":")
        if kind == "image":
            images.append(name)
        elif kind != "pool":
            segment = _segment(tx, kind, name, hypervisor)
            if segment is None:
                return None
            segments.append(segment)
    return Uses(segments, images, joined_pools(tx, host_id))


def next_generation(tx: Tx, host_id: int) -> int:
    """Raises and returns the generation of the host's document."""
    tx.execute(_BUMP, {"host_id": host_id})
    return int(tx.scalar(_GENERATION, {"host_id": host_id}) or 0)


def up(tx: Tx) -> list[tuple[int, str, str, str]]:
    """(id, uuid, address, hypervisor) of the hosts that are Up."""
    rows = tx.rows(select(host.c.id, host.c.uuid, host.c.address, host.c.hypervisor).select_from(
        host.join(host_liveness, host_liveness.c.host_id == host.c.id)).where(
            host.c.live == 1, host.c.cluster_id.is_not(None), host_liveness.c.state == UP).order_by(host.c.id))
    return [(row.id, row.uuid, row.address, row.hypervisor) for row in rows]


def forget(tx: Tx, host_id: int) -> None:
    """What was measured of a host is gone with it."""
    tx.execute(delete(host_load).where(host_load.c.host_id == host_id))


def _segment(tx: Tx, kind: str, name: str, hypervisor: str) -> Segment | None:
    if kind == "control":
        return CONTROL_SEGMENT
    if kind == "network":
        found = network.get(tx, int(name))
        return None if found is None or (found.vnet is None and found.isolation) else network.segment(tx, found, hypervisor)
    if kind == "management":
        zone, _, vlan = name.partition(":")
        return address.management_segment(tx, int(zone), vlan, hypervisor)
    if kind == "public":
        physical, _, vlan = name.partition(":")
        row = tx.first(select(*address.RANGE).where(
            net.vlan_range.c.vlan == vlan, func.coalesce(net.vlan_range.c.physical_network_id, 0) == int(physical)).limit(1))
        return None if row is None else address.public_segment(tx, make(address.RangeRow, row), hypervisor)
    return None
