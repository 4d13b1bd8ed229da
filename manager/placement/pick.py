"""Which hosts to try, in which order: the best of a sample, one of the best k at random, so that parallel callers do not collide."""

from __future__ import annotations

import random
from collections.abc import Iterator

from manager.model.infra.placement import Host
from manager.placement.filters import Request, first_failure
from manager.placement.fleet import Fleet

SAMPLE = 32   # hosts that pass are enough to choose among: the cost of a choice does not grow with the cloud
BEST = 6
STRIDE = 7919  # a prime: walks through all hosts from any start


def candidates(request: Request, fleet: Fleet, rng: random.Random) -> list[Host]:
    """Hosts that pass all filters, in the order to try them; empty when there is none."""
    passing = []
    for host in _walk(fleet.group(request.zone_id, request.hypervisor), rng):
        if first_failure(request, host, fleet.pools) is None:
            passing.append(host)
            if len(passing) == SAMPLE:
                break
    passing.sort(key=lambda host: score(request, host), reverse=True)
    best = passing[:BEST]
    rng.shuffle(best)
    order = best + passing[BEST:]
    if request.prefer_host_id is not None:
        order = _preferred(request, fleet) + [host for host in order if host.id != request.prefer_host_id]
    return order


def score(request: Request, host: Host) -> float:
    """How much of its scarcer resource would be left, 0 to 1: spreads VMs."""
    cpu = (host.cpu_total - host.cpu_used - request.cpu) / max(host.cpu_total, 1)
    memory = (host.memory_total - host.memory_used - request.memory) / max(host.memory_total, 1)
    return min(cpu, memory)


def _preferred(request: Request, fleet: Fleet) -> list[Host]:
    return [host for host in fleet.group(request.zone_id, request.hypervisor)
            if host.id == request.prefer_host_id and first_failure(request, host, fleet.pools) is None]


def _walk(hosts: list[Host], rng: random.Random) -> Iterator[Host]:
    count = len(hosts)
    stride = STRIDE if count % STRIDE else 1
    start = rng.randrange(count) if count else 0
    return (hosts[(start + step * stride) % count] for step in range(count))
