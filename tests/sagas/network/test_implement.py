"""network.implement with its router, end to end on hosts in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from manager.model.db import Database
from manager.model.net import address, network, network_life, router
from manager.model.tables.vm import vm
from manager.sagas.network.delete import NETWORK_DELETE
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob, RestartNetwork
from manager.sagas.network.restart import NETWORK_RESTART
from manager.sagas.router.params import RouterJob
from manager.sagas.router.reboot import ROUTER_REBOOT
from manager.services import AgentFailure, Unreachable
from tests.sagas import netlab
from tests.sagas.netlab import NOTHING, FakeHosts, Lab


@pytest.fixture
def lab(db_url: str) -> Iterator[Lab]:
    db = Database(db_url)
    yield Lab(db)
    db.close()


def test_implement_makes_router_and_delete_gives_all_back(lab: Lab) -> None:
    net = lab.db.write(lambda tx: netlab.network(tx, lab.cloud))
    lab.hosts.deaf = 2
    ended = lab.run(NETWORK_IMPLEMENT, NetworkJob(net.id))
    assert ended.state == "done", ended
    row = lab.db.read(lambda tx: network.must(tx, net.id))
    made = lab.db.read(lambda tx: router.of_network(tx, net.id))
    source = lab.db.read(lambda tx: address.source_nat_of(tx, net.id))
    assert row.state == "Implemented"
    assert 100 <= (row.vnet or 0) <= 120
    assert made is not None
    assert made.state == "Running"
    assert made.applied == 1
    assert made.instance_name in lab.hosts.vms
    assert source is not None
    state = lab.hosts.routers[made.uuid]
    assert state["guests"][0]["gateway"] == "10.1.1.1"
    assert state["guests"][0]["source_nat"] == source.address
    assert [one["role"] for one in state["interfaces"]] == ["GUEST", "CONTROL", "PUBLIC"]
    assert lab.db.read(lambda tx: network_life.readiness(tx, net.id)).ready
    assert netlab.leftovers(lab.db)["counted"] == 1
    assert lab.run(NETWORK_DELETE, NetworkJob(net.id)).state == "done"
    assert lab.hosts.empty
    assert netlab.leftovers(lab.db) == NOTHING


@pytest.mark.parametrize("command", ["EnsureVolume", "EnsurePort", "EnsureRunning", "apply"])
def test_failure_gives_everything_back(lab: Lab, command: str) -> None:
    net = lab.db.write(lambda tx: netlab.network(tx, lab.cloud))
    lab.hosts.fail[command] = [AgentFailure("FAILED", "broken on purpose")]
    ended = lab.run(NETWORK_IMPLEMENT, NetworkJob(net.id))
    assert ended.state == "failed"
    assert "broken on purpose" in ended.error_text
    assert lab.hosts.empty
    assert netlab.leftovers(lab.db) == NOTHING
    assert lab.db.read(lambda tx: network.must(tx, net.id)).state == "Allocated"
    assert lab.run(NETWORK_IMPLEMENT, NetworkJob(net.id)).state == "done"


class Silent(FakeHosts):
    """Hosts whose routers run and never answer; time flies."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self.db = db

    async def control(self, peer: Any, method: str, params: Any, seconds: float = 30) -> Any:
        await self.db.run(lambda tx: tx.execute(vm.update().where(vm.c.id == peer.vm_id).values(state_at=1)))
        raise Unreachable(peer.host.id, "connection refused")


def test_a_router_that_does_not_come_up(lab: Lab) -> None:
    lab.hosts = Silent(lab.db)
    net = lab.db.write(lambda tx: netlab.network(tx, lab.cloud))
    ended = lab.run(NETWORK_IMPLEMENT, NetworkJob(net.id))
    assert ended.state == "failed"
    assert ended.error_code == 534
    assert "did not come up on its host within 300 s: connection refused" in ended.error_text
    assert lab.hosts.empty
    assert netlab.leftovers(lab.db) == NOTHING


def test_no_public_address_left(lab: Lab) -> None:
    nets = [lab.db.write(lambda tx, i=i: netlab.network(tx, lab.cloud, f"n{i}")) for i in range(9)]
    ends = [lab.run(NETWORK_IMPLEMENT, NetworkJob(net.id)) for net in nets]
    assert [end.state for end in ends] == ["done"] * 8 + ["failed"]
    assert ends[-1].error_code == 533
    assert "no public address is left" in ends[-1].error_text


def test_restart_and_reboot(lab: Lab) -> None:
    net = lab.db.write(lambda tx: netlab.network(tx, lab.cloud))
    lab.run(NETWORK_IMPLEMENT, NetworkJob(net.id))
    first = lab.db.read(lambda tx: router.of_network(tx, net.id))
    assert first is not None
    disks = set(lab.hosts.volumes)
    assert lab.run(NETWORK_RESTART, RestartNetwork(net.id, cleanup=True)).state == "done"
    assert lab.hosts.volumes.isdisjoint(disks)
    assert len(lab.hosts.volumes) == 1
    assert lab.run(NETWORK_RESTART, RestartNetwork(net.id, cleanup=False)).state == "done"
    nics = lab.db.read(lambda tx: [nic.id for nic in network.nics_of(tx, first.vm_id)])
    assert lab.run(ROUTER_REBOOT, RouterJob(first.vm_id, nics)).state == "done"
    now = lab.db.read(lambda tx: router.of_network(tx, net.id))
    assert now is not None
    assert now.applied == lab.db.read(lambda tx: network.wanted(tx, net.id))
    assert lab.hosts.routers[now.uuid]["generation"] == str(now.applied)
