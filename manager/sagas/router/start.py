"""Start a network's router: place it, make its disk and taps, boot it, wait until it answers, tell it everything. Any failure gives all back."""

from __future__ import annotations

from datetime import timedelta

from common.ids import token
from manager import settings
from manager.model.guest import vm as vms
from manager.model.guest import volume
from manager.model.net import network, router, router_vm, system
from manager.model.tenancy import counters
from manager.placement import reserve as placement
from manager.placement.filters import Request
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.saga.signals import signal
from manager.sagas.router import apply, parts, steps
from manager.sagas.router.apply import Applied
from manager.sagas.router.params import RouterJob, router_key
from manager.storage.pools import Disk

C = Ctx[RouterJob]
MIB = 1 << 20
WRONG_STATE = 431


def claim_router(ctx: C) -> None:
    """Stopped → Starting, on a host with room, with a fresh volume, control address and one-time token."""
    tx, vm_id = ctx.tx, ctx.params.vm_id
    if not vms.claim(tx, vm_id, ["Stopped"], "Starting"):
        found = router.get(tx, vm_id)
        raise SagaFailure(WRONG_STATE, f"Router {found.instance_name if found else vm_id} cannot be started: "
                                       f"it is {found.state if found else 'gone'}")
    row = router.must(tx, vm_id)
    template = system.system_template(tx, row.zone_id, row.hypervisor or "")
    offered = system.router_offering(tx, row.offering_id)
    needs = vms.needs(tx, offered.id)
    local = needs.local_storage or settings.get(tx, "system.vm.use.local.storage", zone=row.zone_id)
    volume_id = router_vm.new_volume(tx, row, template.virtual_bytes)
    place = placement.reserve(tx, Request(
        zone_id=row.zone_id, hypervisor=row.hypervisor or "", cpus=offered.cpus, cpu_mhz=offered.cpu_mhz, memory=offered.memory_mib * MIB,
        disks=(Disk(volume_id, template.virtual_bytes, local=bool(local)),), arch=template.arch, tags=needs.host_tags,
        account_id=row.account_id, domain_path=counters.domain_path(tx, row.domain_id), system=True,
    ), f"virtual router {row.instance_name}")
    vms.place(tx, vm_id, place.host.id, place.host.pod_id, offered.cpus * offered.cpu_mhz, offered.memory_mib * MIB)
    volume.reserve(tx, {volume_id: (place.pools[volume_id], template.virtual_bytes)})
    router_vm.take_control_ip(tx, place.host.id, vm_id)
    router_vm.set_token(tx, vm_id, ctx.services.secrets.seal(token()))
    uses = [(segment.thing, f"nic:{nic.id}") for nic, segment in router_vm.nic_segments(tx, router.must(tx, vm_id))]
    vms.add_uses(tx, place.host.id, [*uses, (f"image:{template.uuid}", f"volume:{volume_id}"),
                                     (f"pool:{place.pools[volume_id]}", f"volume:{volume_id}")])


def release_router(ctx: C) -> None:
    """Gives back what the router holds on host and pool; it is Stopped."""
    parts.drop_volumes(ctx)
    router_vm.unplace(ctx.tx, ctx.params.vm_id)
    vms.set_state(ctx.tx, ctx.params.vm_id, "Stopped")


def publish_router(ctx: C) -> None:
    """The router is Running and has acknowledged what it was told. What changed meanwhile is the reconciler's."""
    tx, vm_id = ctx.tx, ctx.params.vm_id
    volume.ready(tx, [disk.id for disk in volume.specs(tx, vm_id)])
    vms.published(tx, vm_id, "")
    applied: list[Applied] = ctx.out(steps.configure)
    apply.record(tx, applied)
    if network.wanted(tx, router.must(tx, vm_id).network_id) > applied[0].generation:
        signal(tx, "routers")


ROUTER_START = register(Saga(
    "router.start", RouterJob, locks=lambda p: [router_key(p.vm_id)], deadline=timedelta(minutes=15), steps=[
        Tx(claim_router, undo=release_router, holds=True),
        Call(steps.pull_image),
        Call(steps.make_disk, undo=steps.drop_disk),
        Call(steps.plug, undo=steps.unplug, each="nic_ids"),
        Call(steps.boot, undo=steps.halt),
        Call(steps.greet),
        Call(steps.configure),
        Tx(publish_router),
    ]))
