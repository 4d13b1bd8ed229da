"""The console proxies' reconciler: one for each zone, more for many sessions, started again, asked, ended when nobody needs them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from manager import settings
from manager.model.db import Database
from manager.model.net import system_vm
from manager.model.net.system_vm import SystemVmRow
from manager.model.tables import infra, network, offering, tenancy, work
from manager.model.tables.console import console_proxy
from manager.model.tables.vm import vm
from manager.reconcile.consoleproxies import ASK_EVERY, OLDEST, QUIET, console_proxies
from manager.saga.worker import Worker
from manager.sagas.systemvm.params import job
from manager.sagas.systemvm.stop import SYSTEM_VM_STOP
from manager.services import Unreachable
from tests.sagas import netlab
from tests.sagas.netlab import Lab

LIVE = work.saga.select().where(work.saga.c.state.in_(("queued", "running", "unwinding")))


class Proxies(Lab):
    """A zone with hosts; its proxies are to be system VMs."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        db.write(lambda tx: netlab.management(tx, self.cloud))
        self.setting("consoleproxy.mode", "systemvm")

    def setting(self, name: str, value: str) -> None:
        """A global value."""
        table = tenancy.configuration

        def write(tx: Any) -> None:
            tx.execute(table.delete().where(table.c.name == name))
            tx.insert(table, name=name, scope="Global", scope_id=0, value=value)
        self.db.write(write)
        settings.forget()

    def look(self, times: int = 1) -> None:
        """Runs the reconciler, and each time waits for the sagas that it starts."""
        async def work_on(worker: Worker) -> None:
            for _ in range(times):
                await console_proxies(netlab.services(self.db, self.hosts))
                for _ in range(500):
                    if not self.db.read(lambda tx: tx.rows(LIVE)):
                        break
                    await asyncio.sleep(0.02)
        self.go(work_on)

    @property
    def rows(self) -> list[SystemVmRow]:
        """The zone's proxies."""
        return self.db.read(lambda tx: system_vm.of_zone(tx, self.cloud.zone))

    @property
    def states(self) -> list[str]:
        """Of the zone's proxies."""
        return [row.state for row in self.rows]

    def change(self, table: Any, **values: Any) -> None:
        """All rows of a table."""
        self.db.write(lambda tx: tx.execute(update(table).values(**values)))

    def alerts(self) -> list[str]:
        """Subjects of those that last."""
        return [row.subject for row in self.db.read(lambda tx: tx.rows(work.alert.select().where(work.alert.c.resolved.is_(None))))]


@pytest.fixture
def lab(db_url: str) -> Iterator[Proxies]:
    db = Database(db_url)
    yield Proxies(db)
    settings.forget()
    db.close()


def test_each_zone_with_a_host_gets_one(lab: Proxies) -> None:
    lab.look(3)
    (row,) = lab.rows
    assert (row.state, row.name, row.address) == ("Running", f"v-{row.vm_id}-VM", None)
    assert row.instance_name in lab.hosts.vms
    assert len(lab.hosts.ports) == 3


def test_none_where_proxies_run_beside_the_managers(lab: Proxies) -> None:
    lab.setting("consoleproxy.mode", "local")
    lab.look(2)
    assert lab.rows == []
    lab.setting("consoleproxy.mode", "auto")  # the embedded database: local
    lab.look()
    assert bool(lab.rows) == (lab.db.engine.dialect.name != "sqlite")


def test_one_that_died_is_started_again_unless_it_shall_not(lab: Proxies) -> None:
    lab.look()
    token = lab.rows[0].token_enc
    lab.hosts.vms.clear()
    lab.change(vm, power_state="PowerOff", power_at=1 << 60)
    lab.setting("consoleproxy.restart", "false")
    lab.look(3)
    assert lab.states == ["Stopped"]
    assert not lab.hosts.ports
    lab.setting("consoleproxy.restart", "true")
    lab.look()
    (row,) = lab.rows
    assert row.state == "Running"
    assert row.token_enc not in (None, token)


def test_one_that_is_on_a_host_that_is_away_is_replaced(lab: Proxies) -> None:
    lab.look()
    where = lab.rows[0].host_id
    lab.db.write(lambda tx: tx.execute(update(infra.host_liveness).where(infra.host_liveness.c.host_id == where).values(state="Down")))
    lab.look()
    assert [(row.state, row.host_id == where) for row in lab.rows] == [("Running", True), ("Running", False)]


def test_sessions_ask_for_more_and_surplus_goes_after_a_while(lab: Proxies) -> None:
    lab.setting("consoleproxy.session.max", "20")
    lab.setting("consoleproxy.capacity.standby", "5")
    lab.look()
    lab.change(console_proxy, sessions=15)
    lab.look()
    assert len(lab.rows) == 1            # room for five more
    lab.change(console_proxy, sessions=16)
    lab.look()
    assert lab.states == ["Running", "Running"]
    lab.setting("consoleproxy.launch.max", "2")
    lab.change(console_proxy, sessions=20)
    lab.look(2)
    assert len(lab.rows) == 2            # not beyond launch.max
    lab.change(console_proxy, sessions=0)
    lab.look(2)
    assert len(lab.rows) == 2            # quiet, but not for long
    assert lab.rows[1].surplus_since
    since = network.system_vm.c.surplus_since
    lab.db.write(lambda tx: tx.execute(update(network.system_vm).where(since > 0).values(surplus_since=since - QUIET)))
    first = lab.rows[0].vm_id
    lab.look()
    assert [row.vm_id for row in lab.rows] == [first]


def test_what_it_cannot_make_is_an_alert_until_it_can(lab: Proxies) -> None:
    lab.setting("consoleproxy.service.offering", "gold")
    lab.look(2)
    assert lab.rows == []
    assert [text for text in lab.alerts() if "names gold" in text] == lab.alerts()
    lab.db.write(lambda tx: tx.insert(offering.service_offering, uuid="g", name="gold", cpus=2, cpu_mhz=1000, memory_mib=512, system_use=True,
                                      system_vm_type="consoleproxy", created=tx.now()))
    lab.look()
    assert not lab.alerts()
    assert lab.states == ["Running"]
    assert lab.db.read(lambda tx: tx.scalar(vm.select().with_only_columns(vm.c.memory_mib))) == 512


def test_one_that_does_not_come_up_is_tried_less_often_and_told(lab: Proxies) -> None:
    lab.look()
    lab.run(SYSTEM_VM_STOP, lab.db.read(lambda tx: job(tx, lab.rows[0].vm_id)))
    lab.change(infra.pod_range, start_ip="10.9.0.1", end_ip="10.9.0.1")    # no management address is free: it cannot start
    for failures in (1, 2, 3):
        lab.change(network.system_vm, health_at=0)
        lab.look(2)                      # the second look comes too early
        assert lab.rows[0].failures == failures
    assert [text for text in lab.alerts() if "does not come up" in text]
    lab.change(infra.pod_range, end_ip="10.9.0.20")
    lab.change(network.system_vm, health_at=0)
    lab.look()
    assert lab.states == ["Running"]
    assert not lab.alerts()


def test_a_silent_one_is_rebooted_after_three_looks(lab: Proxies) -> None:
    lab.look()
    for times in (1, 2, 3):
        lab.change(network.system_vm, health_at=0)
        lab.change(vm, state_at=vm.c.state_at - 2 * ASK_EVERY)
        lab.hosts.fail["health"] = [Unreachable(lab.cloud.hosts[0], "silence")]
        lab.look()
        assert lab.hosts.asked["EnsureRebooted"] == (1 if times == 3 else 0)
    assert not lab.alerts()              # it answers again
    assert lab.rows[0].failures == 0


def test_one_that_runs_for_long_starts_anew_before_its_certificate_ends(lab: Proxies) -> None:
    lab.look()
    token = lab.rows[0].token_enc
    lab.change(vm, state_at=vm.c.state_at - OLDEST)
    lab.look()
    assert lab.states == ["Stopped"]
    lab.look()
    assert lab.states == ["Running"]
    assert lab.rows[0].token_enc != token


def test_public_addresses_kept_for_system_vms_come_first(lab: Proxies) -> None:
    lab.db.write(lambda tx: tx.execute(update(network.vlan_range).values(for_system_vms=True)))
    lab.db.write(lambda tx: netlab.address.add_range(
        tx, zone_id=lab.cloud.zone, physical_network_id=lab.cloud.physical, vlan="untagged", gateway="192.0.3.1", netmask="255.255.255.0",
        start="192.0.3.10", end="192.0.3.20"))
    lab.look()
    ip = lab.db.read(lambda tx: tx.one(network.public_ip.select().where(network.public_ip.c.state == "Allocated")))
    assert ip.address.startswith("192.0.2.")
    assert ip.system
