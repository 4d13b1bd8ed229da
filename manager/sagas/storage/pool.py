"""Making a storage pool work on the hosts of its scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import msgspec

from manager.model.infra import pools
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.services import AgentFailure, HostPeer, Services
from protos.agent.v1 import agent_pb2


class PoolHost(msgspec.Struct, frozen=True):
    """A host that shall have the pool."""

    id: int
    uuid: str
    address: str


class CreatePool(msgspec.Struct, frozen=True):
    """The pool's row is in state Initial; `hosts`: those of its scope that are Up."""

    pool_id: int
    uuid: str
    name: str
    type: str
    path: str
    hosts: list[PoolHost]


class Measured(msgspec.Struct, frozen=True):
    """The pool's file system on one host; bytes."""

    capacity: int
    used: int


C = Ctx[CreatePool]


def begin(ctx: C) -> None:
    """The row was written with the call; this step's undo takes it back."""


def discard(ctx: C) -> None:
    """There is no such pool. What a host made of it is empty, and its reconciler forgets it."""
    pools.discard(ctx.tx, ctx.params.pool_id)


class Described(Protocol):
    """What a host must know of a pool, and what people call it."""

    @property
    def uuid(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def path(self) -> str: ...


async def ensure_on(services: Services, pool: Described, one: PoolHost) -> Measured:
    """The host has the pool: the folder exists and can be written. SagaFailure 530 with the host's reason."""
    body = agent_pb2.EnsurePool(pool=agent_pb2.Pool(uuid=pool.uuid, type=pool.type, path=pool.path))
    try:
        state = await services.agents.do(HostPeer(one.id, one.uuid, one.address), body, None)
    except AgentFailure as failure:
        raise SagaFailure(530, f"Storage pool {pool.name} does not work on host {one.address}: {failure.text}") from failure
    return Measured(state.capacity_bytes, state.used_bytes)


async def ensure(ctx: C, one: PoolHost) -> Measured:
    """One host of its scope."""
    return await ensure_on(ctx.services, ctx.params, one)


def publish(ctx: C) -> None:
    """The pool is Up. A shared pool is measured once; a local one has one host."""
    seen = [ctx.out(ensure, one) for one in ctx.params.hosts]
    pools.set_up(ctx.tx, ctx.params.pool_id, max(one.capacity for one in seen), max(one.used for one in seen), [one.id for one in ctx.params.hosts])


POOL_CREATE = register(Saga(
    "pool.create", CreatePool, locks=lambda p: [f"pool:{p.pool_id}"], deadline=timedelta(seconds=120),
    steps=[Tx(begin, undo=discard), Call(ensure, each="hosts"), Tx(publish)]))
