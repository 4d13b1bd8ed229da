"""Adding an image store: its service must answer."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.catalog import builtin
from manager.model.infra import pools
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from manager.services import AgentFailure, Unreachable
from protos.secstorage.v1 import secstorage_pb2 as pb

ANSWER_WITHIN = 10  # seconds


class AddImageStore(msgspec.Struct, frozen=True):
    """`address`: the gRPC address of its service; empty for a store of simulated hosts, which holds nothing."""

    store_id: int
    address: str


class Measured(msgspec.Struct, frozen=True):
    """The store's file system; bytes."""

    capacity: int
    used: int


C = Ctx[AddImageStore]


def begin(ctx: C) -> None:
    """The row was written with the call; this step's undo takes it back."""


def discard(ctx: C) -> None:
    """There is no such store."""
    pools.discard_image_store(ctx.tx, ctx.params.store_id)


async def measure(ctx: C) -> Measured:
    """The service answers and says how large it is."""
    if not ctx.params.address:
        return Measured(0, 0)
    try:
        try:
            status = await ctx.services.images.call(ctx.params.address, "Stat", pb.Empty(), ANSWER_WITHIN)
        except Unreachable:  # one lost answer; after a second the administrator is told, who waits and can mend the address
            status = await ctx.services.images.call(ctx.params.address, "Stat", pb.Empty(), ANSWER_WITHIN)
    except (AgentFailure, Unreachable) as failure:
        raise SagaFailure(534, f"The image store at {ctx.params.address} does not answer: {failure}") from None
    return Measured(status.capacity_bytes, status.used_bytes)


def publish(ctx: C) -> None:
    """Its figures are known; one of simulated hosts has their template."""
    got = ctx.out(measure)
    pools.store_measured(ctx.tx, ctx.params.store_id, got.capacity, got.used)
    if not ctx.params.address:
        builtin.ensure(ctx.tx, ctx.params.store_id)


IMAGE_STORE_ADD = register(Saga(
    "image_store.add", AddImageStore, locks=lambda p: [f"image_store:{p.store_id}"], deadline=timedelta(seconds=60),
    steps=[Tx(begin, undo=discard), Call(measure), Tx(publish)]))
