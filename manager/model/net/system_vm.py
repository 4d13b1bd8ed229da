"""System VMs that belong to a zone, not to a network: console proxies. Their rows from the cradle to the grave."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.guest import vm as vms
from manager.model.infra import certificates, pod_addresses
from manager.model.infra.zones import sees_infrastructure
from manager.model.net import address, ipam, network, router_vm, system
from manager.model.net.network import CONTROL_SEGMENT, NicRow, Segment
from manager.model.rows import columns, make
from manager.model.tables import infra
from manager.model.tables import network as t
from manager.model.tables.console import console_proxy
from manager.model.tables.vm import vm

CONSOLE_PROXY = "ConsoleProxy"                        # type of VM
MANAGEMENT_DEVICE, CONTROL_DEVICE, PUBLIC_DEVICE = 0, 1, 2
MANAGEMENT = "management"


class SystemVmRow(msgspec.Struct, frozen=True):
    """A system VM. `beat`: when its proxy was heard last (µs), `address`: where browsers reach that, `sessions`: how many it has."""

    vm_id: int
    uuid: str
    name: str
    instance_name: str
    type: str
    state: str
    zone_id: int
    pod_id: int | None
    host_id: int | None
    hypervisor: str | None
    offering_id: int
    template_id: int | None
    account_id: int
    domain_id: int
    state_at: int
    public_ip_id: int | None
    pod_address_id: int | None
    control_ip: str | None
    token_enc: str | None
    failures: int
    health_at: int
    surplus_since: int
    beat: int
    address: str | None
    sessions: int
    version: str | None


s, proxy = t.system_vm.c, console_proxy.c
ROW = columns(SystemVmRow, t.system_vm, **{name: vm.c[name] for name in (
    "uuid", "name", "instance_name", "type", "state", "zone_id", "pod_id", "host_id", "hypervisor", "offering_id", "template_id", "account_id",
    "domain_id", "state_at")}, **{name: proxy[name] for name in ("beat", "address", "sessions", "version")})
ROWS = select(*ROW).join_from(t.system_vm, vm, vm.c.id == s.vm_id).join(console_proxy, proxy.vm_id == vm.c.id)
BY_VM = ROWS.where(s.vm_id == bindparam("id"))


def get(tx: Tx, vm_id: int) -> SystemVmRow | None:
    """The system VM, removed or not."""
    row = tx.first(BY_VM, {"id": vm_id})
    return None if row is None else make(SystemVmRow, row)


def must(tx: Tx, vm_id: int) -> SystemVmRow:
    """The system VM; LookupError when there is none."""
    row = get(tx, vm_id)
    if row is None:
        raise LookupError(f"system VM {vm_id} does not exist")
    return row


def find(tx: Tx, caller: Caller, uuid: str) -> SystemVmRow | None:
    """A system VM; root and resource admins see them, as all infrastructure."""
    row = tx.first(ROWS.where(vm.c.uuid == uuid, vm.c.live == 1)) if sees_infrastructure(caller) else None
    return None if row is None else make(SystemVmRow, row)


def of_zone(tx: Tx, zone_id: int) -> list[SystemVmRow]:
    """The zone's console proxies, oldest first."""
    return [make(SystemVmRow, row) for row in tx.rows(
        ROWS.where(vm.c.zone_id == zone_id, vm.c.type == CONSOLE_PROXY, s.live == 1).order_by(s.vm_id))]


def create(tx: Tx, zone_id: int, hypervisor: str, offering_id: int | None) -> SystemVmRow:
    """Writes down a stopped console proxy with a public address where the zone has any. Refused 533 or 534 when something is lacking."""
    template = system.system_template(tx, zone_id, hypervisor)
    offered = system.proxy_offering(tx, offering_id)
    account_id, domain_id = system.owner(tx)
    uuid = new_uuid()
    vm_id = tx.insert(
        vm, uuid=uuid, type=CONSOLE_PROXY, name=uuid, instance_name=uuid, account_id=account_id, domain_id=domain_id, zone_id=zone_id,
        template_id=template.id, offering_id=offered.id, os_type_id=template.os_type_id, hypervisor=hypervisor, state="Stopped",
        cpus=offered.cpus, cpu_mhz=offered.cpu_mhz, memory_mib=offered.memory_mib, arch=template.arch, state_at=tx.now(), created=tx.now(),
        ha=True)
    name = f"v-{vm_id}-VM"  # manager.network.names.proxy_vm: this layer may not import it; a test compares them
    tx.execute(update(vm).where(vm.c.id == vm_id).values(name=name, instance_name=name))
    public = address.allot_system(tx, zone_id, account_id=account_id, domain_id=domain_id)
    network.insert_nic(tx, vm_id=vm_id, device=MANAGEMENT_DEVICE, role=MANAGEMENT, mac=network.next_mac(tx), ip=None, netmask=None,
                       gateway=None, is_default=public is None)
    network.insert_nic(tx, vm_id=vm_id, device=CONTROL_DEVICE, role="control", mac=network.next_mac(tx), ip=None,
                       netmask=router_vm.CONTROL_NETMASK, gateway=None)
    if public is not None:
        span = address.range_of(tx, public.vlan_range_id)
        made = network.insert_nic(tx, vm_id=vm_id, device=PUBLIC_DEVICE, role="public", mac=network.next_mac(tx), ip=public.address,
                                  netmask=span.netmask, gateway=span.gateway, is_default=True)
        tx.execute(update(t.public_ip).where(t.public_ip.c.id == public.id).values(mac=made.mac))
    tx.insert(t.system_vm, vm_id=vm_id, public_ip_id=public.id if public else None, failures=0)
    tx.insert(console_proxy, uuid=uuid, kind="systemvm", name=name, zone_id=zone_id, vm_id=vm_id, created=tx.now())
    return must(tx, vm_id)


def remove(tx: Tx, vm_id: int) -> None:
    """The stopped system VM is gone for good, and its public address free."""
    row = must(tx, vm_id)
    network.release_nics(tx, router_vm.nic_ids(tx, vm_id))
    if row.public_ip_id is not None:
        address.release(tx, row.public_ip_id)
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id).values(live=None, token_enc=None, control_ip=None))
    tx.execute(update(console_proxy).where(proxy.vm_id == vm_id).values(live=None, removed=tx.now()))
    certificates.revoke(tx, "console", vm_id)
    vms.remove(tx, vm_id)


def take_addresses(tx: Tx, vm_id: int, host_id: int, pod_id: int) -> None:
    """Control address of the host, management address of the pod. In the transaction of `take_host`. Refused 533 when none is left."""
    router_vm.take_control_ip(tx, host_id, vm_id, t.system_vm)
    row = must(tx, vm_id)
    taken = pod_addresses.take(tx, row.zone_id, pod_id, system=True)
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id).values(pod_address_id=taken.id))
    tx.execute(update(t.nic).where(t.nic.c.vm_id == vm_id, t.nic.c.role == MANAGEMENT, t.nic.c.live == 1).values(
        ip=taken.address, netmask=ipam.netmask(taken.cidr), gateway=taken.gateway, broadcast_uri=f"vlan://{taken.vlan}"))


def unplace(tx: Tx, vm_id: int) -> None:
    """Gives back what the system VM holds of its host and its pod; nothing happens when it holds nothing."""
    router_vm.give_control_ip(tx, vm_id, t.system_vm)
    row = must(tx, vm_id)
    if row.pod_address_id is not None:
        pod_addresses.release(tx, row.pod_address_id)
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id).values(pod_address_id=None, token_enc=None))
    silence(tx, vm_id)
    tx.execute(update(t.nic).where(t.nic.c.vm_id == vm_id, t.nic.c.role == MANAGEMENT).values(ip=None, netmask=None, gateway=None))
    vms.unplace(tx, vm_id)


def nic_segments(tx: Tx, row: SystemVmRow) -> list[tuple[NicRow, Segment]]:
    """The system VM's NICs and the layer 2 network of each, in device order."""
    hypervisor = row.hypervisor or ""
    out = []
    for nic in network.nics_of(tx, row.vm_id):
        if nic.role == "control":
            out.append((nic, CONTROL_SEGMENT))
        elif nic.role == "public":
            range_id = tx.scalar(select(t.public_ip.c.vlan_range_id).where(t.public_ip.c.id == row.public_ip_id))
            out.append((nic, address.public_segment(tx, address.range_of(tx, int(range_id)), hypervisor)))
        else:
            out.append((nic, address.management_segment(tx, row.zone_id, _management_vlan(tx, row), hypervisor)))
    return out


def _management_vlan(tx: Tx, row: SystemVmRow) -> str:
    found = tx.scalar(select(infra.pod_range.c.vlan).join(infra.pod_address, infra.pod_address.c.range_id == infra.pod_range.c.id).where(
        infra.pod_address.c.id == row.pod_address_id))
    return str(found or address.UNTAGGED)


# ---- what is heard of them -----------------------------------------------------------------------------------------------


def set_token(tx: Tx, vm_id: int, sealed: str) -> None:
    """A new one-time token: the certificate that the system VM had before counts no more."""
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id).values(
        token_enc=sealed, cert_serial=None, enrolled_key=None))
    silence(tx, vm_id)


def silence(tx: Tx, vm_id: int) -> None:
    """No session goes to its proxy until it beats again."""
    tx.execute(update(console_proxy).where(proxy.vm_id == vm_id).values(beat=0, address=None, sessions=0))


def record_health(tx: Tx, vm_id: int, *, health: str) -> None:
    """What a system VM that is well said."""
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id).values(health=health, failures=0, health_at=now_us()))


def count_failure(tx: Tx, vm_id: int) -> int:
    """One more failure in a row; how many there are."""
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id).values(failures=s.failures + 1, health_at=now_us()))
    return int(tx.scalar(select(s.failures).where(s.vm_id == vm_id)) or 0)


def mark_surplus(tx: Tx, vm_id: int, since: int) -> None:
    """From when on the zone could do without it; 0: it is needed."""
    tx.execute(update(t.system_vm).where(s.vm_id == vm_id, s.surplus_since != since).values(surplus_since=since))


def set_offering(tx: Tx, vm_id: int, offering_id: int) -> bool:
    """Another service offering for the next start; False unless it is Stopped."""
    offered = system.proxy_offering(tx, offering_id)
    return tx.changed(update(vm).where(vm.c.id == vm_id, vm.c.state == "Stopped").values(
        offering_id=offering_id, cpus=offered.cpus, cpu_mhz=offered.cpu_mhz, memory_mib=offered.memory_mib)) == 1


class Place(msgspec.Struct, frozen=True):
    """Where a system VM is, for its reconciler. `power`: what its host reported last, at `power_at`; `host_state`: of that host."""

    vm_id: int
    power: str | None
    power_at: int
    host_state: str | None


def places(tx: Tx, zone_id: int) -> dict[int, Place]:
    """By VM id, of the zone's console proxies."""
    rows = tx.rows(select(vm.c.id, vm.c.power_state, vm.c.power_at, infra.host_liveness.c.state).outerjoin(
        infra.host_liveness, infra.host_liveness.c.host_id == vm.c.host_id).where(
        vm.c.zone_id == zone_id, vm.c.type == CONSOLE_PROXY, vm.c.live == 1))
    return {row[0]: make(Place, row) for row in rows}


def zones_with_hosts(tx: Tx) -> list[tuple[int, str]]:
    """(id, name) of enabled zones that have a host which is Up: where a proxy could run."""
    h, z = infra.host.c, infra.zone.c
    up = select(h.id).join(infra.host_liveness, infra.host_liveness.c.host_id == h.id).where(
        h.zone_id == z.id, h.live == 1, h.type == "Routing", h.resource_state == "Enabled", infra.host_liveness.c.state == "Up").exists()
    return [(row.id, row.name) for row in tx.rows(select(z.id, z.name).where(z.live == 1, z.allocation_state == "Enabled", up).order_by(z.id))]


def to_ask(tx: Tx, before: int) -> list[tuple[SystemVmRow, tuple[int, str, str]]]:
    """Running system VMs on hosts that are Up, started and asked before `before` (µs); with id, uuid and address of the host."""
    h, up = infra.host, infra.host_liveness
    rows = tx.rows(ROWS.add_columns(h.c.id.label("on"), h.c.uuid.label("on_uuid"), h.c.address.label("on_address"))
                   .join(h, h.c.id == vm.c.host_id).join(up, up.c.host_id == h.c.id).where(
        s.live == 1, vm.c.state == "Running", up.c.state == "Up", s.health_at < before, vm.c.state_at < before).order_by(s.health_at, s.vm_id))
    return [(SystemVmRow(*tuple(row)[:-3]), (row.on, row.on_uuid, row.on_address)) for row in rows]
