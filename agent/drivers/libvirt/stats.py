"""From libvirt's bulk statistics (virConnectGetAllDomainStats) to counters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import libvirt

from agent.drivers.base import DiskCounters, VmCounters

WANTED = (libvirt.VIR_DOMAIN_STATS_CPU_TOTAL | libvirt.VIR_DOMAIN_STATS_VCPU | libvirt.VIR_DOMAIN_STATS_BALLOON
          | libvirt.VIR_DOMAIN_STATS_INTERFACE | libvirt.VIR_DOMAIN_STATS_BLOCK)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def counters(figures: Mapping[str, Any]) -> VmCounters:
    """One domain's. What libvirt does not tell counts as 0; disks are known by the volume's uuid, the last in their path."""
    def at(name: str) -> int:
        return int(figures.get(name, 0))

    disks = {}
    for number in range(at("block.count")):
        named = _UUID.findall(str(figures.get(f"block.{number}.path", "")))
        if named:
            disks[named[-1]] = DiskCounters(at(f"block.{number}.rd.bytes"), at(f"block.{number}.wr.bytes"), at(f"block.{number}.rd.reqs"),
                                            at(f"block.{number}.wr.reqs"))
    nets = range(at("net.count"))
    return VmCounters(
        cpu_ns=at("cpu.time"), cpus=max(1, at("vcpu.current")), memory_kib=at("balloon.current"), memory_free_kib=at("balloon.unused"),
        received_bytes=sum(at(f"net.{n}.rx.bytes") for n in nets), sent_bytes=sum(at(f"net.{n}.tx.bytes") for n in nets), disks=disks)
