"""Steps that take a guest from its host. Until the VM's state says otherwise, a failure starts the guest again."""

from __future__ import annotations

from typing import Any

from manager.model.guest import vm, volume
from manager.model.guest.vm import VmRow
from manager.model.net import network
from manager.saga import Ctx
from manager.sagas.vm import guest, message
from manager.sagas.vm.params import Located, Peer, Wire
from manager.sagas.vm.reserve import wires
from protos.agent.v1 import agent_pb2

C = Ctx[Any]      # of StopVm, DestroyVm, ExpungeVm: all have vm_id, nic_ids, force
GRACE = 30        # seconds that a guest has to power down by itself
STOP_SECONDS = 90.0


def locate(ctx: C) -> Located:
    """Where the VM runs, and all that is needed to run it there again."""
    row = vm.must(ctx.tx, ctx.params.vm_id)
    peer = Peer(*vm.peer_of(ctx.tx, row.host_id)) if row.host_id is not None else None
    found = wires(ctx, network.get_nics(ctx.tx, ctx.params.nic_ids), row.hypervisor) if peer else []
    return Located(peer, row.instance_name, row.uuid, volume.specs(ctx.tx, row.id) if peer else [], found)


async def power_off(ctx: C) -> None:
    """The guest is off: asked to, then made to; at once when forced."""
    at = ctx.out(locate)
    if at.peer is not None:
        ctx.progress(20, "stopping the guest")
        await ctx.services.agents.do(
            at.peer.host, agent_pb2.EnsureStopped(vm=at.name, uuid=at.uuid, force=ctx.params.force, grace_seconds=GRACE), ctx.fence(),
            STOP_SECONDS)


async def power_on_again(ctx: C) -> None:
    """The guest runs as before, unless the VM has been published as stopped or destroyed."""
    at = ctx.out(locate)
    if at.peer is not None and await _should_run(ctx, at.peer):
        await guest.run_guest(ctx, at.peer, at.volumes, at.wires)


async def undefine(ctx: C) -> None:
    """The host forgets the guest."""
    at = ctx.out(locate)
    if at.peer is not None:
        await ctx.services.agents.do(at.peer.host, agent_pb2.EnsureAbsent(vm=at.name, uuid=at.uuid), ctx.fence())


async def unplug(ctx: C, nic_id: int) -> None:
    """The NIC's tap is gone."""
    at = ctx.out(locate)
    found = _wire(at, nic_id)
    if at.peer is not None and found is not None:
        await ctx.services.agents.do(at.peer.host, message.ensure_no_port(at.name, found), ctx.fence())


async def plug_again(ctx: C, nic_id: int) -> None:
    """The NIC's tap is back."""
    at = ctx.out(locate)
    found = _wire(at, nic_id)
    if at.peer is not None and found is not None and await _should_run(ctx, at.peer):
        await ctx.services.agents.do(at.peer.host, message.ensure_port(at.name, found), ctx.fence())


def let_go(ctx: C) -> VmRow:
    """What every end of a guest has in common: it is off, and holds nothing on its host. Returns the VM as it was."""
    row = vm.must(ctx.tx, ctx.params.vm_id)
    if ctx.out(locate).peer is not None:
        vm.powered_off(ctx.tx, row.id)
        vm.unplace(ctx.tx, row.id)
    return row


async def _should_run(ctx: C, peer: Peer) -> bool:
    """Whether the VM still belongs on that host: this may be asked long after the saga, when the host pays its debts."""
    row = await ctx.read(lambda tx: vm.must(tx, ctx.params.vm_id))
    return row.state in ("Stopping", "Running") and row.host_id == peer.id


def _wire(at: Located, nic_id: int) -> Wire | None:
    return next((found for found in at.wires if found.nic.id == nic_id), None)
