"""What a host's drivers offer to the handlers.

Methods block and may be called from several threads at once; calls about one object (a VM, a volume, a tap, a bridge, a pool) never
overlap: the dispatcher holds that object's lock. Each method looks first and does what is missing, so it may run twice or after a
crash in its middle. Errors a person can act on are DriverError; anything else becomes FAILED with the exception's text.
Messages of pileus.agent.v1 are the types: they were checked by the handlers (names, sizes, MACs, addresses).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from protos.agent.v1 import agent_pb2 as pb

Code = Literal["INVALID", "NO_SPACE", "NOT_FOUND", "IN_USE", "UNSUPPORTED", "FAILED", "CORRUPT"]


class DriverError(Exception):
    """Becomes Result.failure. `code` is a name of Failure.Code; `text` names the object and says what happened."""

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True)
class VmInfo:
    """A VM that this agent made."""

    name: str
    uuid: str
    power: pb.Power.ValueType


@dataclass(frozen=True)
class Load:
    """What the host is busy with: CPU as a fraction 0–1, memory in bytes, network in KiB per second since the last call."""

    cpu_used: float = 0.0
    memory_used_bytes: int = 0
    network_read_kbs: int = 0
    network_write_kbs: int = 0
    load_average: float = 0.0       # of one minute


@dataclass(frozen=True)
class DiskCounters:
    """What a disk did since its VM was started: bytes and operations."""

    read_bytes: int = 0
    write_bytes: int = 0
    read_ops: int = 0
    write_ops: int = 0


@dataclass(frozen=True)
class VmCounters:
    """What a running VM did since it was started. `disks`: by the volume's uuid."""

    cpu_ns: int = 0                 # of all its CPUs together
    cpus: int = 1
    memory_kib: int = 0             # what the host gives it
    memory_free_kib: int = 0        # what the guest leaves free, where it tells
    received_bytes: int = 0
    sent_bytes: int = 0
    disks: dict[str, DiskCounters] = field(default_factory=dict)


@dataclass
class HypervisorFacts:
    """The hypervisor's share of report_pb2.Facts."""

    hypervisor: str = ""            # KVM, Simulator, …
    hypervisor_version: str = ""
    hvm: bool = False               # hardware virtualisation was tried and works
    arch: str = "x86_64"
    cpus: int = 0
    cpu_mhz: int = 0
    cpu_sockets: int = 1
    cpu_model: str = ""
    memory_bytes: int = 0
    os: str = ""
    kernel: str = ""


class Hypervisor(Protocol):
    """Virtual machines by instance name."""

    simulated: bool                 # SetFaults works only where this is true

    def facts(self) -> HypervisorFacts:
        """What this host is."""

    def boot_id(self) -> str:
        """New at each start of the machine (/proc/sys/kernel/random/boot_id)."""

    def load(self) -> Load:
        """What it is busy with now."""

    def vms(self) -> list[VmInfo]:
        """All VMs that the agent made, running or not; other people's VMs are never listed nor touched."""

    def counters(self) -> dict[str, VmCounters]:
        """Of all running VMs that the agent made, by name."""

    def power(self, name: str) -> pb.Power.ValueType:
        """ABSENT, OFF, RUNNING, PAUSED or CRASHED."""

    def uuid(self, name: str) -> str:
        """The uuid of a VM; empty when absent."""

    def define(self, vm: pb.Vm) -> None:
        """Defines a VM that is not running, or defines it anew; for a system VM writes its config disk too (mode 0600).

        Volumes exist, taps exist and are on their bridges. INVALID, UNSUPPORTED.
        """

    def start(self, name: str) -> None:
        """Starts a VM that is defined and off."""

    def resume(self, name: str) -> None:
        """Lets a paused VM go on."""

    def settle(self, name: str) -> float:
        """Seconds after which a VM that was started counts as running: the simulator's boot time; 0 on real hypervisors."""

    def shutdown(self, name: str) -> None:
        """Asks the guest to power down (ACPI or guest agent) and returns at once."""

    def destroy(self, name: str) -> None:
        """Powers off at once; nothing to do when it is off or absent."""

    def undefine(self, name: str) -> None:
        """Removes the definition, its config disk, NVRAM and serial log; nothing to do when absent. Volumes and taps stay."""

    def serial_log(self, name: str) -> str:
        """Path of the serial log on this host; empty when there is none."""

    def serial_text(self, name: str) -> bytes:
        """What the guest wrote to its serial line since it was started, where no file holds it; empty when one does."""

    def screen_socket(self, name: str) -> str:
        """Path of the unix socket on which the hypervisor speaks RFB for a running VM; empty when it has no screen."""

    def serial_terminal(self, name: str) -> str:
        """Path of the terminal that is the other end of a running VM's serial line; empty when it has none."""

    def control_address(self, name: str) -> tuple[str, int] | None:
        """Where the control daemon of a system VM listens (address on the control network, port); survives agent restarts."""


class Network(Protocol):
    """Layer 2 networks and taps."""

    def bridges_found(self) -> list[str]:
        """Physical bridges (and devices) that may carry traffic labels."""

    def features(self) -> list[str]:
        """What was probed and works: vlan, vxlan, nft-bridge-ct, …"""

    def ensure_network(self, network: pb.Network) -> None:
        """Makes bridge, VLAN or VXLAN device as described. NOT_FOUND: no such parent; UNSUPPORTED: no such kernel feature."""

    def ensure_port(self, vm: str, port: pb.Port) -> None:
        """Makes the tap (persistent, up, on its bridge) and its anti-spoofing rules; changes them live when they differ."""

    def ensure_no_port(self, name: str, uuid: str) -> None:
        """Removes the tap and its rules, also when only half of them is there."""

    def ports(self) -> list[pb.PortObject]:
        """Taps that the agent made (`vm`, `uuid` as given; `fence` left empty)."""

    def bridges(self) -> list[str]:
        """Bridges that the agent made."""

    def ensure_no_network(self, bridge: str) -> bool:
        """Removes a bridge that the agent made, and its VLAN or VXLAN device; False, and nothing done, while it has taps."""


@dataclass(frozen=True)
class ImageInfo:
    """A cached image: sizes in bytes."""

    virtual_bytes: int
    file_bytes: int


@dataclass(frozen=True)
class VolumeInfo:
    """A volume: its path on the host, virtual and used size in bytes."""

    path: str
    size_bytes: int
    used_bytes: int


@dataclass(frozen=True)
class PoolInfo:
    """A pool's sizes in bytes."""

    capacity_bytes: int
    used_bytes: int


@dataclass
class Export:
    """How a volume is made into one file: a program to run (it writes `target`), then `target` is uploaded."""

    argv: list[str] = field(default_factory=list)
    target: Path = Path()


class Storage(Protocol):
    """Pools with images and volumes, all named by uuid. `pool` is always complete: the driver needs no memory of pools."""

    def ensure_pool(self, pool: pb.Pool) -> PoolInfo:
        """Makes the folders. FAILED or NO_SPACE with the reason when the path cannot be used."""

    def image(self, pool: pb.Pool, uuid: str) -> ImageInfo | None:
        """A cached image that is whole, or None."""

    def image_draft(self, pool: pb.Pool, uuid: str) -> Path:
        """Where its download is collected: on the same file system, kept over agent restarts."""

    def adopt_image(self, pool: pb.Pool, uuid: str, draft: Path) -> ImageInfo:
        """Checks a complete draft (format forced to qcow2, no backing or data file: CORRUPT otherwise) and renames it into place."""

    def synthetic_image(self, pool: pb.Pool, uuid: str, size_bytes: int) -> ImageInfo:
        """sim:// urls: an image without content. UNSUPPORTED on real hosts."""

    def volume(self, pool: pb.Pool, uuid: str) -> VolumeInfo | None:
        """A volume, or None."""

    def ensure_volume(self, pool: pb.Pool, uuid: str, size_bytes: int, image_uuid: str) -> VolumeInfo:
        """Makes a volume (backed by the cached image, or blank); grows it when smaller; never shrinks. NOT_FOUND: no such image."""

    def ensure_no_volume(self, pool: pb.Pool, uuid: str) -> None:
        """Removes it, also half-made. IN_USE when a running VM has it."""

    def images(self, pool: pb.Pool) -> list[str]:
        """Uuids of cached images."""

    def volumes(self, pool: pb.Pool) -> list[str]:
        """Uuids of volumes."""

    def ensure_no_image(self, pool: pb.Pool, uuid: str) -> bool:
        """Removes a cached image and its draft; False, and nothing done, while a volume is backed by it."""

    def export(self, pool: pb.Pool, uuid: str) -> Export:
        """How to flatten a volume to one qcow2 file under the pool's exports folder. NOT_FOUND."""

    def drop_export(self, pool: pb.Pool, uuid: str) -> None:
        """Removes what `export` left."""
