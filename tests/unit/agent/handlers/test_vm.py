"""EnsureRunning, EnsureStopped, EnsureAbsent, EnsureRebooted from every state a VM can be left in."""

import asyncio
import itertools

import pytest

from agent import handlers  # noqa: F401  registers the command table
from agent.dispatch import HANDLERS, dispatch
from agent.journal import Journal
from agent.simulate import make_host
from protos.agent.v1 import agent_pb2 as pb
from tests.agent import messages as m

STATES = [pb.ABSENT, pb.OFF, pb.RUNNING, pb.PAUSED, pb.CRASHED]
NAME = "i-2-17-VM"


@pytest.fixture
def host(tmp_path):
    journal = Journal(tmp_path / "journal")
    yield make_host("h", journal, tmp_path, 0)
    journal.close()


def send(host, *bodies) -> pb.Result:
    numbers = itertools.count(1 + max((value[2] for value in host.records.all("fence").values()), default=0))

    async def work() -> pb.Result:
        for body in bodies:
            command = pb.Command(host="h", fence=pb.Fence(key="vm:17", epoch=0, fence=1, number=next(numbers)))
            for field in command.DESCRIPTOR.oneofs_by_name["body"].fields:
                if field.message_type.full_name == body.DESCRIPTOR.full_name:
                    getattr(command, field.name).CopyFrom(body)
            result = await dispatch(host, command)
        return result

    return asyncio.run(work())


def left(host, state: int) -> None:
    """As something before left it."""
    send(host, *m.whole()[:4])
    if state != pb.ABSENT:
        send(host, pb.EnsureRunning(vm=m.vm()))
        host.hypervisor.force_power(NAME, state)


@pytest.mark.parametrize("state", STATES)
def test_running(host, state):
    left(host, state)
    for _ in range(2):
        assert send(host, pb.EnsureRunning(vm=m.vm())).vm.power == pb.RUNNING


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_stopped(host, state, force):
    left(host, state)
    for _ in range(2):
        result = send(host, pb.EnsureStopped(vm=NAME, uuid=m.vm().uuid, force=force, grace_seconds=1))
        assert result.vm.power == (pb.ABSENT if state == pb.ABSENT else pb.OFF)


@pytest.mark.parametrize("state", STATES)
def test_absent(host, state):
    left(host, state)
    for _ in range(2):
        assert send(host, pb.EnsureAbsent(vm=NAME, uuid=m.vm().uuid)).vm.power == pb.ABSENT
    assert host.hypervisor.vms() == []


@pytest.mark.parametrize("state", STATES)
def test_rebooted_once_for_each_id(host, state):
    left(host, state)
    assert send(host, pb.EnsureRebooted(vm=m.vm(), boot="a")).vm.power == pb.RUNNING
    ready = host.records.get("vm", NAME)["ready"]
    assert send(host, pb.EnsureRebooted(vm=m.vm(), boot="a")).vm.power == pb.RUNNING
    assert host.records.get("vm", NAME)["ready"] == ready
    send(host, pb.EnsureRebooted(vm=m.vm(), boot="b"))
    assert host.records.get("vm", NAME)["ready"] > ready


def test_another_vm_of_the_same_name_is_not_touched(host):
    left(host, pb.RUNNING)
    result = send(host, pb.EnsureAbsent(vm=NAME, uuid=m.uid(99)))
    assert result.failure.code == pb.Failure.INVALID
    assert host.hypervisor.power(NAME) == pb.RUNNING


def test_a_missing_port_or_volume_is_named(host):
    send(host, *m.whole()[:3])
    assert "t1" in send(host, pb.EnsureRunning(vm=m.vm())).failure.text
    send(host, pb.EnsurePort(vm=NAME, port=m.port()), pb.EnsureNoVolume(pool=m.POOL, uuid=m.uid(2017)))
    assert m.uid(2017) in send(host, pb.EnsureRunning(vm=m.vm())).failure.text


def test_a_command_without_its_fence_is_refused(host):
    async def work() -> pb.Result:
        return await dispatch(host, pb.Command(host="h", ensure_running=pb.EnsureRunning(vm=m.vm())))

    assert asyncio.run(work()).failure.code == pb.Failure.INVALID


def test_every_command_of_the_protocol_has_its_handler():
    assert set(HANDLERS) == {field.name for field in pb.Command.DESCRIPTOR.oneofs_by_name["body"].fields}
