"""What settings say of the figures that hosts report: how often they are asked for them, and of which VMs they are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, update

from manager import settings
from manager.agents.reports import ReportBatches
from manager.model.tables import infra
from manager.model.tables.metrics import vm_stat
from manager.model.tables.vm import vm
from protos.report.v1 import report_pb2 as pb
from tests.wire.vm.test_vms import Site

SERIAL = "ab"
SEQUENCE = count(1)


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    made.deploy(made.app.user("bob"), name="measured")
    made.app.db.write(lambda tx: _certified(tx, made.ids["host1"]))
    yield made
    made.app.close()


def _certified(tx: Any, host_id: int) -> None:
    tx.insert(infra.certificate, serial=SERIAL, name="h1", kind="host", subject_id=host_id, not_after=tx.now() + 10**12, created=tx.now())
    tx.execute(update(infra.host).where(infra.host.c.id == host_id).values(cert_serial=SERIAL))
    tx.execute(update(vm).values(host_id=host_id))


def report(site: Site) -> pb.ReportReply:
    """The first host tells of all VMs; the manager's answer."""
    settings.forget()
    names = [row.instance_name for row in site.app.read(lambda tx: tx.rows(select(vm.c.instance_name).where(vm.c.live == 1)))]
    told = pb.HostReport(host=site.uuid(infra.host, "host1"), boot_id="b", start=1, sequence=next(SEQUENCE),
                         stats=[pb.VmStat(name=name, cpu=0.5) for name in names], stats_seconds=60)
    return asyncio.run(ReportBatches(site.app.db, 1).take(told, SERIAL))



def kinds(site: Site) -> set[str]:
    """The types of the VMs that there are figures of."""
    return {row.type for row in site.app.read(lambda tx: tx.rows(select(vm.c.type).join(vm_stat, vm_stat.c.vm_id == vm.c.id)))}


def test_how_often_figures_are_wanted(site: Site) -> None:
    assert report(site).stats_seconds == 60
    for milliseconds, seconds in (("30000", 30), ("0", 0)):
        site.app.admin.call("updateConfiguration", name="vm.stats.interval", value=milliseconds)
        assert report(site).stats_seconds == seconds


def test_whether_figures_of_system_vms_are_kept(site: Site) -> None:
    site.app.admin.call("updateConfiguration", name="vm.stats.user.vm.only", value="true")
    site.app.db.write(lambda tx: tx.execute(vm_stat.delete()))
    report(site)
    assert kinds(site) == {"User"}
    site.app.admin.call("updateConfiguration", name="vm.stats.user.vm.only", value="false")
    site.app.db.write(lambda tx: tx.execute(vm_stat.delete()))
    report(site)
    assert kinds(site) == {"User", "DomainRouter"}
