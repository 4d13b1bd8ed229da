"""reconnectHost: a host answers and reports anew."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.infra import host_parts, hosts
from manager.model.peers import HostPeer
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, Wait, register
from manager.sagas.host.hail import hail
from manager.services import AgentFailure, Unreachable

LOOK_AGAIN = 1.0  # seconds


class ReconnectHost(msgspec.Struct, frozen=True):
    """Which."""

    host_id: int


class Before(msgspec.Struct, frozen=True):
    """The host as it was; `reported`: when it last had."""

    uuid: str
    address: str
    state: str
    reported: int


C = Ctx[ReconnectHost]


def begin(ctx: C) -> Before:
    """Connecting: nothing new is placed on it."""
    found = hosts.by_id(ctx.tx, ctx.params.host_id)
    if found is None or found.live is None:
        raise SagaFailure(431, f"Host {ctx.params.host_id} does not exist")
    if not hosts.managed(ctx.tx, found.id):
        raise SagaFailure(431, f"Host {found.uuid} cannot be reconnected: its cluster is Unmanaged")
    state, reported = hosts.liveness(ctx.tx, found.id)
    host_parts.set_liveness(ctx.tx, found.id, hosts.CONNECTING)
    return Before(found.uuid, found.address, state, reported)


def restore(ctx: C) -> None:
    """What it was before; the managers go on watching it."""
    host_parts.set_liveness(ctx.tx, ctx.params.host_id, ctx.out(begin).state)


async def greet(ctx: C) -> None:
    """It answers, and has reported since."""
    before = ctx.out(begin)
    _, reported = await ctx.read(lambda tx: hosts.liveness(tx, ctx.params.host_id))
    if reported > before.reported:
        return
    peer = HostPeer(ctx.params.host_id, before.uuid, before.address)
    try:
        await hail(ctx.services.agents, peer)
    except (AgentFailure, Unreachable) as failure:
        raise SagaFailure(530, f"Host {before.uuid} cannot be reconnected: {failure}") from None
    raise Wait(LOOK_AGAIN)


def publish(ctx: C) -> None:
    """Up: placement may use it."""
    host_parts.set_liveness(ctx.tx, ctx.params.host_id, hosts.UP)


HOST_RECONNECT = register(Saga(
    "host.reconnect", ReconnectHost, locks=lambda p: [f"host:{p.host_id}"], deadline=timedelta(seconds=60),
    steps=[Tx(begin, undo=restore), Call(greet), Tx(publish)]))
