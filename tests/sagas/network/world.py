"""A network, its router and its rules for the harness: what is held in rows and on hosts, copied for each case."""


from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from manager.model.db import Tx
from manager.model.net import network, router
from manager.model.tables import infra, metadata, tenancy, vm, work
from manager.model.tables import network as t
from manager.placement import fleet
from manager.saga.define import Saga
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob
from manager.sagas.router.params import RouterJob
from manager.sagas.router.stop import ROUTER_STOP
from tests.sagas import netlab
from tests.sagas.harness.every import Case, cases, fresh, play, run_once
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
        or (case.fault == "late" and case.step in ("greet", "configure", "examine", "refresh"))
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
