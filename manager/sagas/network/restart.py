"""Restart a network: its router is told everything again; with cleanup it is made anew from the image."""

from __future__ import annotations

from datetime import timedelta

from manager.model.db import Tx as Db
from manager.model.net import network, network_life, router, system
from manager.saga import Call, Ctx, Join, Saga, SagaFailure, Tx, register
from manager.sagas.network import parts
from manager.sagas.network.implement import foresee_router
from manager.sagas.network.params import NetworkJob, RestartNetwork
from manager.sagas.router import apply
from manager.sagas.router.apply import Applied
from manager.sagas.router.params import RouterJob, network_key
from manager.sagas.router.start import ROUTER_START
from manager.sagas.router.stop import ROUTER_STOP

C = Ctx[RestartNetwork]
PARAMETER = 431


def claim_restart(ctx: C) -> None:
    """The network is implemented. A router that its services need and that it lacks is written down."""
    tx, net = ctx.tx, network.must(ctx.tx, ctx.params.network_id)
    if net.removed is not None or net.state not in ("Implemented", "Setup"):
        raise SagaFailure(PARAMETER, f"Network is not in the right state to be restarted. Correct states are: Implemented, Setup; "
                                     f"{net.name} is {'gone' if net.removed else net.state}")
    found = router.of_network(tx, net.id)
    if found is None and network_life.has_router(network_life.services(tx, net.offering_id)):
        parts.make_router(tx, net, system.zone_hypervisor(tx, net.zone_id))
    network_life.set_restart_required(tx, net.id, True)
    network.touch(tx, net.id)


def stop_old(ctx: C) -> RouterJob | None:
    """With cleanup: a router that runs."""
    found = router.of_network(ctx.tx, ctx.params.network_id)
    if not ctx.params.cleanup or found is None or found.state == "Stopped":
        return None
    return parts.router_job(ctx.tx, ctx.params.network_id)


def start_new(ctx: C) -> RouterJob | None:
    """A router that does not run: on a fresh disk it is a new one."""
    found = router.of_network(ctx.tx, ctx.params.network_id)
    if found is None or found.state == "Running":
        return None
    return parts.router_job(ctx.tx, ctx.params.network_id)


def foresee_new(tx: Db, params: RestartNetwork) -> RouterJob | None:
    """As `start_new`, in a plan: the router is to be stopped or written down first."""
    found = router.of_network(tx, params.network_id)
    if found is None or not (params.cleanup and found.state == "Running"):
        return foresee_router(tx, NetworkJob(params.network_id))
    return parts.router_job(tx, params.network_id)


async def tell(ctx: C) -> list[Applied]:
    """The router does what the rows say."""
    return await apply.apply_networks(ctx.services, [ctx.params.network_id])


def publish_restart(ctx: C) -> None:
    """Nothing is missing any more."""
    apply.record(ctx.tx, ctx.out(tell))
    network_life.set_restart_required(ctx.tx, ctx.params.network_id, False)


NETWORK_RESTART = register(Saga(
    "network.restart", RestartNetwork, locks=lambda p: [network_key(p.network_id)], deadline=timedelta(minutes=25), steps=[
        Tx(claim_restart), Join(ROUTER_STOP, stop_old), Join(ROUTER_START, start_new, foresee=foresee_new), Call(tell), Tx(publish_restart)]))
