"""Stop a VM: the guest is off, its host keeps nothing of it; disks and addresses stay."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.vm import halt
from manager.sagas.vm.params import StopVm

C = Ctx[StopVm]
WRONG_STATE = 431


def claim_stop(ctx: C) -> None:
    """Running → Stopping. A Stopped VM stays so: CloudStack calls that success."""
    if not vm.claim(ctx.tx, ctx.params.vm_id, ["Running"], "Stopping"):
        row = vm.must(ctx.tx, ctx.params.vm_id)
        if row.state != "Stopped":
            raise SagaFailure(WRONG_STATE, f"Unable to stop VM {row.uuid}: it is in state {row.state}")


def release_stop(ctx: C) -> None:
    """It is Running again."""
    vm.claim(ctx.tx, ctx.params.vm_id, ["Stopping"], "Running")


def publish_stop(ctx: C) -> None:
    """The VM is Stopped."""
    halt.let_go(ctx)
    vm.claim(ctx.tx, ctx.params.vm_id, ["Stopping"], "Stopped")


VM_STOP = register(Saga(
    "vm.stop", StopVm, locks=lambda p: [f"vm:{p.vm_id}"], deadline=timedelta(minutes=10), steps=[
        Tx(claim_stop, undo=release_stop),
        Tx(halt.locate),
        Call(halt.power_off, undo=halt.power_on_again),
        Call(halt.undefine),
        Call(halt.unplug, undo=halt.plug_again, each="nic_ids"),
        Tx(publish_stop),
    ]))
