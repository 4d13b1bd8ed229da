"""Volumes as sagas see them: rows, the pool they are reserved on, their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select, update

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.infra import placement
from manager.model.rows import columns, make
from manager.model.tables.infra import host, host_liveness, image_store, storage_pool, storage_pool_host
from manager.model.tables.offering import disk_offering, template, template_store
from manager.model.tables.vm import volume
from manager.model.work import labels

ROOT, DATADISK = "ROOT", "DATADISK"
SYNTHETIC = "sim://"  # a template that simulated hosts make up


class VolumeRow(msgspec.Struct, frozen=True):
    """A volume as stored; bytes."""

    id: int
    uuid: str
    name: str
    account_id: int
    domain_id: int
    zone_id: int
    pool_id: int | None
    vm_id: int | None
    template_id: int | None
    disk_offering_id: int | None
    type: str
    device: int | None
    size_bytes: int
    state: str
    reserved_pool_id: int | None
    reserved_bytes: int
    removed: int | None


class PoolSpec(msgspec.Struct, frozen=True):
    """A pool as an agent must know it."""

    id: int
    uuid: str
    type: str
    path: str


class VolumeSpec(msgspec.Struct, frozen=True):
    """A volume as an agent must know it. `image_uuid`: backing image, empty for a blank one. `fresh`: made by the saga that holds this."""

    id: int
    uuid: str
    size: int
    device: int
    pool: PoolSpec
    image_uuid: str
    fresh: bool


class ImageSpec(msgspec.Struct, frozen=True):
    """A template's file, and the image store that serves it. `url`: instead of a store, what only simulated hosts can make an image of."""

    uuid: str
    sha256: str
    size: int
    store: str
    url: str = ""


class Wanted(msgspec.Struct, frozen=True):
    """A VM's volume with what its disk offering asks of pools."""

    row: VolumeRow
    tags: str | None
    storage_type: str | None
    image_uuid: str | None


_ROW = columns(VolumeRow, volume)
_OF_VM = (
    select(*_ROW, disk_offering.c.tags, disk_offering.c.storage_type, template.c.uuid)
    .select_from(volume.outerjoin(disk_offering, disk_offering.c.id == volume.c.disk_offering_id)
                 .outerjoin(template, template.c.id == volume.c.template_id))
    .where(volume.c.vm_id == bindparam("vm"), volume.c.live == 1).order_by(volume.c.device))
_IMAGE = (
    select(template.c.uuid, template.c.sha256, template.c.url, template_store.c.physical_bytes, image_store.c.address)
    .select_from(template.outerjoin(template_store, and_(template_store.c.template_id == template.c.id, template_store.c.state == "Ready"))
                 .outerjoin(image_store, and_(
                     image_store.c.id == template_store.c.store_id, image_store.c.live == 1,
                     or_(image_store.c.zone_id.is_(None), image_store.c.zone_id == bindparam("zone")))))
    .where(template.c.id == bindparam("template")).order_by((image_store.c.state == "Up").desc(), image_store.c.id.desc()).limit(1))
_RESERVE = update(volume).where(volume.c.id == bindparam("volume")).values(
    state="Creating", pool_id=bindparam("pool"), reserved_pool_id=bindparam("pool"), reserved_bytes=bindparam("amount"),
    path=volume.c.uuid)
_UNRESERVE = update(volume).where(volume.c.id == bindparam("volume"), volume.c.reserved_pool_id.is_not(None)).values(
    reserved_pool_id=None, reserved_bytes=0)
_READY = update(volume).where(volume.c.id.in_(bindparam("ids", expanding=True)), volume.c.state == "Creating").values(
    state="Ready", attached=func.coalesce(volume.c.attached, now_us()))


def of_vm(tx: Tx, vm_id: int) -> list[Wanted]:
    """The VM's volumes, root first."""
    width = len(_ROW)
    out = []
    for row in tx.rows(_OF_VM, {"vm": vm_id}):
        values: tuple[Any, ...] = tuple(row)
        out.append(Wanted(VolumeRow(*values[:width]), *values[width:]))
    return out


def uuids(tx: Tx, volume_ids: Sequence[int]) -> list[str]:
    """The uuids of volumes, removed or not."""
    return [row.uuid for row in tx.rows(select(volume.c.uuid).where(volume.c.id.in_(volume_ids)))] if volume_ids else []


def get(tx: Tx, volume_id: int) -> VolumeRow | None:
    """The volume, removed or not; None when there never was one."""
    row = tx.first(select(*_ROW).where(volume.c.id == volume_id))
    return None if row is None else make(VolumeRow, row)


def image(tx: Tx, template_id: int, zone_id: int) -> ImageSpec | None:
    """Where the template can be had in the zone; None when no store there has it ready."""
    row = tx.first(_IMAGE, {"template": template_id, "zone": zone_id})
    if row is not None and (row.url or "").startswith(SYNTHETIC):
        return ImageSpec(row.uuid, "", 0, "", row.url)
    return None if row is None or not row.address else ImageSpec(row.uuid, row.sha256 or "", row.physical_bytes or 0, row.address)


def specs(tx: Tx, vm_id: int) -> list[VolumeSpec]:
    """The VM's volumes that are on a pool."""
    wanted = [w for w in of_vm(tx, vm_id) if w.row.pool_id is not None]
    known = pools(tx, [w.row.pool_id for w in wanted if w.row.pool_id is not None])
    return [spec(w, known[w.row.pool_id]) for w in wanted if w.row.pool_id is not None]


def on_pools(tx: Tx, volume_ids: Sequence[int]) -> list[VolumeSpec]:
    """Those of the volumes, live, that are on a pool."""
    found = [make(VolumeRow, row) for row in tx.rows(select(*_ROW).where(
        volume.c.id.in_(volume_ids), volume.c.live == 1, volume.c.pool_id.is_not(None)).order_by(volume.c.id))] if volume_ids else []
    known = pools(tx, [row.pool_id for row in found if row.pool_id is not None])
    return [VolumeSpec(row.id, row.uuid, row.size_bytes, row.device or 0, known[row.pool_id], "", False)
            for row in found if row.pool_id is not None]


def spec(wanted: Wanted, pool: PoolSpec, fresh: bool = False) -> VolumeSpec:
    """A volume and its pool, for an agent."""
    row = wanted.row
    return VolumeSpec(row.id, row.uuid, row.size_bytes, row.device or 0, pool, wanted.image_uuid or "", fresh)


def pools(tx: Tx, pool_ids: Sequence[int]) -> dict[int, PoolSpec]:
    """Pools by id."""
    if not pool_ids:
        return {}
    rows = tx.rows(select(storage_pool.c.id, storage_pool.c.uuid, storage_pool.c.type, storage_pool.c.path)
                   .where(storage_pool.c.id.in_(set(pool_ids))))
    return {row.id: PoolSpec(row.id, row.uuid, row.type, row.path or "") for row in rows}


def reserve(tx: Tx, chosen: dict[int, tuple[int, int]]) -> None:
    """Writes down where volumes go: volume id → (pool id, bytes that placement reserved there)."""
    for volume_id, (pool_id, amount) in sorted(chosen.items()):
        tx.execute(_RESERVE, {"volume": volume_id, "pool": pool_id, "amount": amount})


def unreserve(tx: Tx, volume_ids: Sequence[int], state: str | None = "Allocated") -> None:
    """Gives back what pools hold for the volumes, and says that they are on none (`state` None: their state stays)."""
    for volume_id in sorted(volume_ids):
        row = get(tx, volume_id)
        if row is None or row.reserved_pool_id is None or tx.changed(_UNRESERVE, {"volume": volume_id}) == 0:
            continue
        placement.give_pool(tx, row.reserved_pool_id, row.reserved_bytes)
        if state is not None and row.removed is None:
            tx.execute(update(volume).where(volume.c.id == volume_id).values(state=state, pool_id=None, path=None))


def ready(tx: Tx, volume_ids: Sequence[int]) -> None:
    """The volumes exist on their pools."""
    if volume_ids:
        tx.execute(_READY, {"ids": list(volume_ids)})


def set_state(tx: Tx, volume_ids: Sequence[int], state: str) -> None:
    """Sets the state of volumes that the caller's saga holds."""
    if volume_ids:
        tx.execute(update(volume).where(volume.c.id.in_(volume_ids)).values(state=state))


def detach(tx: Tx, volume_ids: Sequence[int]) -> None:
    """The volumes belong to no VM any more."""
    if volume_ids:
        tx.execute(update(volume).where(volume.c.id.in_(volume_ids)).values(vm_id=None, device=None, attached=None))


def remove(tx: Tx, volume_ids: Sequence[int]) -> None:
    """The volumes are gone for good; what their pools hold for them is given back by `unreserve`."""
    if volume_ids:
        labels.drop(tx, ("Volume",), volume_ids)
        tx.execute(update(volume).where(volume.c.id.in_(volume_ids), volume.c.live == 1).values(
            live=None, removed=now_us(), state="Expunged"))


def to_expunge(tx: Tx, vm_id: int) -> list[int]:
    """The VM's volumes that go with it: the root, and data volumes that were marked when it was destroyed."""
    return [row.id for row in tx.rows(select(volume.c.id).where(
        volume.c.vm_id == vm_id, volume.c.live == 1, or_(volume.c.type == ROOT, volume.c.state == "Destroy")).order_by(volume.c.id))]


def recoverable(tx: Tx, vm_id: int) -> bool:
    """Whether the VM's root volume is whole: no expunge began to delete it."""
    row = tx.first(select(volume.c.state).where(volume.c.vm_id == vm_id, volume.c.live == 1, volume.c.type == ROOT))
    return row is not None and row.state in ("Ready", "Allocated")


def unmark(tx: Tx, vm_id: int) -> None:
    """The VM's data volumes that were to go with it stay."""
    tx.execute(update(volume).where(volume.c.vm_id == vm_id, volume.c.live == 1, volume.c.state == "Destroy").values(state="Ready"))


def hand_of(tx: Tx, pool_id: int, prefer: int | None) -> int | None:
    """A host that is Up and reaches the pool: `prefer` if it does; None when there is none."""
    rows = tx.rows(
        select(host.c.id).join(storage_pool_host, storage_pool_host.c.host_id == host.c.id)
        .join(host_liveness, host_liveness.c.host_id == host.c.id)
        .where(storage_pool_host.c.pool_id == pool_id, host.c.live == 1, host_liveness.c.state == "Up").order_by(host.c.id))
    ids = [row.id for row in rows]
    return prefer if prefer in ids else ids[0] if ids else None
