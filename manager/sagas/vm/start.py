"""Start a VM: find it a place, bring its networks up, plug it in, boot it. Any failure gives all of that back.

A first start (deploy) and a later one differ in what a failure leaves: an Error VM without disks and addresses, or a Stopped one.
"""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm, volume, weight
from manager.model.net import network
from manager.model.tenancy import counters
from manager.model.work import tombstones
from manager.network.names import tap
from manager.saga import Call, Ctx, Join, Saga, SagaFailure, Tx, register
from manager.saga.signals import signal
from manager.sagas.network.implement import NETWORK_IMPLEMENT, foresee, implement
from manager.sagas.router import apply
from manager.sagas.router.apply import Applied
from manager.sagas.vm import guest
from manager.sagas.vm.params import StartVm
from manager.sagas.vm.reserve import reserve, unreserve, wire

C = Ctx[StartVm]
WRONG_STATE = 431


def claim(ctx: C) -> None:
    """Stopped → Starting. Anything else is refused as CloudStack refuses it."""
    if not vm.claim(ctx.tx, ctx.params.vm_id, ["Stopped"], "Starting"):
        row = vm.must(ctx.tx, ctx.params.vm_id)
        raise SagaFailure(WRONG_STATE, f"Unable to start VM {row.uuid}: it is in state {row.state}, not Stopped")


def release(ctx: C) -> None:
    """It is Stopped again."""
    vm.set_state(ctx.tx, ctx.params.vm_id, "Stopped")


def claim_new(ctx: C) -> None:
    """As `claim`, for the first start."""
    claim(ctx)


def give_up(ctx: C) -> None:
    """The VM is in state Error and counts no more; its volumes are gone. The administrator and the owner may only destroy it."""
    tx, params = ctx.tx, ctx.params
    row = vm.must(tx, params.vm_id)
    disks = weight.of_volumes(tx, [wanted.row.id for wanted in volume.of_vm(tx, params.vm_id)])
    vm.set_state(tx, params.vm_id, "Error")
    vm.leave_affinity(tx, params.vm_id)
    volume.remove(tx, params.volume_ids)
    counters.give(tx, row.account_id, counters.domain_path(tx, row.domain_id), {**weight.of_vm(tx, row.id), **disks})


def hold_addresses(ctx: C) -> None:
    """The addresses were allotted with the rows; this step's undo gives them back."""


def release_addresses(ctx: C) -> None:
    """Gives addresses and names back, once no host can use them any more."""
    tx, params = ctx.tx, ctx.params
    network.release_nics(tx, params.nic_ids)
    fence = ctx.fence()
    row = vm.must(tx, params.vm_id)
    at = (fence.key, fence.epoch, fence.fence)
    tombstones.write(tx, tombstones.VM, [row.instance_name], *at)
    tombstones.write(tx, tombstones.VOLUME, volume.uuids(tx, params.volume_ids), *at)
    tombstones.write(tx, tombstones.PORT, [tap(nic_id) for nic_id in params.nic_ids], *at)
    for network_id in sorted(params.network_ids):
        network.raise_generation(tx, network_id)
    signal(tx, "routers")


async def apply_routers(ctx: C) -> list[Applied]:
    """The routers of its networks know the VM: address, name, metadata. Theirs to keep up to date, so never undone here."""
    ctx.progress(60, "configuring the network")
    return await apply.apply_networks(ctx.services, ctx.params.network_ids)


def publish(ctx: C) -> None:
    """The VM is Running."""
    apply.record(ctx.tx, ctx.out(apply_routers))
    volume.ready(ctx.tx, ctx.params.volume_ids)
    vm.published(ctx.tx, ctx.params.vm_id, ctx.out(guest.boot))


BRING_UP = [
    Tx(reserve, undo=unreserve, holds=True),
    Join(NETWORK_IMPLEMENT, implement, each="network_ids", foresee=foresee),
    Tx(wire),
    Call(guest.ensure_image),
    Call(guest.ensure_volume, undo=guest.ensure_no_volume, each="volume_ids"),
    Call(guest.ensure_port, undo=guest.ensure_no_port, each="nic_ids"),
    Call(apply_routers),
    Call(guest.boot, undo=guest.ensure_absent),
    Tx(publish),
]

VM_DEPLOY = register(Saga(
    "vm.deploy", StartVm, locks=lambda p: [f"vm:{p.vm_id}"], deadline=timedelta(minutes=30),
    steps=[Tx(claim_new, undo=give_up), Tx(hold_addresses, undo=release_addresses, holds=True), *BRING_UP]))

VM_START = register(Saga(
    "vm.start", StartVm, locks=lambda p: [f"vm:{p.vm_id}"], deadline=timedelta(minutes=15),
    steps=[Tx(claim, undo=release), *BRING_UP]))
