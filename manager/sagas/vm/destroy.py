"""Destroy a VM: stopped, and kept as Destroyed until it is expunged or recovered."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm, volume, weight
from manager.model.tenancy import counters
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.vm import halt
from manager.sagas.vm.params import DestroyVm

WRONG_STATE = 431


def claim_destroy(ctx: Ctx[DestroyVm]) -> None:
    """Running → Stopping; a Stopped, Destroyed or Error VM has nothing to stop. To expunge: Expunging, which nobody recovers."""
    if getattr(ctx.params, "only_destroyed", False):
        if not vm.claim(ctx.tx, ctx.params.vm_id, ["Destroyed", "Error"], "Expunging"):
            row = vm.must(ctx.tx, ctx.params.vm_id)
            raise SagaFailure(WRONG_STATE, f"Unable to expunge VM {row.uuid}: it was recovered and is in state {row.state}")
        return
    if not vm.claim(ctx.tx, ctx.params.vm_id, ["Running"], "Stopping"):
        row = vm.must(ctx.tx, ctx.params.vm_id)
        if row.state not in ("Stopped", "Destroyed", "Error"):
            raise SagaFailure(WRONG_STATE, f"Unable to destroy VM {row.uuid}: it is in state {row.state}")


def release_destroy(ctx: Ctx[DestroyVm]) -> None:
    """It is Running again, unless it has become Destroyed meanwhile, or was before."""
    vm.claim(ctx.tx, ctx.params.vm_id, ["Stopping"], "Running")
    vm.claim(ctx.tx, ctx.params.vm_id, ["Expunging"], "Destroyed")


def publish_destroy(ctx: Ctx[DestroyVm]) -> None:
    """The VM is Destroyed and counts no more against the account's VMs, cores and memory. One in Error counted no more before."""
    row = halt.let_go(ctx)
    volume.set_state(ctx.tx, getattr(ctx.params, "doomed_ids", []), "Destroy")
    if vm.claim(ctx.tx, row.id, ["Stopping", "Stopped"], "Destroyed"):
        counters.give(ctx.tx, row.account_id, counters.domain_path(ctx.tx, row.domain_id), weight.of_vm(ctx.tx, row.id))


TAKE_DOWN = [
    Tx(claim_destroy, undo=release_destroy),
    Tx(halt.locate),
    Call(halt.power_off, undo=halt.power_on_again),
    Call(halt.undefine),
    Call(halt.unplug, undo=halt.plug_again, each="nic_ids"),
    Tx(publish_destroy),
]

VM_DESTROY = register(Saga(
    "vm.destroy", DestroyVm, locks=lambda p: [f"vm:{p.vm_id}"], deadline=timedelta(minutes=10), steps=TAKE_DOWN))
