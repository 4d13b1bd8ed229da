"""Simulated hosts that honour fences, for tests of the engine: each holds volumes by name, and refuses what is stale."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message

from manager.services import AgentFailure, Fence, HostPeer, SystemVmPeer
from protos.agent.v1 import agent_pb2 as pb


class FencedHosts:
    """Agents over dictionaries: EnsureVolume and EnsureNoVolume by uuid, fences kept for each host and key."""

    def __init__(self) -> None:
        self.volumes: dict[int, set[str]] = {}
        self.seen: dict[tuple[int, str], tuple[int, int, int]] = {}
        self.log: list[tuple[int, str, Fence | None]] = []
        self.fail: list[AgentFailure] = []    # answers of the next commands

    async def do(self, host: HostPeer, body: Message, fence: Fence | None = None, seconds: float = 60) -> Any:
        """As Agents.do."""
        self.log.append((host.id, body.DESCRIPTOR.name, fence))
        if fence is not None:
            now = (fence.epoch, fence.fence, fence.number)
            if now < self.seen.get((host.id, fence.key), (0, 0, 0)):
                raise AgentFailure("STALE", f"{now} is older than {self.seen[host.id, fence.key]}")
            self.seen[host.id, fence.key] = now
        if self.fail:
            raise self.fail.pop(0)
        volumes = self.volumes.setdefault(host.id, set())
        match body:
            case pb.EnsureVolume(uuid=uuid):
                volumes.add(uuid)
            case pb.EnsureNoVolume(uuid=uuid):
                volumes.discard(uuid)
            case _:
                raise AssertionError(f"unexpected command {body.DESCRIPTOR.name}")
        return pb.Done()

    async def control(self, peer: SystemVmPeer, method: str, params: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
        """There are no system VMs here."""
        raise AssertionError(f"unexpected control request {method}")

    def held(self) -> set[tuple[int, str]]:
        """All volumes on all hosts."""
        return {(host, uuid) for host, uuids in self.volumes.items() for uuid in uuids}
