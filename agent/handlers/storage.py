"""Pools, cached images, volumes."""

from __future__ import annotations

import functools

from agent.dispatch import handles
from agent.drivers.base import DriverError, ImageInfo
from agent.handlers import check, transfer
from agent.host import Host
from agent.operations import Progress
from protos.agent.v1 import agent_pb2 as pb

SYNTHETIC = "sim://"


@handles(thing=lambda c: f"pool:{c.pool.uuid}")
async def ensure_pool(host: Host, cmd: pb.EnsurePool) -> pb.PoolState:
    """The pool's folders; remembered for reports and whole-host documents."""
    check.pool(cmd.pool)
    info = await host.call(host.storage.ensure_pool, cmd.pool)
    wanted = {"type": cmd.pool.type, "path": cmd.pool.path}
    if host.records.get("pool", cmd.pool.uuid) != wanted:
        host.records.put("pool", cmd.pool.uuid, wanted)
        await host.records.commit()
    return pb.PoolState(capacity_bytes=info.capacity_bytes, used_bytes=info.used_bytes)


@handles(thing=lambda c: f"image:{c.pool.uuid}:{c.uuid}")
async def ensure_image(host: Host, cmd: pb.EnsureImage) -> pb.ImageState | pb.Operation:
    """A cached image: pulled by ranged requests, resumed, verified, renamed into place."""
    check.pool(cmd.pool)
    check.uuid(cmd.uuid, "the image")
    host.touch(f"image:{cmd.uuid}")
    found = await host.call(host.storage.image, cmd.pool, cmd.uuid)
    if found is None and cmd.url.startswith(SYNTHETIC):
        found = await host.call(host.storage.synthetic_image, cmd.pool, cmd.uuid, cmd.size_bytes)
    if found is None:
        check.sha256(cmd.sha256)
        pending = await host.operations.run(f"image:{cmd.sha256}", functools.partial(_pull, host, cmd), cmd.wait_seconds)
        if pending is not None:
            return pending
        found = await host.call(host.storage.image, cmd.pool, cmd.uuid)
    if found is None:  # another pool's pull had the same name: ask again
        return pb.Operation(name=f"image:{cmd.sha256}", percent=-1, text="waiting for another copy")
    return _image(found)


@handles(thing=lambda c: f"volume:{c.uuid}", fenced=True)
async def ensure_volume(host: Host, cmd: pb.EnsureVolume) -> pb.VolumeState:
    """A volume of at least the size named, backed by the image named."""
    check.pool(cmd.pool)
    check.uuid(cmd.uuid, "the volume")
    if cmd.image_uuid:
        check.uuid(cmd.image_uuid, "the image")
        host.touch(f"image:{cmd.image_uuid}")
    if cmd.size_bytes <= 0:
        raise DriverError("INVALID", f"volume {cmd.uuid}: size {cmd.size_bytes}")
    info = await host.call(host.storage.ensure_volume, cmd.pool, cmd.uuid, cmd.size_bytes, cmd.image_uuid)
    return pb.VolumeState(path=info.path, size_bytes=info.size_bytes, used_bytes=info.used_bytes)


@handles(thing=lambda c: f"volume:{c.uuid}", fenced=True)
async def ensure_no_volume(host: Host, cmd: pb.EnsureNoVolume) -> pb.Done:
    """No such volume, whole or half."""
    check.pool(cmd.pool)
    check.uuid(cmd.uuid, "the volume")
    await host.call(host.storage.ensure_no_volume, cmd.pool, cmd.uuid)
    return pb.Done()


@handles(thing=lambda c: f"volume:{c.uuid}", fenced=True)
async def export_volume(host: Host, cmd: pb.ExportVolume) -> pb.VolumeState | pb.Operation:
    """The volume as one flat file, uploaded to `url`; the file is removed once it has arrived."""
    check.pool(cmd.pool)
    check.uuid(cmd.uuid, "the volume")
    info = await host.call(host.storage.volume, cmd.pool, cmd.uuid)
    if info is None:
        raise DriverError("NOT_FOUND", f"volume {cmd.uuid} is not on pool {cmd.pool.uuid}")
    pending = await host.operations.run(f"export:{cmd.uuid}", functools.partial(_export, host, cmd), cmd.wait_seconds)
    if pending is not None:
        return pending
    return pb.VolumeState(path=info.path, size_bytes=info.size_bytes, used_bytes=info.used_bytes)


@handles(thing=None)
async def cancel_operation(host: Host, cmd: pb.CancelOperation) -> pb.Done:
    """The operation is gone when this answers."""
    await host.operations.cancel(cmd.name)
    return pb.Done()


def _pull(host: Host, cmd: pb.EnsureImage, progress: Progress) -> None:
    draft = host.storage.image_draft(cmd.pool, cmd.uuid)
    transfer.pull(transfer.Source(cmd.url, cmd.size_bytes, cmd.sha256, cmd.ca_pem), draft, progress)
    host.storage.adopt_image(cmd.pool, cmd.uuid, draft)


def _export(host: Host, cmd: pb.ExportVolume, progress: Progress) -> None:
    made = host.storage.export(cmd.pool, cmd.uuid)
    if made.argv:
        progress.tell(-1, "flattening the volume")
        progress.run(made.argv, 4 * 3600)
    transfer.push(made.target, cmd.url, cmd.ca_pem, progress)
    host.storage.drop_export(cmd.pool, cmd.uuid)


def _image(info: ImageInfo) -> pb.ImageState:
    return pb.ImageState(virtual_bytes=info.virtual_bytes, file_bytes=info.file_bytes)
