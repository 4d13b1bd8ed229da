"""The routers' reconciler: behind, silent, forgetful and missing routers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from manager.model.db import Database
from manager.model.net import network, router
from manager.model.tables import work
from manager.model.tables.network import router as router_table
from manager.model.tables.vm import vm
from manager.reconcile.routers import routers
from manager.saga.worker import Worker
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob
from manager.services import Unreachable
from tests.sagas import netlab
from tests.sagas.netlab import Lab


class Watched(Lab):
    """A network with a running VM."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.net = db.write(lambda tx: netlab.network(tx, self.cloud))
        assert self.run(NETWORK_IMPLEMENT, NetworkJob(self.net.id)).state == "done"

        def plug(tx: Any) -> None:
            network.allot_nic(tx, self.net, netlab.guest(tx, self.cloud), 0)
            network.touch(tx, self.net.id)
        db.write(plug)

    def look(self, times: int = 1, *, settle: bool = False) -> None:
        """Runs the reconciler; `settle`: and waits for the sagas that it starts."""
        live = work.saga.select().where(work.saga.c.state.in_(("queued", "running", "unwinding")))

        async def work_on(worker: Worker) -> None:
            for _ in range(times):
                await routers(netlab.services(self.db, self.hosts))
                for _ in range(500 if settle else 0):
                    if not self.db.read(lambda tx: tx.rows(live)):
                        break
                    await asyncio.sleep(0.02)
        self.go(work_on)

    @property
    def row(self) -> Any:
        """The router."""
        return self.db.read(lambda tx: router.of_network(tx, self.net.id))

    def set(self, **values: Any) -> None:
        """Changes the router's VM row."""
        self.db.write(lambda tx: tx.execute(vm.update().where(vm.c.type == "DomainRouter").values(**values)))

    def ask_again(self) -> None:
        """As if the router had been asked, and started, long ago."""
        self.db.write(lambda tx: tx.execute(router_table.update().values(health_at=0)))
        self.set(state_at=1)


@pytest.fixture
def lab(db_url: str) -> Iterator[Watched]:
    db = Database(db_url)
    yield Watched(db)
    db.close()


def test_a_router_that_is_behind_is_told(lab: Watched) -> None:
    assert lab.row.applied < lab.db.read(lambda tx: network.wanted(tx, lab.net.id))
    lab.look()
    assert lab.row.applied == lab.db.read(lambda tx: network.wanted(tx, lab.net.id))
    (state,) = lab.hosts.routers.values()
    assert len(state["guests"][0]["leases"]) == 1


def test_a_router_that_lost_its_state_is_told_again(lab: Watched) -> None:
    lab.look()
    lab.hosts.routers.clear()
    lab.ask_again()
    lab.look()
    assert len(lab.hosts.routers) == 1
    assert lab.row.version == "1"


def test_a_silent_router_is_rebooted_after_three_looks(lab: Watched) -> None:
    lab.look()
    for times in (1, 2, 3):
        lab.ask_again()
        lab.hosts.fail["health"] = [Unreachable(lab.cloud.hosts[0], "silence")]
        lab.look(settle=True)
        assert lab.hosts.asked["EnsureRebooted"] == (1 if times == 3 else 0)
    assert [row.name for row in lab.db.read(lambda tx: tx.rows(work.alert.select()))] == ["ALERT.SERVICE.DOMAINROUTER"]
    assert lab.row.failures == 0


def test_a_router_that_is_off_is_started(lab: Watched) -> None:
    lab.look()
    lab.hosts.vms.clear()
    lab.hosts.routers.clear()
    lab.set(power_state="PowerOff", power_at=1 << 60)
    lab.look(settle=True)
    assert lab.row.state == "Running"
    assert len(lab.hosts.vms) == 1
    (state,) = lab.hosts.routers.values()
    assert len(state["guests"][0]["leases"]) == 1
