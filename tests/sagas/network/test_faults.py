"""Every network, router, address and rule saga under every fault of the harness: all as after success, or all as before."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from manager.model import address, firewall, network, router
from manager.model.db import Tx
from manager.model.firewall import FIREWALL, INGRESS
from manager.model.tables import infra, metadata, tenancy, vm, work
from manager.model.tables import network as t
from manager.placement import fleet
from manager.saga.define import Saga
from manager.sagas.address.assign import ADDRESS_ASSOCIATE, ADDRESS_RELEASE, STATIC_NAT_DISABLE, STATIC_NAT_ENABLE, MapAddress
from manager.sagas.address.params import AddressJob, RuleJob
from manager.sagas.address.rules import RULES_CREATE, RULES_DELETE
from manager.sagas.network.delete import NETWORK_DELETE
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob, RestartNetwork
from manager.sagas.network.restart import NETWORK_RESTART
from manager.sagas.router.params import RouterJob
from manager.sagas.router.reboot import ROUTER_REBOOT
from manager.sagas.router.start import ROUTER_START
from manager.sagas.router.stop import ROUTER_DESTROY, ROUTER_STOP
from tests.sagas import netlab
from tests.sagas.harness import Case, cases, fresh, play, run_once
from tests.sagas.netlab import FakeHosts, PlainSecrets

APPLIES = {"apply_rules", "apply_address", "apply_map", "tell", "begin"}
CHANGING = {"Starting", "Stopping", "Implementing", "Shutdown", "Allocating", "Releasing", "Revoke"}


@dataclass
class World:
    """For the harness: a network whose saga is played."""

    db: Any
    agents: FakeHosts = field(default_factory=FakeHosts)
    secrets: PlainSecrets = field(default_factory=PlainSecrets)
    params: Any = None
    on_after: Callable[[], None] = lambda: None
    compare: Callable[[dict[str, Any]], dict[str, Any]] = dict
    rows: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cloud = self.db.write(netlab.build)
        fleet._fleets.clear()   # its hosts are those of the database that was emptied
        self.net = self.db.write(lambda tx: netlab.network(tx, self.cloud))

    def remember(self) -> None:
        """All is as it must be again after a failure."""
        self.rows, self.things = self.held(), self.on_hosts()

    def before(self, *, hosts: bool) -> None:
        """For the harness."""
        assert self.compare(self.held()) == self.compare(self.rows)
        if hosts:
            assert self.on_hosts() == self.things

    def after(self) -> None:
        """For the harness."""
        assert not {state for state in self.held()["states"] if state in CHANGING}
        self.on_after()

    def did(self, kind: Saga[Any], params: Any) -> None:
        """A saga that has run before."""
        was, self.params = self.params, params
        assert run_once(kind, self) == "done"
        self.params = was

    def row(self) -> router.RouterRow:
        """The network's router."""
        found = self.db.read(lambda tx: router.of_network(tx, self.net.id))
        assert found is not None
        return found

    def job(self) -> RouterJob:
        """The network's router, as params."""
        row = self.row()
        return RouterJob(row.vm_id, self.db.read(lambda tx: [nic.id for nic in network.nics_of(tx, row.vm_id)]))

    def told(self) -> dict[str, Any]:
        """What the router holds."""
        (state,) = self.agents.routers.values()
        return state

    def on_hosts(self) -> dict[str, Any]:
        """All that exists on hosts; of routers, what they do, whatever the generation."""
        told = {uuid: {key: value for key, value in state.items() if key != "generation"} for uuid, state in self.agents.routers.items()}
        return copy.deepcopy({"vms": dict(self.agents.vms), "volumes": set(self.agents.volumes), "ports": set(self.agents.ports), "told": told})

    def held(self) -> dict[str, Any]:
        """All rows that matter, without what only counts up."""
        def read(tx: Tx) -> dict[str, Any]:
            def some(table: Any, *names: str) -> list[tuple[Any, ...]]:
                where = [table.c.live == 1] if "live" in table.c else []
                columns = [table.c[name] for name in names]
                return [tuple(row) for row in tx.rows(table.select().where(*where).with_only_columns(*columns).order_by(*columns))]
            routers = some(vm.vm, "id", "state", "host_id", "reserved_host_id")
            nets, rules = some(t.network, "id", "state", "vnet"), some(t.firewall_rule, "id", "state")
            ips = some(t.public_ip, "id", "state", "network_id", "static_nat", "nic_id")
            return {
                "routers": routers, "networks": nets, "rules": rules, "addresses": [ip for ip in ips if ip[1] != "Free"],
                "states": {row[1] for row in (*routers, *nets, *rules, *ips)}, "volumes": some(vm.volume, "id", "state"),
                "nics": some(t.nic, "id", "network_id"), "vnets": some(t.guest_vnet, "vnet"), "uses": some(infra.host_use, "thing", "user"),
                "ports": some(infra.host_port, "kind", "number"), "capacity": some(infra.host_capacity, "host_id", "cpu_used", "vm_count"),
                "pools": some(infra.storage_pool, "allocated_bytes"),
                "counts": [c for c in some(tenancy.resource_count, "type", "used") if c[1]], "debts": some(work.debt, "id")}
        found: dict[str, Any] = self.db.read(read)
        return found


def matrix(kind: Saga[Any], params: Any, **options: Any) -> Any:
    """Parametrizes a test with the cases of one saga. The nodes of one process share who applies to a router: a stale node that waits
    inside would keep the new one out for ever, where a real one gives up after a minute."""
    made = [case for case in cases(kind, params, **options) if not (
        ("stale-node" in case.fault and case.step in APPLIES)
        # a router that was silent is asked again while its host answers, and one that is gone gets no late command
        or (case.fault == "late" and case.step in ("greet", "configure"))
        # these write nothing, so they cannot fail; were they to, what the API call wrote would stay
        or (case.fault.startswith("error-") and case.step in ("hold_rules", "hold_address")))]
    return pytest.mark.parametrize("case", made, ids=str)


_prepared: dict[tuple[str, str], tuple[World, Snapshot]] = {}


def prepared(db_url: str, name: str, make: Callable[[World], Any]) -> World:
    """A world on which `make` has been run, which returns the params; made once per database, and copied for each case."""
    if (db_url, name) not in _prepared:
        world = World(fresh(db_url))
        world.params = make(world)
        _prepared[db_url, name] = world, Snapshot(world)
    world, snapshot = _prepared[db_url, name]
    return snapshot.restore(world)


class Snapshot:
    """All rows, and what is on hosts."""

    def __init__(self, world: World) -> None:
        def dump(tx: Tx) -> dict[str, list[dict[str, Any]]]:
            return {table.name: [dict(row._mapping) for row in tx.rows(table.select())] for table in metadata.sorted_tables}
        self.rows: dict[str, list[dict[str, Any]]] = world.db.read(dump)
        self.agents = copy.deepcopy(world.agents)

    def restore(self, world: World) -> World:
        """The world as it was."""
        fresh(world.db.url.render_as_string(hide_password=False))

        def load(tx: Tx) -> None:
            for table in metadata.sorted_tables:
                tx.insert_many(table, self.rows[table.name])
        world.db.write(load)
        fleet._fleets.clear()
        out = copy.copy(world)
        out.agents = copy.deepcopy(self.agents)
        return out


def ready(world: World) -> None:
    """Its network is implemented."""
    world.did(NETWORK_IMPLEMENT, NetworkJob(world.net.id))


def show(world: World, case: Case, kind: Saga[Any]) -> None:
    """Plays the case from here."""
    world.remember()
    play(case, kind, world)


def running(world: World) -> RouterJob:
    """The router of an implemented network."""
    ready(world)
    return world.job()


def stopped(world: World) -> RouterJob:
    """The same, stopped."""
    job = running(world)
    world.did(ROUTER_STOP, job)
    return job


ROUTER = RouterJob(1, [1, 2, 3])


@matrix(NETWORK_IMPLEMENT, NetworkJob(1))
def test_implement(case: Case, db_url: str) -> None:
    world = prepared(db_url, "new", lambda world: NetworkJob(world.net.id))
    if case.undoing or (case.step == "publish_network" and case.fault.startswith("error-")):
        # a Join is never undone: the network keeps its running router, for the next that implements or deletes it
        world.compare = lambda held: {"networks": [row[1] for row in held["networks"]], "debts": held["debts"]}
        world.on_hosts = dict  # type: ignore[method-assign]

    def after() -> None:
        assert world.row().state == "Running"
        assert world.told()["guests"][0]["gateway"] == "10.1.1.1"
        assert len(world.agents.vms) == len(world.agents.volumes) == 1
    world.on_after = after
    show(world, case, NETWORK_IMPLEMENT)


@matrix(ROUTER_START, ROUTER)
def test_router_start(case: Case, db_url: str) -> None:
    world = prepared(db_url, "stopped", stopped)

    def after() -> None:
        assert world.row().state == "Running"
        assert list(world.agents.vms) == [world.row().instance_name]
        assert len(world.agents.volumes) == 1
        assert len(world.agents.ports) == 3
        assert world.told()["generation"] == str(world.row().applied)
    world.on_after = after
    show(world, case, ROUTER_START)


# a stop that fails half-way leaves a router that is off and says Running: the reconciler starts it; what it holds is as before
@matrix(ROUTER_STOP, ROUTER)
def test_router_stop(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)

    def after() -> None:
        assert world.row().state == "Stopped"
        assert world.agents.empty
    world.on_after = after
    world.on_hosts = dict  # type: ignore[method-assign]
    show(world, case, ROUTER_STOP)


@matrix(ROUTER_DESTROY, ROUTER)
def test_router_destroy(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)

    def after() -> None:
        assert world.db.read(lambda tx: router.of_network(tx, world.net.id)) is None
        assert world.agents.empty
    world.on_after = after
    world.on_hosts = dict  # type: ignore[method-assign]
    show(world, case, ROUTER_DESTROY)


@matrix(ROUTER_REBOOT, ROUTER)
def test_router_reboot(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)
    world.on_after = lambda: None
    told = world.told

    def after() -> None:
        assert told()["generation"] == str(world.row().applied)
    world.on_after = after
    world.on_hosts = dict  # type: ignore[method-assign]
    show(world, case, ROUTER_REBOOT)


@matrix(NETWORK_DELETE, NetworkJob(1))
def test_delete(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)
    world.params = NetworkJob(world.net.id)

    def after() -> None:
        assert world.agents.empty
        assert world.db.read(lambda tx: network.must(tx, world.net.id)).removed is not None
        assert not world.held()["addresses"]
        assert not world.held()["counts"] or world.held()["counts"] == [("network", -1)]  # the lab's network was never counted

    world.on_after = after
    # its router is destroyed by a saga of its own, which is not undone: the network gets another when it is needed
    world.on_hosts = dict  # type: ignore[method-assign]
    world.compare = lambda held: {"networks": held["networks"], "counts": held["counts"], "rules": held["rules"]}
    show(world, case, NETWORK_DELETE)


@matrix(NETWORK_RESTART, RestartNetwork(1, cleanup=True))
def test_restart(case: Case, db_url: str) -> None:
    world = prepared(db_url, "running", running)
    world.params = RestartNetwork(world.net.id, cleanup=True)
    volumes = set(world.agents.volumes)

    def after() -> None:
        assert world.agents.volumes.isdisjoint(volumes)
        assert world.row().applied == world.db.read(lambda tx: network.wanted(tx, world.net.id))
    world.on_after = after
    world.on_hosts = dict  # type: ignore[method-assign]
    world.compare = lambda held: {"networks": held["networks"], "addresses": held["addresses"], "nics": len(held["nics"])}
    show(world, case, NETWORK_RESTART)


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

