"""What the host is and how busy it is."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import libvirt
import psutil

from agent.drivers.base import HypervisorFacts, Load
from common import clock

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_CPUINFO = Path("/proc/cpuinfo")
_NETWORK_DEVICES = Path("/sys/class/net")


def boot_id() -> str:
    """New at each start of the machine."""
    return _BOOT_ID.read_text().strip()


def facts(connection: libvirt.virConnect, hvm: bool) -> HypervisorFacts:
    """The hypervisor's facts."""
    arch, _, cpus, mhz, nodes, sockets, *_ = connection.getInfo()      # its memory figure can be the boot-time one: wrong once memory was added
    version = connection.getVersion()
    return HypervisorFacts(
        hypervisor="KVM", hypervisor_version=f"{version // 1_000_000}.{version // 1000 % 1000}.{version % 1000}", hvm=hvm, arch=arch,
        cpus=cpus, cpu_sockets=max(1, nodes * sockets), cpu_mhz=mhz or cpu_mhz(), cpu_model=cpu_field("model name"),
        memory_bytes=psutil.virtual_memory().total, os=_os_name(), kernel=os.uname().release)


def guests_owner(connection: libvirt.virConnect) -> tuple[int, int]:
    """User and group that QEMU runs as (https://libvirt.org/formatcaps.html: the base label of the DAC model); root's when unknown."""
    for model in ET.fromstring(connection.getCapabilities()).findall("./host/secmodel"):  # noqa: S314 libvirt's own document
        label = model.findtext("baselabel") or ""
        if model.findtext("model") == "dac" and (found := re.fullmatch(r"\+?(\d+):\+?(\d+)", label)):
            return int(found[1]), int(found[2])
    return 0, 0


def cpu_field(field: str) -> str:
    """The first value of `field` in /proc/cpuinfo, or an empty text."""
    for line in _CPUINFO.read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == field:
            return value.strip()
    return ""


def cpu_mhz() -> int:
    """The clock /proc/cpuinfo shows; virtual machines tell libvirt none. 0: unknown."""
    return int(float(cpu_field("cpu MHz") or 0))


def _os_name() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return platform.system()


@dataclass
class LoadMeter:
    """Load since the last look. Not thread-safe: one reporter asks."""

    _at: float = 0.0
    _read: int = 0
    _written: int = 0

    def look(self) -> Load:
        """What the host is busy with now; the first look has no network figures."""
        now = clock.monotonic()
        read, written = _octets()
        span, first = now - self._at, not self._at
        rates = (0, 0) if first or span <= 0 else (int((read - self._read) / 1024 / span), int((written - self._written) / 1024 / span))
        self._at, self._read, self._written = now, read, written
        memory = psutil.virtual_memory()
        return Load(psutil.cpu_percent(None) / 100, memory.total - memory.available, max(0, rates[0]), max(0, rates[1]),
                    os.getloadavg()[0])


def _octets() -> tuple[int, int]:
    """Octets received and sent by physical devices; by all but the loopback where there are none."""
    counters = psutil.net_io_counters(pernic=True)
    physical = [name for name in counters if (_NETWORK_DEVICES / name / "device").exists()]
    names = physical or [name for name in counters if name != "lo"]
    return sum(counters[name].bytes_recv for name in names), sum(counters[name].bytes_sent for name in names)
