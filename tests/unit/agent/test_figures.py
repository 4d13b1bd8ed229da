"""Figures of VMs: differences of counters between looks that managers acknowledged, and what a report of them costs."""

from __future__ import annotations

from agent.drivers.base import DiskCounters, VmCounters
from agent.drivers.libvirt import stats
from agent.figures import Figures
from protos.report.v1 import report_pb2 as pb

DISK = "0c4f1d9a-7a0d-4d41-9b4b-4b8d4f0c9a11"


def counters(seconds: int) -> VmCounters:
    """Of a guest that uses half of its two CPUs."""
    disk = DiskCounters(seconds * 4096, seconds * 8192, seconds, 0)
    return VmCounters(seconds * 10**9, 2, 4096, 1024, seconds * 2048, seconds * 1024, {DISK: disk})


def test_the_first_look_says_nothing_and_the_second_the_difference() -> None:
    figures, report = Figures(every=60), pb.HostReport()
    assert figures.due(5)
    figures.add(report, {"i": counters(10)}, 5)
    assert not report.stats
    figures.acknowledged({"i": counters(10)}, 5)
    assert not figures.due(64)
    assert figures.due(65)
    figures.add(report, {"i": counters(70), "new": counters(1)}, 65)
    (one,) = report.stats
    assert (report.stats_seconds, one.name, one.cpu, one.memory_kib, one.received_kib, one.sent_kib) == (60, "i", 50.0, 4096, 120, 60)
    assert [(disk.uuid, disk.read_kib, disk.write_kib, disk.read_ops, disk.write_ops) for disk in one.disks] == [(DISK, 240, 480, 60, 0)]


def test_a_lost_report_loses_nothing() -> None:
    figures = Figures(every=60)
    figures.acknowledged({"i": counters(0)}, 0)
    figures.add(pb.HostReport(), {"i": counters(60)}, 60)      # never acknowledged
    report = pb.HostReport()
    figures.add(report, {"i": counters(120)}, 120)
    assert (report.stats_seconds, report.stats[0].received_kib) == (120, 240)


def test_a_vm_that_was_started_again_begins_anew() -> None:
    figures, report = Figures(every=60), pb.HostReport()
    figures.acknowledged({"i": counters(100)}, 0)
    figures.add(report, {"i": counters(7)}, 60)
    assert not report.stats


def test_nobody_asks_nothing_is_due() -> None:
    assert not Figures(every=0).due(1e9)


def test_a_report_stays_small() -> None:
    figures, report = Figures(every=60), pb.HostReport()
    before = {f"i-2-{number}-VM": counters(10**6) for number in range(50)}
    figures.acknowledged(before, 0)
    figures.add(report, {name: counters(10**6 + 60) for name in before}, 60)
    assert len(report.stats) == 50
    assert report.ByteSize() / 50 < 100      # bytes for each VM with a disk, once a minute


def test_libvirts_figures() -> None:
    found = stats.counters({
        "cpu.time": 7, "vcpu.current": 2, "balloon.current": 100, "balloon.unused": 40, "net.count": 2, "net.0.rx.bytes": 1, "net.1.rx.bytes": 2,
        "net.0.tx.bytes": 3, "block.count": 2, "block.0.path": f"/pool/0c4f1d9a-7a0d-4d41-9b4b-4b8d4f0c9a12/{DISK}.qcow2", "block.0.rd.bytes": 5,
        "block.0.wr.bytes": 6, "block.0.rd.reqs": 7, "block.0.wr.reqs": 8, "block.1.path": "/var/lib/config.iso"})
    assert found == VmCounters(7, 2, 100, 40, 3, 3, {DISK: DiskCounters(5, 6, 7, 8)})
    assert stats.counters({}) == VmCounters()
