"""Getting a template onto its image stores. A failed download is the template's state, not the saga's failure: the user sees why and deletes it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.catalog import templates
from manager.saga import Call, Ctx, Saga, Tx, Wait, register
from manager.services import AgentFailure
from protos.secstorage.v1 import secstorage_pb2 as pb

POLL, ANSWER_WITHIN = 1.0, 10


class RegisterTemplate(msgspec.Struct, frozen=True):
    """`allowed_internal`: CIDRs of the setting; `max_bytes`: largest download and largest virtual size."""

    template_id: int
    uuid: str
    store_ids: list[int]
    allowed_internal: list[str]
    max_bytes: int


class Fetched(msgspec.Struct, frozen=True):
    """What a store has; `error` when it has not."""

    virtual_bytes: int = 0
    file_bytes: int = 0
    sha256: str = ""
    checksum: str = ""
    error: str = ""


C = Ctx[RegisterTemplate]


async def fetch(ctx: C, store_id: int) -> Fetched:
    """The store has the image, or says why it cannot."""
    row, store = await ctx.read(lambda tx: (templates.by_id(tx, ctx.params.template_id), templates.store_by_id(tx, store_id)))
    url = row.url or ""
    if url.startswith(templates.SYNTHETIC):
        return Fetched(row.size_bytes, 0, "", "")
    request = pb.EnsureImageRequest(
        uuid=row.uuid, url=url, format=row.format, checksum=row.checksum or "", max_bytes=ctx.params.max_bytes, wait_seconds=ANSWER_WITHIN,
        allowed_internal=ctx.params.allowed_internal)
    try:
        status = await ctx.services.images.call(store.address or "", "EnsureImage", request, ANSWER_WITHIN + 20)
    except AgentFailure as failure:
        return Fetched(error=failure.text)
    if status.state == pb.ImageStatus.READY:
        return Fetched(status.virtual_bytes, status.file_bytes, status.sha256, status.checksum)
    if status.state == pb.ImageStatus.FAILED:
        return Fetched(error=status.text)
    ctx.progress(status.percent, f"downloading: {status.text}")
    raise Wait(POLL)


async def forget(ctx: C, store_id: int) -> None:
    """The store has nothing of it."""
    store = await ctx.read(lambda tx: templates.store_by_id(tx, store_id))
    if store.address:
        await ctx.services.images.call(store.address, "EnsureNoImage", pb.EnsureNoImageRequest(uuid=ctx.params.uuid), 150)


def publish(ctx: C, store_id: int) -> None:
    """What the store said becomes the template's state there."""
    got = ctx.out(fetch, store_id)
    if got.error:
        templates.failed(ctx.tx, ctx.params.template_id, store_id, got.error)
    else:
        templates.stored(ctx.tx, ctx.params.template_id, store_id, virtual_bytes=got.virtual_bytes, file_bytes=got.file_bytes, sha256=got.sha256,
                         checksum=got.checksum)


def unpublish(ctx: C, store_id: int) -> None:
    """The template could not be fetched in time."""
    templates.failed(ctx.tx, ctx.params.template_id, store_id, "the download did not end in time")


def begin(ctx: C) -> None:
    """Nothing to write: its undo is what remains of a download that was given up."""


def give_up(ctx: C) -> None:
    """Each store that did not finish shows the template as failed."""
    for store_id in ctx.params.store_ids:
        unpublish(ctx, store_id)


TEMPLATE_REGISTER = register(Saga(
    "template.register", RegisterTemplate, locks=lambda p: [f"template:{p.template_id}"], deadline=timedelta(hours=6),
    steps=[Tx(begin, undo=give_up), Call(fetch, undo=forget, each="store_ids"), Tx(publish, each="store_ids")]))
