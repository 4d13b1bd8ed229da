"""A template from the root volume of a stopped VM: the host flattens and uploads it, the image store checks and keeps it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.catalog import templates
from manager.model.guest import vm, volume
from manager.model.infra import pools
from manager.model.tenancy import counters
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, Wait, register
from manager.sagas.vm import message
from manager.services import Fence, HostPeer
from protos.agent.v1 import agent_pb2
from protos.secstorage.v1 import secstorage_pb2 as pb

POLL, ANSWER_WITHIN = 1.0, 20


class CreateTemplate(msgspec.Struct, frozen=True):
    """The volume's VM is locked as well: it cannot be started meanwhile."""

    template_id: int
    uuid: str
    store_id: int
    volume_id: int
    vm_id: int | None
    account_id: int
    domain_path: str
    max_bytes: int


class Source(msgspec.Struct, frozen=True):
    """The volume on its pool, and the host that reads it."""

    spec: volume.VolumeSpec
    host_id: int
    host_uuid: str
    host_address: str

    @property
    def peer(self) -> HostPeer:
        """How the host is dialled."""
        return HostPeer(self.host_id, self.host_uuid, self.host_address)


C = Ctx[CreateTemplate]


def begin(ctx: C) -> None:
    """The template's rows were written with the call; this step's undo takes them back."""


def locate(ctx: C) -> Source:
    """Where the volume is. Refused while its VM runs."""
    if ctx.params.vm_id is not None and vm.must(ctx.tx, ctx.params.vm_id).state != "Stopped":
        raise SagaFailure(431, "The VM must be stopped: a template is made of a volume that nobody writes")
    found = volume.on_pools(ctx.tx, [ctx.params.volume_id])
    if not found:
        raise SagaFailure(431, f"Volume {ctx.params.volume_id} is on no storage pool yet: start its VM once")
    peer = pools.reader(ctx.tx, found[0].pool.id)
    if peer is None:
        raise SagaFailure(534, "No host that is Up can read the volume's storage pool")
    return Source(found[0], peer.id, peer.uuid, peer.address)


def discard(ctx: C) -> None:
    """There never was such a template."""
    templates.drop_store(ctx.tx, ctx.params.template_id, ctx.params.store_id)
    templates.removed(ctx.tx, ctx.params.template_id)
    counters.give(ctx.tx, ctx.params.account_id, ctx.params.domain_path, {"template": 1})


async def export(ctx: C) -> None:
    """The flattened volume has been uploaded to the image store."""
    source = ctx.out(locate)
    store = await ctx.read(lambda tx: templates.store_by_id(tx, ctx.params.store_id))
    target = await ctx.services.images.call(store.address or "", "PrepareUpload", pb.PrepareUploadRequest(
        uuid=ctx.params.uuid, max_bytes=ctx.params.max_bytes))
    body = agent_pb2.ExportVolume(pool=message.pool(source.spec.pool), uuid=source.spec.uuid, url=target.url, ca_pem=target.ca_pem,
                                  wait_seconds=ANSWER_WITHIN)
    answer = await ctx.services.agents.do(source.peer, body, _fence(ctx), ANSWER_WITHIN + 40)
    if isinstance(answer, agent_pb2.Operation):
        ctx.progress(max(answer.percent, 0), f"copying: {answer.text}")
        raise Wait(POLL)


def _fence(ctx: C) -> Fence:
    """Hosts order commands about a volume by its VM's key, which the VM's own sagas use, or by its own when it has no VM."""
    return ctx.fence(f"vm:{ctx.params.vm_id}" if ctx.params.vm_id is not None else f"volume:{ctx.params.volume_id}")


async def cancel(ctx: C) -> None:
    """Nobody uploads, and nothing of it is stored."""
    source = ctx.out(locate)
    await ctx.services.agents.do(source.peer, agent_pb2.CancelOperation(name=f"export:{source.spec.uuid}"), None)
    store = await ctx.read(lambda tx: templates.store_by_id(tx, ctx.params.store_id))
    await ctx.services.images.call(store.address or "", "EnsureNoImage", pb.EnsureNoImageRequest(uuid=ctx.params.uuid), 150)


class Stored(msgspec.Struct, frozen=True):
    """What the store made of the upload; bytes."""

    virtual_bytes: int
    file_bytes: int
    sha256: str
    checksum: str


async def finish(ctx: C) -> Stored:
    """The image store has checked and installed it."""
    store = await ctx.read(lambda tx: templates.store_by_id(tx, ctx.params.store_id))
    status = await ctx.services.images.call(store.address or "", "FinishUpload", pb.FinishUploadRequest(
        uuid=ctx.params.uuid, wait_seconds=ANSWER_WITHIN), ANSWER_WITHIN + 20)
    if status.state == pb.ImageStatus.FAILED:
        raise SagaFailure(530, f"The image store refused the copy: {status.text}")
    if status.state != pb.ImageStatus.READY:
        raise Wait(POLL)
    return Stored(status.virtual_bytes, status.file_bytes, status.sha256, status.checksum)


def publish(ctx: C) -> None:
    """The template is ready, and its size counts."""
    got = ctx.out(finish)
    templates.stored(ctx.tx, ctx.params.template_id, ctx.params.store_id, virtual_bytes=got.virtual_bytes, file_bytes=got.file_bytes,
                     sha256=got.sha256, checksum=got.checksum)
    counters.take(ctx.tx, ctx.params.account_id, ctx.params.domain_path, {"secondary_storage": got.file_bytes})


TEMPLATE_CREATE = register(Saga(
    "template.create", CreateTemplate, deadline=timedelta(hours=6),
    locks=lambda p: [f"template:{p.template_id}", f"volume:{p.volume_id}", *([f"vm:{p.vm_id}"] if p.vm_id is not None else [])],
    steps=[Tx(begin, undo=discard), Tx(locate), Call(export, undo=cancel), Call(finish), Tx(publish)]))
