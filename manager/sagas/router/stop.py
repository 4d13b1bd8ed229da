"""Stop a router and take it off its host; or destroy it: its addresses are free then and its network has none."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm as vms
from manager.model.net import router, router_vm
from manager.model.work import tombstones
from manager.network.names import tap
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.router import parts, steps
from manager.sagas.router.params import RouterJob, router_key

C = Ctx[RouterJob]
WRONG_STATE = 431


def claim_stop(ctx: C) -> str:
    """Running → Stopping; a router that is Stopped already stays so. Returns the state before."""
    found = router.must(ctx.tx, ctx.params.vm_id)
    if found.state == "Stopped":
        return found.state
    if not vms.claim(ctx.tx, ctx.params.vm_id, ["Running"], "Stopping"):
        raise SagaFailure(WRONG_STATE, f"Router {found.instance_name} cannot be stopped: it is {found.state}")
    return "Running"


def unclaim_stop(ctx: C) -> None:
    """As before: whether it still runs is the reconciler's to find out."""
    vms.set_state(ctx.tx, ctx.params.vm_id, ctx.out(claim_stop))


def rest(ctx: C) -> None:
    """The router is Stopped and holds nothing on host or pool."""
    if ctx.out(claim_stop) == "Running":
        _give_back(ctx)


def bury(ctx: C) -> None:
    """As `rest`; and the router is removed."""
    rest(ctx)
    found = router.must(ctx.tx, ctx.params.vm_id)
    at = parts.fence_of(ctx)
    tombstones.write(ctx.tx, tombstones.VM, [found.instance_name], *at)
    tombstones.write(ctx.tx, tombstones.PORT, [tap(nic_id) for nic_id in ctx.params.nic_ids], *at)
    router_vm.remove(ctx.tx, found.vm_id)


def _give_back(ctx: C) -> None:
    parts.drop_volumes(ctx)
    router_vm.unplace(ctx.tx, ctx.params.vm_id)
    vms.powered_off(ctx.tx, ctx.params.vm_id)
    vms.set_state(ctx.tx, ctx.params.vm_id, "Stopped")


OFF = [Tx(claim_stop, undo=unclaim_stop), Call(steps.halt), Call(steps.unplug, each="nic_ids"), Call(steps.drop_disk)]

ROUTER_STOP = register(Saga(
    "router.stop", RouterJob, locks=lambda p: [router_key(p.vm_id)], deadline=timedelta(minutes=5), steps=[*OFF, Tx(rest)]))

ROUTER_DESTROY = register(Saga(
    "router.destroy", RouterJob, locks=lambda p: [router_key(p.vm_id)], deadline=timedelta(minutes=5), steps=[*OFF, Tx(bury)]))
