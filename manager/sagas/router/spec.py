"""A system VM (a router, a console proxy) as its host must make it: read in one transaction, then plain values."""

from __future__ import annotations

import json

import msgspec

from common import tls
from manager.model.db import Tx
from manager.model.guest import volume
from manager.model.guest.volume import VolumeSpec
from manager.model.net import router, router_vm, system, system_vm
from manager.model.net.network import NicRow, Segment
from manager.model.net.router import RouterRow, StateRows
from manager.model.net.system import SystemTemplate
from manager.model.net.system_vm import SystemVmRow
from manager.network import router_state, system_config
from manager.network.messages import port_message
from manager.services import HostPeer, Services, SystemVmPeer
from protos.agent.v1 import agent_pb2 as pb


class Spec(msgspec.Struct, frozen=True):
    """Everything of a placed system VM that commands to its host name. `state`: what a router is told; None for another."""

    router: RouterRow | SystemVmRow
    host: tuple[int, str, str] | None
    nics: list[tuple[NicRow, Segment]]
    disks: list[VolumeSpec]
    template: SystemTemplate
    cpus: int
    cpu_mhz: int
    memory_mib: int
    state: StateRows | None

    @property
    def peer(self) -> HostPeer:
        """The host that the system VM is placed on."""
        assert self.host is not None, "the system VM is on no host"
        return HostPeer(*self.host)

    @property
    def control(self) -> SystemVmPeer:
        """How its control daemon is reached."""
        return SystemVmPeer(self.router.vm_id, self.router.uuid, self.router.instance_name, self.peer, "router" if self.state else "console")

    @property
    def what(self) -> str:
        """In words."""
        return "virtual router" if self.state else "console proxy"


def read(tx: Tx, vm_id: int) -> Spec:
    """The system VM as it is now."""
    row: RouterRow | SystemVmRow
    proxy = system_vm.get(tx, vm_id)
    if proxy is not None:
        row, nics, state, offered = proxy, system_vm.nic_segments(tx, proxy), None, system.proxy_offering(tx, proxy.offering_id)
    else:
        row = found = router.must(tx, vm_id)
        nics, state, offered = router_vm.nic_segments(tx, found), router.state_rows(tx, vm_id), system.router_offering(tx, found.offering_id)
    return Spec(row, router.host_of(tx, row.host_id), nics, volume.specs(tx, vm_id),
                system.system_template(tx, row.zone_id, row.hypervisor or ""), offered.cpus, offered.cpu_mhz, offered.memory_mib, state)


def pool_message(disk: VolumeSpec) -> pb.Pool:
    """The pool of a disk, for agents."""
    return pb.Pool(uuid=disk.pool.uuid, type=disk.pool.type, path=disk.pool.path)


def vm_message(spec: Spec, services: Services) -> pb.Vm:
    """The system VM as pileus.agent.v1.Vm. It holds the one-time token: it goes to the host and nowhere else."""
    token = services.secrets.open(spec.router.token_enc) if spec.router.token_enc else ""
    fingerprint = tls.fingerprint(services.ca_pem) if services.ca_pem else ""
    if spec.state is not None:
        role, config = "router", router_state.config_disk(spec.state, token, services.ca_pem, fingerprint)
    else:
        role, config = "consoleproxy", system_config.config_disk(
            spec.router.uuid, spec.router.instance_name, [nic for nic, _ in spec.nics], token, services.ca_pem, fingerprint, services.managers())
    return pb.Vm(
        name=spec.router.instance_name, uuid=spec.router.uuid, vcpus=spec.cpus, memory_mib=spec.memory_mib, cpu_mhz=spec.cpu_mhz,
        disks=[pb.Disk(pool=pool_message(disk), uuid=disk.uuid, device=disk.device) for disk in spec.disks],
        ports=[port_message(nic, segment, trusted=True) for nic, segment in spec.nics], arch=spec.template.arch,
        system=pb.SystemVm(role=role, config_json=json.dumps(config, sort_keys=True), control_address=spec.router.control_ip or "",
                           control_port=router_vm.CONTROL_PORT))
