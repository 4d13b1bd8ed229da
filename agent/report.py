"""Reporting: what a host has and does, on the managers' schedule, with backoff and jitter when they are away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from dataclasses import dataclass, field

from agent import __version__
from agent.drivers.base import DriverError, VmCounters
from agent.figures import Figures
from agent.host import Host
from agent.identity import Identity
from agent.rpc.link import Link, LinkLost
from common import clock
from protos.report.v1 import report_pb2 as pb

log = logging.getLogger(__name__)

BACKOFF = (0.5, 1.0, 2.0, 4.0, 5.0)   # seconds, times a random 0.5–1
LOST_JITTER = 2.0                     # a manager that dies is not besieged by all its hosts at once
REFUSED_PAUSE = 30.0
PATIENCE = 3                          # failures before it is worth a warning


async def facts(host: Host) -> pb.Facts:
    """What this host is."""
    found = await host.call(host.hypervisor.facts)
    return pb.Facts(
        hypervisor=found.hypervisor, hypervisor_version=found.hypervisor_version, os=found.os, kernel=found.kernel, arch=found.arch,
        agent_version=__version__, cpus=found.cpus, cpu_mhz=found.cpu_mhz, memory_bytes=found.memory_bytes, hvm=found.hvm,
        cpu_sockets=found.cpu_sockets, cpu_model=found.cpu_model, bridges=await host.call(host.network.bridges_found),
        features=await host.call(host.network.features))


@dataclass
class Reporter:
    """The reports of one host. `identity` is replaced by renewals."""

    host: Host
    identity: Identity
    rng: random.Random
    spread: float = LOST_JITTER       # seconds over which the first report is spread
    start: int = field(default_factory=clock.wall_us)
    sequence: int = 0
    told: bytes = b""                 # the facts that a manager has acknowledged
    next_seconds: float = 10.0
    figures: Figures = field(default_factory=Figures)
    _link: Link | None = None
    _at: int = 0                      # which of the managers' addresses
    _failures: int = 0
    _nap: asyncio.Timeout | None = None
    _hurried: bool = False            # somebody asked while a report was under way

    def __post_init__(self) -> None:
        self.host.hurry = self.hurry

    async def run(self) -> None:
        """Reports until cancelled."""
        await clock.nap(self.rng.uniform(0, self.spread))
        try:
            while True:
                await self._wait(await self._turn())
        finally:
            await self._drop()

    async def report(self, link: Link) -> None:
        """Sends one report; renews the certificate when it is time. Raises LinkLost."""
        now = await facts(self.host)
        known = now.SerializeToString(deterministic=True)
        self.sequence += 1
        moment = clock.monotonic()
        counters = await self.host.call(self.host.hypervisor.counters) if self.figures.due(moment) else None
        reply = await link.report(await self._compose(now if known != self.told else None, counters, moment))
        if counters is not None:
            self.figures.acknowledged(counters, moment)
        self.figures.every = reply.stats_seconds
        self.told = b"" if reply.want_facts else known
        self.next_seconds = max(1.0, float(reply.next_seconds or 10))
        if reply.renew or self.identity.renew_in() <= 0:
            await self._renew(link)

    async def _turn(self) -> float:
        """One attempt; returns how long to wait."""
        if self._link is None:
            self._link = Link(self.identity.managers[self._at % len(self.identity.managers)], self.identity)
        try:
            await self.report(self._link)
        except DriverError as error:
            # libvirtd away, say: it comes back. Meanwhile the managers find by dialling that the host itself is alive.
            log.warning("host %s: nothing to report: %s", self.host.uuid, error.text)
            return self.next_seconds
        except LinkLost as lost:
            await self._drop()
            self._at += 1
            wait = REFUSED_PAUSE if lost.refused else BACKOFF[min(self._failures, len(BACKOFF) - 1)]
            log.log(logging.WARNING if self._failures == PATIENCE else logging.INFO, "host %s: report failed: %s", self.host.uuid, lost)
            self._failures += 1
            return wait * self.rng.uniform(0.5, 1)
        self._failures = 0
        if not self.told:
            return self.rng.uniform(0, LOST_JITTER)
        return self.next_seconds * self.rng.uniform(0.8, 1)

    async def _wait(self, seconds: float) -> None:
        """Waits; less when the connection breaks meanwhile, or somebody hurries."""
        if self._hurried:
            self._hurried = False
            return
        if self._link is None:
            await clock.nap(seconds)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds) as self._nap:
                await self._link.broken()
                await clock.nap(self.rng.uniform(0, LOST_JITTER))
        self._nap = None

    def hurry(self) -> None:
        """Reports now, for something happened. Called on the event loop."""
        if self._nap is None:
            self._hurried = True
        elif not self._nap.expired():
            self._nap.reschedule(asyncio.get_running_loop().time())

    async def _renew(self, link: Link) -> None:
        reply = await link.renew(self.identity.csr())
        self.identity.certificate_pem = reply.certificate_pem.encode()
        self.identity.ca_pem = reply.ca_pem.encode() or self.identity.ca_pem
        self.identity.save()
        log.info("host %s: certificate renewed", self.host.uuid)
        await self._drop()
        self._hurried = True   # the managers see the new one at once

    async def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            await link.close()

    async def _compose(self, changed: pb.Facts | None, counters: dict[str, VmCounters] | None, moment: float) -> pb.HostReport:
        host = self.host
        load = await host.call(host.hypervisor.load)
        report = pb.HostReport(
            host=host.uuid, boot_id=await host.call(host.hypervisor.boot_id), start=self.start, sequence=self.sequence, facts=changed,
            cpu_used=load.cpu_used, memory_used_bytes=load.memory_used_bytes, network_read_kbs=load.network_read_kbs,
            network_write_kbs=load.network_write_kbs, load_average=load.load_average)
        if counters is not None:
            self.figures.add(report, counters, moment)
        for vm in await host.call(host.hypervisor.vms):
            report.vms.append(pb.VmPower(name=vm.name, power=vm.power))
        for pool in host.pools():
            info = await host.call(host.storage.ensure_pool, pool)
            report.pools.append(pb.PoolUse(uuid=pool.uuid, capacity_bytes=info.capacity_bytes, used_bytes=info.used_bytes))
        return report
