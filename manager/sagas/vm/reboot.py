"""Reboot a VM on its host. Its state stays Running, as in CloudStack."""

from __future__ import annotations

from datetime import timedelta

from manager.model.guest import vm, volume
from manager.model.net import network
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.vm import guest
from manager.sagas.vm.params import Located, Peer, RebootVm
from manager.sagas.vm.reserve import wires
from protos.agent.v1 import agent_pb2

C = Ctx[RebootVm]
WRONG_STATE = 431
GRACE = 15  # seconds that a guest has to power down by itself


def find_running(ctx: C) -> Located:
    """Where the VM runs; refused unless it is Running."""
    row = vm.must(ctx.tx, ctx.params.vm_id)
    if row.state != "Running" or row.host_id is None:
        raise SagaFailure(WRONG_STATE, f"Unable to reboot VM {row.uuid}: it is in state {row.state}, not Running")
    return Located(Peer(*vm.peer_of(ctx.tx, row.host_id)), row.instance_name, row.uuid, volume.specs(ctx.tx, row.id),
                   wires(ctx, network.nics_of(ctx.tx, row.id), row.hypervisor))


async def power_cycle(ctx: C) -> None:
    """Off and on again, once for this saga however often it is told. Asks the guest first unless forced."""
    at = ctx.out(find_running)
    assert at.peer is not None
    whole = await guest.whole_guest(ctx, at.volumes, at.wires)
    whole.extra["reboot_grace_seconds"] = "0" if ctx.params.force else str(GRACE)
    await ctx.services.agents.do(at.peer.host, agent_pb2.EnsureRebooted(vm=whole, boot=str(ctx.saga_id)), ctx.fence(), guest.BOOT_SECONDS)


async def keep_running(ctx: C) -> None:
    """The guest runs, rebooted or not."""
    at = ctx.out(find_running)
    assert at.peer is not None
    await guest.run_guest(ctx, at.peer, at.volumes, at.wires)


VM_REBOOT = register(Saga(
    "vm.reboot", RebootVm, locks=lambda p: [f"vm:{p.vm_id}"], deadline=timedelta(minutes=10), steps=[
        Tx(find_running),
        Call(power_cycle, undo=keep_running),
    ]))
