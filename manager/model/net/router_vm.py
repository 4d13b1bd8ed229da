"""Routers as virtual machines: their rows from the cradle to the grave, and what they hold on hosts and pools."""

from __future__ import annotations

from typing import Protocol

import msgspec
from sqlalchemy import Table, delete, select, update

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.guest import vm as vms
from manager.model.guest import volume
from manager.model.net import ipam, network, system
from manager.model.net.address import AddressRow, RangeRow, public_segment, range_of
from manager.model.net.network import CONTROL_SEGMENT, NetworkRow, NicRow, NoAddressLeft, Segment
from manager.model.net.router import RouterRow
from manager.model.tables import infra
from manager.model.tables import network as t
from manager.model.tables.vm import vm
from manager.model.tables.vm import volume as volume_table

CONTROL = "control"
GUEST_DEVICE, CONTROL_DEVICE, PUBLIC_DEVICE = 0, 1, 2
CONTROL_NETMASK = "255.255.0.0"
CONTROL_PORT = 3922


class SystemVm(Protocol):
    """What rows of routers and of other system VMs have in common."""

    @property
    def vm_id(self) -> int: ...
    @property
    def uuid(self) -> str: ...
    @property
    def instance_name(self) -> str: ...
    @property
    def zone_id(self) -> int: ...
    @property
    def host_id(self) -> int | None: ...
    @property
    def hypervisor(self) -> str | None: ...
    @property
    def template_id(self) -> int | None: ...
    @property
    def offering_id(self) -> int: ...
    @property
    def account_id(self) -> int: ...
    @property
    def domain_id(self) -> int: ...
    @property
    def state_at(self) -> int: ...
    @property
    def control_ip(self) -> str | None: ...
    @property
    def token_enc(self) -> str | None: ...


class Made(msgspec.Struct, frozen=True):
    """A router that was just written down: nothing of it exists on a host."""

    vm_id: int
    nic_ids: list[int]


def create(tx: Tx, net: NetworkRow, hypervisor: str, public: AddressRow | None, chosen_offering_id: int | None) -> Made:
    """Writes down a stopped router for a network: it answers on the gateway's address, and on `public` when the network has NAT."""
    template = system.system_template(tx, net.zone_id, hypervisor)
    offered = system.router_offering(tx, chosen_offering_id)
    uuid = new_uuid()
    vm_id = tx.insert(
        vm, uuid=uuid, type="DomainRouter", name=uuid, instance_name=uuid, account_id=net.account_id, domain_id=net.domain_id,
        zone_id=net.zone_id, template_id=template.id, offering_id=offered.id, os_type_id=template.os_type_id, hypervisor=hypervisor,
        state="Stopped", cpus=offered.cpus, cpu_mhz=offered.cpu_mhz, memory_mib=offered.memory_mib, arch=template.arch,
        state_at=tx.now(), created=tx.now(), ha=True)
    name = f"r-{vm_id}-VM"  # manager.network.names.router_vm: this layer may not import it; a test compares them
    tx.execute(update(vm).where(vm.c.id == vm_id).values(name=name, instance_name=name))
    nics = [network.insert_nic(tx, vm_id=vm_id, device=GUEST_DEVICE, role="guest", mac=network.next_mac(tx), ip=net.gateway,
                               netmask=net.netmask, gateway=net.gateway, network_id=net.id),
            network.insert_nic(tx, vm_id=vm_id, device=CONTROL_DEVICE, role="control", mac=network.next_mac(tx), ip=None,
                               netmask=CONTROL_NETMASK, gateway=None)]
    if public is not None:
        span = range_of(tx, public.vlan_range_id)
        nics.append(network.insert_nic(tx, vm_id=vm_id, device=PUBLIC_DEVICE, role="public", mac=network.next_mac(tx), ip=public.address,
                                       netmask=span.netmask, gateway=span.gateway, is_default=True))
        tx.execute(update(t.public_ip).where(t.public_ip.c.id == public.id).values(mac=nics[-1].mac))
    tx.insert(t.router, vm_id=vm_id, network_id=net.id, public_ip_id=public.id if public else None, applied=0, failures=0)
    return Made(vm_id, [nic.id for nic in nics])


def remove(tx: Tx, vm_id: int) -> None:
    """The stopped router is gone for good: its NICs' addresses are free, its network has none. Its volumes were removed before."""
    network.release_nics(tx, [nic.id for nic in network.nics_of(tx, vm_id)])
    tx.execute(update(t.router).where(t.router.c.vm_id == vm_id).values(live=None, token_enc=None, control_ip=None))
    vms.remove(tx, vm_id)


def new_volume(tx: Tx, router: SystemVm, size: int) -> int:
    """A root volume for a system VM's next start: they keep nothing on theirs, so each start gets a fresh one."""
    return tx.insert(volume_table, uuid=new_uuid(), name=f"ROOT-{router.vm_id}", account_id=router.account_id, domain_id=router.domain_id,
                     zone_id=router.zone_id, vm_id=router.vm_id, template_id=router.template_id, type=volume.ROOT, device=0,
                     size_bytes=size, state="Allocated", created=tx.now())


def drop_volumes(tx: Tx, vm_id: int) -> list[str]:
    """The router's volumes are gone from their pools. Returns their uuids, for tombstones."""
    found = tx.rows(select(volume_table.c.id, volume_table.c.uuid).where(volume_table.c.vm_id == vm_id, volume_table.c.live == 1))
    ids = [row.id for row in found]
    volume.unreserve(tx, ids)
    vms.drop_uses(tx, [f"volume:{one}" for one in ids])
    volume.remove(tx, ids)
    return [row.uuid for row in found]


def set_token(tx: Tx, vm_id: int, sealed: str) -> None:
    """A new one-time token: the certificate and the generation that the router had before count no more."""
    tx.execute(update(t.router).where(t.router.c.vm_id == vm_id).values(token_enc=sealed, cert_serial=None, enrolled_key=None, applied=0))


def take_control_ip(tx: Tx, host_id: int, vm_id: int, table: Table = t.router) -> str:
    """An address on the host's control network, written into `table` (of routers, or of other system VMs) and NIC. Call it in the
    transaction of `take_host`."""
    ports = infra.host_port.c
    taken = {row[0] for row in tx.rows(select(ports.number).where(ports.host_id == host_id, ports.kind == CONTROL))}
    for number in range(ipam.CONTROL_FIRST, ipam.CONTROL_LAST + 1):
        if number not in taken and number not in ipam.CONTROL_TAKEN:
            break
    else:
        raise NoAddressLeft("no address is left on the host's control network")
    tx.insert(infra.host_port, host_id=host_id, kind=CONTROL, number=number, vm_id=vm_id)
    address = f"169.254.{number >> 8}.{number & 255}"
    tx.execute(update(table).where(table.c.vm_id == vm_id).values(control_ip=address))
    tx.execute(update(t.nic).where(t.nic.c.vm_id == vm_id, t.nic.c.role == "control", t.nic.c.live == 1).values(ip=address))
    return address


def give_control_ip(tx: Tx, vm_id: int, table: Table = t.router) -> None:
    """Frees a system VM's control address; nothing happens when it has none."""
    ports = infra.host_port.c
    tx.execute(delete(infra.host_port).where(ports.vm_id == vm_id, ports.kind == CONTROL))
    tx.execute(update(table).where(table.c.vm_id == vm_id).values(control_ip=None))
    tx.execute(update(t.nic).where(t.nic.c.vm_id == vm_id, t.nic.c.role == "control").values(ip=None))


def unplace(tx: Tx, vm_id: int) -> None:
    """Gives back the router's host reservation, control address and use of networks."""
    give_control_ip(tx, vm_id)
    vms.unplace(tx, vm_id)


def nic_segments(tx: Tx, router: RouterRow) -> list[tuple[NicRow, Segment]]:
    """The router's NICs and the layer 2 network of each, in device order."""
    net = network.must(tx, router.network_id)
    hypervisor = router.hypervisor or ""
    out = []
    for nic in network.nics_of(tx, router.vm_id):
        if nic.role == "control":
            out.append((nic, CONTROL_SEGMENT))
        elif nic.role == "public":
            out.append((nic, public_segment(tx, _public_range(tx, router), hypervisor)))
        else:
            out.append((nic, network.segment(tx, net, hypervisor)))
    return out


def _public_range(tx: Tx, router: RouterRow) -> RangeRow:
    range_id = tx.scalar(select(t.public_ip.c.vlan_range_id).where(t.public_ip.c.id == router.public_ip_id))
    return range_of(tx, int(range_id))


def nic_ids(tx: Tx, vm_id: int) -> list[int]:
    """Ids of the router's NICs in device order."""
    return [nic.id for nic in network.nics_of(tx, vm_id)]
