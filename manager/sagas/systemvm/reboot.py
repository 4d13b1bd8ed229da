"""Reboot a system VM, or patch it: the program in it starts anew with the managers' present addresses and CA."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm as vms
from manager.model.net import system_vm
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.router import reboot, steps
from manager.sagas.router.params import RouterJob
from manager.sagas.systemvm import start
from manager.sagas.systemvm.params import key

C = Ctx[RouterJob]
WRONG_STATE = 431


def claim_reboot(ctx: C) -> None:
    """The system VM is Running."""
    _claim(ctx, "rebooted")


def claim_patch(ctx: C) -> None:
    """The system VM is Running."""
    _claim(ctx, "patched")


def _claim(ctx: C, how: str) -> None:
    found = system_vm.must(ctx.tx, ctx.params.vm_id)
    if not vms.claim(ctx.tx, ctx.params.vm_id, ["Running"], "Running"):
        raise SagaFailure(WRONG_STATE, f"System VM {found.instance_name} cannot be {how}: it is {found.state}")


async def refresh(ctx: C) -> None:
    """It holds the present settings, and its program has started anew with them."""
    spec = await steps.read_spec(ctx)
    await ctx.services.agents.control(spec.control, "refresh", {
        "managers": list(ctx.services.managers()), "once": f"saga-{ctx.saga_id}"}, seconds=60)


SYSTEM_VM_REBOOT = register(Saga(
    "systemvm.reboot", RouterJob, locks=lambda p: [key(p.vm_id)], deadline=timedelta(minutes=10), steps=[
        Tx(claim_reboot), Call(reboot.restart), Call(steps.greet), Call(start.examine), Tx(start.record)]))

SYSTEM_VM_PATCH = register(Saga(
    "systemvm.patch", RouterJob, locks=lambda p: [key(p.vm_id)], deadline=timedelta(minutes=5), steps=[
        Tx(claim_patch), Call(refresh), Call(start.examine), Tx(start.record)]))
