"""Make a network real: a tag, a source NAT address, a running router. Two first deploys in one network join one such saga."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from manager import settings
from manager.model.db import Tx as Db
from manager.model.net import address, network, network_life, router, router_vm, system, vnets
from manager.saga import Ctx, Join, Saga, SagaFailure, Tx, register
from manager.sagas.network import parts
from manager.sagas.network.params import NetworkJob
from manager.sagas.router.params import RouterJob, network_key
from manager.sagas.router.start import ROUTER_START

C = Ctx[NetworkJob]
NEW = 0  # in plans: the id of what does not exist yet
UNAVAILABLE = 534


class Taken(msgspec.Struct, frozen=True):
    """What this saga took for the network, and its state before."""

    before: str
    vnet: bool
    address_id: int | None
    router_id: int | None


def implement(ctx: Ctx[Any], network_id: int) -> NetworkJob | None:
    """For `Join(NETWORK_IMPLEMENT, implement, each="network_ids")`: None when VMs may start in the network already."""
    return None if network_life.readiness(ctx.tx, network_id).ready else NetworkJob(network_id)


def claim_network(ctx: C) -> Taken:
    """Takes what the network lacks: tag, source NAT address, router (as rows)."""
    tx, net = ctx.tx, network.must(ctx.tx, ctx.params.network_id)
    if net.state not in ("Allocated", "Implemented", "Setup") or net.removed is not None:
        raise SagaFailure(UNAVAILABLE, f"Network {net.name} cannot be implemented: it is {'gone' if net.removed else net.state}")
    if net.state == "Allocated":
        network_life.move(tx, net.id, ["Allocated"], "Implementing")
    vnet = net.vnet is None and net.guest_type in ("Isolated", "L2") and not _flat(net)
    if vnet:
        vnets.take(tx, net, common=settings.get(tx, "use.system.guest.vlans", account=net.account_id))
    services = network_life.services(tx, net.offering_id)
    address_id = None
    if network_life.SOURCE_NAT in services and address.source_nat_of(tx, net.id) is None:
        address_id = parts.take_source_nat(tx, net)
    router_id = None
    if network_life.has_router(services) and router.of_network(tx, net.id) is None:
        router_id = parts.make_router(tx, network.must(tx, net.id), system.zone_hypervisor(tx, net.zone_id)).vm_id
    return Taken(net.state, vnet, address_id, router_id)


def _flat(net: network.NetworkRow) -> bool:
    return net.isolation == "None"


def unclaim_network(ctx: C) -> None:
    """Gives back what was taken. While a host still owes the end of the router, the network keeps it and its addresses."""
    tx, network_id, taken = ctx.tx, ctx.params.network_id, ctx.out(claim_network)
    found = router.of_network(tx, network_id)
    if found is None or found.state == "Stopped":
        if taken.router_id is not None:
            router_vm.remove(tx, taken.router_id)
        if taken.address_id is not None:
            parts.free_address(tx, taken.address_id)
        if taken.vnet:
            vnets.release(tx, network_id)
    network_life.move(tx, network_id, ["Implementing"], taken.before)


def foresee(tx: Db, params: Any, network_id: int) -> NetworkJob | None:
    """As `implement`, in a plan; NEW is a network that the call would make."""
    return NetworkJob(network_id) if network_id == NEW or not network_life.readiness(tx, network_id).ready else None


def foresee_router(tx: Db, params: NetworkJob) -> RouterJob | None:
    """As `start_router`, in a plan: before the router is written down, too."""
    if params.network_id == NEW:
        return RouterJob(NEW, [NEW])
    found = router.of_network(tx, params.network_id)
    if found is None:
        services = network_life.services(tx, network.must(tx, params.network_id).offering_id)
        return RouterJob(NEW, [NEW]) if network_life.has_router(services) else None
    return None if found.state == "Running" else parts.router_job(tx, params.network_id)


def start_router(ctx: C) -> RouterJob | None:
    """The network's router, unless it has none or it runs."""
    found = router.of_network(ctx.tx, ctx.params.network_id)
    if found is None or found.state == "Running":
        return None
    return parts.router_job(ctx.tx, ctx.params.network_id)


def publish_network(ctx: C) -> None:
    """VMs may start in the network."""
    network_life.move(ctx.tx, ctx.params.network_id, ["Implementing"], "Implemented")
    network_life.set_restart_required(ctx.tx, ctx.params.network_id, False)


NETWORK_IMPLEMENT = register(Saga(
    "network.implement", NetworkJob, locks=lambda p: [network_key(p.network_id)], deadline=timedelta(minutes=20), steps=[
        Tx(claim_network, undo=unclaim_network, holds=True),
        Join(ROUTER_START, start_router, foresee=foresee_router),
        Tx(publish_network),
    ]))
