"""Delete a network that nobody uses."""

from __future__ import annotations

from datetime import timedelta

from manager.model.net import network, network_life
from manager.model.tenancy import counters
from manager.saga import Ctx, Join, Saga, SagaFailure, Tx, register
from manager.sagas.network import parts
from manager.sagas.network.params import NetworkJob
from manager.sagas.router.params import RouterJob, network_key
from manager.sagas.router.stop import ROUTER_DESTROY

C = Ctx[NetworkJob]
PARAMETER, IN_USE = 431, 536
STATES = ["Allocated", "Setup", "Implemented", "Shutdown"]


def claim_end(ctx: C) -> str:
    """The network is in Shutdown: no VM may start in it. Returns the state before; refused while VMs have NICs in it."""
    net = network.must(ctx.tx, ctx.params.network_id)
    if net.removed is not None:
        raise SagaFailure(PARAMETER, f"Network {net.name} is gone")
    if network_life.vm_nics(ctx.tx, net.id):
        raise SagaFailure(IN_USE, f"Can't delete the network, not all user vms are expunged: VMs have NICs in {net.name}")
    if not network_life.move(ctx.tx, net.id, STATES, "Shutdown"):
        raise SagaFailure(IN_USE, f"Network {net.name} cannot be removed: it is {net.state}")
    return net.state


def unclaim_end(ctx: C) -> None:
    """As before; when its router is gone already, the next VM that starts gets another."""
    network_life.move(ctx.tx, ctx.params.network_id, ["Shutdown"], ctx.out(claim_end))


def destroy_router(ctx: C) -> RouterJob | None:
    """The network's router, if it has one."""
    return parts.router_job(ctx.tx, ctx.params.network_id)


def erase(ctx: C) -> None:
    """All that the network had is free; it is removed, and its account pays no more."""
    tx, net = ctx.tx, network.must(ctx.tx, ctx.params.network_id)
    parts.give_back(tx, net.id)
    network_life.remove(tx, net.id)
    counters.give(tx, net.account_id, counters.domain_path(tx, net.domain_id), {"network": 1})


NETWORK_DELETE = register(Saga(
    "network.delete", NetworkJob, locks=lambda p: [network_key(p.network_id)], deadline=timedelta(minutes=10), steps=[
        Tx(claim_end, undo=unclaim_end), Join(ROUTER_DESTROY, destroy_router), Tx(erase)]))
