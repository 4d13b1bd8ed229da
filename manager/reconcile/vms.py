"""Guests that powered themselves off, or went down with their host: their VMs become Stopped, and give back what they hold."""

from __future__ import annotations

import functools
from datetime import timedelta

from manager.model.db import Tx
from manager.model.guest import vm
from manager.model.work import events, watch
from manager.reconcile.declare import reconciler
from manager.saga import start_or_join
from manager.sagas.vm import VM_STOP
from manager.sagas.vm.params import StopVm
from manager.services import Services

MOST = 100  # VMs in one run: each is a saga


@reconciler("vms", every=timedelta(seconds=15))
async def vms(services: Services) -> None:
    """Starts the stop sagas of Running VMs whose host, which is Up, says that they are off."""
    if await services.read(watch.report_only):
        return
    for vm_id in await services.read(functools.partial(vm.gone_off, most=MOST)):
        await services.write(functools.partial(settle, vm_id=vm_id))


def settle(tx: Tx, vm_id: int) -> None:
    """Stops the VM by its saga, which takes what is left of it from the host. Nothing happens when somebody started or stopped it meanwhile."""
    if vm_id not in vm.gone_off(tx, MOST, only=vm_id):
        return
    row = vm.must(tx, vm_id)
    events.write(tx, "VM.STOP", f"VM {row.uuid} was found powered off on its host", account_id=row.account_id, domain_id=row.domain_id,
                 user_id=row.user_id, level=events.WARN, resource_type="VirtualMachine", resource_uuid=row.uuid)
    start_or_join(tx, VM_STOP, StopVm(vm_id, [nic_id for nic_id, _ in vm.live_nics(tx, vm_id)], force=True))
