"""Rules, addresses and static NAT on a network whose router runs in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from manager.model.db import Database, Tx
from manager.model.net import address, firewall, network, router
from manager.model.net.firewall import FIREWALL, INGRESS
from manager.saga import start
from manager.saga.worker import Worker
from manager.sagas.address.assign import ADDRESS_ASSOCIATE, ADDRESS_RELEASE, STATIC_NAT_DISABLE, STATIC_NAT_ENABLE, MapAddress
from manager.sagas.address.params import AddressJob, RuleJob
from manager.sagas.address.rules import RULES_CREATE, RULES_DELETE
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob
from manager.services import AgentFailure
from tests.sagas import netlab
from tests.sagas.netlab import Lab


class NetLab(Lab):
    """A lab whose network is implemented."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.net = db.write(lambda tx: netlab.network(tx, self.cloud))
        assert self.run(NETWORK_IMPLEMENT, NetworkJob(self.net.id)).state == "done"
        self.source = self.read(lambda tx: address.source_nat_of(tx, self.net.id))
        self.hosts.asked.clear()

    def read(self, fn: Any) -> Any:
        return self.db.read(fn)

    def rule(self, tx: Tx, port: int) -> RuleJob:
        """What the API call does: a row in state Add, and a touch."""
        made = firewall.insert(tx, purpose=FIREWALL, traffic=INGRESS, network_id=self.net.id, account_id=self.cloud.account,
                               domain_id=self.cloud.domain, protocol="tcp", public_ip_id=self.source.id, ports=(port, port))
        network.touch(tx, self.net.id)
        return RuleJob(self.net.id, [made.id], self.source.id)

    @property
    def told(self) -> dict[str, Any]:
        """What the router holds."""
        (state,) = self.hosts.routers.values()
        return state


@pytest.fixture
def lab(db_url: str) -> Iterator[NetLab]:
    db = Database(db_url)
    yield NetLab(db)
    db.close()


def test_twenty_parallel_rules_share_renderings(lab: NetLab) -> None:
    lab.hosts.slow = 0.02

    async def work(worker: Worker) -> list[Any]:
        def one(tx: Tx, port: int) -> Any:
            return start(tx, RULES_CREATE, lab.rule(tx, port))
        begun = await asyncio.gather(*(lab.db.run(lambda tx, p=p: one(tx, p)) for p in range(1000, 1020)))
        return [await worker.wait(saga.id, 30) for saga in begun]

    ends = lab.go(work)
    assert [end.state for end in ends] == ["done"] * 20
    rows = lab.read(lambda tx: firewall.of_network(tx, lab.net.id))
    assert {row.state for row in rows} == {"Active"}
    assert len(rows) == 20
    assert {rule["port_first"] for rule in lab.told["firewall"]} == set(range(1000, 1020))
    assert lab.hosts.asked["apply"] < 20
    assert lab.read(lambda tx: router.of_network(tx, lab.net.id)).applied == lab.read(lambda tx: network.wanted(tx, lab.net.id))


def test_failing_apply_leaves_all_as_before(lab: NetLab) -> None:
    lab.hosts.fail["apply"] = [AgentFailure("FAILED", "nft says no")]
    job = lab.db.write(lambda tx: lab.rule(tx, 80))
    ended = lab.run(RULES_CREATE, job)
    assert ended.state == "failed"
    assert "nft says no" in ended.error_text
    assert lab.read(lambda tx: firewall.of_network(tx, lab.net.id)) == []
    assert "firewall" not in lab.told
    assert lab.read(lambda tx: router.of_network(tx, lab.net.id)).applied == lab.read(lambda tx: network.wanted(tx, lab.net.id))


def test_delete_a_rule_and_fail_to(lab: NetLab) -> None:
    job = lab.db.write(lambda tx: lab.rule(tx, 80))
    assert lab.run(RULES_CREATE, job).state == "done"
    lab.hosts.fail["apply"] = [AgentFailure("FAILED", "no")]
    assert lab.run(RULES_DELETE, job).state == "failed"
    assert [row.state for row in lab.read(lambda tx: firewall.of_network(tx, lab.net.id))] == ["Active"]
    assert len(lab.told["firewall"]) == 1
    assert lab.run(RULES_DELETE, job).state == "done"
    assert lab.run(RULES_DELETE, job).state == "done"
    assert lab.read(lambda tx: firewall.of_network(tx, lab.net.id)) == []
    assert "firewall" not in lab.told


def test_an_address_with_static_nat_comes_and_goes(lab: NetLab) -> None:
    def take(tx: Tx) -> AddressJob:
        found = address.allot(tx, lab.cloud.zone, account_id=lab.cloud.account, domain_id=lab.cloud.domain, network_id=lab.net.id,
                              state="Allocating")
        network.touch(tx, lab.net.id)
        return AddressJob(found.id, lab.net.id)

    def vm(tx: Tx) -> Any:
        nic = network.allot_nic(tx, lab.net, netlab.guest(tx, lab.cloud), 0)
        network.touch(tx, lab.net.id)
        return nic

    job, nic = lab.db.write(take), lab.db.write(vm)
    assert lab.run(ADDRESS_ASSOCIATE, job).state == "done"
    row = lab.read(lambda tx: address.must(tx, job.address_id))
    assert row.state == "Allocated"
    assert len(lab.told["addresses"]) == 2
    mapped = MapAddress(job.address_id, lab.net.id, nic.vm_id, nic.id, nic.ip)
    assert lab.run(STATIC_NAT_ENABLE, mapped).state == "done"
    assert lab.told["static_nats"] == [{"public_address": row.address, "guest_address": nic.ip}]
    assert lab.told["guests"][0]["leases"][0]["metadata"]["public_ipv4"] == row.address
    assert lab.run(STATIC_NAT_DISABLE, job).state == "done"
    assert "static_nats" not in lab.told
    assert lab.run(STATIC_NAT_DISABLE, job).error_code == 431
    lab.hosts.fail["apply"] = [AgentFailure("FAILED", "no")]
    assert lab.run(ADDRESS_RELEASE, job).state == "failed"
    assert lab.read(lambda tx: address.must(tx, job.address_id)).state == "Allocated"
    assert lab.run(ADDRESS_RELEASE, job).state == "done"
    assert lab.read(lambda tx: address.must(tx, job.address_id)).state == "Free"
    assert len(lab.told["addresses"]) == 1
    assert lab.run(ADDRESS_RELEASE, job).error_code == 431


def test_a_router_that_holds_more_than_the_rows_gets_a_new_generation(lab: NetLab) -> None:
    (uuid,) = lab.hosts.routers
    lab.hosts.routers[uuid] = {**lab.told, "generation": "40"}
    job = lab.db.write(lambda tx: lab.rule(tx, 80))
    assert lab.run(RULES_CREATE, job).state == "done"
    assert lab.told["generation"] == "41"
    assert len(lab.told["firewall"]) == 1
