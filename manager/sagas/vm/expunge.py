"""Expunge a VM: its disks are deleted, its addresses free, its row is history.

It only goes forward: a disk that is deleted cannot come back. When it fails after the VM became Destroyed, the VM stays Destroyed, its
volumes marked, and the `expunge` reconciler begins again; it cannot be recovered any more.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.guest import vm, volume, weight
from manager.model.guest.volume import VolumeSpec
from manager.model.net import firewall, network
from manager.model.tenancy import counters
from manager.model.work import tombstones
from manager.network.names import tap
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.saga.signals import signal
from manager.sagas.vm import message
from manager.sagas.vm.destroy import TAKE_DOWN
from manager.sagas.vm.params import ExpungeVm, Peer
from protos.agent.v1 import agent_pb2

C = Ctx[ExpungeVm]
NOT_NOW = 431
UNAVAILABLE = 534


class Doomed(msgspec.Struct, frozen=True):
    """A volume to delete, and a host that reaches it."""

    spec: VolumeSpec
    peer: Peer


def begin_expunge(ctx: C) -> list[Doomed]:
    """Destroyed → Expunging; marks the volumes and finds hosts that can delete them."""
    tx, params = ctx.tx, ctx.params
    if not vm.claim(tx, params.vm_id, ["Destroyed", "Error", "Expunging"], "Expunging"):
        row = vm.must(tx, params.vm_id)
        raise SagaFailure(NOT_NOW, f"Unable to expunge VM {row.uuid}: it is in state {row.state}")
    row = vm.must(tx, params.vm_id)
    volume.set_state(tx, params.volume_ids, "Destroy")
    doomed = []
    for spec in volume.on_pools(tx, params.volume_ids):
        host_id = volume.hand_of(tx, spec.pool.id, row.last_host_id)
        if host_id is None:
            raise SagaFailure(UNAVAILABLE, f"No host that is Up reaches the pool {spec.pool.uuid} of volume {spec.uuid}")
        doomed.append(Doomed(spec, Peer(*vm.peer_of(tx, host_id))))
    return doomed


def stay_destroyed(ctx: C) -> None:
    """The VM is Destroyed; the mark on its volumes stays."""
    vm.claim(ctx.tx, ctx.params.vm_id, ["Expunging"], "Destroyed")


async def delete_volume(ctx: C, volume_id: int) -> None:
    """The volume's file is gone. No way back from here."""
    for doomed in ctx.out(begin_expunge):
        if doomed.spec.id == volume_id:
            body = agent_pb2.EnsureNoVolume(pool=message.pool(doomed.spec.pool), uuid=doomed.spec.uuid)
            await ctx.services.agents.do(doomed.peer.host, body, ctx.fence())


def finish_expunge(ctx: C) -> None:
    """Everything that the VM held is free; tombstones let hosts collect what may have been left there."""
    tx, params = ctx.tx, ctx.params
    row = vm.must(tx, params.vm_id)
    rest = [wanted.row.id for wanted in volume.of_vm(tx, row.id) if wanted.row.id not in params.volume_ids]
    disks = weight.of_volumes(tx, params.volume_ids)
    volume.unreserve(tx, params.volume_ids, state=None)
    vm.drop_uses(tx, [f"volume:{volume_id}" for volume_id in params.volume_ids])
    volume.remove(tx, params.volume_ids)
    volume.detach(tx, rest)
    _bury(ctx, row)
    firewall.forget_vm(tx, row.id)
    network_ids = {network_id for _, network_id in vm.live_nics(tx, row.id) if network_id is not None}
    network.release_nics(tx, params.nic_ids)
    vm.remove(tx, row.id)
    for network_id in sorted(network_ids):
        network.raise_generation(tx, network_id)
    signal(tx, "routers")
    counters.give(tx, row.account_id, counters.domain_path(tx, row.domain_id), disks)


def _bury(ctx: C, row: vm.VmRow) -> None:
    fence = ctx.fence()
    at = (fence.key, fence.epoch, fence.fence)
    tombstones.write(ctx.tx, tombstones.VM, [row.instance_name], *at)
    tombstones.write(ctx.tx, tombstones.VOLUME, volume.uuids(ctx.tx, ctx.params.volume_ids), *at)
    tombstones.write(ctx.tx, tombstones.PORT, [tap(nic_id) for nic_id in ctx.params.nic_ids], *at)


VM_EXPUNGE = register(Saga(
    "vm.expunge", ExpungeVm, locks=lambda p: [f"vm:{p.vm_id}"], deadline=timedelta(minutes=10), steps=[
        *TAKE_DOWN,
        Tx(begin_expunge, undo=stay_destroyed),
        Call(delete_volume, each="volume_ids"),
        Tx(finish_expunge),
    ]))
