"""The order of commands about one object (DESIGN 3): what is lower than the last seen for its key is refused."""

from __future__ import annotations

from agent.journal import Records
from protos.agent.v1 import agent_pb2 as pb


class Stale(Exception):
    """Somebody newer is in charge of the object."""


class Fences:
    """The highest (epoch, fence, number) seen for each key, and the last for each object. Never forgotten: they are the tombstones."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def take(self, fence: pb.Fence, thing: str) -> None:
        """Accepts a command about `thing`; when it returns the triple is on disk. Raises Stale. An equal triple is a repetition."""
        seen = self._records.get("fence", fence.key)
        now = [fence.epoch, fence.fence, fence.number]
        if seen is not None and now < seen:
            raise Stale(f"{thing}: command {_show(now)} of {fence.key} comes after {_show(seen)}")
        if now != seen:
            self._records.put("fence", fence.key, now)
        owned = [fence.key, *now]
        if self._records.get("object", thing) != owned:
            self._records.put("object", thing, owned)
        await self._records.commit()

    def of(self, thing: str) -> pb.Fence | None:
        """The fence of the last command about an object, as vm:i-2-17-VM."""
        found = self._records.get("object", thing)
        return None if found is None else pb.Fence(key=found[0], epoch=found[1], fence=found[2], number=found[3])

    def epoch(self) -> int:
        """The highest epoch seen."""
        return max((seen[0] for seen in self._records.all("fence").values()), default=0)


def _show(triple: list[int]) -> str:
    return "/".join(map(str, triple))
