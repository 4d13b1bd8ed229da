"""Start a console proxy: place it, give it addresses, make its disk and taps, boot it, wait until it answers. Any failure gives all back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from common.ids import token
from manager import settings
from manager.model.guest import vm as vms
from manager.model.guest import volume
from manager.model.net import router_vm, system, system_vm
from manager.model.tenancy import counters
from manager.model.work import alerts
from manager.placement import reserve as placement
from manager.placement.filters import Request
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.router import parts, steps
from manager.sagas.router.params import RouterJob
from manager.sagas.systemvm.params import key
from manager.storage.pools import Disk

C = Ctx[RouterJob]
MIB = 1 << 20
WRONG_STATE = 431


def claim(ctx: C) -> None:
    """Stopped → Starting, on a host with room, with a fresh volume, its addresses there and a one-time token."""
    tx, vm_id = ctx.tx, ctx.params.vm_id
    row = system_vm.get(tx, vm_id)
    if row is None or not vms.claim(tx, vm_id, ["Stopped"], "Starting"):
        raise SagaFailure(WRONG_STATE, f"System VM {row.instance_name if row else vm_id} cannot be started: it is {row.state if row else 'gone'}")
    template = system.system_template(tx, row.zone_id, row.hypervisor or "")
    offered = system.proxy_offering(tx, row.offering_id)
    needs = vms.needs(tx, offered.id)
    local = needs.local_storage or settings.get(tx, "system.vm.use.local.storage", zone=row.zone_id)
    volume_id = router_vm.new_volume(tx, row, template.virtual_bytes)
    place = placement.reserve(tx, Request(
        zone_id=row.zone_id, hypervisor=row.hypervisor or "", cpus=offered.cpus, cpu_mhz=offered.cpu_mhz, memory=offered.memory_mib * MIB,
        disks=(Disk(volume_id, template.virtual_bytes, local=bool(local)),), arch=template.arch, tags=needs.host_tags,
        account_id=row.account_id, domain_path=counters.domain_path(tx, row.domain_id), system=True,
    ), f"console proxy {row.instance_name}")
    vms.place(tx, vm_id, place.host.id, place.host.pod_id, offered.cpus * offered.cpu_mhz, offered.memory_mib * MIB)
    volume.reserve(tx, {volume_id: (place.pools[volume_id], template.virtual_bytes)})
    system_vm.take_addresses(tx, vm_id, place.host.id, place.host.pod_id)
    system_vm.set_token(tx, vm_id, ctx.services.secrets.seal(token()))
    segments = system_vm.nic_segments(tx, system_vm.must(tx, vm_id))
    vms.add_uses(tx, place.host.id, [*((segment.thing, f"nic:{nic.id}") for nic, segment in segments),
                                     (f"image:{template.uuid}", f"volume:{volume_id}"), (f"pool:{place.pools[volume_id]}", f"volume:{volume_id}")])


def release(ctx: C) -> None:
    """Gives back what the system VM holds on host, pod and pool; it is Stopped."""
    parts.drop_volumes(ctx)
    system_vm.unplace(ctx.tx, ctx.params.vm_id)
    vms.set_state(ctx.tx, ctx.params.vm_id, "Stopped")


async def examine(ctx: C) -> dict[str, Any]:
    """What it says of itself."""
    spec = await steps.read_spec(ctx)
    found: dict[str, Any] = await ctx.services.agents.control(spec.control, "health", {}, seconds=20)
    return found


def publish(ctx: C) -> None:
    """The proxy is Running. From its first beat on, sessions go to it."""
    tx, vm_id = ctx.tx, ctx.params.vm_id
    volume.ready(tx, [disk.id for disk in volume.specs(tx, vm_id)])
    vms.published(tx, vm_id, "")
    record(ctx)


def record(ctx: C) -> None:
    """It is well: what was said of it before is settled."""
    health: dict[str, Any] = ctx.out(examine)
    system_vm.record_health(ctx.tx, ctx.params.vm_id, health=json.dumps(health))
    alerts.resolve(ctx.tx, f"systemvm:{ctx.params.vm_id}")


SYSTEM_VM_START = register(Saga(
    "systemvm.start", RouterJob, locks=lambda p: [key(p.vm_id)], deadline=timedelta(minutes=15), steps=[
        Tx(claim, undo=release, holds=True),
        Call(steps.pull_image),
        Call(steps.make_disk, undo=steps.drop_disk),
        Call(steps.plug, undo=steps.unplug, each="nic_ids"),
        Call(steps.boot, undo=steps.halt),
        Call(steps.greet),
        Call(examine),
        Tx(publish),
    ]))
