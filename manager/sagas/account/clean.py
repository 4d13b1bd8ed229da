"""The end of an account: VMs are expunged, then volumes, addresses, networks and templates go, then the account itself.

It only goes forward, and is started again by the `accounts` reconciler when something could not be removed: the account stays disabled
meanwhile, and nothing can be made for it (`counters.take` refuses). deleteAccount, deleteProject and deleteDomain share it.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.catalog import templates
from manager.model.guest import vm, volume, weight
from manager.model.guest.volume import VolumeSpec
from manager.model.net import address, network
from manager.model.tenancy import accounts, belongings, counters
from manager.model.work import tombstones
from manager.saga import Call, Ctx, Join, Saga, SagaFailure, Tx, register
from manager.sagas.account.params import CleanAccount
from manager.sagas.address.assign import ADDRESS_RELEASE
from manager.sagas.address.params import AddressJob
from manager.sagas.network.delete import NETWORK_DELETE
from manager.sagas.network.params import NetworkJob
from manager.sagas.template.delete import TEMPLATE_DELETE, DeleteTemplate
from manager.sagas.vm import VM_EXPUNGE, message
from manager.sagas.vm.params import ExpungeVm, Peer
from protos.agent.v1 import agent_pb2

C = Ctx[CleanAccount]
UNAVAILABLE = 534


class Loose(msgspec.Struct, frozen=True):
    """A volume of no VM that is on a pool, and a host that reaches it."""

    spec: VolumeSpec
    peer: Peer


def expunge_vm(ctx: C, vm_id: int) -> ExpungeVm | None:
    """With all its volumes. None when it is gone."""
    row = vm.get(ctx.tx, vm_id)
    if row is None or row.removed is not None:
        return None
    return ExpungeVm(vm_id, [nic_id for nic_id, _ in vm.live_nics(ctx.tx, vm_id)], [wanted.row.id for wanted in volume.of_vm(ctx.tx, vm_id)])


def locate_volumes(ctx: C) -> list[Loose]:
    """Marks the volumes that no VM has, and finds hosts that can delete them."""
    tx, ids = ctx.tx, ctx.params.volume_ids
    volume.set_state(tx, ids, "Destroy")
    out = []
    for spec in volume.on_pools(tx, ids):
        host_id = volume.hand_of(tx, spec.pool.id, None)
        if host_id is None:
            raise SagaFailure(UNAVAILABLE, f"No host that is Up reaches the pool {spec.pool.uuid} of volume {spec.uuid}")
        out.append(Loose(spec, Peer(*vm.peer_of(tx, host_id))))
    return out


async def delete_volume(ctx: C, volume_id: int) -> None:
    """The volume's file is gone."""
    for loose in ctx.out(locate_volumes):
        if loose.spec.id == volume_id:
            body = agent_pb2.EnsureNoVolume(pool=message.pool(loose.spec.pool), uuid=loose.spec.uuid)
            await ctx.services.agents.do(loose.peer.host, body, ctx.fence(f"volume:{volume_id}"))


def drop_volumes(ctx: C) -> None:
    """The volumes are history, and count no more."""
    tx, ids = ctx.tx, ctx.params.volume_ids
    if not ids:
        return
    row = accounts.must(tx, ctx.params.account_id)
    disks = weight.of_volumes(tx, ids)
    fence = ctx.fence()
    tombstones.write(tx, tombstones.VOLUME, volume.uuids(tx, ids), fence.key, fence.epoch, fence.fence)
    volume.unreserve(tx, ids, state=None)
    vm.drop_uses(tx, [f"volume:{volume_id}" for volume_id in ids])
    volume.remove(tx, ids)
    counters.give(tx, row.id, row.domain_path, disks)


def release_address(ctx: C, address_id: int) -> AddressJob | None:
    """An address in a network of somebody else. None when it is free, or goes with its network."""
    found = address.get(ctx.tx, address_id)
    if found is None or found.state == "Free" or found.account_id != ctx.params.account_id or found.network_id is None:
        return None
    return AddressJob(address_id, found.network_id)


def delete_network(ctx: C, network_id: int) -> NetworkJob | None:
    """None when it is gone."""
    return None if network.must(ctx.tx, network_id).removed is not None else NetworkJob(network_id)


def delete_template(ctx: C, template_id: int) -> DeleteTemplate | None:
    """From all stores; VMs that were made of it go on. None when it is gone."""
    row = templates.live_by_id(ctx.tx, template_id)
    if row is None:
        return None
    return DeleteTemplate(row.id, row.uuid, [store.id for store in templates.stores_of(ctx.tx, row.id)], row.account_id,
                          counters.domain_path(ctx.tx, row.domain_id), templates.charged_bytes(ctx.tx, row.id))


def bury(ctx: C) -> None:
    """The account is gone with its users and all simple rows. One that is gone already is nobody's error."""
    row = accounts.by_id(ctx.tx, ctx.params.account_id)
    if row is not None:
        belongings.bury(ctx.tx, row)


ACCOUNT_CLEAN = register(Saga(
    "account.clean", CleanAccount, deadline=timedelta(hours=6),
    locks=lambda p: [f"account:{p.account_id}", *(f"volume:{volume_id}" for volume_id in p.volume_ids)],
    steps=[
        Join(VM_EXPUNGE, expunge_vm, each="vm_ids"),
        Tx(locate_volumes),
        Call(delete_volume, each="volume_ids"),
        Tx(drop_volumes),
        Join(ADDRESS_RELEASE, release_address, each="address_ids"),
        Join(NETWORK_DELETE, delete_network, each="network_ids"),
        Join(TEMPLATE_DELETE, delete_template, each="template_ids"),
        Tx(bury),
    ]))
