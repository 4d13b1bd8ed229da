"""A pool's later life: maintenance and its end, another scope, removal."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.guest import vm as vms
from manager.model.guest import volume
from manager.model.infra import pool_changes, pools
from manager.model.infra.pool_changes import BROKEN, CANCELLING, DISABLED, MAINTENANCE, PREPARING, UP
from manager.saga import Call, Ctx, Join, Saga, SagaFailure, Tx, Wait, register, start_or_join
from manager.sagas.router.params import RouterJob
from manager.sagas.router.start import ROUTER_START
from manager.sagas.router.stop import ROUTER_STOP
from manager.sagas.storage.pool import Measured, PoolHost, ensure_on
from manager.sagas.vm.expunge import VM_EXPUNGE
from manager.sagas.vm.params import ExpungeVm, StartVm, StopVm
from manager.sagas.vm.start import VM_START
from manager.sagas.vm.stop import VM_STOP

WRONG_STATE, IN_USE = 431, 536
ROUTER = "DomainRouter"


class Maintain(msgspec.Struct, frozen=True):
    """Stop what uses the pool: guests and routers that were active when it was asked for."""

    pool_id: int
    vm_ids: list[int]
    router_ids: list[int] = []


class Reopen(msgspec.Struct, frozen=True):
    """End of maintenance; `hosts`: those of the pool that are Up."""

    pool_id: int
    uuid: str
    name: str
    type: str
    path: str
    hosts: list[PoolHost]


class Rescope(msgspec.Struct, frozen=True):
    """Another scope; `hosts`: those of the wider one that are Up and lack the pool. `cluster_id` None: the whole zone."""

    pool_id: int
    uuid: str
    name: str
    type: str
    path: str
    hosts: list[PoolHost]
    cluster_id: int | None = None


class DeletePool(msgspec.Struct, frozen=True):
    """`vm_ids`: destroyed VMs with volumes on it that are expunged first, by force."""

    pool_id: int
    vm_ids: list[int] = []


# ---- maintenance -----------------------------------------------------------------------------------------------------------------------


def close_pool(ctx: Ctx[Maintain]) -> None:
    """Placement leaves the pool out, and nothing on it may start. What is stopped now starts again at the end."""
    params = ctx.params
    if not pool_changes.claim(ctx.tx, params.pool_id, [UP, DISABLED, BROKEN, PREPARING], PREPARING):
        raise SagaFailure(WRONG_STATE, f"Storage pool {pools.by_id(ctx.tx, params.pool_id).name} is "
                          f"{pools.by_id(ctx.tx, params.pool_id).state}: it cannot be prepared for maintenance")
    pool_changes.remember(ctx.tx, params.pool_id, [*params.vm_ids, *params.router_ids])


def give_up(ctx: Ctx[Maintain]) -> None:
    """What could not be stopped runs on; the administrator tries again, or cancels."""
    pool_changes.claim(ctx.tx, ctx.params.pool_id, [PREPARING], BROKEN)


def stop_vm(ctx: Ctx[Maintain], vm_id: int) -> StopVm | None:
    """A guest; None: it is off already."""
    if vms.must(ctx.tx, vm_id).state in ("Stopped", "Destroyed", "Expunging", "Error"):
        return None
    return StopVm(vm_id=vm_id, nic_ids=[nic_id for nic_id, _ in vms.live_nics(ctx.tx, vm_id)])


def stop_router(ctx: Ctx[Maintain], vm_id: int) -> RouterJob | None:
    """A router; None: it is off or gone."""
    found = vms.get(ctx.tx, vm_id)
    if found is None or found.state in ("Stopped", "Destroyed", "Expunging", "Error"):
        return None
    return RouterJob(vm_id, [nic_id for nic_id, _ in vms.live_nics(ctx.tx, vm_id)])


def rest(ctx: Ctx[Maintain]) -> None:
    """Maintenance, once nothing on the pool is active: a VM that was about to start when it began is waited for."""
    still = pool_changes.vms_on(ctx.tx, ctx.params.pool_id)
    if any(one.state != "Running" for one in still):
        raise Wait(0.5)
    if still:
        raise SagaFailure(IN_USE, f"{len(still)} VMs started on the pool meanwhile (first: {still[0].instance_name}); ask for maintenance again")
    pool_changes.claim(ctx.tx, ctx.params.pool_id, [PREPARING], MAINTENANCE)


POOL_MAINTAIN = register(Saga(
    "pool.maintain", Maintain, locks=lambda p: [f"pool:{p.pool_id}"], deadline=timedelta(minutes=30),
    steps=[Tx(close_pool, undo=give_up), Join(VM_STOP, stop_vm, each="vm_ids"), Join(ROUTER_STOP, stop_router, each="router_ids"), Tx(rest)]))


# ---- its end ---------------------------------------------------------------------------------------------------------------------------


def begin_reopening(ctx: Ctx[Reopen]) -> str:
    """Returns the state before."""
    before = pools.by_id(ctx.tx, ctx.params.pool_id).state
    if not pool_changes.claim(ctx.tx, ctx.params.pool_id, [MAINTENANCE, BROKEN, PREPARING], CANCELLING):
        raise SagaFailure(WRONG_STATE, f"Storage pool {ctx.params.name} is {before}: it is not in maintenance")
    return before


def stay_closed(ctx: Ctx[Reopen]) -> None:
    """As before."""
    pool_changes.claim(ctx.tx, ctx.params.pool_id, [CANCELLING], ctx.out(begin_reopening))


async def ensure_again(ctx: Ctx[Reopen], one: PoolHost) -> Measured:
    """The host has the pool."""
    return await ensure_on(ctx.services, ctx.params, one)


def reopen(ctx: Ctx[Reopen]) -> None:
    """The pool is Up; what maintenance stopped is started, each by a saga of its own that nobody waits for."""
    tx, params = ctx.tx, ctx.params
    seen = [ctx.out(ensure_again, one) for one in params.hosts]
    if seen:
        pools.set_up(tx, params.pool_id, max(one.capacity for one in seen), max(one.used for one in seen), [one.id for one in params.hosts])
    pool_changes.claim(tx, params.pool_id, [CANCELLING], UP)
    for found in pool_changes.recall(tx, params.pool_id):
        nics = vms.live_nics(tx, found.id)
        if found.type == ROUTER:
            start_or_join(tx, ROUTER_START, RouterJob(found.id, [nic_id for nic_id, _ in nics]), any_params=True)
        else:
            start_or_join(tx, VM_START, StartVm(
                vm_id=found.id, nic_ids=[nic_id for nic_id, _ in nics], volume_ids=[one.row.id for one in volume.of_vm(tx, found.id)],
                network_ids=list(dict.fromkeys(network_id for _, network_id in nics if network_id is not None)), admin=True), any_params=True)


POOL_REOPEN = register(Saga(
    "pool.reopen", Reopen, locks=lambda p: [f"pool:{p.pool_id}"], deadline=timedelta(minutes=5),
    steps=[Tx(begin_reopening, undo=stay_closed), Call(ensure_again, each="hosts"), Tx(reopen)]))


# ---- scope -----------------------------------------------------------------------------------------------------------------------------


def check_scope(ctx: Ctx[Rescope]) -> None:
    """The pool is Disabled, and nothing outside of a narrower scope uses it."""
    tx, params = ctx.tx, ctx.params
    row = pools.by_id(tx, params.pool_id)
    if row.state != DISABLED:
        raise SagaFailure(WRONG_STATE, f"Storage pool {row.name} is {row.state}: its scope changes only while it is Disabled")
    if params.cluster_id is not None:
        users = pool_changes.foreign_users(tx, params.pool_id, params.cluster_id)
        if users:
            raise SagaFailure(IN_USE, f"{len(users)} VMs on hosts of other clusters use the pool (first: {users[0].instance_name}): stop them")


async def ensure_wider(ctx: Ctx[Rescope], one: PoolHost) -> Measured:
    """A host of the wider scope has the pool."""
    return await ensure_on(ctx.services, ctx.params, one)


def set_scope(ctx: Ctx[Rescope]) -> None:
    """From now on."""
    params = ctx.params
    check_scope(ctx)
    pool_changes.set_scope(ctx.tx, params.pool_id, "ZONE" if params.cluster_id is None else "CLUSTER", params.cluster_id)
    pools.attach(ctx.tx, params.pool_id, [one.id for one in params.hosts])


POOL_RESCOPE = register(Saga(
    "pool.rescope", Rescope, locks=lambda p: [f"pool:{p.pool_id}"], deadline=timedelta(minutes=5),
    steps=[Tx(check_scope), Call(ensure_wider, each="hosts"), Tx(set_scope)]))


# ---- the end ---------------------------------------------------------------------------------------------------------------------------


def check_empty(ctx: Ctx[DeletePool]) -> None:
    """Nothing is on it but what goes with it."""
    _refuse(ctx, doomed=set(ctx.params.vm_ids))


def expunge_vm(ctx: Ctx[DeletePool], vm_id: int) -> ExpungeVm | None:
    """A destroyed VM; None: it is gone."""
    found = vms.get(ctx.tx, vm_id)
    if found is None or found.state != "Destroyed":
        return None
    return ExpungeVm(vm_id, [nic_id for nic_id, _ in vms.live_nics(ctx.tx, vm_id)], volume.to_expunge(ctx.tx, vm_id), only_destroyed=True)


def remove_pool(ctx: Ctx[DeletePool]) -> None:
    """There is no such pool; its hosts' reconcilers let go of it. The files that others keep there stay."""
    _refuse(ctx, doomed=set())
    pools.discard(ctx.tx, ctx.params.pool_id)


def _refuse(ctx: Ctx[DeletePool], doomed: set[int]) -> None:
    row = pools.by_id(ctx.tx, ctx.params.pool_id)
    if row.state != MAINTENANCE:
        raise SagaFailure(WRONG_STATE, f"Storage pool {row.name} is {row.state}: it is deleted only in maintenance")
    there = [one for one in pool_changes.volumes_on(ctx.tx, row.id) if one.vm_id not in doomed]
    if there:
        raise SagaFailure(IN_USE, f"Cannot delete pool {row.name}: {len(there)} volumes are on it (first: {there[0].uuid})")


POOL_DELETE = register(Saga(
    "pool.delete", DeletePool, locks=lambda p: [f"pool:{p.pool_id}"], deadline=timedelta(minutes=5),
    steps=[Tx(check_empty), Join(VM_EXPUNGE, expunge_vm, each="vm_ids"), Tx(remove_pool)]))
