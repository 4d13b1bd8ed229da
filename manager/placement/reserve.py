"""Finds a host and pools for a VM and reserves them in the caller's transaction."""

from __future__ import annotations

import dataclasses
import random
from dataclasses import dataclass

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra import placement as rows
from manager.model.infra.placement import Host, Pool
from manager.placement import fleet as fleets
from manager.placement.explain import no_capacity
from manager.placement.filters import Request
from manager.placement.fleet import Fleet
from manager.placement.pick import candidates
from manager.storage import pools as storage

RNG = random.Random()
INSUFFICIENT = 533


@dataclass(frozen=True)
class Place:
    """Where a VM goes; its reservations are made."""

    host: Host
    address: str
    pools: dict[int, int]    # volume id → pool id, for all disks
    known: dict[int, Pool]   # pool id → pool, of those


def reserve(tx: Tx, request: Request, what: str, rng: random.Random = RNG) -> Place:
    """Reserves CPU and memory on one host and room for the disks without a pool. Raises Refused 533 with the reasons."""
    for fresh in (False, True):
        fleet = fleets.current(tx, fresh=fresh)
        for wanted in wishes(request):
            for host in candidates(wanted, fleet, rng):
                place = _try(tx, wanted, fleet, host)
                if place is not None:
                    return place
    raise Refused(INSUFFICIENT, no_capacity(what, request, fleet))


def wishes(request: Request) -> list[Request]:
    """The request as it is tried, the best first: with preferred implicit dedication a host for itself, then a shared one."""
    return [dataclasses.replace(request, preferred=False), request] if request.preferred else [request]


def _try(tx: Tx, request: Request, fleet: Fleet, host: Host) -> Place | None:
    chosen = storage.choose(request.disks, host.pools, fleet.pools)
    if isinstance(chosen, str) or not rows.take_host(tx, host.id, request.cpu, request.memory, request.only_for, host.most):
        return None
    address = rows.ready(tx, host.id, host.stamp)
    if address is None:
        rows.give_host(tx, host.id, request.cpu, request.memory)
        return None
    amounts: dict[int, int] = {}
    for disk in request.disks:
        if disk.pool_id is None:
            pool_id = chosen[disk.volume_id]
            amounts[pool_id] = amounts.get(pool_id, 0) + disk.size
    taken: list[int] = []
    for pool_id, amount in sorted(amounts.items()):
        if not rows.take_pool(tx, pool_id, amount, storage.ceiling(fleet.pools[pool_id])):
            for earlier in taken:
                rows.give_pool(tx, earlier, amounts[earlier])
            rows.give_host(tx, host.id, request.cpu, request.memory)
            return None
        taken.append(pool_id)
    _remember(fleet, host, request, amounts)
    return Place(host, address, chosen, {pool_id: fleet.pools[pool_id] for pool_id in chosen.values()})


def _remember(fleet: Fleet, host: Host, request: Request, amounts: dict[int, int]) -> None:
    """Only a hint for this process's next choices: when the transaction is rolled back, the next reading corrects it."""
    host.cpu_used += request.cpu
    host.vms += 1
    host.dedicated_to = request.only_for
    host.memory_used += request.memory
    for pool_id, amount in amounts.items():
        fleet.pools[pool_id].allocated += amount
