"""What VMs did since figures were last acknowledged: differences of counters. Pure but for the counters given to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.drivers.base import DiskCounters, VmCounters
from protos.report.v1 import report_pb2 as pb


@dataclass
class Figures:
    """Between two looks that a manager has seen; a report that is lost loses nothing: the next one covers its time, too."""

    every: int = 0                     # seconds between them; 0: nobody wants any
    at: float | None = None            # of the counters before, monotonic
    before: Mapping[str, VmCounters] = field(default_factory=dict)

    def due(self, now: float) -> bool:
        """Whether it is time for a look."""
        return self.every > 0 and (self.at is None or now - self.at >= self.every)

    def add(self, report: pb.HostReport, counters: Mapping[str, VmCounters], now: float) -> None:
        """Writes the differences into a report; nothing at the first look."""
        if self.at is None:
            return
        span = now - self.at
        report.stats_seconds = max(1, round(span))
        for name, last in counters.items():
            first = self.before.get(name)
            if first is not None and last.cpu_ns >= first.cpu_ns:   # less: it was started again meanwhile
                report.stats.append(_stat(name, first, last, span))

    def acknowledged(self, counters: Mapping[str, VmCounters], now: float) -> None:
        """The next look begins here."""
        self.before, self.at = counters, now


def _stat(name: str, first: VmCounters, last: VmCounters, span: float) -> pb.VmStat:
    out = pb.VmStat(
        name=name, cpu=round(min(100.0, (last.cpu_ns - first.cpu_ns) / (span * last.cpus * 1e7)), 2), memory_kib=last.memory_kib,
        memory_free_kib=last.memory_free_kib, received_kib=_kib(first.received_bytes, last.received_bytes),
        sent_kib=_kib(first.sent_bytes, last.sent_bytes))
    for uuid, disk in last.disks.items():
        was = first.disks.get(uuid, DiskCounters())
        out.disks.append(pb.DiskStat(
            uuid=uuid, read_kib=_kib(was.read_bytes, disk.read_bytes), write_kib=_kib(was.write_bytes, disk.write_bytes),
            read_ops=max(0, disk.read_ops - was.read_ops), write_ops=max(0, disk.write_ops - was.write_ops)))
    return out


def _kib(first: int, last: int) -> int:
    return max(0, last - first) >> 10
