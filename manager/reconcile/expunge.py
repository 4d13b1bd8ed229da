"""Destroyed VMs are expunged after `expunge.delay`."""

from __future__ import annotations

import functools
from datetime import timedelta

from manager import settings
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.guest import vm, volume
from manager.model.work import watch
from manager.reconcile.declare import reconciler
from manager.saga import start_or_join
from manager.sagas.vm import VM_EXPUNGE
from manager.sagas.vm.params import ExpungeVm
from manager.services import Services

MOST = 50  # VMs in one run: each is a saga


@reconciler("expunge", every=timedelta(seconds=60), setting="expunge.interval")
async def expunge(services: Services) -> None:
    """Starts the sagas of those whose time has come. One that failed is begun again at the next run."""
    if await services.read(watch.report_only):
        return
    for vm_id in await services.read(due):
        await services.write(functools.partial(begin, vm_id=vm_id))


def due(tx: Tx) -> list[int]:
    """The VMs that have been Destroyed for long enough, oldest first."""
    return vm.destroyed_before(tx, tx.now() - int(settings.get(tx, "expunge.delay")) * SECOND, MOST)


def begin(tx: Tx, vm_id: int) -> None:
    """Starts the saga, unless the VM was recovered meanwhile or an equal one runs."""
    row = vm.get(tx, vm_id)
    if row is not None and row.state == "Destroyed":
        nic_ids = [nic_id for nic_id, _ in vm.live_nics(tx, vm_id)]
        start_or_join(tx, VM_EXPUNGE, ExpungeVm(vm_id, nic_ids, volume.to_expunge(tx, vm_id), only_destroyed=True))
