"""What placement looks at (hosts and pools as plain rows) and how it reserves: by guarded UPDATEs that succeed only while there is room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, and_, bindparam, func, or_, select, update

from manager.model.db import Tx
from manager.model.place import dedication
from manager.model.tables.infra import (
    cluster,
    host,
    host_capacity,
    host_facts,
    host_liveness,
    pod,
    storage_pool,
    storage_pool_host,
    zone,
)
from manager.model.tables.offering import hypervisor_capability

ANY = (1 << 31) - 1   # VMs on a host whose hypervisor has no limit


@dataclass(slots=True)
class Host:
    """A host as placement sees it. CPU in MHz, memory in bytes; totals are after overcommit."""

    id: int
    uuid: str
    name: str
    address: str
    zone_id: int
    pod_id: int
    cluster_id: int
    hypervisor: str
    arch: str
    tags: frozenset[str]
    resource_state: str
    liveness: str
    enabled: bool            # its zone, pod and cluster
    cores: int               # 0: not reported yet
    cpu_total: int
    cpu_used: int
    memory_total: int
    memory_used: int
    pools: list[int] = field(default_factory=list)  # ids of the pools it reaches
    vms: int = 0             # that hold a reservation there
    most: int = ANY          # VMs that its hypervisor is trusted with
    dedicated_to: int = 0    # the account whose VMs alone run there by implicit dedication; counts while there are VMs
    dedications: tuple[Dedication, ...] = ()
    stamp: int = 0           # of the dedications


@dataclass(frozen=True, slots=True)
class Dedication:
    """A zone, pod, cluster or host with this host in it is only for an account, or for a domain with those below it."""

    kind: str
    account_id: int | None
    domain_path: str
    group_id: int

    def owned_by(self, account_id: int, domain_path: str) -> bool:
        """Whether an account of a domain with this path is one of those it is for."""
        return account_id == self.account_id if self.account_id is not None else domain_path.startswith(self.domain_path)


@dataclass(slots=True)
class Pool:
    """A storage pool as placement sees it; bytes."""

    id: int
    uuid: str
    type: str
    path: str
    scope: str               # HOST, CLUSTER, ZONE
    tags: frozenset[str]
    state: str
    capacity: int
    used: int                # as the host measures it
    allocated: int           # virtual sizes of its volumes
    overprovisioning: float
    zone_id: int = 0
    allocated_limit: float = 0.85   # pool.storage.allocated.capacity.disablethreshold
    used_limit: float = 0.85        # pool.storage.capacity.disablethreshold


_HOSTS = (
    select(host.c.id, host.c.uuid, host.c.name, host.c.address, host.c.zone_id, host.c.pod_id, host.c.cluster_id, host.c.hypervisor,
           host.c.arch, host.c.tags, host.c.resource_state, host_liveness.c.state, zone.c.allocation_state, pod.c.allocation_state,
           cluster.c.allocation_state, host_facts.c.cpus, host_capacity.c.cpu_total, host_capacity.c.cpu_used,
           host_capacity.c.memory_total, host_capacity.c.memory_used, host_capacity.c.vm_count, host_capacity.c.dedicated_to,
           hypervisor_capability.c.max_guests)
    .select_from(host.join(zone, zone.c.id == host.c.zone_id).join(pod, pod.c.id == host.c.pod_id)
                 .join(cluster, cluster.c.id == host.c.cluster_id)
                 .outerjoin(host_liveness, host_liveness.c.host_id == host.c.id).outerjoin(host_facts, host_facts.c.host_id == host.c.id)
                 .outerjoin(host_capacity, host_capacity.c.host_id == host.c.id)
                 .outerjoin(hypervisor_capability, and_(func.lower(hypervisor_capability.c.hypervisor) == func.lower(host.c.hypervisor),
                                                        hypervisor_capability.c.version == "default")))
    .where(host.c.live == 1, host.c.type == "Routing").order_by(host.c.id))

_POOLS = (
    select(storage_pool.c.id, storage_pool.c.uuid, storage_pool.c.type, storage_pool.c.path, storage_pool.c.scope, storage_pool.c.tags,
           storage_pool.c.state, storage_pool.c.capacity_bytes, storage_pool.c.used_bytes, storage_pool.c.allocated_bytes,
           storage_pool.c.overprovisioning, storage_pool.c.zone_id)
    .where(storage_pool.c.live == 1))

_POOL_HOSTS = select(storage_pool_host.c.pool_id, storage_pool_host.c.host_id).order_by(storage_pool_host.c.pool_id)


def tag_set(tags: str | None) -> frozenset[str]:
    """A comma-joined column as a set."""
    return frozenset(tag.strip() for tag in (tags or "").split(",") if tag.strip())


def _tuples(tx: Tx, statement: Executable) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in tx.rows(statement)]


def hosts(tx: Tx) -> list[Host]:
    """All hosts that may run guests, in whatever state; each with the pools it reaches."""
    out = []
    for row in _tuples(tx, _HOSTS):
        (id_, uuid, name, address, zone_id, pod_id, cluster_id, hypervisor, arch, tags, resource_state, liveness, zone_state, pod_state,
         cluster_state, cores, cpu_total, cpu_used, memory_total, memory_used, vms, dedicated_to, most) = row
        enabled = zone_state == "Enabled" and pod_state == "Enabled" and cluster_state == "Enabled"
        out.append(Host(id_, uuid, name, address, zone_id, pod_id, cluster_id, hypervisor.lower(), arch or "x86_64", tag_set(tags),
                        resource_state, liveness or "Connecting", enabled, cores or 0, cpu_total or 0, cpu_used or 0,
                        memory_total or 0, memory_used or 0, vms=vms or 0, dedicated_to=dedicated_to or 0,
                        most=ANY if most is None else most))
    by_id = {known.id: known for known in out}
    for row in _tuples(tx, _POOL_HOSTS):
        if row[1] in by_id:
            by_id[row[1]].pools.append(row[0])
    _mark_dedicated(tx, out)
    return out


def _mark_dedicated(tx: Tx, hosts: list[Host]) -> None:
    held = {(row.kind, row.resource_id): row for row in dedication.held(tx)}
    for known in hosts if held else ():
        places = (("zone", known.zone_id), ("pod", known.pod_id), ("cluster", known.cluster_id), ("host", known.id))
        rows = [held[place] for place in places if place in held]
        known.dedications = tuple(Dedication(row.kind, row.account_id, row.domain_path, row.group_id) for row in rows)
        known.stamp = len(rows) + 8 * sum(row.id for row in rows)


def pools(tx: Tx) -> dict[int, Pool]:
    """All primary storage pools by id."""
    out = {}
    for row in _tuples(tx, _POOLS):
        id_, uuid, type_, path, scope, tags, state, capacity, used, allocated, factor, zone_id = row
        out[id_] = Pool(id_, uuid, type_, path or "", scope.upper(), tag_set(tags), state, capacity, used, allocated, factor, zone_id)
    return out


# ---- reservations -------------------------------------------------------------------------------------------------

_c = host_capacity.c
_TAKE_HOST = update(host_capacity).where(
    _c.host_id == bindparam("host"), _c.cpu_used + bindparam("cpu") <= _c.cpu_total,
    _c.memory_used + bindparam("memory") <= _c.memory_total,
    _c.vm_count < bindparam("most"), or_(_c.vm_count == 0, _c.dedicated_to == bindparam("only_for")),
).values(cpu_used=_c.cpu_used + bindparam("cpu"), memory_used=_c.memory_used + bindparam("memory"), vm_count=_c.vm_count + 1,
         dedicated_to=bindparam("only_for"))
_GIVE_HOST = update(host_capacity).where(_c.host_id == bindparam("host")).values(
    cpu_used=_c.cpu_used - bindparam("cpu"), memory_used=_c.memory_used - bindparam("memory"), vm_count=_c.vm_count - 1)
_p = storage_pool.c
_TAKE_POOL = update(storage_pool).where(
    _p.id == bindparam("pool"), _p.state == "Up", _p.allocated_bytes + bindparam("amount") <= bindparam("ceiling"),
).values(allocated_bytes=_p.allocated_bytes + bindparam("amount"))
_GIVE_POOL = update(storage_pool).where(_p.id == bindparam("pool")).values(allocated_bytes=_p.allocated_bytes - bindparam("amount"))
_READY = select(host.c.address, host.c.resource_state, host_liveness.c.state, dedication.stamp(host).label("stamp")).select_from(
    host.join(host_liveness, host_liveness.c.host_id == host.c.id)).where(host.c.id == bindparam("host"), host.c.live == 1)


def take_host(tx: Tx, host_id: int, cpu: int, memory: int, only_for: int = 0, most: int = ANY) -> bool:
    """Reserves MHz and bytes on a host; False when they are not free (or no totals are known).

    `most`: how many VMs the host may have then.
    `only_for`: an account that shares the host with nobody (implicit dedication); 0: with anybody. VMs of the two kinds never meet.
    """
    return tx.changed(_TAKE_HOST, {"host": host_id, "cpu": cpu, "memory": memory, "only_for": only_for, "most": most}) == 1


def give_host(tx: Tx, host_id: int, cpu: int, memory: int) -> None:
    """Gives a reservation back."""
    tx.execute(_GIVE_HOST, {"host": host_id, "cpu": cpu, "memory": memory})


def take_pool(tx: Tx, pool_id: int, amount: int, ceiling: int) -> bool:
    """Reserves bytes of a pool as long as no more than `ceiling` are allocated then; False otherwise."""
    return tx.changed(_TAKE_POOL, {"pool": pool_id, "amount": amount, "ceiling": ceiling}) == 1


def give_pool(tx: Tx, pool_id: int, amount: int) -> None:
    """Gives bytes of a pool back."""
    tx.execute(_GIVE_POOL, {"pool": pool_id, "amount": amount})


def ready(tx: Tx, host_id: int, stamp: int = 0) -> str | None:
    """The address of a host that is Up, Enabled and dedicated as before (`stamp`) at this moment; None otherwise.

    The table in memory may be two seconds old. Ask after `take_host`: who dedicates or closes a host waits for that row's lock, and then
    sees who has a place there.
    """
    row = tx.first(_READY, {"host": host_id})
    if row is None or row.resource_state != "Enabled" or row.state != "Up" or int(row.stamp) != stamp:
        return None
    return str(row.address)

