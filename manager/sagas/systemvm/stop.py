"""Stop a system VM and take it off its host; or destroy it: its addresses are free then."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm as vms
from manager.model.net import system_vm
from manager.model.work import alerts, tombstones
from manager.network.names import tap
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.router import parts, steps
from manager.sagas.router.params import RouterJob
from manager.sagas.systemvm.params import key

C = Ctx[RouterJob]
WRONG_STATE = 431


def claim_stop(ctx: C) -> str:
    """Running → Stopping; one that is Stopped already stays so. Returns the state before."""
    found = system_vm.must(ctx.tx, ctx.params.vm_id)
    if found.state == "Stopped":
        return found.state
    if not vms.claim(ctx.tx, ctx.params.vm_id, ["Running"], "Stopping"):
        raise SagaFailure(WRONG_STATE, f"System VM {found.instance_name} cannot be stopped: it is {found.state}")
    return "Running"


def unclaim_stop(ctx: C) -> None:
    """As before: whether it still runs is the reconciler's to find out."""
    vms.set_state(ctx.tx, ctx.params.vm_id, ctx.out(claim_stop))


def rest(ctx: C) -> None:
    """The system VM is Stopped and holds nothing on host, pod and pool."""
    if ctx.out(claim_stop) != "Running":
        return
    parts.drop_volumes(ctx)
    system_vm.unplace(ctx.tx, ctx.params.vm_id)
    vms.powered_off(ctx.tx, ctx.params.vm_id)
    vms.set_state(ctx.tx, ctx.params.vm_id, "Stopped")


def bury(ctx: C) -> None:
    """As `rest`; and the system VM is removed."""
    rest(ctx)
    found = system_vm.must(ctx.tx, ctx.params.vm_id)
    at = parts.fence_of(ctx)
    tombstones.write(ctx.tx, tombstones.VM, [found.instance_name], *at)
    tombstones.write(ctx.tx, tombstones.PORT, [tap(nic_id) for nic_id in ctx.params.nic_ids], *at)
    alerts.resolve(ctx.tx, f"systemvm:{found.vm_id}")
    system_vm.remove(ctx.tx, found.vm_id)


OFF = [Tx(claim_stop, undo=unclaim_stop), Call(steps.halt), Call(steps.unplug, each="nic_ids"), Call(steps.drop_disk)]

SYSTEM_VM_STOP = register(Saga(
    "systemvm.stop", RouterJob, locks=lambda p: [key(p.vm_id)], deadline=timedelta(minutes=5), steps=[*OFF, Tx(rest)]))

SYSTEM_VM_DESTROY = register(Saga(
    "systemvm.destroy", RouterJob, locks=lambda p: [key(p.vm_id)], deadline=timedelta(minutes=5), steps=[*OFF, Tx(bury)]))
