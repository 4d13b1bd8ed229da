"""What the sagas about VMs are given, and what their steps hand on."""

from __future__ import annotations

import msgspec

from manager.model.guest.volume import ImageSpec, VolumeSpec
from manager.model.net.network import NicRow, Segment
from manager.services import HostPeer


class StartVm(msgspec.Struct, frozen=True):
    """Start a VM that is Stopped. `admin`: the caller learns which host failed which test, and may use what is disabled."""

    vm_id: int
    nic_ids: list[int]
    volume_ids: list[int]
    network_ids: list[int]
    host_id: int | None = None
    cluster_id: int | None = None
    pod_id: int | None = None
    prefer_host_id: int | None = None
    admin: bool = False
    planner: str | None = None    # instead of the offering's


class StopVm(msgspec.Struct, frozen=True):
    """Power a VM off and take it from its host. `force`: at once, without asking the guest."""

    vm_id: int
    nic_ids: list[int]
    force: bool = False


class RebootVm(msgspec.Struct, frozen=True):
    """Reboot a VM where it is."""

    vm_id: int
    force: bool = False


class DestroyVm(msgspec.Struct, frozen=True):
    """Stop a VM and keep it as Destroyed."""

    vm_id: int
    nic_ids: list[int]
    doomed_ids: list[int] = []   # data volumes to delete with it, once it is expunged
    force: bool = True


class ExpungeVm(msgspec.Struct, frozen=True):
    """Remove a VM for good, with its root volume and `volume_ids`' others; data volumes not named are detached.

    `only_destroyed`: not one that was recovered while this saga waited for its turn.
    """

    vm_id: int
    nic_ids: list[int]
    volume_ids: list[int]
    force: bool = True
    only_destroyed: bool = False


class Peer(msgspec.Struct, frozen=True):
    """A host as it is dialled."""

    id: int
    uuid: str
    address: str

    @property
    def host(self) -> HostPeer:
        """For `services.agents`."""
        return HostPeer(self.id, self.uuid, self.address)


class Wire(msgspec.Struct, frozen=True):
    """A NIC, the layer 2 network it is on, and its Mbit/s (0: unlimited)."""

    nic: NicRow
    segment: Segment
    mbps: int = 0


class Placed(msgspec.Struct, frozen=True):
    """A VM's place: its host, its volumes there, and the image that fresh ones begin with."""

    peer: Peer
    name: str
    uuid: str
    volumes: list[VolumeSpec]
    nics: list[NicRow]
    hypervisor: str
    image: ImageSpec | None = None


class Located(msgspec.Struct, frozen=True):
    """A VM as it runs. `peer` None: it runs nowhere, there is nothing to stop."""

    peer: Peer | None
    name: str
    uuid: str
    volumes: list[VolumeSpec]
    wires: list[Wire]
