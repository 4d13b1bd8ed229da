"""Stop the VMs of an account that was disabled. That nothing starts in it any more was committed together with this saga."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm
from manager.model.tenancy import belongings
from manager.saga import Ctx, Join, Saga, register
from manager.sagas.account.params import StopAccount
from manager.sagas.vm.params import StopVm
from manager.sagas.vm.stop import VM_STOP


def stop_vm(ctx: Ctx[StopAccount], vm_id: int) -> StopVm | None:
    """None for one that is not up any more."""
    row = vm.get(ctx.tx, vm_id)
    if row is None or row.removed is not None or row.state not in belongings.RUNNING:
        return None
    return StopVm(vm_id, [nic_id for nic_id, _ in vm.live_nics(ctx.tx, vm_id)])


ACCOUNT_STOP = register(Saga(
    "account.stop", StopAccount, locks=lambda p: [f"account:{p.account_id}"], deadline=timedelta(hours=2), steps=[
        Join(VM_STOP, stop_vm, each="vm_ids")]))
