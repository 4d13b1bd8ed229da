"""Public addresses of a network: take one into use, give one back, map one to a VM (static NAT)."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.net import address, firewall, network
from manager.model.net.address import AddressRow
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.sagas.address import params as p
from manager.sagas.address import restore
from manager.sagas.address.params import AddressJob
from manager.sagas.network import parts
from manager.sagas.router import apply
from manager.sagas.router.apply import Applied

C = Ctx[AddressJob]
PARAMETER, CONFLICT = 431, 537


async def apply_address(ctx: C) -> list[Applied]:
    """The router does what the rows say."""
    return await apply.apply_networks(ctx.services, [ctx.params.network_id])


# ---- associate ---------------------------------------------------------------------------------------------------


def hold_address(ctx: C) -> None:
    """The address was allotted by the API call; this step's undo gives it back."""


def free_address(ctx: C) -> None:
    """The address is free, and the router is to hear of it."""
    found = address.must(ctx.tx, ctx.params.address_id)
    if found.state != "Free":
        parts.free_address(ctx.tx, ctx.params.address_id)
        network.touch(ctx.tx, ctx.params.network_id)


def publish_address(ctx: C) -> None:
    """The address is Allocated."""
    apply.record(ctx.tx, ctx.out(apply_address))
    address.move(ctx.tx, ctx.params.address_id, ["Allocating"], "Allocated")


# ---- disassociate ------------------------------------------------------------------------------------------------


class Before(msgspec.Struct, frozen=True):
    """What releasing an address takes away."""

    rule_ids: list[int]
    static_nat: bool
    vm_id: int | None
    nic_id: int | None
    guest_ip: str | None


def claim_release(ctx: C) -> Before:
    """The address is Releasing, its rules are Revoke, its static NAT is off: the router is to do without."""
    tx, address_id = ctx.tx, ctx.params.address_id
    found = address.must(tx, address_id)
    if found.state == "Free":
        raise SagaFailure(PARAMETER, f"Public address {found.address} is free already")
    rules = [rule.id for rule in firewall.of_address(tx, address_id)]
    address.move(tx, address_id, ["Allocated", "Allocating"], "Releasing")
    firewall.move(tx, rules, ["Add", "Active"], "Revoke")
    address.clear_static_nat(tx, address_id)
    network.touch(tx, ctx.params.network_id)
    return Before(rules, found.static_nat, found.vm_id, found.nic_id, found.vm_guest_ip)


def unclaim_release(ctx: C) -> None:
    """As before."""
    before, address_id = ctx.out(claim_release), ctx.params.address_id
    address.move(ctx.tx, address_id, ["Releasing"], "Allocated")
    firewall.move(ctx.tx, before.rule_ids, ["Revoke"], "Active")
    if before.static_nat and before.vm_id is not None and before.nic_id is not None and before.guest_ip is not None:
        address.set_static_nat(ctx.tx, address_id, vm_id=before.vm_id, nic_id=before.nic_id, guest_ip=before.guest_ip)
    network.touch(ctx.tx, ctx.params.network_id)


def release_address(ctx: C) -> None:
    """Its rules are gone and the address is free for anybody."""
    apply.record(ctx.tx, ctx.out(apply_address))
    firewall.remove(ctx.tx, ctx.out(claim_release).rule_ids)
    parts.free_address(ctx.tx, ctx.params.address_id)


# ---- static NAT --------------------------------------------------------------------------------------------------


class MapAddress(msgspec.Struct, frozen=True):
    """Map a public address to a NIC's address."""

    address_id: int
    network_id: int
    vm_id: int
    nic_id: int
    guest_ip: str


def claim_map(ctx: Ctx[MapAddress]) -> None:
    """The mapping is written down; refused when the address or the VM has got another meanwhile."""
    tx, want = ctx.tx, ctx.params
    found = address.must(tx, want.address_id)
    other = address.static_nat_of_nic(tx, want.nic_id)
    if found.network_id != want.network_id or found.state != "Allocated" or found.source_nat:
        raise SagaFailure(PARAMETER, f"Can't enable static nat for the address {found.address}: it is {_what(found)}")
    if (found.static_nat and found.nic_id != want.nic_id) or (other is not None and other.id != want.address_id):
        raise SagaFailure(PARAMETER, f"Failed to enable static nat for the ip address {found.address}: it, or the vm, has it already")
    if any(rule.purpose == firewall.FORWARDING for rule in firewall.of_address(tx, want.address_id)):
        raise SagaFailure(CONFLICT, f"Can't enable static nat for {found.address}: it has port forwarding rules")
    address.set_static_nat(tx, want.address_id, vm_id=want.vm_id, nic_id=want.nic_id, guest_ip=want.guest_ip)
    network.touch(tx, want.network_id)


def unmap(ctx: Ctx[MapAddress]) -> None:
    """No mapping."""
    address.clear_static_nat(ctx.tx, ctx.params.address_id)
    network.touch(ctx.tx, ctx.params.network_id)


async def apply_map(ctx: Ctx[MapAddress]) -> list[Applied]:
    """The router does what the rows say."""
    return await apply.apply_networks(ctx.services, [ctx.params.network_id])


def publish_map(ctx: Ctx[MapAddress]) -> None:
    """The router has acknowledged it."""
    apply.record(ctx.tx, ctx.out(apply_map))


def claim_unmap(ctx: C) -> Before:
    """The mapping is gone from the rows. Firewall rules on the address go with it, as in CloudStack."""
    tx, address_id = ctx.tx, ctx.params.address_id
    found = address.must(tx, address_id)
    if not found.static_nat:
        raise SagaFailure(PARAMETER, f"Specified ip address {found.address} does not have static nat enabled")
    rules = [rule.id for rule in firewall.of_address(tx, address_id)]
    firewall.move(tx, rules, ["Add", "Active"], "Revoke")
    address.clear_static_nat(tx, address_id)
    network.touch(tx, ctx.params.network_id)
    return Before(rules, found.static_nat, found.vm_id, found.nic_id, found.vm_guest_ip)


def reclaim_map(ctx: C) -> None:
    """As before."""
    before = ctx.out(claim_unmap)
    firewall.move(ctx.tx, before.rule_ids, ["Revoke"], "Active")
    if before.vm_id is not None and before.nic_id is not None and before.guest_ip is not None:
        address.set_static_nat(ctx.tx, ctx.params.address_id, vm_id=before.vm_id, nic_id=before.nic_id, guest_ip=before.guest_ip)
    network.touch(ctx.tx, ctx.params.network_id)


def publish_unmap(ctx: C) -> None:
    """The router has acknowledged it; the address's rules are gone."""
    apply.record(ctx.tx, ctx.out(apply_address))
    firewall.remove(ctx.tx, ctx.out(claim_unmap).rule_ids)


def _what(found: AddressRow) -> str:
    return "its network's source NAT address" if found.source_nat else found.state


RESTORE = Call(restore.begin, undo=restore.tell_again)

ADDRESS_ASSOCIATE = register(Saga(
    "address.associate", AddressJob, locks=p.keys, deadline=timedelta(minutes=5), steps=[
        RESTORE, Tx(hold_address, undo=free_address, holds=True), Call(apply_address), Tx(publish_address)]))

ADDRESS_RELEASE = register(Saga(
    "address.release", AddressJob, locks=p.keys, deadline=timedelta(minutes=5), steps=[
        RESTORE, Tx(claim_release, undo=unclaim_release), Call(apply_address), Tx(release_address)]))

STATIC_NAT_ENABLE = register(Saga(
    "address.static-nat", MapAddress, locks=lambda job: [f"ip:{job.address_id}"], deadline=timedelta(seconds=120), steps=[
        RESTORE, Tx(claim_map, undo=unmap), Call(apply_map), Tx(publish_map)]))

STATIC_NAT_DISABLE = register(Saga(
    "address.no-static-nat", AddressJob, locks=p.keys, deadline=timedelta(minutes=5), steps=[
        RESTORE, Tx(claim_unmap, undo=reclaim_map), Call(apply_address), Tx(publish_unmap)]))
