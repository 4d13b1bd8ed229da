"""The control protocol to simulated routers: through the agent's tunnel, enrolment and TLS as with real ones."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import select, update

from common import tls
from manager.model.peers import SystemVmPeer
from manager.model.tables import infra, network, offering, tenancy
from manager.model.tables.vm import vm
from manager.services import AgentFailure, Unreachable
from protos.agent.v1 import agent_pb2 as pb
from tests.agent import messages as m
from tests.agent.test_commands import FENCED, fence

TOKEN = "one-time"
ROUTER = m.uid(4)


def rows(cloud) -> int:
    """A router's rows; returns its VM's id."""
    def work(tx):
        zone = tx.insert(infra.zone, uuid="z", name="z")
        domain = tx.insert(tenancy.domain, uuid="d", name="ROOT", path="/1/", name_path="ROOT")
        role = tx.insert(tenancy.role, uuid="r", name="User", type="User")
        account = tx.insert(tenancy.account, uuid="a", domain_id=domain, role_id=role, name="ann", type=0)
        small = tx.insert(offering.service_offering, uuid="s", name="small", cpus=1, cpu_mhz=500, memory_mib=512)
        net_offering = tx.insert(offering.network_offering, uuid="o", name="o")
        net = tx.insert(network.network, uuid="n", name="n", zone_id=zone, offering_id=net_offering, account_id=account, domain_id=domain)
        vm_id = tx.insert(vm, uuid=ROUTER, name="r-4-VM", instance_name="r-4-VM", type="DomainRouter", account_id=account, domain_id=domain,
                          zone_id=zone, offering_id=small, state="Running")
        tx.insert(network.router, vm_id=vm_id, network_id=net, token_enc=cloud.keys.seal(TOKEN))
        return vm_id
    return int(cloud.db.write(work))


async def boot(cloud, host, token: str = TOKEN) -> None:
    config = {"router": ROUTER, "name": "r-4-VM", "token": token, "ca_pem": cloud.authority.ca_pem,
              "ca_sha256": tls.fingerprint(cloud.authority.ca_pem)}
    system = pb.SystemVm(role="router", config_json=json.dumps(config), control_address="169.254.0.4", control_port=3922)
    router = pb.Vm(name="r-4-VM", uuid=ROUTER, vcpus=1, memory_mib=192, disks=[pb.Disk(pool=m.POOL, uuid=m.uid(2017))], system=system)
    for number, body in enumerate([*m.whole()[:3], pb.EnsureRunning(vm=router)], 1):
        await cloud.client.do(host, body, fence(number, key="router:4") if isinstance(body, FENCED) else None)


def document(generation: int, **more: object) -> dict[str, object]:
    return {"router": ROUTER, "generation": generation, **more}


def test_a_router_enrols_once_and_takes_generations(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            host = cloud.peer(next(iter(simulation.hosts)))
            vm_id = rows(cloud)
            peer = SystemVmPeer(vm_id, ROUTER, "r-4-VM", host)
            with pytest.raises(Unreachable, match="does not answer"):
                await cloud.client.control(peer, "health", {})
            await boot(cloud, host)
            answer = await cloud.client.control(peer, "apply", document(2, hostname="a"))
            assert (answer["generation"], (await cloud.client.control(peer, "health", {}))["generation"]) == (2, 2)
            assert (await cloud.client.control(peer, "apply", document(2, hostname="a")))["reloaded"] == []
            for stale in (document(1), document(2, hostname="b")):
                with pytest.raises(AgentFailure) as refused:
                    await cloud.client.control(peer, "apply", stale)
                assert refused.value.code == "STALE"
            first = cloud.db.read(lambda tx: tx.scalar(select(network.router.c.cert_serial)))
            assert first
            await cloud.client._sessions.close()  # as another manager: no second enrolment
            assert (await cloud.client.control(peer, "health", {}))["generation"] == 2
            assert cloud.db.read(lambda tx: tx.scalar(select(network.router.c.cert_serial))) == first

    asyncio.run(scenario())


def test_a_router_that_is_another_is_not_believed(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            host = cloud.peer(next(iter(simulation.hosts)))
            peer = SystemVmPeer(rows(cloud), ROUTER, "r-4-VM", host)
            await boot(cloud, host, token="not the one")
            with pytest.raises(Unreachable, match="proof is wrong"):
                await cloud.client.control(peer, "health", {})

    asyncio.run(scenario())


def test_a_certificate_that_was_not_recorded_is_refused(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            host = cloud.peer(next(iter(simulation.hosts)))
            peer = SystemVmPeer(rows(cloud), ROUTER, "r-4-VM", host)
            await boot(cloud, host)
            await cloud.client.control(peer, "health", {})
            await cloud.client._sessions.close()
            cloud.db.write(lambda tx: tx.execute(update(network.router).values(cert_serial="12ab", token_enc=None)))
            with pytest.raises(Unreachable, match="issued was 12ab"):
                await cloud.client.control(peer, "health", {})

    asyncio.run(scenario())


def test_the_session_survives_a_restart_of_the_agent_under_it(simulated):
    async def scenario():
        from agent.simulate import Simulation
        async with simulated() as (cloud, simulation):
            host = cloud.peer(next(iter(simulation.hosts)))
            peer = SystemVmPeer(rows(cloud), ROUTER, "r-4-VM", host)
            await boot(cloud, host)
            await cloud.client.control(peer, "apply", document(7))
            await simulation.stop()
            second = Simulation(simulation.plan, seed=2)
            await second.start()
            simulation._journal = type("Closed", (), {"close": lambda self: None})()
            try:
                for _ in range(20):
                    try:
                        assert (await cloud.client.control(peer, "health", {}))["generation"] == 7
                        break
                    except Unreachable:
                        await asyncio.sleep(0.3)
                else:
                    raise AssertionError("the router did not answer again")
            finally:
                await second.stop()

    asyncio.run(scenario())
