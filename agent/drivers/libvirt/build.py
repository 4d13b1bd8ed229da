"""From the command's VM to a domain: what this host adds (acceleration, folders, defaults) is a value, so this is pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.drivers import paths
from agent.drivers.base import DriverError
from agent.drivers.libvirt.domain import DISK_LETTERS, Cpu, Disk, Domain, Mark, Nic
from protos.agent.v1 import agent_pb2 as pb

CONFIG_LABEL = "PILEUS"
MACHINES = ("", "pc", "q35")
CACHES = ("", "none", "writeback", "writethrough")
OWN = ("", "none")          # without the host's cache where its file system can do that: the site says
WEIGHTS = 10_000            # CPU weights of cgroup v2 end here
PERIOD_US = 100_000         # of CPU quotas
SOCKET_PATH = 108
LEAST_QUOTA_US = 1000       # what the kernel takes
HOST_MODEL = Cpu("host-model")
QUICKEST = Cpu("custom", "qemu64")     # of those that can be emulated


@dataclass(frozen=True)
class Site:
    """What all VMs of this host share. `cpu` is for accelerated guests; the host's own cannot be emulated."""

    accelerated: bool
    log_dir: Path
    config_dir: Path
    screen_dir: Path = Path("/var/lib/pileus-agent/screens")
    cpu: Cpu = HOST_MODEL
    emulated_cpu: Cpu = QUICKEST
    cache: str = "none"
    tcg_cache_mib: int = 128
    cpu_capacity_mhz: int = 0   # of the whole host; 0: unknown, weights are left alone
    core_mhz: int = 0           # of each of its CPUs; 0: unknown, no VM is limited


def serial_log(site: Site, name: str) -> Path:
    """Where a VM's serial port writes."""
    return site.log_dir / f"{name}.log"


def screen(site: Site, name: str) -> Path:
    """The socket of a VM's screen; a long name is shortened to what a socket's address holds (unix(7): 108 bytes with the end)."""
    path = site.screen_dir / f"{name}.vnc"
    return path if len(str(path)) < SOCKET_PATH else site.screen_dir / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.vnc"


def config_disk(site: Site, name: str) -> Path:
    """A system VM's config disk."""
    return site.config_dir / f"{name}.iso"


def domain(vm: pb.Vm, site: Site) -> Domain:
    """The domain of `vm` on this host. INVALID, UNSUPPORTED."""
    if vm.arch not in ("", "x86_64"):
        raise DriverError("UNSUPPORTED", f"{vm.name}: this host runs x86_64, not {vm.arch}")
    if vm.machine not in MACHINES:
        raise DriverError("UNSUPPORTED", f"{vm.name}: no machine type {vm.machine!r}")
    return Domain(
        name=vm.name, uuid=vm.uuid, accelerated=site.accelerated, vcpus=vm.vcpus, memory_mib=vm.memory_mib,
        cpu=site.cpu if site.accelerated else site.emulated_cpu, serial_log=serial_log(site, vm.name), machine=vm.machine or "pc",
        disks=(*_disks(vm, site), *_config(vm, site)),
        nics=tuple(Nic(port.name, port.mac.lower(), max(port.network.mtu, 0)) for port in vm.ports),
        screen=None if vm.HasField("system") else screen(site, vm.name), mark=_mark(vm, site), tcg_cache_mib=site.tcg_cache_mib)


def _disks(vm: pb.Vm, site: Site) -> list[Disk]:
    found: list[Disk] = []
    for disk in sorted(vm.disks, key=lambda disk: disk.device):
        bus = disk.bus or "virtio"
        if bus not in DISK_LETTERS:
            raise DriverError("UNSUPPORTED", f"{vm.name}: no disk bus {bus!r}")
        if disk.device > 255 or disk.device < 0:
            raise DriverError("INVALID", f"{vm.name}: no disk device {disk.device}")
        # The serial lets a guest find its disk by name: /dev/disk/by-id/virtio-<first 20 of the uuid>.
        if disk.cache not in CACHES:
            raise DriverError("UNSUPPORTED", f"{vm.name}: no cache mode {disk.cache!r}")
        found.append(Disk(paths.volume(disk.pool, disk.uuid), disk.device, bus, cache=site.cache if disk.cache in OWN else disk.cache,
                          serial=disk.uuid.replace("-", "")[:20], tune=tuple(_tune(disk.rates))))
    letters = [(DISK_LETTERS[disk.bus], disk.number) for disk in found]
    if len(set(letters)) != len(letters):
        raise DriverError("INVALID", f"{vm.name}: two disks on one device number")
    return found


def _tune(rates: pb.Rates) -> Iterator[tuple[str, int]]:
    """The elements of <iotune>. Their order and what goes together: https://libvirt.org/formatdomain.html#block-i-o-throttling-parameters"""
    for way in ("read", "write"):
        for unit, what in (("bytes", "bytes"), ("iops", "iops")):
            value = getattr(rates, f"{way}_{unit}")
            if value <= 0:
                continue
            yield f"{way}_{what}_sec", value
            if (most := getattr(rates, f"{way}_{unit}_max")) > value:
                yield f"{way}_{what}_sec_max", most
                if (seconds := getattr(rates, f"{way}_{unit}_max_seconds")) > 0:
                    yield f"{way}_{what}_sec_max_length", seconds
    if rates.total_iops > 0 and rates.read_iops <= 0 and rates.write_iops <= 0:
        yield "total_iops_sec", rates.total_iops


def _config(vm: pb.Vm, site: Site) -> list[Disk]:
    if not vm.HasField("system"):
        return []
    taken = [disk.device for disk in vm.disks if (disk.bus or "virtio") == "virtio"]
    return [Disk(config_disk(site, vm.name), max(taken, default=-1) + 1, format="raw", cache="writeback", serial=CONFIG_LABEL,
                 readonly=True)]


def _mark(vm: pb.Vm, site: Site) -> Mark:
    weight, quota = _weight(vm, site), _quota(vm, site)
    if not vm.HasField("system"):
        return Mark(weight=weight, quota=quota)
    return Mark(vm.system.role or "system", vm.system.control_address, vm.system.control_port, weight, quota)


def _weight(vm: pb.Vm, site: Site) -> int:
    """The VM's part of the host's MHz in 1–10000; 0: leave it alone."""
    if not vm.cpu_mhz or not site.cpu_capacity_mhz:
        return 0
    return min(WEIGHTS, max(1, WEIGHTS * vm.vcpus * vm.cpu_mhz // site.cpu_capacity_mhz))


def _quota(vm: pb.Vm, site: Site) -> int:
    """Microseconds that each of its CPUs may run in PERIOD_US; 0: all, as where the VM's CPUs are as fast as the host's."""
    if not vm.cpu_limited or not vm.cpu_mhz or not site.core_mhz or vm.cpu_mhz >= site.core_mhz:
        return 0
    return max(LEAST_QUOTA_US, PERIOD_US * vm.cpu_mhz // site.core_mhz)
