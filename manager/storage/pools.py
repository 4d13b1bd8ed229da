"""Which pool a new volume goes to: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from manager.model.infra.placement import Pool

CLOSED = frozenset({"PrepareForMaintenance", "Maintenance", "ErrorInMaintenance", "CancelMaintenance"})  # what is there may not be used either


@dataclass(frozen=True)
class Disk:
    """A volume that needs a pool. `local`: on the host itself, else on storage that several hosts share. `pool_id`: it is there already."""

    volume_id: int
    size: int
    tags: frozenset[str] = frozenset()
    local: bool = False
    pool_id: int | None = None


def ceiling(pool: Pool) -> int:
    """How many bytes of volumes the pool may hold in all."""
    return int(pool.capacity * pool.overprovisioning * pool.allocated_limit)


def refusal(disk: Disk, pool: Pool, planned: int = 0) -> str | None:
    """Why `disk` cannot go to `pool` besides `planned` more bytes, with numbers; None when it can."""
    if pool.state != "Up":
        return f"is {pool.state}"
    if disk.local != (pool.scope == "HOST"):
        return f"is {'not ' if disk.local else ''}local"
    if not disk.tags <= pool.tags:
        return f"lacks tags {','.join(sorted(disk.tags - pool.tags))}"
    if pool.capacity and pool.used > pool.capacity * pool.used_limit:
        return f"is full: {pool.used >> 20} of {pool.capacity >> 20} MiB used"
    if pool.allocated + planned + disk.size > ceiling(pool):
        return f"has no room: {disk.size >> 20} MiB wanted, {max(0, ceiling(pool) - pool.allocated - planned) >> 20} free"
    return None


def choose(disks: Sequence[Disk], reachable: Iterable[int], pools: Mapping[int, Pool]) -> dict[int, int] | str:
    """A pool for each volume (volume id → pool id) among `reachable` ones, the emptiest first; or why there is none."""
    here = [pools[pool_id] for pool_id in reachable if pool_id in pools]
    planned: dict[int, int] = {}
    out: dict[int, int] = {}
    for disk in disks:
        if disk.pool_id is not None:
            found = next((pool for pool in here if pool.id == disk.pool_id), None)
            if found is None:
                return "cannot reach the pool of the volume"
            if found.state in CLOSED:
                return f"pool {found.uuid} of the volume is in {found.state}"
            out[disk.volume_id] = disk.pool_id
            continue
        reasons = {pool.id: refusal(disk, pool, planned.get(pool.id, 0)) for pool in here}
        fits = [pool for pool in here if reasons[pool.id] is None]
        if not fits:
            return "; ".join(f"pool {pool.uuid} {reasons[pool.id]}" for pool in here[:3]) or "reaches no pool"
        best = max(fits, key=lambda pool: (ceiling(pool) - pool.allocated - planned.get(pool.id, 0), -pool.id))
        planned[best.id] = planned.get(best.id, 0) + disk.size
        out[disk.volume_id] = best.id
    return out
