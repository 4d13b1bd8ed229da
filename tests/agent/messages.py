"""Commands as a manager would send them."""

from __future__ import annotations

import uuid

from protos.agent.v1 import agent_pb2 as pb

POOL = pb.Pool(uuid="11111111-1111-4111-8111-111111111111", type="Filesystem", path="/pool")
IMAGE = "22222222-2222-4222-8222-222222222222"
GIB = 1 << 30


def uid(number: int) -> str:
    return str(uuid.UUID(int=0x4000_8000_0000_0000_0000 + number))


def network(bridge: str = "pb1-1", tag: int = 101) -> pb.Network:
    return pb.Network(bridge=bridge, isolation=pb.Network.VLAN, tag=tag, parent="cloudbr1")


def port(number: int = 1) -> pb.Port:
    return pb.Port(name=f"t{number}", uuid=uid(1000 + number), mac=f"02:00:00:00:00:{number:02x}", network=network(), addresses=["10.1.1.5"])


def vm(number: int = 17, **more: object) -> pb.Vm:
    return pb.Vm(name=f"i-2-{number}-VM", uuid=uid(number), vcpus=1, memory_mib=512,
                 disks=[pb.Disk(pool=POOL, uuid=uid(2000 + number))], ports=[port(number)], **more)


def image() -> pb.EnsureImage:
    return pb.EnsureImage(pool=POOL, uuid=IMAGE, url="sim://tiny", size_bytes=GIB)


def volume(number: int = 17) -> pb.EnsureVolume:
    return pb.EnsureVolume(pool=POOL, uuid=uid(2000 + number), size_bytes=GIB, image_uuid=IMAGE)


def whole(number: int = 17) -> list[object]:
    """All that a deployment sends, in order."""
    return [pb.EnsurePool(pool=POOL), image(), volume(number), pb.EnsurePort(vm=f"i-2-{number}-VM", port=port(number)),
            pb.EnsureRunning(vm=vm(number))]
