"""Hosts that keep real state in memory: what was made, what runs, the fences they saw. Stands in for `manager.agents` below sagas."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message

from manager.services import AgentFailure, Fence, HostPeer, SystemVmPeer, Unreachable
from protos.agent.v1 import agent_pb2 as pb
from router.state import read as read_state


@dataclass
class FakeHost:
    """What is on one host."""

    vms: dict[str, pb.Vm] = field(default_factory=dict)        # defined
    running: set[str] = field(default_factory=set)
    boots: dict[str, list[str]] = field(default_factory=dict)  # reboot ids that were done
    ports: dict[str, str] = field(default_factory=dict)        # tap: VM
    fences: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    consoles: dict[str, pb.AllowConsole] = field(default_factory=dict)   # by session: who may open what


class FakeAgents:
    """Every host and one shared storage. `fail` and `down` break things; `sent` counts commands by name."""

    def __init__(self) -> None:
        self.hosts: dict[int, FakeHost] = {}
        self.volumes: dict[tuple[str, str], pb.EnsureVolume] = {}
        self.images: set[tuple[str, str]] = set()
        self.sent: Counter[str] = Counter()
        self.down: set[int] = set()
        self.failing: dict[str, int] = {}      # command: how often it still fails (-1: always)
        self.generations: dict[int, int] = {}  # router VM: acknowledged
        self.documents: dict[int, dict[str, Any]] = {}

    def host(self, host_id: int) -> FakeHost:
        """One host's state."""
        return self.hosts.setdefault(host_id, FakeHost())

    def objects(self) -> dict[str, Any]:
        """All that exists, for comparing before and after: guests, taps, volumes."""
        return {
            "running": {(h, n) for h, host in self.hosts.items() for n in host.running},
            "defined": {(h, n) for h, host in self.hosts.items() for n in host.vms},
            "ports": {(h, n) for h, host in self.hosts.items() for n in host.ports},
            "volumes": set(self.volumes),
        }

    async def do(self, host: HostPeer, body: Message, fence: Fence | None = None, seconds: float = 60) -> Any:
        """Runs one command as a real agent would, refusing stale fences."""
        await asyncio.sleep(0)
        name = type(body).__name__
        self.sent[name] += 1
        if host.id in self.down:
            raise Unreachable(host.id, f"host {host.uuid} does not answer")
        state = self.host(host.id)
        if fence is not None:
            triple = (fence.epoch, fence.fence, fence.number)
            if triple < state.fences.get(fence.key, (0, 0, 0)):
                raise AgentFailure("STALE", f"{fence.key}: {triple} is older than {state.fences[fence.key]}")
            state.fences[fence.key] = triple
        if self.failing.get(name, 0):
            self.failing[name] -= 1
            raise AgentFailure("INJECTED", f"{name} fails as it was told to")
        handler: Any = getattr(self, f"_{name}")
        return handler(state, body)

    async def control(self, peer: SystemVmPeer, method: str, params: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
        """A router that accepts every newer document."""
        await asyncio.sleep(0)
        self.sent[f"control.{method}"] += 1
        if peer.host.id in self.down or peer.instance_name not in self.host(peer.host.id).running:
            raise Unreachable(peer.host.id, f"router {peer.instance_name} does not answer")
        if self.failing.get(f"control.{method}", 0):
            self.failing[f"control.{method}"] -= 1
            raise AgentFailure("FAILED", f"{method} fails as it was told to")
        if method == "apply":
            read_state(params)  # the router's own parser: what it would refuse fails here
            generation = int(params.get("generation", 0))
            if generation < self.generations.get(peer.vm_id, 0):
                raise AgentFailure("STALE", "older")
            self.generations[peer.vm_id] = generation
            self.documents[peer.vm_id] = params
            return {"generation": generation, "reloaded": []}
        return {}

    def _AllowConsole(self, host: FakeHost, body: pb.AllowConsole) -> Message:
        host.consoles[body.session] = body
        return pb.Done()

    def _DenyConsole(self, host: FakeHost, body: pb.DenyConsole) -> Message:
        host.consoles.pop(body.session, None)
        return pb.Done()

    def _EnsurePool(self, host: FakeHost, body: pb.EnsurePool) -> Message:
        return pb.PoolState(capacity_bytes=1000 << 30, used_bytes=7)

    def _EnsureImage(self, host: FakeHost, body: pb.EnsureImage) -> Message:
        self.images.add((body.pool.uuid, body.uuid))
        return pb.ImageState(virtual_bytes=1 << 30, file_bytes=1 << 20)

    def _EnsureVolume(self, host: FakeHost, body: pb.EnsureVolume) -> Message:
        if body.image_uuid and (body.pool.uuid, body.image_uuid) not in self.images:
            raise AgentFailure("NOT_FOUND", f"image {body.image_uuid} is not on the pool")
        self.volumes[body.pool.uuid, body.uuid] = body
        return pb.VolumeState(path=f"/{body.uuid}", size_bytes=body.size_bytes)

    def _EnsureNoVolume(self, host: FakeHost, body: pb.EnsureNoVolume) -> Message:
        self.volumes.pop((body.pool.uuid, body.uuid), None)
        return pb.Done()

    def _EnsurePort(self, host: FakeHost, body: pb.EnsurePort) -> Message:
        host.ports[body.port.name] = body.vm
        return pb.PortState(name=body.port.name)

    def _EnsureNoPort(self, host: FakeHost, body: pb.EnsureNoPort) -> Message:
        host.ports.pop(body.name, None)
        return pb.Done()

    def _EnsureRunning(self, host: FakeHost, body: pb.EnsureRunning) -> Message:
        for disk in body.vm.disks:
            if (disk.pool.uuid, disk.uuid) not in self.volumes:
                raise AgentFailure("NOT_FOUND", f"volume {disk.uuid} is not there")
        for port in body.vm.ports:
            if port.name not in host.ports:
                raise AgentFailure("NOT_FOUND", f"port {port.name} is not there")
        host.vms[body.vm.name] = body.vm
        host.running.add(body.vm.name)
        return self._state(host, body.vm.name)

    def _EnsureStopped(self, host: FakeHost, body: pb.EnsureStopped) -> Message:
        host.running.discard(body.vm)
        return self._state(host, body.vm)

    def _EnsureAbsent(self, host: FakeHost, body: pb.EnsureAbsent) -> Message:
        host.running.discard(body.vm)
        host.vms.pop(body.vm, None)
        return self._state(host, body.vm)

    def _EnsureRebooted(self, host: FakeHost, body: pb.EnsureRebooted) -> Message:
        done = host.boots.setdefault(body.vm.name, [])
        if body.boot not in done:
            done.append(body.boot)
        return self._EnsureRunning(host, pb.EnsureRunning(vm=body.vm))

    def _state(self, host: FakeHost, name: str) -> Message:
        power = pb.RUNNING if name in host.running else pb.OFF if name in host.vms else pb.ABSENT
        return pb.VmState(name=name, power=power, serial_log=f"/log/{name}")


class FakeSecrets:
    """Sealing that a test can read."""

    def seal(self, text: str) -> str:
        """Marks the text."""
        return f"sealed({text})"

    def open(self, sealed: str) -> str:
        """Takes the mark off."""
        if not (sealed.startswith("sealed(") and sealed.endswith(")")):
            raise ValueError("not sealed here")
        return sealed[7:-1]


class FakeImages:
    """An image service that serves whatever is asked for; addresses in `down` do not answer."""

    def __init__(self) -> None:
        self.down: set[str] = set()

    async def call(self, store: str, method: str, request: Message, seconds: float = 30) -> Any:
        """Serve and Stat."""
        from protos.secstorage.v1 import secstorage_pb2

        if store in self.down:
            raise Unreachable(0, f"{store} does not answer")
        if method == "Stat":
            return secstorage_pb2.StoreStatus(capacity_bytes=500 << 30, used_bytes=5 << 30)
        assert method == "Serve", method
        return secstorage_pb2.ServeReply(url="http://images/x", sha256="00", file_bytes=1)
