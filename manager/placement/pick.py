"""Which hosts to try, in which order: the best of a sample, one of the best k at random, so that parallel callers do not collide."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

from manager.model.infra.placement import Host
from manager.placement.filters import CONCENTRATED, DISPERSING, FIRST_FIT, IMPLICIT, Request, first_failure
from manager.placement.fleet import Fleet

SAMPLE = 32   # hosts that pass are enough to choose among: the cost of a choice does not grow with the cloud
BEST = 6
STRIDE = 7919  # a prime: walks through all hosts from any start


def candidates(request: Request, fleet: Fleet, rng: random.Random) -> list[Host]:
    """Hosts that pass all filters, in the order to try them; empty when there is none."""
    most = SAMPLE if request.planner in (FIRST_FIT, IMPLICIT) and not (request.company.like or request.company.dislike) else None
    passing = []
    for host in _walk(fleet.group(request.zone_id, request.hypervisor), rng):
        if first_failure(request, host, fleet.pools) is None:
            passing.append(host)
            if len(passing) == most:
                break
    liking = _liking(request, fleet)
    passing.sort(key=lambda host: (*liking(host), score(request, host)), reverse=True)
    equals = [host for host in passing[:BEST] if liking(host) == liking(passing[0])]
    order = rng.sample(equals, len(equals)) + passing[len(equals):]
    if request.prefer_host_id is not None:
        order = _preferred(request, fleet) + [host for host in order if host.id != request.prefer_host_id]
    return order


def _liking(request: Request, fleet: Fleet) -> Callable[[Host], tuple[int, ...]]:
    """What counts more than free room: soft affinity first, then the planner; greater is better."""
    company, crowd = request.company, request.crowd
    pods: Counter[int] = Counter()
    if request.planner == CONCENTRATED:
        for host in fleet.group(request.zone_id, request.hypervisor):
            pods[host.pod_id] += crowd.get(host.id, 0)

    def liking(host: Host) -> tuple[int, ...]:
        wished = (host.id in company.like) - (host.id in company.dislike)
        if request.planner == DISPERSING:
            return wished, -crowd.get(host.id, 0)
        return (wished, pods[host.pod_id]) if request.planner == CONCENTRATED else (wished,)
    return liking


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
