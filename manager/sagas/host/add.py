"""addHost: a host that has joined is put into a cluster, with its capacity and the pools it reaches."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.catalog import hypervisors
from manager.model.infra import host_parts, hosts, reports
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, Wait, register
from manager.services import AgentFailure, HostPeer
from protos.agent.v1 import agent_pb2

FACTS_WAIT = 2.0


class AddHost(msgspec.Struct, frozen=True):
    """What addHost was told. `tags`: host tags, comma-joined, None: as they are; `groups` likewise."""

    url: str
    hypervisor: str
    cluster_id: int
    tags: str | None = None
    groups: str | None = None   # storage access groups
    state: str | None = None    # Enabled or Disabled; None: as it is


class Adopted(msgspec.Struct, frozen=True):
    """`fresh`: it belonged to nobody before."""

    id: int
    uuid: str
    address: str
    fresh: bool
    pools: list[host_parts.PoolRow]


class Sizes(msgspec.Struct, frozen=True):
    """What a pool holds on the host."""

    uuid: str
    capacity_bytes: int
    used_bytes: int


C = Ctx[AddHost]


def adopt(ctx: C) -> Adopted:
    """Finds the host, which has joined; zone, pod, cluster, capacity, links to pools. Not yet Up, so nothing is placed on it."""
    tx, params = ctx.tx, ctx.params
    found = hosts.claim(tx, params.url, params.hypervisor, params.cluster_id)
    if found.cluster_id is None:
        hypervisors.room_in_cluster(tx, params.cluster_id)
    hosts.adopt(tx, found.id, params.cluster_id)
    if params.tags is not None:
        hosts.set_tags(tx, found.id, params.tags)
    if params.groups is not None:
        hosts.set_groups(tx, found.id, params.groups)
    if params.state is not None:
        host_parts.change_resource_state(tx, found.id, (hosts.ENABLED, hosts.DISABLED), params.state)  # maintenance is not ended by this
    host_parts.open_capacity(tx, found.id)
    pools = host_parts.pools_reached(tx, found.id)
    host_parts.attach_pools(tx, found.id, [pool.id for pool in pools])
    return Adopted(found.id, found.uuid, found.address, found.cluster_id is None, pools)


def disown(ctx: C) -> None:
    """A host that belonged to nobody does so again; one that was added before stays as it was."""
    found = ctx.out(adopt)
    if found.fresh:
        host_parts.close(ctx.tx, found.id)
        hosts.disown(ctx.tx, found.id)


async def greet(ctx: C) -> None:
    """The host answers, and has told what it is."""
    found = ctx.out(adopt)
    try:
        await ctx.services.agents.do(HostPeer(found.id, found.uuid, found.address), agent_pb2.Ping(), seconds=10)
    except AgentFailure as failure:
        raise SagaFailure(530, f"Host {found.uuid} at {found.address} cannot be added: {failure.text}") from None
    if not await ctx.read(lambda tx: host_parts.has_facts(tx, found.id)):
        raise Wait(FACTS_WAIT)


async def ensure_pools(ctx: C) -> list[Sizes]:
    """Each pool it reaches is there. Shared objects of the host: never undone here."""
    found = ctx.out(adopt)
    peer = HostPeer(found.id, found.uuid, found.address)
    sizes = []
    for pool in found.pools:
        message = agent_pb2.EnsurePool(pool=agent_pb2.Pool(uuid=pool.uuid, type=pool.type, path=pool.path))
        state = await ctx.services.agents.do(peer, message)
        sizes.append(Sizes(pool.uuid, state.capacity_bytes, state.used_bytes))
    return sizes


def publish(ctx: C) -> None:
    """Up: placement may use it."""
    tx, host_id = ctx.tx, ctx.out(adopt).id
    host_parts.open_capacity(tx, host_id)  # facts may have come since it was adopted
    for size in ctx.out(ensure_pools):
        reports.pool(tx, size.uuid, size.capacity_bytes, size.used_bytes)
    host_parts.set_liveness(tx, host_id, hosts.UP)


HOST_ADD = register(Saga(
    "host.add", AddHost, locks=lambda p: [hosts.url_key(p.url)], deadline=timedelta(seconds=120),
    steps=[Tx(adopt, undo=disown), Call(greet), Call(ensure_pools), Tx(publish)]))
