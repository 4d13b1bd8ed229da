"""deleteHost: a host leaves the cloud; its certificate is refused from then on."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.guest import vm, volume, weight
from manager.model.infra import host_parts, hosts
from manager.model.tenancy import counters
from manager.model.work import debts
from manager.saga import Ctx, Saga, SagaFailure, Tx, register
from manager.saga.debts import cancel_debts

QUIET = ("Stopped", "Error", "Destroyed", "Expunging")


class DeleteHost(msgspec.Struct, frozen=True):
    """`forced`: the operator says that the host is gone for good: what runs there, and what it owes, is written off."""

    host_id: int
    forced: bool = False
    destroy_local: bool = False   # VMs with disks on its own storage are destroyed, these disks written off


C = Ctx[DeleteHost]


def close_host(ctx: C) -> str:
    """Nothing new is placed on it; returns the resource state before."""
    _refuse(ctx)
    return host_parts.disable(ctx.tx, ctx.params.host_id)


def reopen_host(ctx: C) -> None:
    """As before."""
    host_parts.set_resource_state(ctx.tx, ctx.params.host_id, ctx.out(close_host))


def remove_host(ctx: C) -> None:
    """Looks again (a deploy may have been on its way), then removes."""
    tx, host_id = ctx.tx, ctx.params.host_id
    _refuse(ctx)
    cancel_debts(tx, host_id)
    for found in host_parts.vms_on(tx, host_id):
        vm.unplace(tx, found.id)
        if found.state not in QUIET:
            vm.set_state(tx, found.id, "Stopped", "its host was removed by force")
            vm.powered_off(tx, found.id)
    if ctx.params.destroy_local:
        _destroy_local(ctx)
    host_parts.remove_local_pools(tx, host_id)
    host_parts.close(tx, host_id)
    hosts.remove(tx, host_id)


def _destroy_local(ctx: C) -> None:
    """Its VMs become Destroyed, without these disks; the reconciler expunges what is left of them."""
    tx = ctx.tx
    for (vm_id, account_id, domain_id), volume_ids in host_parts.local_disks(tx, ctx.params.host_id).items():
        path = counters.domain_path(tx, domain_id)
        disks = weight.of_volumes(tx, volume_ids)
        volume.unreserve(tx, volume_ids, state=None)
        volume.remove(tx, volume_ids)
        counters.give(tx, account_id, path, disks)
        if vm_id is not None and vm.claim(tx, vm_id, ["Stopped"], "Destroyed"):
            counters.give(tx, account_id, path, weight.of_vm(tx, vm_id))


def _refuse(ctx: C) -> None:
    tx, params = ctx.tx, ctx.params
    found = hosts.by_id(tx, params.host_id)
    if found is None or found.live is None:
        raise SagaFailure(431, f"Host {params.host_id} does not exist")
    if params.forced and (params.destroy_local or not host_parts.local_volumes(tx, params.host_id)):
        return
    busy = [] if params.forced else [each for each in host_parts.vms_on(tx, params.host_id) if each.state not in QUIET]
    if busy:
        raise SagaFailure(536, f"Host {found.uuid} cannot be deleted: {len(busy)} VMs are on it (first: {busy[0].instance_name});"
                               " stop them, or force the removal")
    owed = 0 if params.forced else len(debts.of_host(tx, params.host_id))
    if owed:
        raise SagaFailure(536, f"Host {found.uuid} cannot be deleted: it still has to undo {owed} things; wait, or force the removal")
    volumes = host_parts.local_volumes(tx, params.host_id)
    if volumes and not params.destroy_local:
        raise SagaFailure(536, f"Host {found.uuid} cannot be deleted: {volumes} volumes lie on its local storage;"
                               " delete them, or give forcedestroylocalstorage")


HOST_DELETE = register(Saga(
    "host.delete", DeleteHost, locks=lambda p: [f"host:{p.host_id}"], deadline=timedelta(seconds=120),
    steps=[Tx(close_host, undo=reopen_host), Tx(remove_host)]))
