"""Every VM saga under every fault of the harness: it ends as after success, or as before (but for debts)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from manager.model.guest.vm_create import Created
from manager.model.tables.vm import vm
from manager.saga.define import Saga
from manager.sagas.vm import VM_DEPLOY, VM_DESTROY, VM_EXPUNGE, VM_REBOOT, VM_START, VM_STOP
from manager.sagas.vm.params import DestroyVm, ExpungeVm, RebootVm, StartVm, StopVm
from tests.sagas.harness.every import Case, cases, fresh, play
from tests.sagas.vm.world import World, build, destroyed, expunged, rebooted, started, stopped

ON_ITS_WAY = {"Starting", "Stopping", "Expunging"}


def prepared(db_url: str, *sagas: Callable[[World, Created], Any]) -> tuple[World, Created, dict[str, Any]]:
    """A cloud with one VM on which `sagas` have run; what was held before the VM was made."""
    world = build(fresh(db_url), 2, full=False)
    nothing = world.holdings()
    created = world.create()

    async def run() -> None:
        await world.open()
        for saga in sagas:
            assert (await saga(world, created)).state == "done"
        await world.close()

    if sagas:
        asyncio.run(run())
    world.things = world.agents.objects()
    return world, created, nothing


def deploy(world: World, created: Created) -> Any:
    return world.run(VM_DEPLOY, started(created))


def stop(world: World, created: Created) -> Any:
    return world.run(VM_STOP, stopped(created))


def destroy(world: World, created: Created) -> Any:
    return world.run(VM_DESTROY, destroyed(created))


def states(world: World, created: Created, *allowed: str) -> None:
    assert world.rows(vm.select().where(vm.c.id == created.id))[0].state in allowed


def running_once(world: World, created: Created) -> None:
    """The VM runs on exactly the host that its row names, with its volume and port."""
    row = world.state(created.id)
    assert row.state == "Running"
    objects = world.agents.objects()
    assert objects["running"] == {(row.host_id, row.instance_name)} == objects["defined"]
    assert len(objects["ports"]) == 1
    assert {uuid for _, uuid in objects["volumes"]} == {v.uuid for v in world.volumes(created.id)}
    assert [v.state for v in world.volumes(created.id)] == ["Ready"]


PLAN = {
    "deploy": (VM_DEPLOY, StartVm(vm_id=1, nic_ids=[1], volume_ids=[1], network_ids=[1])),
    "start": (VM_START, StartVm(vm_id=1, nic_ids=[1], volume_ids=[1], network_ids=[1])),
    "stop": (VM_STOP, StopVm(vm_id=1, nic_ids=[1])),
    "reboot": (VM_REBOOT, RebootVm(vm_id=1)),
    "destroy": (VM_DESTROY, DestroyVm(vm_id=1, nic_ids=[1])),
    "expunge": (VM_EXPUNGE, ExpungeVm(vm_id=1, nic_ids=[1], volume_ids=[1])),
}


def of(name: str, **skip: Any) -> Any:
    """Parametrizes a test with the cases of one saga."""
    kind: Saga[Any] = PLAN[name][0]
    made = [case for case in cases(kind, PLAN[name][1], **skip) if not _vacuous(case)]
    return pytest.mark.parametrize("case", made, ids=str)


def _vacuous(case: Case) -> bool:
    """A deploy's first two steps cannot fail for a VM that was just made (the second writes nothing): were they to, it would stay Stopped."""
    return case.step in ("claim_new", "hold_addresses") and case.fault.startswith("error-")


@of("deploy")
def test_deploy(case: Case, db_url: str) -> None:
    world, created, nothing = prepared(db_url)
    world.params = started(created)

    def before() -> None:
        states(world, created, "Error")
        assert world.holdings() == nothing

    world.on_before, world.on_after = before, lambda: running_once(world, created)
    play(case, VM_DEPLOY, world)


@of("start")
def test_start(case: Case, db_url: str) -> None:
    world, created, _ = prepared(db_url, deploy, stop)
    held = world.holdings()
    world.params = started(created)

    def before() -> None:
        states(world, created, "Stopped")
        assert world.holdings() == held

    world.on_before, world.on_after = before, lambda: running_once(world, created)
    play(case, VM_START, world)


@of("stop")
def test_stop(case: Case, db_url: str) -> None:
    world, created, _ = prepared(db_url, deploy)
    held = world.holdings()
    world.params = stopped(created)

    def before() -> None:
        states(world, created, "Running")
        assert world.holdings() == held

    def after() -> None:
        states(world, created, "Stopped")
        objects = world.agents.objects()
        assert not objects["running"]
        assert not objects["defined"]
        assert not objects["ports"]
        assert len(objects["volumes"]) == 1
        assert world.state(created.id).reserved_host_id is None

    world.on_before, world.on_after = before, after
    play(case, VM_STOP, world)


@of("reboot")
def test_reboot(case: Case, db_url: str) -> None:
    world, created, _ = prepared(db_url, deploy)
    held = world.holdings()
    world.params = rebooted(created)

    def after() -> None:
        running_once(world, created)
        boots = [ids for host in world.agents.hosts.values() for ids in host.boots.values()]
        assert len(boots) == 1
        assert len(boots[0]) == 1

    def before() -> None:
        states(world, created, "Running")
        assert world.holdings() == held

    world.on_before, world.on_after = before, after
    play(case, VM_REBOOT, world)


@of("destroy")
def test_destroy(case: Case, db_url: str) -> None:
    world, created, nothing = prepared(db_url, deploy)
    held = world.holdings()
    world.params = destroyed(created)

    def before() -> None:
        states(world, created, "Running")
        assert world.holdings() == held

    def after() -> None:
        states(world, created, "Destroyed")
        assert not world.agents.objects()["running"]
        counters = world.holdings()["counters"].keys() - nothing["counters"].keys()
        assert {kind for _, kind in counters} == {"volume", "primary_storage"}

    world.on_before, world.on_after = before, after
    play(case, VM_DESTROY, world)


@of("expunge")
def test_expunge(case: Case, db_url: str) -> None:
    world, created, nothing = prepared(db_url, deploy, destroy)
    held = world.holdings()
    world.params = expunged(created)

    def before() -> None:
        # it only goes forward: Destroyed as before, but its volume may be gone already
        states(world, created, "Destroyed")
        assert world.holdings() == held
        world.things = world.agents.objects()

    def after() -> None:
        assert world.state(created.id).removed is not None
        assert world.holdings() == nothing
        assert not any(world.agents.objects().values())

    world.on_before, world.on_after = before, after
    play(case, VM_EXPUNGE, world)
