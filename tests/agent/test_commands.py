"""Commands over real gRPC and TLS to a simulated host: fences, repetition, order, faults."""

from __future__ import annotations

import asyncio

import pytest

from manager.model.peers import HostPeer
from manager.services import AgentFailure, Fence, Unreachable
from protos.agent.v1 import agent_pb2 as pb
from tests.agent import messages as m

FENCED = (pb.EnsureVolume, pb.EnsureNoVolume, pb.EnsurePort, pb.EnsureNoPort, pb.EnsureRunning, pb.EnsureStopped, pb.EnsureAbsent,
          pb.EnsureRebooted)


def fence(number: int, fence: int = 1, epoch: int = 0, key: str = "vm:17") -> Fence:
    return Fence(key, epoch, fence, number)


async def deploy(client, peer, number: int = 17, start: int = 1):
    answer = None
    for at, body in enumerate(m.whole(number), start):
        answer = await client.do(peer, body, fence(at, key=f"vm:{number}") if isinstance(body, FENCED) else None)
    return answer


def test_a_vm_runs_once_everything_has_arrived(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            with pytest.raises(AgentFailure) as missing:
                await cloud.client.do(peer, pb.EnsureRunning(vm=m.vm()), fence(1))
            assert missing.value.code == "NOT_FOUND"
            assert (await deploy(cloud.client, peer, start=2)).power == pb.RUNNING
            state = await cloud.client.do(peer, pb.EnsureRunning(vm=m.vm()), fence(9))
            assert state.power == pb.RUNNING
            assert state.uuid == m.vm().uuid
            with pytest.raises(AgentFailure) as used:
                await cloud.client.do(peer, pb.EnsureNoVolume(pool=m.POOL, uuid=m.uid(2017)), fence(10))
            assert used.value.code == "IN_USE"
            found = await cloud.client.do(peer, pb.ListObjects())
            assert [(vm.name, vm.power, vm.fence.number) for vm in found.vms] == [("i-2-17-VM", pb.RUNNING, 9)]
            assert [volume.uuid for volume in found.volumes] == [m.uid(2017)]
            assert list(found.images) == [m.IMAGE]
            assert list(found.bridges) == ["pb1-1"]

    asyncio.run(scenario())


def test_a_volume_needs_its_image(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            await cloud.client.do(peer, pb.EnsurePool(pool=m.POOL))
            with pytest.raises(AgentFailure) as missing:
                await cloud.client.do(peer, m.volume(), fence(1))
            assert missing.value.code == "NOT_FOUND"

    asyncio.run(scenario())


@pytest.mark.parametrize("late", [fence(4, fence=2, epoch=1), fence(9, fence=1, epoch=1), fence(99, fence=99, epoch=0)])
def test_what_is_lower_than_the_last_seen_is_refused_even_when_the_object_is_gone(simulated, late):
    async def scenario():
        async with simulated() as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            await deploy(cloud.client, peer)
            await cloud.client.do(peer, pb.EnsureAbsent(vm="i-2-17-VM"), fence(5, fence=2, epoch=1))
            with pytest.raises(AgentFailure) as stale:
                await cloud.client.do(peer, pb.EnsureRunning(vm=m.vm()), late)
            assert stale.value.code == "STALE"
            assert (await cloud.client.do(peer, pb.ListObjects())).vms == []

    asyncio.run(scenario())


def test_a_delayed_command_does_not_undo_its_own_undo(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            for at, body in enumerate(m.whole()[:-1], 1):
                await cloud.client.do(peer, body, fence(at) if isinstance(body, FENCED) else None)
            await cloud.client.do(peer, pb.SetFaults(faults=[pb.Fault(command="ensure_running", kind=pb.Fault.DELAY, count=1, delay_ms=400)],
                                                     boot_ms=-1))
            late = asyncio.create_task(cloud.client.do(peer, pb.EnsureRunning(vm=m.vm()), fence(5)))
            await asyncio.sleep(0.1)
            await cloud.client.do(peer, pb.EnsureAbsent(vm="i-2-17-VM"), fence(1, fence=2))
            with pytest.raises(AgentFailure) as stale:
                await late
            assert stale.value.code == "STALE"
            assert (await cloud.client.do(peer, pb.ListObjects())).vms == []

    asyncio.run(scenario())


def test_faults_have_kinds_and_counts(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            do = cloud.client.do
            await do(peer, pb.SetFaults(boot_ms=-1, faults=[
                pb.Fault(command="ensure_pool", kind=pb.Fault.FAIL, count=2, text="boom"),
                pb.Fault(command="ensure_image", kind=pb.Fault.DROP_REPLY, count=1),
                pb.Fault(command="list_objects", kind=pb.Fault.HANG, count=1)]))
            for _ in range(2):
                with pytest.raises(AgentFailure, match="boom") as injected:
                    await do(peer, pb.EnsurePool(pool=m.POOL))
                assert injected.value.code == "INJECTED"
            await do(peer, pb.EnsurePool(pool=m.POOL))
            with pytest.raises(Unreachable):
                await do(peer, m.image())
            with pytest.raises(Unreachable):
                await do(peer, pb.ListObjects(), seconds=0.5)
            assert list((await do(peer, pb.ListObjects())).images) == [m.IMAGE]  # the answer was lost, the work was done
            assert (await do(peer, pb.GetFaults())).faults == []

    asyncio.run(scenario())


def test_boot_time_is_waited_for_and_twenty_boots_overlap(simulated):
    async def scenario():
        async with simulated(boot_ms=600) as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            begin = asyncio.get_running_loop().time()
            states = await asyncio.gather(*(deploy(cloud.client, peer, number) for number in range(20, 40)))
            took = asyncio.get_running_loop().time() - begin
            assert {state.power for state in states} == {pb.RUNNING}
            assert 0.6 <= took < 6

    asyncio.run(scenario())


def test_a_host_that_is_away_is_unreachable_and_another_host_does_not_answer_for_it(simulated):
    async def scenario():
        async with simulated(hosts=2) as (cloud, simulation):
            first, second = (cloud.peer(uuid) for uuid in simulation.hosts)
            with pytest.raises(Unreachable):
                await cloud.client.do(HostPeer(first.id, first.uuid, "127.0.0.1:1"), pb.Ping(), seconds=5)
            with pytest.raises(Unreachable):  # the certificate names another host
                await cloud.client.do(HostPeer(9, "33333333-3333-4333-8333-333333333333", second.address), pb.Ping(), seconds=5)

    asyncio.run(scenario())


def test_only_a_manager_may_command(simulated):
    async def scenario():
        from manager.agents.client import AgentClient
        async with simulated(hosts=2) as (cloud, simulation):
            peer = cloud.peer(next(iter(simulation.hosts)))
            stranger, _ = cloud.authority.credentials("44444444-4444-4444-8444-444444444444.host.pileus", "host")
            client = AgentClient(stranger, None)
            with pytest.raises(Unreachable, match="PERMISSION_DENIED"):
                await client.do(peer, pb.Ping(), seconds=5)
            await client.close()

    asyncio.run(scenario())


def test_a_whole_host_document_removes_what_nobody_names_but_for_what_is_fresh_or_used(simulated):
    async def scenario():
        async with simulated() as (cloud, simulation):
            uuid, host = next(iter(simulation.hosts.items()))
            peer = cloud.peer(uuid)
            await deploy(cloud.client, peer)
            await cloud.client.do(peer, pb.EnsureNetwork(network=m.network("pb1-2", 102)))
            await cloud.client.do(peer, pb.ApplyHostState(generation=5, pools=[m.POOL]))
            assert sorted((await cloud.client.do(peer, pb.ListObjects())).bridges) == ["pb1-1", "pb1-2"]  # fresh
            host.use_grace = 0.0
            await cloud.client.do(peer, pb.ApplyHostState(generation=6, pools=[m.POOL]))
            found = await cloud.client.do(peer, pb.ListObjects())
            assert list(found.bridges) == ["pb1-1"]  # a tap is on it
            assert list(found.images) == [m.IMAGE]   # a volume is backed by it
            with pytest.raises(AgentFailure) as stale:
                await cloud.client.do(peer, pb.ApplyHostState(generation=5))
            assert stale.value.code == "STALE"

    asyncio.run(scenario())
