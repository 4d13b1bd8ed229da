"""How hosts and system VMs are reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HostPeer:
    """How a host is dialled."""

    id: int
    uuid: str
    address: str


@dataclass(frozen=True)
class SystemVmPeer:
    """How the control daemon of a system VM is reached through its host. `role`: what its certificate says, router or console."""

    vm_id: int
    uuid: str
    instance_name: str
    host: HostPeer
    role: str = "router"
