"""The agent's command table on the real drivers: a VM from its pool to its removal, each command twice."""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import handlers  # noqa: F401  registers the command table
from agent.dispatch import dispatch
from agent.host import Host
from agent.journal import Journal
from common.ids import new_uuid
from protos.agent.v1 import agent_pb2 as pb
from tests.libvirt.conftest import IMAGE, NETWORK, TestHost, until


@pytest.fixture
def agent(host: TestHost, tmp_path: Path) -> Iterator[Host]:
    """An agent's host on the real drivers; its threads live in the host's namespace."""
    journal = Journal(tmp_path / "journal")
    threads = host.threads()
    yield Host("host", host.hypervisor, host.network, host.storage, journal.records("host"), threads)
    threads.shutdown()
    journal.close()


class Orders:
    """Sends commands as a saga does: each twice, as after a lost answer."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._numbers: dict[str, int] = {}

    def __call__(self, key: str, **body: object) -> pb.Result:
        self._numbers[key] = self._numbers.get(key, 0) + 1
        command = pb.Command(host="host", fence=pb.Fence(key=key, epoch=1, fence=1, number=self._numbers[key]), **body)

        async def twice() -> tuple[pb.Result, pb.Result]:
            return await dispatch(self._host, command), await dispatch(self._host, command)

        first, second = asyncio.run(twice())
        assert first.WhichOneof("body") != "failure", first.failure
        assert second.WhichOneof("body") == first.WhichOneof("body"), second
        return first


def test_a_vm_through_its_life(host: TestHost, agent: Host, tiny_image: Path, tmp_path: Path) -> None:
    order = Orders(agent)
    pool = pb.Pool(uuid=new_uuid(), type="Filesystem", path=str(tmp_path / "pool"))
    port = pb.Port(name="t81", uuid=new_uuid(), mac="02:00:00:00:08:01", network=NETWORK, addresses=["10.1.1.8"])
    root = new_uuid()
    vm = pb.Vm(name="i-2-8-VM", uuid=new_uuid(), vcpus=1, memory_mib=128, disks=[pb.Disk(pool=pool, uuid=root)], ports=[port])
    order("pool:1", ensure_pool=pb.EnsurePool(pool=pool))
    image = pb.EnsureImage(pool=pool, uuid=IMAGE, url=f"file://{tiny_image}", sha256=hashlib.sha256(tiny_image.read_bytes()).hexdigest(),
                           size_bytes=tiny_image.stat().st_size, wait_seconds=30)
    size = order("image:1", ensure_image=image).image.virtual_bytes
    order("vm:8", ensure_volume=pb.EnsureVolume(pool=pool, uuid=root, size_bytes=size, image_uuid=IMAGE))
    order("vm:8", ensure_port=pb.EnsurePort(vm=vm.name, port=port))
    running = order("vm:8", ensure_running=pb.EnsureRunning(vm=vm)).vm
    assert (running.power, running.uuid) == (pb.RUNNING, vm.uuid)
    until(lambda: "Please press Enter" in Path(running.serial_log).read_text(errors="replace"), "the boot")
    before = host.daemon.guests()[vm.name]
    order("vm:8", ensure_rebooted=pb.EnsureRebooted(vm=vm, boot="boot-2"))
    assert host.daemon.guests()[vm.name] != before      # rebooted, and (the second command) not once more
    objects = asyncio.run(dispatch(agent, pb.Command(host="host", list_objects=pb.ListObjects()))).objects
    assert [(o.name, o.power) for o in objects.vms] == [(vm.name, pb.RUNNING)]
    assert [o.name for o in objects.ports] == ["t81"]
    assert [o.uuid for o in objects.volumes] == [root]
    until(lambda: Path(running.serial_log).read_text(errors="replace").count("Please press Enter") > 1, "the second boot")
    stopped = order("vm:8", ensure_stopped=pb.EnsureStopped(vm=vm.name, uuid=vm.uuid, grace_seconds=60)).vm
    assert stopped.power == pb.OFF
    order("vm:8", ensure_absent=pb.EnsureAbsent(vm=vm.name, uuid=vm.uuid))
    order("vm:8", ensure_no_port=pb.EnsureNoPort(vm=vm.name, name=port.name, uuid=port.uuid))
    order("vm:8", ensure_no_volume=pb.EnsureNoVolume(pool=pool, uuid=root))
    left = asyncio.run(dispatch(agent, pb.Command(host="host", list_objects=pb.ListObjects()))).objects
    assert (list(left.vms), list(left.ports), list(left.volumes)) == ([], [], [])
