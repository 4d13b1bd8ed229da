"""Reports of hosts, gathered for a moment and written together: a few transactions a second whatever the number of hosts."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from common import clock
from manager import settings
from manager.model.db import CommitUnknown, Database, Tx, Unavailable
from manager.model.infra import metrics
from manager.model.infra import reports as model
from manager.model.infra.hosts import CONNECTING, period
from protos.agent.v1 import agent_pb2
from protos.report.v1 import report_pb2 as pb

log = logging.getLogger(__name__)

GATHER = 0.5          # seconds that the first report of a batch waits for others
MOST = 500            # reports in one transaction
REVISIT = 300.0       # seconds after which an unchanged list of VMs is compared with the database again
POWERS: dict[int, str] = {agent_pb2.RUNNING: "PowerOn", agent_pb2.OFF: "PowerOff", agent_pb2.CRASHED: "PowerOff", agent_pb2.ABSENT: "PowerOff"}


class Refused(Exception):
    """A report that is not taken: no such host, or its certificate is revoked."""


@dataclass
class _Waiting:
    report: pb.HostReport
    serial: str
    answer: asyncio.Future[pb.ReportReply]


@dataclass
class _Seen:
    vms: int = 0               # hash of the last list
    at: float = -REVISIT
    pools: int = 0


@dataclass
class ReportBatches:
    """Takes reports, answers each when its batch is committed. `changed` is called after VMs were found in another power state."""

    db: Database
    node_id: int
    _waiting: list[_Waiting] = field(default_factory=list)
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    async def take(self, report: pb.HostReport, serial: str) -> pb.ReportReply:
        """Returns once the report is written. Raises Refused, or Unavailable when the database is away."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(report, serial, loop.create_future())
        self._waiting.append(waiting)
        if self._task is None:
            self._task = loop.create_task(self._flush())
        return await waiting.answer

    async def _flush(self) -> None:
        try:
            while self._waiting:
                await clock.nap(GATHER)
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write(batch)
        finally:
            self._task = None

    async def _write(self, batch: list[_Waiting]) -> None:
        last = {waiting.report.host: waiting for waiting in batch}  # of two reports of one host the later counts
        try:
            answers = await self.db.run(lambda tx: self._apply(tx, last))
        except (Unavailable, CommitUnknown) as error:
            self._fail(batch, error)
            return
        except Exception as error:
            log.exception("writing a batch of %d reports failed", len(batch))
            self._fail(batch, error)
            return
        for waiting in batch:
            reply = answers.get(waiting.report.host)
            if waiting.answer.done():
                continue
            if reply is None:
                waiting.answer.set_exception(Refused(f"host {waiting.report.host} is unknown, or its certificate is revoked"))
            else:
                waiting.answer.set_result(reply)

    @staticmethod
    def _fail(batch: list[_Waiting], error: Exception) -> None:
        for waiting in batch:
            if not waiting.answer.done():
                waiting.answer.set_exception(error)

    def _apply(self, tx: Tx, batch: dict[str, _Waiting]) -> dict[str, pb.ReportReply]:
        valid = model.valid_certificates(tx, {waiting.serial for waiting in batch.values()})
        known = model.known(tx, [uuid for uuid, waiting in batch.items() if waiting.serial in valid])
        seconds = period(len(self._seen))
        answers: dict[str, pb.ReportReply] = {}
        beats: list[model.Beat] = []
        changed: dict[int, pb.HostReport] = {}
        stats: dict[int, list[metrics.VmFigures]] = {}
        wanted = int(settings.get(tx, "vm.stats.interval")) // 1000
        for uuid, host in sorted(known.items(), key=lambda item: item[1].id):
            report = batch[uuid].report
            has_facts = report.HasField("facts")
            answers[uuid] = pb.ReportReply(next_seconds=2 if host.state == CONNECTING and host.cluster_id else seconds,
                                           want_facts=not has_facts and not host.memory_bytes,
                                           renew=batch[uuid].serial == host.retire_serial, stats_seconds=wanted)
            if host.shown_serial != batch[uuid].serial:
                model.shown(tx, host.id, batch[uuid].serial)
            if _old(host, report):
                continue
            beats.append(_beat(host, report))
            if has_facts:
                model.facts(tx, host.id, told(report.facts))
            self._pools(tx, report)
            if report.stats:
                stats[host.id] = _figures(report)
            if self._vms_changed(report):
                changed[host.id] = report
        model.beats(tx, beats, self.node_id)
        self._power(tx, changed)
        metrics.record(tx, stats, users_only=bool(settings.get(tx, "vm.stats.user.vm.only")))
        return answers

    def _pools(self, tx: Tx, report: pb.HostReport) -> None:
        seen = self._seen.setdefault(report.host, _Seen())
        figures = hash(tuple((pool.uuid, pool.capacity_bytes, pool.used_bytes >> 28) for pool in report.pools))
        if figures != seen.pools:
            for pool in report.pools:
                model.pool(tx, pool.uuid, pool.capacity_bytes, pool.used_bytes)
            seen.pools = figures

    def _vms_changed(self, report: pb.HostReport) -> bool:
        seen = self._seen.setdefault(report.host, _Seen())
        listed = hash(tuple(sorted((vm.name, vm.power) for vm in report.vms)))
        now = clock.monotonic()
        if listed == seen.vms and now - seen.at < REVISIT:
            return False
        seen.vms, seen.at = listed, now
        return True

    def _power(self, tx: Tx, changed: dict[int, pb.HostReport]) -> None:
        states = {host_id: {vm.name: POWERS.get(vm.power, "PowerUnknown") for vm in report.vms} for host_id, report in changed.items()}
        differing = []
        for vm in model.vms(tx, list(states)):
            state = states[vm.host_id].get(vm.instance_name, "PowerOff")
            if state != (vm.power_state or "PowerUnknown"):
                differing.append((vm.id, state))
        recorded = set(model.power(tx, differing))
        for vm_id, _ in differing:
            if vm_id not in recorded:  # a saga holds it: look again with the next report
                for host_id in states:
                    self._seen[changed[host_id].host].at = -REVISIT


def _old(host: model.Known, report: pb.HostReport) -> bool:
    """Late or repeated: changes nothing."""
    if report.boot_id == host.boot_id and report.start == host.agent_start:
        return report.sequence <= host.sequence
    return report.start < host.agent_start


def _beat(host: model.Known, report: pb.HostReport) -> model.Beat:
    fresh = report.boot_id != host.boot_id or report.start != host.agent_start
    return model.Beat(host.id, report.boot_id, report.start, report.sequence, report.cpu_used, report.memory_used_bytes,
                      report.network_read_kbs, report.network_write_kbs, fresh, report.load_average)


def _figures(report: pb.HostReport) -> list[metrics.VmFigures]:
    return [metrics.VmFigures(
        one.name, report.stats_seconds, one.cpu, one.memory_kib, one.memory_free_kib, one.received_kib, one.sent_kib,
        [metrics.DiskFigures(disk.uuid, disk.read_kib, disk.write_kib, disk.read_ops, disk.write_ops) for disk in one.disks])
        for one in report.stats]


def told(facts: pb.Facts) -> model.Facts:
    """What a host says it is."""
    return model.Facts(facts.cpus, facts.cpu_mhz, facts.memory_bytes, facts.hypervisor_version, facts.os, facts.kernel, facts.cpu_model,
                       facts.hvm, list(facts.bridges), list(facts.features), facts.agent_version, facts.cpu_sockets)
