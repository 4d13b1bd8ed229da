"""Every network and router saga under every fault of the harness: all as after success, or all as before."""


from __future__ import annotations

from manager.model.net import network, router
from manager.sagas.network.delete import NETWORK_DELETE
from manager.sagas.network.implement import NETWORK_IMPLEMENT
from manager.sagas.network.params import NetworkJob, RestartNetwork
from manager.sagas.network.restart import NETWORK_RESTART
from manager.sagas.router.reboot import ROUTER_REBOOT
from manager.sagas.router.start import ROUTER_START
from manager.sagas.router.stop import ROUTER_DESTROY, ROUTER_STOP
from tests.sagas.harness.every import Case
from tests.sagas.network.world import ROUTER, matrix, prepared, running, show, stopped


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
