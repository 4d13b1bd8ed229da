"""What agents are told about a VM."""

from __future__ import annotations

import msgspec
import pytest

from manager.model.guest.vm import VmRow
from manager.model.guest.volume import ImageSpec, PoolSpec, VolumeSpec
from manager.model.net.network import NicRow, Segment
from manager.sagas.vm import message
from manager.sagas.vm.params import Wire

POOL = PoolSpec(1, "pool-uuid", "Filesystem", "/srv/pool")


def row(**changes: object) -> VmRow:
    values = dict.fromkeys(VmRow.__struct_fields__) | {
        "id": 7, "uuid": "vm-uuid", "instance_name": "i-2-7-VM", "cpus": 2, "cpu_mhz": 1000, "memory_mib": 512,
        "arch": "x86_64"} | changes
    return VmRow(**values)  # type: ignore[arg-type]


def wire(device: int, ip: str | None) -> Wire:
    nic = NicRow(id=36 + device, uuid=f"nic{device}", vm_id=7, network_id=3, role="guest", device=device, mac=f"02:00:00:00:00:0{device}", ip=ip,
                 netmask=None, gateway=None, is_default=device == 0)
    return Wire(nic, Segment(thing="network:3", isolation="VLAN", tag=100, physical_network_id=1, parent="cloudbr0", mtu=0))


def volume(device: int) -> VolumeSpec:
    return VolumeSpec(device + 1, f"vol{device}", 1 << 30, device, POOL, "image" if device == 0 else "", True)


def test_the_whole_guest() -> None:
    made = message.guest(row(), [volume(1), volume(0)], [wire(1, None), wire(0, "10.1.1.5")], {"rootDiskController": "SCSI"})
    assert (made.name, made.uuid, made.vcpus, made.memory_mib, made.cpu_mhz) == ("i-2-7-VM", "vm-uuid", 2, 512, 1000)
    assert made.arch == "x86_64"
    assert [(disk.uuid, disk.device, disk.bus) for disk in made.disks] == [("vol0", 0, "scsi"), ("vol1", 1, "virtio")]
    assert [(port.name, list(port.addresses)) for port in made.ports] == [("t10", ["10.1.1.5"]), ("t11", [])]
    assert made.ports[0].network.tag == 100
    assert not made.ports[0].trusted


@pytest.mark.parametrize("asked", ["nvme; rm -rf /", "", "<x>"])
def test_an_unknown_bus_is_virtio(asked: str) -> None:
    made = message.guest(row(), [volume(0)], [], {"rootDiskController": asked})
    assert made.disks[0].bus == "virtio"


def test_volume_image_and_port() -> None:
    body = message.ensure_volume(volume(0))
    assert (body.pool.path, body.uuid, body.size_bytes, body.image_uuid) == ("/srv/pool", "vol0", 1 << 30, "image")
    image = message.ensure_image(ImageSpec("image", "00ff", 5, "store:1"), POOL, "https://s/x", "PEM", 20)
    assert (image.uuid, image.url, image.sha256, image.ca_pem, image.wait_seconds) == ("image", "https://s/x", "00ff", "PEM", 20)
    gone = message.ensure_no_port("i-2-7-VM", wire(0, "10.1.1.5"))
    assert (gone.vm, gone.name, gone.uuid) == ("i-2-7-VM", "t10", "nic0")


def test_what_steps_hand_on_survives_json() -> None:
    one = wire(0, "10.1.1.5")
    assert msgspec.json.decode(msgspec.json.encode([one]), type=list[Wire]) == [one]
