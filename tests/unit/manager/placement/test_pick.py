"""Placement: each filter says why, the best are tried first, the error counts and names hosts for admins only."""

from __future__ import annotations

import dataclasses
import random

import pytest

from manager.model.infra.placement import Dedication, Host, Pool
from manager.model.place.affinity import Company
from manager.placement.explain import no_capacity
from manager.placement.filters import CONCENTRATED, DISPERSING, FILTERS, IMPLICIT, Request, first_failure
from manager.placement.fleet import Fleet
from manager.placement.pick import BEST, candidates, score
from manager.placement.reserve import wishes
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


REQUEST = Request(zone_id=1, hypervisor="Simulator", cpus=2, cpu_mhz=1000, memory=2 * GIB, disks=(Disk(7, 10 * GIB),), account_id=5,
                  domain_path="/1/5/")
HELD = Dedication("host", 5, "/1/5/", 9)
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
    ("dedication", {}, {"dedications": (HELD,)}, POOLS, "not in its affinity group"),
    ("dedication", {"account_id": 6}, {"dedications": (HELD,)}, POOLS, "another owner"),
    ("dedication", {"company": Company(dedicated=frozenset({9}))}, {}, POOLS, "not dedicated through"),
    ("implicit", {"planner": IMPLICIT}, {"vms": 1}, POOLS, "runs VMs of others"),
    ("implicit", {}, {"vms": 1, "dedicated_to": 7}, POOLS, "implicitly dedicated"),
    ("affinity", {"company": Company(apart=frozenset({1}))}, {}, POOLS, "anti-affinity"),
    ("affinity", {"company": Company(together=frozenset({2}), bound=True)}, {}, POOLS, "is not where"),
    ("affinity", {"company": Company(bound=True)}, {}, POOLS, "is not where"),
    ("guests", {}, {"vms": 3, "most": 3}, POOLS, "runs 3 VMs"),
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
    assert set(FILTERS) == {"scope", "state", "enabled", "arch", "tags", "dedication", "implicit", "affinity", "cpu", "memory", "guests", "pool"}
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


def test_soft_affinity_comes_before_room() -> None:
    fleet = Fleet([host(n, cpu_used=n * 100) for n in range(1, 101)], POOLS)
    with_90 = dataclasses.replace(REQUEST, company=Company(like=frozenset({90})))
    not_1 = dataclasses.replace(REQUEST, company=Company(dislike=frozenset(range(1, 100))))
    for seed in range(10):
        assert candidates(with_90, fleet, random.Random(seed))[0].id == 90
        assert candidates(not_1, fleet, random.Random(seed))[0].id == 100
    full = dataclasses.replace(with_90, company=Company(like=frozenset({200})))
    assert len(candidates(full, fleet, random.Random(1))) == 100


def test_planners_order_by_the_owners_vms() -> None:
    fleet = Fleet([host(n, pod_id=1 + n % 2, cpu_used=n * 100) for n in range(1, 9)], POOLS)
    crowd = dict.fromkeys(range(1, 8), 1) | {3: 4}
    spread = dataclasses.replace(REQUEST, planner=DISPERSING, crowd=crowd)
    dense = dataclasses.replace(REQUEST, planner=CONCENTRATED, crowd=crowd)
    for seed in range(10):
        assert candidates(spread, fleet, random.Random(seed))[0].id == 8      # the only one without
        assert candidates(spread, fleet, random.Random(seed))[-1].id == 3
        assert {one.pod_id for one in candidates(dense, fleet, random.Random(seed))[:4]} == {2}


def test_implicit_dedication_in_a_zone_of_shared_hosts() -> None:
    shared = Fleet([host(1, vms=2), host(2)], POOLS)
    strict = dataclasses.replace(REQUEST, planner=IMPLICIT)
    assert [one.id for one in candidates(strict, shared, random.Random(1))] == [2]
    full = Fleet([host(1, vms=2)], POOLS)
    assert candidates(strict, full, random.Random(1)) == []
    preferring = dataclasses.replace(strict, preferred=True)
    assert [wish.only_for for wish in wishes(preferring)] == [5, 0]
    assert [one.id for one in candidates(wishes(preferring)[1], full, random.Random(1))] == [1]
