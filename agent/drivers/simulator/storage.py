"""Simulated pools: images and volumes are records; only downloads and exports touch files."""

from __future__ import annotations

from pathlib import Path

from agent.drivers.base import DriverError, Export, ImageInfo, PoolInfo, VolumeInfo
from agent.drivers.simulator import qcow2
from agent.drivers.simulator.hypervisor import SimHypervisor
from agent.journal import Records
from common import atomic
from protos.agent.v1 import agent_pb2 as pb

CAPACITY = 4 << 40


class SimStorage:
    """Implements base.Storage; a pool's path is not touched: files are kept in the host's own folder."""

    def __init__(self, records: Records, folder: Path, hypervisor: SimHypervisor, capacity_bytes: int = CAPACITY) -> None:
        self._records = records
        self._folder = folder
        self._hypervisor = hypervisor
        self._capacity = capacity_bytes
        self._adopted: dict[str, ImageInfo] = {}  # filled in an operation's thread; the journal belongs to the event loop

    def ensure_pool(self, pool: pb.Pool) -> PoolInfo:
        """Always there; used is what images and volumes could grow to."""
        used = sum(image[1] for key, image in self._records.all("image").items() if key.startswith(f"{pool.uuid}:"))
        used += sum(volume["used"] for volume in self._records.all("volume").values() if volume["pool"] == pool.uuid)
        return PoolInfo(self._capacity, used)

    def image(self, pool: pb.Pool, uuid: str) -> ImageInfo | None:
        """A cached image, or None."""
        key = f"{pool.uuid}:{uuid}"
        adopted = self._adopted.pop(key, None)
        if adopted is not None:
            self._records.put("image", key, [adopted.virtual_bytes, adopted.file_bytes])
        found = self._records.get("image", key)
        return None if found is None else ImageInfo(*found)

    def image_draft(self, pool: pb.Pool, uuid: str) -> Path:
        """Where a real download is collected."""
        return self._folder / "pools" / pool.uuid / f"{uuid}.part"

    def adopt_image(self, pool: pb.Pool, uuid: str, draft: Path) -> ImageInfo:
        """Checks the header, keeps the sizes, drops the content: nothing ever reads it."""
        info = qcow2.inspect(draft)
        draft.unlink()
        self._adopted[f"{pool.uuid}:{uuid}"] = info
        return info

    def synthetic_image(self, pool: pb.Pool, uuid: str, size_bytes: int) -> ImageInfo:
        """An image without content."""
        info = ImageInfo(size_bytes, min(size_bytes, 1 << 28))
        self._records.put("image", f"{pool.uuid}:{uuid}", [info.virtual_bytes, info.file_bytes])
        return info

    def volume(self, pool: pb.Pool, uuid: str) -> VolumeInfo | None:
        """A volume, or None."""
        found = self._records.get("volume", uuid)
        if found is None or found["pool"] != pool.uuid:
            return None
        return VolumeInfo(f"{pool.path}/volumes/{uuid}.qcow2", found["size"], found["used"])

    def ensure_volume(self, pool: pb.Pool, uuid: str, size_bytes: int, image_uuid: str) -> VolumeInfo:
        """A volume of at least this size; its image must have been pulled."""
        found = self._records.get("volume", uuid)
        if found is None:
            if image_uuid and self.image(pool, image_uuid) is None:
                raise DriverError("NOT_FOUND", f"volume {uuid}: image {image_uuid} is not on pool {pool.uuid}")
            if self.ensure_pool(pool).used_bytes >= self._capacity:
                raise DriverError("NO_SPACE", f"volume {uuid}: no space left on pool {pool.uuid}")
            self._records.put("volume", uuid, {"pool": pool.uuid, "size": size_bytes, "used": 200704, "image": image_uuid})
        elif found["pool"] != pool.uuid:
            raise DriverError("INVALID", f"volume {uuid} is on pool {found['pool']}, not {pool.uuid}")
        elif found["size"] < size_bytes:
            self._records.put("volume", uuid, {**found, "size": size_bytes})
        info = self.volume(pool, uuid)
        assert info is not None
        return info

    def ensure_no_volume(self, pool: pb.Pool, uuid: str) -> None:
        """No such volume; IN_USE while a running VM has it."""
        user = self._hypervisor.uses(uuid)
        if user is not None:
            raise DriverError("IN_USE", f"volume {uuid} is in use by {user}")
        if self._records.get("volume", uuid) is not None:
            self._records.put("volume", uuid, None)

    def images(self, pool: pb.Pool) -> list[str]:
        """Uuids of cached images."""
        return [key.partition(":")[2] for key in self._records.all("image") if key.startswith(f"{pool.uuid}:")]

    def volumes(self, pool: pb.Pool) -> list[str]:
        """Uuids of volumes."""
        return [uuid for uuid, volume in self._records.all("volume").items() if volume["pool"] == pool.uuid]

    def ensure_no_image(self, pool: pb.Pool, uuid: str) -> bool:
        """No such image, unless a volume is backed by it."""
        if any(volume["image"] == uuid and volume["pool"] == pool.uuid for volume in self._records.all("volume").values()):
            return False
        if self.image(pool, uuid) is not None:
            self._records.put("image", f"{pool.uuid}:{uuid}", None)
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
