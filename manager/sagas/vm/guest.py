"""Steps that make a guest run on the host that was reserved for it, with their undos."""

from __future__ import annotations

from typing import Any

from manager import settings
from manager.model.db import Tx
from manager.model.guest import limits, vm
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import VolumeSpec
from manager.saga import Ctx, SagaFailure, Wait
from manager.sagas.vm import message
from manager.sagas.vm.params import Peer, StartVm, Wire
from manager.sagas.vm.reserve import reserve, wire
from protos.agent.v1 import agent_pb2
from protos.secstorage.v1 import secstorage_pb2

C = Ctx[StartVm]
URL_SECONDS = 3600        # how long an image's address is good for
IMAGE_WAIT = 20           # an agent answers after so many seconds even when the image is not there yet
IMAGE_POLL = 0.5
BOOT_SECONDS = 180.0
RATES = {"bytes_read_rate": "vm.disk.throttling.bytes_read_rate", "bytes_write_rate": "vm.disk.throttling.bytes_write_rate",
         "iops_read_rate": "vm.disk.throttling.iops_read_rate", "iops_write_rate": "vm.disk.throttling.iops_write_rate"}


async def ensure_image(ctx: C) -> None:
    """The template is on the pool of the root volume. Shared by all VMs made of it: never undone."""
    placed = ctx.out(reserve)
    root = next((spec for spec in placed.volumes if spec.fresh and spec.image_uuid), None)
    if placed.image is None or root is None:
        return
    url, ca_pem = placed.image.url, ""
    if placed.image.store:
        served = await ctx.services.images.call(
            placed.image.store, "Serve", secstorage_pb2.ServeRequest(uuid=placed.image.uuid, seconds=URL_SECONDS))
        url, ca_pem = served.url, served.ca_pem
    body = message.ensure_image(placed.image, root.pool, url, ca_pem, IMAGE_WAIT)
    answer = await ctx.services.agents.do(placed.peer.host, body, None, IMAGE_WAIT + 40)
    if isinstance(answer, agent_pb2.Operation):
        ctx.progress(max(answer.percent, 0), f"image: {answer.text}")
        raise Wait(IMAGE_POLL)


async def ensure_volume(ctx: C, volume_id: int) -> None:
    """The volume exists; those that existed before the saga are left alone."""
    spec = _volume(ctx, volume_id)
    if spec.fresh:
        await ctx.services.agents.do(ctx.out(reserve).peer.host, message.ensure_volume(spec), ctx.fence())


async def ensure_no_volume(ctx: C, volume_id: int) -> None:
    """The volume is gone if this saga made it."""
    spec = _volume(ctx, volume_id)
    if spec.fresh:
        await ctx.services.agents.do(
            ctx.out(reserve).peer.host, agent_pb2.EnsureNoVolume(pool=message.pool(spec.pool), uuid=spec.uuid), ctx.fence())


async def ensure_port(ctx: C, nic_id: int) -> None:
    """The NIC's tap is on its network's bridge; both are made when missing."""
    placed = ctx.out(reserve)
    await ctx.services.agents.do(placed.peer.host, message.ensure_port(placed.name, _wire(ctx, nic_id)), ctx.fence())


async def ensure_no_port(ctx: C, nic_id: int) -> None:
    """The tap is gone."""
    placed = ctx.out(reserve)
    await ctx.services.agents.do(placed.peer.host, message.ensure_no_port(placed.name, _wire(ctx, nic_id)), ctx.fence())


async def boot(ctx: C) -> str:
    """The guest runs. Returns the path of its serial log on the host."""
    placed = ctx.out(reserve)
    ctx.progress(80, "starting the guest")
    return await run_guest(ctx, placed.peer, placed.volumes, ctx.out(wire))


async def ensure_absent(ctx: C) -> None:
    """The guest is off and undefined."""
    placed = ctx.out(reserve)
    await ctx.services.agents.do(placed.peer.host, agent_pb2.EnsureAbsent(vm=placed.name, uuid=placed.uuid), ctx.fence())


async def run_guest(ctx: Ctx[Any], peer: Peer, volumes: list[VolumeSpec], wires: list[Wire]) -> str:
    """Tells a host to run the VM, whole; returns the path of its serial log. Only here is the console's password opened."""
    whole = await whole_guest(ctx, volumes, wires)
    state = await ctx.services.agents.do(peer.host, agent_pb2.EnsureRunning(vm=whole), ctx.fence(), BOOT_SECONDS)
    if state.power != agent_pb2.RUNNING:
        raise SagaFailure(530, f"VM {whole.name} does not run after it was started: {agent_pb2.Power.Name(state.power)}")
    return str(state.serial_log)


async def whole_guest(ctx: Ctx[Any], volumes: list[VolumeSpec], wires: list[Wire]) -> agent_pb2.Vm:
    """The VM as its present row, volumes and wires have it."""
    def read(tx: Tx) -> tuple[VmRow, dict[str, str], limits.Limits]:
        row = vm.must(tx, ctx.params.vm_id)
        usual = {name: int(settings.get(tx, key)) for name, key in RATES.items()}
        return row, vm.details(tx, row), limits.of_vm(tx, row.id, usual)

    row, details, limited = await ctx.read(read)
    return message.guest(row, volumes, wires, details, limited)


def _volume(ctx: C, volume_id: int) -> VolumeSpec:
    return next(spec for spec in ctx.out(reserve).volumes if spec.id == volume_id)


def _wire(ctx: C, nic_id: int) -> Wire:
    return next(found for found in ctx.out(wire) if found.nic.id == nic_id)
