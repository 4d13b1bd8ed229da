"""A router as its host must make it: read in one transaction, then plain values."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec

from common import tls
from manager.model.db import Tx
from manager.model.guest import volume
from manager.model.guest.volume import VolumeSpec
from manager.model.net import router, router_vm, system
from manager.model.net.network import NicRow, Segment
from manager.model.net.router import RouterRow, StateRows
from manager.model.net.system import SystemTemplate
from manager.network import router_state
from manager.network.messages import port_message
from manager.services import HostPeer, SystemVmPeer
from protos.agent.v1 import agent_pb2 as pb


class Spec(msgspec.Struct, frozen=True):
    """Everything of a placed router that commands to its host name."""

    router: RouterRow
    host: tuple[int, str, str] | None
    nics: list[tuple[NicRow, Segment]]
    disks: list[VolumeSpec]
    template: SystemTemplate
    cpus: int
    cpu_mhz: int
    memory_mib: int
    state: StateRows

    @property
    def peer(self) -> HostPeer:
        """The host that the router is placed on."""
        assert self.host is not None, "the router is on no host"
        return HostPeer(*self.host)

    @property
    def control(self) -> SystemVmPeer:
        """How its control daemon is reached."""
        return SystemVmPeer(self.router.vm_id, self.router.uuid, self.router.instance_name, self.peer)


def read(tx: Tx, vm_id: int) -> Spec:
    """The router as it is now."""
    row = router.must(tx, vm_id)
    offered = system.router_offering(tx, row.offering_id)
    return Spec(row, router.host_of(tx, row), router_vm.nic_segments(tx, row), volume.specs(tx, vm_id),
                system.system_template(tx, row.zone_id, row.hypervisor or ""), offered.cpus, offered.cpu_mhz, offered.memory_mib,
                router.state_rows(tx, vm_id))


def pool_message(disk: VolumeSpec) -> pb.Pool:
    """The pool of a disk, for agents."""
    return pb.Pool(uuid=disk.pool.uuid, type=disk.pool.type, path=disk.pool.path)


def vm_message(spec: Spec, ca_pem: str, unseal: Callable[[str], str]) -> pb.Vm:
    """The router as pileus.agent.v1.Vm. It holds the one-time token: it goes to the host and nowhere else."""
    token = unseal(spec.router.token_enc) if spec.router.token_enc else ""
    fingerprint = tls.fingerprint(ca_pem) if ca_pem else ""
    config = router_state.config_disk(spec.state, token, ca_pem, fingerprint)
    return pb.Vm(
        name=spec.router.instance_name, uuid=spec.router.uuid, vcpus=spec.cpus, memory_mib=spec.memory_mib, cpu_mhz=spec.cpu_mhz,
        disks=[pb.Disk(pool=pool_message(disk), uuid=disk.uuid, device=disk.device) for disk in spec.disks],
        ports=[port_message(nic, segment, trusted=True) for nic, segment in spec.nics], arch=spec.template.arch,
        system=pb.SystemVm(role="router", config_json=json.dumps(config, sort_keys=True), control_address=spec.router.control_ip or "",
                           control_port=router_vm.CONTROL_PORT))
