"""Every saga of a console proxy under every fault of the harness: all as after success, or all as before."""

from __future__ import annotations

from typing import Any

from manager.model.db import Tx
from manager.model.net import system_vm
from manager.model.tables import console, infra
from manager.sagas.router.params import RouterJob
from manager.sagas.systemvm.params import job
from manager.sagas.systemvm.reboot import SYSTEM_VM_PATCH, SYSTEM_VM_REBOOT
from manager.sagas.systemvm.start import SYSTEM_VM_START
from manager.sagas.systemvm.stop import SYSTEM_VM_DESTROY, SYSTEM_VM_STOP
from tests.sagas import netlab
from tests.sagas.harness.every import Case
from tests.sagas.network.world import World, matrix, prepared, show

PROXY = RouterJob(1, [1, 2, 3])
# the steps of routers, tested with these (tests/sagas/network/test_faults.py)
ON = ("pull_image", "make_disk", "plug", "boot", "greet", "restart")
OFF = ("halt", "unplug", "drop_disk")


def made(world: World) -> RouterJob:
    """A proxy that has never run."""
    def write(tx: Tx) -> RouterJob:
        netlab.management(tx, world.cloud)
        return job(tx, system_vm.create(tx, world.cloud.zone, "Simulator", None).vm_id)
    found: RouterJob = world.db.write(write)
    return found


def running(world: World) -> RouterJob:
    """The same, started."""
    params = made(world)
    world.did(SYSTEM_VM_START, params)
    return params


def proxy(world: World) -> system_vm.SystemVmRow:
    """Its row."""
    found: system_vm.SystemVmRow = world.db.read(lambda tx: system_vm.must(tx, world.params.vm_id))
    return found


def taken(world: World) -> list[Any]:
    """Management addresses in use."""
    return [row.address for row in world.db.read(lambda tx: tx.rows(infra.pod_address.select()))]


def gone(world: World) -> None:
    """Nothing is on hosts, no address of a pod is in use."""
    assert world.agents.empty
    assert not taken(world)


@matrix(SYSTEM_VM_START, PROXY, skip=ON)
def test_start(case: Case, db_url: str) -> None:
    world = prepared(db_url, "proxy made", made)
    if case.ends == "failed":
        world.compare = lambda held: held | {"pod": taken(world)}

    def after() -> None:
        assert proxy(world).state == "Running"
        assert list(world.agents.vms) == [proxy(world).instance_name]
        assert len(world.agents.ports) == 3
        assert len(taken(world)) == 1
    world.on_after = after
    show(world, case, SYSTEM_VM_START)


# a stop that fails half-way leaves a proxy that is off and says Running: the reconciler stops and starts it
@matrix(SYSTEM_VM_STOP, PROXY, skip=OFF)
def test_stop(case: Case, db_url: str) -> None:
    world = prepared(db_url, "proxy runs", running)

    def after() -> None:
        assert proxy(world).state == "Stopped"
        gone(world)
    world.on_after = after
    world.on_hosts = dict  # type: ignore[method-assign]
    show(world, case, SYSTEM_VM_STOP)


@matrix(SYSTEM_VM_DESTROY, PROXY, skip=OFF)
def test_destroy(case: Case, db_url: str) -> None:
    world = prepared(db_url, "proxy runs", running)

    def after() -> None:
        assert not world.db.read(lambda tx: system_vm.of_zone(tx, world.cloud.zone))
        assert not world.db.read(lambda tx: tx.rows(console.console_proxy.select().where(console.console_proxy.c.live == 1)))
        assert not world.held()["addresses"]
        gone(world)
    world.on_after = after
    world.on_hosts = dict  # type: ignore[method-assign]
    show(world, case, SYSTEM_VM_DESTROY)


@matrix(SYSTEM_VM_REBOOT, PROXY, skip=ON)
def test_reboot(case: Case, db_url: str) -> None:
    world = prepared(db_url, "proxy runs", running)
    world.on_after = lambda: None
    world.on_hosts = dict  # type: ignore[method-assign]
    show(world, case, SYSTEM_VM_REBOOT)


@matrix(SYSTEM_VM_PATCH, PROXY)
def test_patch(case: Case, db_url: str) -> None:
    world = prepared(db_url, "proxy runs", running)

    def after() -> None:
        assert world.agents.asked["refresh"] >= 1
    world.on_after = after
    show(world, case, SYSTEM_VM_PATCH)
