"""Removing a template from its image stores. Hosts drop their copies when no volume needs them any more."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.catalog import templates
from manager.model.tenancy import counters
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, register
from protos.secstorage.v1 import secstorage_pb2 as pb


class DeleteTemplate(msgspec.Struct, frozen=True):
    """`size_bytes`: what it counts against the owner's secondary storage."""

    template_id: int
    uuid: str
    store_ids: list[int]
    account_id: int
    domain_path: str
    size_bytes: int


C = Ctx[DeleteTemplate]


def claim(ctx: C) -> None:
    """Nobody deploys from it any more. Not undone: a store may have removed it already, so what remains is to go on, when asked again."""
    if not templates.retire(ctx.tx, ctx.params.template_id):
        raise SagaFailure(431, f"Template {ctx.params.uuid} has been deleted already")


async def remove(ctx: C, store_id: int) -> None:
    """The store has nothing of it."""
    store = await ctx.read(lambda tx: templates.store_by_id(tx, store_id))
    if store.address:
        await ctx.services.images.call(store.address, "EnsureNoImage", pb.EnsureNoImageRequest(uuid=ctx.params.uuid), 150)


def publish(ctx: C) -> None:
    """The template is gone from all stores at once, and counts no more."""
    for store_id in ctx.params.store_ids:
        templates.drop_store(ctx.tx, ctx.params.template_id, store_id)
    templates.removed(ctx.tx, ctx.params.template_id)
    counters.give(ctx.tx, ctx.params.account_id, ctx.params.domain_path, {"template": 1, "secondary_storage": ctx.params.size_bytes})


TEMPLATE_DELETE = register(Saga(
    "template.delete", DeleteTemplate, locks=lambda p: [f"template:{p.template_id}"], deadline=timedelta(minutes=30),
    steps=[Tx(claim), Call(remove, each="store_ids"), Tx(publish)]))
