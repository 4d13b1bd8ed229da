"""What agents are told about a VM: pure functions from rows to pileus.agent.v1 messages."""

from __future__ import annotations

from collections.abc import Sequence

from manager.model.guest.limits import DiskLimit, Limits
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import ImageSpec, PoolSpec, VolumeSpec
from manager.network.messages import port_message
from manager.sagas.vm.params import Wire
from protos.agent.v1 import agent_pb2

EXTRA = ("rootdiskcontroller", "datadiskcontroller", "nicadapter")  # VM details that shape the virtual hardware
BUSES = {"virtio", "scsi", "ide", "sata"}
CACHES = {"none", "writeback", "writethrough"}   # hypervisor_default: what the host does anyway
NO_LIMITS, NO_LIMIT = Limits(), DiskLimit()


def pool(spec: PoolSpec) -> agent_pb2.Pool:
    """A storage pool."""
    return agent_pb2.Pool(uuid=spec.uuid, type=spec.type, path=spec.path)


def ensure_image(image: ImageSpec, where: PoolSpec, url: str, ca_pem: str, wait_seconds: int) -> agent_pb2.EnsureImage:
    """A template's file on a pool, from `url`."""
    return agent_pb2.EnsureImage(pool=pool(where), uuid=image.uuid, url=url, sha256=image.sha256, size_bytes=image.size, ca_pem=ca_pem,
                                 wait_seconds=wait_seconds)


def ensure_volume(spec: VolumeSpec) -> agent_pb2.EnsureVolume:
    """A volume on its pool."""
    return agent_pb2.EnsureVolume(pool=pool(spec.pool), uuid=spec.uuid, size_bytes=spec.size, image_uuid=spec.image_uuid)


def ensure_port(name: str, wire: Wire) -> agent_pb2.EnsurePort:
    """A NIC's tap for the VM `name`."""
    return agent_pb2.EnsurePort(vm=name, port=_port(wire))


def ensure_no_port(name: str, wire: Wire) -> agent_pb2.EnsureNoPort:
    """The NIC's tap is gone."""
    port = port_message(wire.nic, wire.segment)
    return agent_pb2.EnsureNoPort(vm=name, name=port.name, uuid=port.uuid)


def guest(row: VmRow, volumes: Sequence[VolumeSpec], wires: Sequence[Wire], details: dict[str, str],
          limits: Limits = NO_LIMITS) -> agent_pb2.Vm:
    """The whole VM, as a host needs it to run it."""
    return agent_pb2.Vm(
        name=row.instance_name, uuid=row.uuid, vcpus=row.cpus, memory_mib=row.memory_mib, cpu_mhz=row.cpu_mhz,
        disks=[_disk(spec, details, limits.disks.get(spec.id, NO_LIMIT)) for spec in sorted(volumes, key=lambda spec: spec.device)],
        ports=[_port(wire) for wire in sorted(wires, key=lambda wire: wire.nic.device)],
        arch=row.arch, machine=details.get("machine", ""),
        extra={key: details[key] for key in EXTRA if key in details}, cpu_limited=limits.cpu)


def _port(wire: Wire) -> agent_pb2.Port:
    port = port_message(wire.nic, wire.segment)
    port.mbps = wire.mbps
    return port


def _disk(spec: VolumeSpec, details: dict[str, str], limit: DiskLimit) -> agent_pb2.Disk:
    # CloudStack's details rootDiskController and dataDiskController
    asked = {key.lower(): value.lower() for key, value in details.items()}
    bus = asked.get("rootdiskcontroller" if spec.device == 0 else "datadiskcontroller", "")
    return agent_pb2.Disk(pool=pool(spec.pool), uuid=spec.uuid, device=spec.device, bus=bus if bus in BUSES else "virtio",
                          rates=_rates(limit), cache=limit.cache if limit.cache in CACHES else "")


def _rates(limit: DiskLimit) -> agent_pb2.Rates:
    return agent_pb2.Rates(
        read_bytes=limit.bytes_read_rate, write_bytes=limit.bytes_write_rate, read_iops=limit.iops_read_rate, write_iops=limit.iops_write_rate,
        total_iops=limit.total_iops, read_bytes_max=limit.bytes_read_rate_max, write_bytes_max=limit.bytes_write_rate_max,
        read_iops_max=limit.iops_read_rate_max, write_iops_max=limit.iops_write_rate_max,
        read_bytes_max_seconds=limit.bytes_read_rate_max_length, write_bytes_max_seconds=limit.bytes_write_rate_max_length,
        read_iops_max_seconds=limit.iops_read_rate_max_length, write_iops_max_seconds=limit.iops_write_rate_max_length)
