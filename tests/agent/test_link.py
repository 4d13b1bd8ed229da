"""Joining, reporting, renewing: real report server, many simulated hosts, managers that die."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import select, update

from agent.identity import Identity
from agent.rpc.link import Enrolment
from agent.setup import SetupFailed, fetch_ca, join
from common import tls
from manager.agents.server import ReportServer
from manager.model.infra import certificates, hosts
from manager.model.tables import infra
from protos.agent.v1 import agent_pb2 as pb
from protos.report.v1 import report_pb2

live, facts = infra.host_liveness, infra.host_facts


async def until(check, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(check):
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.1)


def reported(cloud, since: int = 0) -> int:
    return len(cloud.db.read(lambda tx: tx.rows(select(live.c.host_id).where(live.c.reported > since))))


def test_fifty_hosts_join_and_report(simulated):
    async def scenario():
        async with simulated(hosts=50) as (cloud, simulation):
            await until(lambda: reported(cloud) == 50)
            rows = cloud.db.read(lambda tx: tx.rows(select(facts.c.cpus, facts.c.memory_bytes)))
            assert {tuple(row) for row in rows} == {(32, 256 << 30)}
            names = cloud.db.read(lambda tx: {row.name for row in tx.rows(select(infra.host.c.name))})
            assert names == {f"sim-{number}" for number in range(50)}

    asyncio.run(scenario())


def test_a_simulation_that_restarts_is_the_same_hosts_with_the_same_guests(simulated, tmp_path):
    async def scenario():
        from agent.simulate import Simulation
        async with simulated(hosts=2, folder="again") as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            from tests.agent.test_commands import deploy
            await deploy(cloud.client, peer)
            await simulation.stop()
            second = Simulation(simulation.plan, seed=2)
            await second.start()
            try:
                assert set(second.hosts) == set(simulation.hosts)
                found = await cloud.client.do(peer, pb.ListObjects())
                assert [(vm.name, vm.power, vm.fence.number) for vm in found.vms] == [("i-2-17-VM", pb.RUNNING, 5)]
            finally:
                await second.stop()
                simulation._journal = type("Closed", (), {"close": lambda self: None})()

    asyncio.run(scenario())


def test_hosts_report_again_soon_after_their_manager_died(simulated):
    async def scenario():
        async with simulated(hosts=20) as (cloud, simulation):
            await until(lambda: reported(cloud) == 20)
            port = cloud.server.report_port
            await cloud.server.stop(0)
            mark = cloud.db.read(lambda tx: tx.now())
            cloud.server = ReportServer(cloud.db, cloud.authority, cloud.credentials, 2, "127.0.0.1:0", f"127.0.0.1:{port}", list)
            await cloud.server.start()
            await until(lambda: reported(cloud, mark) == 20, 10)

    asyncio.run(scenario())


def test_power_states_that_differ_are_recorded_unless_a_saga_holds_the_vm(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            from manager.model.tables import work
            from tests.agent.test_commands import deploy
            from tests.sagas.host.test_host import place
            uuid, host = next(iter(simulation.hosts.items()))
            peer = cloud.peer(uuid)
            cloud.db.write(lambda tx: tx.insert(infra.zone, uuid="z", name="z"))
            cloud.host = peer.id
            cloud.db.write(lambda tx: tx.insert(work.lock, lock_key="vm:1", epoch=0, fence=1, saga_id=5))
            assert place(cloud) == 1
            from manager.model.tables.vm import vm
            cloud.db.write(lambda tx: tx.execute(update(vm).values(instance_name="i-2-17-VM", power_state="PowerOn")))
            await deploy(cloud.client, peer)
            host.hypervisor.force_power("i-2-17-VM", pb.CRASHED)

            def state() -> str:
                return cloud.db.read(lambda tx: tx.scalar(select(vm.c.power_state)))

            mark = cloud.db.read(lambda tx: tx.now())
            await until(lambda: reported(cloud, mark) == 1, 20)
            assert state() == "PowerOn"  # held
            cloud.db.write(lambda tx: tx.execute(update(work.lock).values(saga_id=None)))
            await until(lambda: state() == "PowerOff", 20)

    asyncio.run(scenario())


def test_a_revoked_certificate_is_refused(simulated):
    async def scenario():
        from agent.rpc.link import Link, LinkLost
        async with simulated() as (cloud, simulation):
            uuid = next(iter(simulation.hosts))
            identity = simulation._identities[uuid]
            link = Link(identity.managers[0], identity)
            await link.report(report_pb2.HostReport(host=uuid, boot_id="b", start=1, sequence=1))
            cloud.db.write(lambda tx: certificates.revoke(tx, "host", hosts.by_uuid(tx, uuid).id))
            with pytest.raises(LinkLost, match="revoked") as lost:
                await link.report(report_pb2.HostReport(host=uuid, boot_id="b", start=1, sequence=2))
            assert lost.value.refused
            with pytest.raises(LinkLost, match="revoked"):
                await link.renew(identity.csr())
            await link.close()

    asyncio.run(scenario())


def test_a_host_cannot_report_as_another(simulated):
    async def scenario():
        from agent.rpc.link import Link, LinkLost
        async with simulated(hosts=2) as (cloud, simulation):
            first, second = simulation.hosts
            link = Link(simulation._identities[first].managers[0], simulation._identities[first])
            with pytest.raises(LinkLost, match="cannot report as"):
                await link.report(report_pb2.HostReport(host=second, boot_id="b", start=1, sequence=1))
            await link.close()

    asyncio.run(scenario())


def test_late_and_repeated_reports_change_nothing(simulated):
    async def scenario():
        from agent.rpc.link import Link
        async with simulated() as (cloud, simulation):
            uuid = next(iter(simulation.hosts))
            for task in simulation._reporters:
                task.cancel()
            link = Link(simulation._identities[uuid].managers[0], simulation._identities[uuid])
            start = 10**17  # later than any the simulation told
            for sequence, memory in ((1, 10), (3, 30), (2, 20), (3, 99)):
                await link.report(report_pb2.HostReport(host=uuid, boot_id="b", start=start, sequence=sequence, memory_used_bytes=memory))
            await link.report(report_pb2.HostReport(host=uuid, boot_id="a", start=start - 1, sequence=9, memory_used_bytes=1))
            load = infra.host_load
            assert cloud.db.read(lambda tx: tx.scalar(select(load.c.memory_used))) == 30
            await link.close()

    asyncio.run(scenario())


def test_a_certificate_is_renewed_at_two_thirds_of_its_life(simulated, monkeypatch):
    async def scenario():
        async with simulated() as (cloud, simulation):
            uuid = next(iter(simulation.hosts))
            before = simulation._identities[uuid].serial()
            monkeypatch.setattr("agent.identity.RENEW_AT", 0.0)
            await until(lambda: simulation._identities[uuid].serial() != before)
            monkeypatch.setattr("agent.identity.RENEW_AT", 2 / 3)
            assert (await cloud.client.do(cloud.peer(uuid), pb.Ping())).version  # the new one is shown and trusted
            assert Identity.load(simulation._identities[uuid].folder).serial() != before
            mark = cloud.db.read(lambda tx: tx.now())
            await until(lambda: reported(cloud, mark) == 1)

    asyncio.run(scenario())


def test_the_ca_is_taken_by_fingerprint_only(simulated, tmp_path):
    async def scenario():
        async with simulated() as (cloud, simulation):
            pem = await asyncio.to_thread(fetch_ca, cloud.join_address, cloud.authority.fingerprint())
            assert tls.fingerprint(pem.decode()) == cloud.authority.fingerprint()
            with pytest.raises(SetupFailed, match="fingerprint"):
                await asyncio.to_thread(fetch_ca, cloud.join_address, "00" * 32)
            link = Enrolment(cloud.join_address, pem)
            request = report_pb2.JoinRequest(guid="g", name="n", address="127.0.0.1:1")
            with pytest.raises(SetupFailed, match="unknown, expired or used up"):
                await join(link, tmp_path / "new", "guess", request)
            token = cloud.token()
            first = await join(link, tmp_path / "new", token, request)
            again = await join(link, tmp_path / "new", token, request)
            assert first.host == again.host
            with pytest.raises(SetupFailed, match="used up"):
                await join(link, tmp_path / "other", token, report_pb2.JoinRequest(guid="g2", name="n", address="127.0.0.1:1"))
            await link.close()

    asyncio.run(scenario())


