"""Liveness, whole-host documents, orphans, capacity."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from common import clock
from manager.model.tables import infra
from manager.model.work import locks, tombstones
from manager.reconcile import capacity, hosts, objects, orphans
from manager.services import HostPeer
from protos.agent.v1 import agent_pb2 as pb
from tests.db.manager.reconcile.site import Site


@pytest.fixture
def site(db_url):
    made = Site(db_url, 6)
    yield made
    made.db.close()


def attentive(seconds: float = 3600) -> hosts.Attention:
    """A node that has watched for so long."""
    return hosts.Attention(clock.monotonic() - seconds, clock.monotonic())


def look(site: Site, attention: hosts.Attention | None = None) -> list[str]:
    asyncio.run(hosts.look(site.services, attention or attentive()))
    return site.states()


def test_a_silent_host_that_answers_is_not_down(site):
    site.silence(site.hosts[0], 100)
    assert look(site) == ["Up"] * 6
    assert site.alerts() == []


def test_a_silent_host_that_does_not_answer_is_down_and_told_once(site):
    site.silence(site.hosts[0], 100)
    site.agents.down = {site.hosts[0]}
    assert look(site) == ["Down"] + ["Up"] * 5
    assert look(site) == ["Down"] + ["Up"] * 5
    assert len(site.alerts()) == 1
    assert "h0" in site.alerts()[0]
    site.silence(site.hosts[0], 0)
    assert look(site) == ["Up"] * 6


def test_a_host_that_reports_and_cannot_be_dialled_stays_up(site):
    site.agents.down = set(site.hosts)
    assert look(site) == ["Up"] * 6


def test_when_more_than_a_third_fall_silent_nothing_acts(site):
    for host in site.hosts[:3]:
        site.silence(host, 100)
    site.agents.down = set(site.hosts[:3])
    assert look(site) == ["Up"] * 6
    assert "3 of 6 hosts" in site.alerts()[0]


def test_nobody_is_down_within_a_period_of_the_managers_own_gap(site):
    site.silence(site.hosts[0], 100)
    site.agents.down = {site.hosts[0]}
    assert look(site, hosts.Attention()) == ["Up"] * 6              # just begun to watch
    assert look(site, attentive(5)) == ["Up"] * 6                   # not long enough
    away = hosts.Attention(clock.monotonic() - 3600, clock.monotonic() - 60)
    assert look(site, away) == ["Up"] * 6                           # was away itself
    for host in site.hosts:
        site.silence(host, 100)
    attention = attentive()
    assert look(site, attention) == ["Up"] * 6                      # nobody's reports came in: the balancer is away
    for host in site.hosts[1:]:
        site.silence(host, 0)
    assert look(site, attention) == ["Up"] * 6                      # it has just come back


def test_documents_are_sent_when_they_change(site):
    sent = objects.Sent()
    asyncio.run(objects.look(site.services, sent))
    first = [body for _, body, _ in site.agents.sent]
    assert [(len(body.networks), len(body.pools), body.generation) for body in first] == [(0, 1, 1)] * 6
    asyncio.run(objects.look(site.services, sent))
    assert len(site.agents.sent) == 6
    site.db.write(lambda tx: tx.insert_many(infra.host_use, [
        {"host_id": site.hosts[2], "thing": "image:55555555-5555-4555-8555-555555555555", "user": "volume:1"},
        {"host_id": site.hosts[2], "thing": "control", "user": "nic:1"}]))
    asyncio.run(objects.look(site.services, sent))
    host, body, _ = site.agents.sent[-1]
    assert (len(site.agents.sent), host, body.generation) == (7, site.hosts[2], 2)
    assert list(body.images) == ["55555555-5555-4555-8555-555555555555"]
    assert body.networks[0].isolation == pb.Network.CONTROL


def test_a_host_with_something_unknown_in_use_is_left_alone(site):
    site.db.write(lambda tx: tx.insert(infra.host_use, host_id=site.hosts[0], thing="network:99", user="nic:1"))
    asyncio.run(objects.look(site.services, objects.Sent()))
    assert site.hosts[0] not in {host for host, _, _ in site.agents.sent}


def test_after_a_restore_documents_are_not_sent(site):
    site.db.write(locks.adopt_epoch)
    asyncio.run(objects.look(site.services, objects.Sent()))
    assert site.agents.sent == []


def seen(site: Site, **objects_: object) -> None:
    site.agents.objects[site.hosts[0]] = pb.Objects(**objects_)
    asyncio.run(orphans.look(site.services, HostPeer(site.hosts[0], "h", "a")))


def stray(name: str = "i-2-1-VM", fence: int = 5, power: int = pb.RUNNING) -> pb.VmObject:
    return pb.VmObject(name=name, uuid="66666666-6666-4666-8666-666666666666", power=power, fence=pb.Fence(key="vm:1", fence=fence))


def test_absence_of_a_row_is_reported_never_acted_on(site):
    seen(site, vms=[stray()], ports=[pb.PortObject(name="t1", uuid="u")], volumes=[pb.VolumeObject(pool="p", uuid="v")])
    assert site.agents.removals() == []
    assert len(site.alerts()) == 3


@pytest.mark.parametrize("fence, removed", [(4, False), (5, True), (6, True)])
def test_a_tombstone_allows_removal_if_its_fence_is_not_lower(site, fence, removed):
    site.tombstone(tombstones.VM, "i-2-1-VM", fence)
    seen(site, vms=[stray()])
    assert [name for name, _ in site.agents.removals()] == (["EnsureAbsent"] if removed else [])
    if removed:
        used = site.agents.removals()[0][1]
        assert (used.key, used.epoch, used.fence) == ("vm:1", 0, fence)


def test_what_a_saga_holds_is_nobody_elses_business(site):
    site.tombstone(tombstones.VM, "i-2-1-VM", 9)
    site.hold("vm:1")
    seen(site, vms=[stray()])
    assert site.agents.removals() == []
    assert site.alerts() == []


def test_a_vm_where_it_belongs_is_no_orphan_and_one_elsewhere_is_told(site):
    site.vm("i-2-1-VM", site.hosts[0])
    site.vm("i-2-2-VM", site.hosts[1])
    seen(site, vms=[stray(), stray("i-2-2-VM")])
    assert site.agents.removals() == []
    assert ["i-2-2-VM" in text for text in site.alerts()] == [True]


def test_orphans_stay_until_check_passed_after_a_restore(site):
    site.tombstone(tombstones.VM, "i-2-1-VM", 9)
    site.db.write(locks.adopt_epoch)
    seen(site, vms=[stray()])
    assert site.agents.removals() == []


def test_capacity_is_the_sum_of_reservations(site):
    site.vm("i-2-1-VM", site.hosts[0])
    cap, pool = infra.host_capacity, infra.storage_pool
    site.db.write(lambda tx: tx.execute(update(cap).where(cap.c.host_id == site.hosts[1]).values(cpu_used=77, vm_count=1)))
    asyncio.run(capacity.capacity(site.services))
    rows = site.db.read(lambda tx: [tuple(row) for row in tx.rows(select(cap.c.cpu_used, cap.c.memory_used, cap.c.vm_count).order_by(cap.c.host_id))])
    assert rows == [(500, 1 << 29, 1)] + [(0, 0, 0)] * 5
    assert site.db.read(lambda tx: tx.scalar(select(pool.c.allocated_bytes))) == 1 << 30
    assert len(site.alerts()) == 3
    asyncio.run(capacity.capacity(site.services))
    assert len(site.alerts()) == 3
