"""Placement: each filter says why, the best are tried first, the error counts and names hosts for admins only."""

from __future__ import annotations

import dataclasses
import random

import pytest

from manager.model.infra.placement import Host, Pool
from manager.placement.explain import no_capacity
from manager.placement.filters import FILTERS, Request, first_failure
from manager.placement.fleet import Fleet
from manager.placement.pick import BEST, candidates, score
from manager.storage.pools import Disk

GIB = 1 << 30


def host(number: int, **changes: object) -> Host:
    made = Host(id=number, uuid=f"u{number}", name=f"h{number}", address="a", zone_id=1, pod_id=1, cluster_id=1, hypervisor="simulator",
                arch="x86_64", tags=frozenset(), resource_state="Enabled", liveness="Up", enabled=True, cores=8, cpu_total=16000,
                cpu_used=0, memory_total=32 * GIB, memory_used=0, pools=[1])
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def pool(number: int = 1, **changes: object) -> Pool:
    made = Pool(id=number, uuid=f"p{number}", type="NetworkFilesystem", path="/p", scope="CLUSTER", tags=frozenset(), state="Up",
                capacity=1000 * GIB, used=0, allocated=0, overprovisioning=1.0)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


REQUEST = Request(zone_id=1, hypervisor="Simulator", cpus=2, cpu_mhz=1000, memory=2 * GIB, disks=(Disk(7, 10 * GIB),))
POOLS = {1: pool()}


@pytest.mark.parametrize("name,request_changes,host_changes,pools,says", [
    ("scope", {"host_id": 2}, {}, POOLS, "not the host"),
    ("scope", {"cluster_id": 9}, {}, POOLS, "not in the cluster"),
    ("state", {}, {"liveness": "Down"}, POOLS, "is Down"),
    ("state", {}, {"resource_state": "Maintenance"}, POOLS, "is Maintenance"),
    ("enabled", {}, {"enabled": False}, POOLS, "disabled"),
    ("arch", {"arch": "aarch64"}, {}, POOLS, "x86_64, not aarch64"),
    ("tags", {"tags": frozenset({"ssd", "gpu"})}, {"tags": frozenset({"ssd"})}, POOLS, "lacks gpu"),
    ("cpu", {"cpus": 9}, {}, POOLS, "9 cores wanted, it has 8"),
    ("cpu", {}, {"cpu_used": 14500}, POOLS, "2000 MHz wanted, 1500 of 16000 free"),
    ("memory", {}, {"memory_used": 31 * GIB}, POOLS, "2048 MiB wanted, 1024 of 32768 free"),
    ("pool", {}, {"pools": []}, POOLS, "reaches no pool"),
    ("pool", {}, {}, {1: pool(state="Maintenance")}, "is Maintenance"),
    ("pool", {}, {}, {1: pool(scope="HOST")}, "is local"),
    ("pool", {}, {}, {1: pool(allocated=845 * GIB)}, "has no room: 10240 MiB wanted, 5120 free"),
    ("pool", {}, {}, {1: pool(used=900 * GIB)}, "is full"),
    ("pool", {"disks": (Disk(7, GIB, frozenset({"fast"})),)}, {}, POOLS, "lacks tags fast"),
    ("pool", {"disks": (Disk(7, GIB, pool_id=3),)}, {}, POOLS, "cannot reach the pool"),
])
def test_each_filter_says_why(
        name: str, request_changes: dict[str, object], host_changes: dict[str, object], pools: dict[int, Pool], says: str) -> None:
    failed = first_failure(dataclasses.replace(REQUEST, **request_changes), host(1, **host_changes), pools)  # type: ignore[arg-type]
    assert failed is not None
    assert failed[0] == name
    assert says in failed[1]


def test_every_filter_has_a_case() -> None:
    assert set(FILTERS) == {"scope", "state", "enabled", "arch", "tags", "cpu", "memory", "pool"}
    assert first_failure(REQUEST, host(1), POOLS) is None


def test_admin_may_use_what_is_disabled() -> None:
    assert first_failure(dataclasses.replace(REQUEST, admin=True), host(1, enabled=False), POOLS) is None


def test_tries_the_emptiest_first_at_random() -> None:
    fleet = Fleet([host(n, cpu_used=n * 100) for n in range(1, 21)], POOLS)
    firsts = set()
    for seed in range(40):
        order = candidates(REQUEST, fleet, random.Random(seed))
        assert len(order) == 20
        firsts.add(order[0].id)
        assert sorted(h.id for h in order[:BEST]) == list(range(1, BEST + 1))
        assert [score(REQUEST, h) for h in order[BEST:]] == sorted((score(REQUEST, h) for h in order[BEST:]), reverse=True)
    assert len(firsts) > 3


def test_a_large_fleet_is_sampled() -> None:
    fleet = Fleet([host(n) for n in range(1, 5001)], POOLS)
    assert len(candidates(REQUEST, fleet, random.Random(1))) == 32


def test_the_preferred_host_is_first_when_it_passes() -> None:
    fleet = Fleet([host(n, cpu_used=12000 if n == 3 else 0) for n in range(1, 10)], POOLS)
    asked = dataclasses.replace(REQUEST, prefer_host_id=3)
    assert candidates(asked, fleet, random.Random(1))[0].id == 3
    fleet.hosts[2].liveness = "Down"
    assert all(h.id != 3 for h in candidates(asked, fleet, random.Random(1)))


def test_no_capacity_counts_for_admins_and_hides_from_tenants() -> None:
    hosts = [host(n, cpu_used=16000) for n in range(1, 31)] + [host(n, liveness="Down") for n in range(31, 34)]
    fleet = Fleet(hosts, POOLS)
    text = no_capacity("VM i-2-3-VM", dataclasses.replace(REQUEST, admin=True), fleet)
    assert "of 33 hosts 30 failed cpu, 3 failed state" in text
    assert text.count("MHz wanted") == 10
    assert len(text) <= 4000
    tenant = no_capacity("VM i-2-3-VM", REQUEST, fleet)
    assert "insufficient capacity" in tenant
    assert "h1" not in tenant
    assert "33" not in tenant
