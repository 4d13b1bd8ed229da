"""Simulated pools: images and volumes are records; only downloads and exports touch files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from agent.drivers.base import DriverError, Export, ImageInfo, PoolInfo, VolumeInfo
from agent.drivers.simulator import qcow2
from agent.drivers.simulator.hypervisor import SimHypervisor
from agent.journal import Records
from common import atomic
from protos.agent.v1 import agent_pb2 as pb

CAPACITY = 4 << 40
FRESH_BYTES = 200_704  # what a new qcow2 volume takes
LOCAL = "Filesystem"


class PoolBook:
    """Images and volumes by pool, with running totals. One per host for its local pools, one per process for shared ones."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.used: Counter[str] = Counter()
        for key, image in records.all("image").items():
            self.used[key.partition(":")[0]] += image[1]
        for volume in records.all("volume").values():
            self.used[volume["pool"]] += volume["used"]

    def image(self, pool: str, uuid: str) -> ImageInfo | None:
        """A cached image, or None."""
        found = self._records.get("image", f"{pool}:{uuid}")
        return None if found is None else ImageInfo(*found)

    def put_image(self, pool: str, uuid: str, info: ImageInfo | None) -> None:
        """Adds or removes an image."""
        before = self.image(pool, uuid)
        self.used[pool] += (info.file_bytes if info else 0) - (before.file_bytes if before else 0)
        self._records.put("image", f"{pool}:{uuid}", None if info is None else [info.virtual_bytes, info.file_bytes])

    def images(self, pool: str) -> list[str]:
        """Uuids of the images of a pool."""
        return [key.partition(":")[2] for key in self._records.all("image") if key.startswith(f"{pool}:")]

    def volume(self, uuid: str) -> Any:
        """A volume's record, or None."""
        return self._records.get("volume", uuid)

    def put_volume(self, pool: str, uuid: str, record: Any) -> None:
        """Adds, changes or removes a volume."""
        before = self.volume(uuid)
        self.used[pool] += (record["used"] if record else 0) - (before["used"] if before else 0)
        self._records.put("volume", uuid, record)

    def volumes(self, pool: str) -> list[str]:
        """Uuids of the volumes of a pool."""
        return [uuid for uuid, volume in self._records.all("volume").items() if volume["pool"] == pool]

    def backs(self, pool: str, image: str) -> bool:
        """Whether a volume is backed by the image."""
        return any(volume["image"] == image and volume["pool"] == pool for volume in self._records.all("volume").values())


class SimStorage:
    """Implements base.Storage; a pool's path is not touched: files are kept in the host's own folder.

    `shared` holds the pools of other types than Filesystem: all hosts of the process see the same.
    """

    def __init__(self, records: Records, folder: Path, hypervisor: SimHypervisor, shared: PoolBook | None = None,
                 capacity_bytes: int = CAPACITY) -> None:
        self._own = PoolBook(records)
        self._shared = shared or self._own
        self._folder = folder
        self._hypervisor = hypervisor
        self._capacity = capacity_bytes
        self._adopted: dict[tuple[str, str], ImageInfo] = {}  # filled in an operation's thread; the journal belongs to the event loop

    def ensure_pool(self, pool: pb.Pool) -> PoolInfo:
        """Always there."""
        return PoolInfo(self._capacity, self._book(pool).used[pool.uuid])

    def image(self, pool: pb.Pool, uuid: str) -> ImageInfo | None:
        """A cached image, or None."""
        adopted = self._adopted.pop((pool.uuid, uuid), None)
        if adopted is not None:
            self._book(pool).put_image(pool.uuid, uuid, adopted)
        return self._book(pool).image(pool.uuid, uuid)

    def image_draft(self, pool: pb.Pool, uuid: str) -> Path:
        """Where a real download is collected."""
        return self._folder / "pools" / pool.uuid / f"{uuid}.part"

    def adopt_image(self, pool: pb.Pool, uuid: str, draft: Path) -> ImageInfo:
        """Checks the header, keeps the sizes, drops the content: nothing ever reads it."""
        info = qcow2.inspect(draft)
        draft.unlink()
        self._adopted[pool.uuid, uuid] = info
        return info

    def synthetic_image(self, pool: pb.Pool, uuid: str, size_bytes: int) -> ImageInfo:
        """An image without content."""
        info = ImageInfo(size_bytes, min(size_bytes, 1 << 28))
        self._book(pool).put_image(pool.uuid, uuid, info)
        return info

    def volume(self, pool: pb.Pool, uuid: str) -> VolumeInfo | None:
        """A volume, or None."""
        found = self._book(pool).volume(uuid)
        if found is None or found["pool"] != pool.uuid:
            return None
        return VolumeInfo(f"{pool.path}/volumes/{uuid}.qcow2", found["size"], found["used"])

    def ensure_volume(self, pool: pb.Pool, uuid: str, size_bytes: int, image_uuid: str) -> VolumeInfo:
        """A volume of at least this size; its image must have been pulled."""
        book = self._book(pool)
        found = book.volume(uuid)
        if found is None:
            if image_uuid and self.image(pool, image_uuid) is None:
                raise DriverError("NOT_FOUND", f"volume {uuid}: image {image_uuid} is not on pool {pool.uuid}")
            if book.used[pool.uuid] >= self._capacity:
                raise DriverError("NO_SPACE", f"volume {uuid}: no space left on pool {pool.uuid}")
            found = {"pool": pool.uuid, "size": size_bytes, "used": FRESH_BYTES, "image": image_uuid}
            book.put_volume(pool.uuid, uuid, found)
        elif found["pool"] != pool.uuid:
            raise DriverError("INVALID", f"volume {uuid} is on pool {found['pool']}, not {pool.uuid}")
        elif found["size"] < size_bytes:
            found = {**found, "size": size_bytes}
            book.put_volume(pool.uuid, uuid, found)
        return VolumeInfo(f"{pool.path}/volumes/{uuid}.qcow2", found["size"], found["used"])

    def ensure_no_volume(self, pool: pb.Pool, uuid: str) -> None:
        """No such volume; IN_USE while a running VM has it."""
        user = self._hypervisor.uses(uuid)
        if user is not None:
            raise DriverError("IN_USE", f"volume {uuid} is in use by {user}")
        found = self._book(pool).volume(uuid)
        if found is not None and found["pool"] == pool.uuid:
            self._book(pool).put_volume(pool.uuid, uuid, None)

    def images(self, pool: pb.Pool) -> list[str]:
        """Uuids of cached images."""
        return self._book(pool).images(pool.uuid)

    def volumes(self, pool: pb.Pool) -> list[str]:
        """Uuids of volumes."""
        return self._book(pool).volumes(pool.uuid)

    def ensure_no_image(self, pool: pb.Pool, uuid: str) -> bool:
        """No such image, unless a volume is backed by it."""
        book = self._book(pool)
        if book.backs(pool.uuid, uuid):
            return False
        if self.image(pool, uuid) is not None:
            book.put_image(pool.uuid, uuid, None)
        self.image_draft(pool, uuid).unlink(missing_ok=True)
        return True

    def export(self, pool: pb.Pool, uuid: str) -> Export:
        """An empty qcow2 of the volume's size."""
        found = self.volume(pool, uuid)
        if found is None:
            raise DriverError("NOT_FOUND", f"volume {uuid} is not on pool {pool.uuid}")
        target = self._folder / "exports" / f"{uuid}.qcow2"
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(target, qcow2.empty(found.size_bytes))
        return Export([], target)

    def drop_export(self, pool: pb.Pool, uuid: str) -> None:
        """Removes the exported file."""
        (self._folder / "exports" / f"{uuid}.qcow2").unlink(missing_ok=True)

    def _book(self, pool: pb.Pool) -> PoolBook:
        return self._own if pool.type in (LOCAL, "") else self._shared
