"""Every saga of addresses and rules under every fault of the harness: all as after success, or all as before."""


from __future__ import annotations

from typing import Any

from manager.model.db import Tx
from manager.model.net import address, firewall, network
from manager.model.net.firewall import FIREWALL, INGRESS
from manager.sagas.address.assign import ADDRESS_ASSOCIATE, ADDRESS_RELEASE, STATIC_NAT_DISABLE, STATIC_NAT_ENABLE, MapAddress
from manager.sagas.address.params import AddressJob, RuleJob
from manager.sagas.address.rules import RULES_CREATE, RULES_DELETE
from manager.sagas.network.params import RestartNetwork
from manager.sagas.network.restart import NETWORK_RESTART
from tests.sagas import netlab
from tests.sagas.harness.every import Case, play
from tests.sagas.network.world import World, matrix, prepared, ready, running, show


def rule(world: World) -> RuleJob:
    """What the API call does."""
    def add(tx: Tx) -> RuleJob:
        source = address.source_nat_of(tx, world.net.id)
        assert source is not None
        made = firewall.insert(tx, purpose=FIREWALL, traffic=INGRESS, network_id=world.net.id, account_id=world.cloud.account,
                               domain_id=world.cloud.domain, protocol="tcp", public_ip_id=source.id, ports=(22, 22))
        network.touch(tx, world.net.id)
        return RuleJob(world.net.id, [made.id], source.id)
    job: RuleJob = world.db.write(add)
    return job


def ruled(world: World) -> RuleJob:
    """A rule that is Active."""
    ready(world)
    job = rule(world)
    world.did(RULES_CREATE, job)
    return job


# a first step that fails has nothing to undo: the API call's row would stay. It does nothing, so it cannot fail
NOT_FIRST = {"skip": ("begin",)}


@matrix(RULES_CREATE, RuleJob(1, [1], 1), **NOT_FIRST)
def test_rules_create(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)
    world.remember()
    world.params = rule(world)

    def after() -> None:
        assert len(world.told()["firewall"]) == 1
        assert [row[1] for row in world.held()["rules"]] == ["Active"]
    world.on_after = after
    play(case, RULES_CREATE, world)


@matrix(RULES_DELETE, RuleJob(1, [1], 1), **NOT_FIRST)
def test_rules_delete(case: Case, db_url: str) -> None:
    world = prepared(db_url, "rule", ruled)

    def after() -> None:
        assert "firewall" not in world.told()
        assert not world.held()["rules"]
    world.on_after = after
    show(world, case, RULES_DELETE)


def taken(world: World) -> AddressJob:
    """What associateIpAddress does."""
    def add(tx: Tx) -> AddressJob:
        found = address.allot(tx, world.cloud.zone, account_id=world.cloud.account, domain_id=world.cloud.domain, network_id=world.net.id,
                              state="Allocating")
        network.touch(tx, world.net.id)
        netlab.count_address(tx, world.cloud)
        return AddressJob(found.id, world.net.id)
    job: AddressJob = world.db.write(add)
    return job


def associated(world: World) -> AddressJob:
    """An address that the network has."""
    ready(world)
    job = taken(world)
    world.did(ADDRESS_ASSOCIATE, job)
    return job


@matrix(ADDRESS_ASSOCIATE, AddressJob(1, 1), **NOT_FIRST)
def test_associate(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)
    world.remember()
    world.params = taken(world)
    world.on_after = lambda: _told_addresses(world, 2)
    play(case, ADDRESS_ASSOCIATE, world)


@matrix(ADDRESS_RELEASE, AddressJob(1, 1), **NOT_FIRST)
def test_release(case: Case, db_url: str) -> None:
    world = prepared(db_url, "address", associated)
    world.on_after = lambda: _told_addresses(world, 1)
    show(world, case, ADDRESS_RELEASE)


def _told_addresses(world: World, count: int) -> None:
    assert len(world.told()["addresses"]) == count == len(world.held()["addresses"])


def mapped(world: World) -> MapAddress:
    """An address and a VM to map it to."""
    job = associated(world)

    def plug(tx: Tx) -> Any:
        nic = network.allot_nic(tx, world.net, netlab.guest(tx, world.cloud), 0)
        network.touch(tx, world.net.id)
        return nic
    nic = world.db.write(plug)
    world.did(NETWORK_RESTART, RestartNetwork(world.net.id, cleanup=False))
    return MapAddress(job.address_id, world.net.id, nic.vm_id, nic.id, nic.ip)


def unmappable(world: World) -> AddressJob:
    """An address that is mapped."""
    want = mapped(world)
    world.did(STATIC_NAT_ENABLE, want)
    return AddressJob(want.address_id, world.net.id)


@matrix(STATIC_NAT_ENABLE, MapAddress(1, 1, 1, 1, ""), **NOT_FIRST)
def test_static_nat(case: Case, db_url: str) -> None:
    world = prepared(db_url, "mappable", mapped)

    def after() -> None:
        assert len(world.told()["static_nats"]) == 1
    world.on_after = after
    show(world, case, STATIC_NAT_ENABLE)


@matrix(STATIC_NAT_DISABLE, AddressJob(1, 1), **NOT_FIRST)
def test_no_static_nat(case: Case, db_url: str) -> None:
    world = prepared(db_url, "mapped", unmappable)

    def after() -> None:
        assert "static_nats" not in world.told()
    world.on_after = after
    show(world, case, STATIC_NAT_DISABLE)
