"""Networks and NICs: rows, allotment of addresses and MACs, the generation of a network's router state."""

from __future__ import annotations

import random
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Engine, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.net import ipam
from manager.model.rows import columns, make
from manager.model.tables import infra
from manager.model.tables import network as t
from manager.model.work import labels

RNG = random.Random()
TRIES = 40        # of the UNIQUE constraint: each miss is another transaction that committed first
MAC_PREFIX = 0x0200
MAC_BLOCK = 64    # MACs a process takes from the counter at a time


class NetworkRow(msgspec.Struct, frozen=True):
    """A network as stored."""

    id: int
    uuid: str
    name: str
    display_text: str | None
    zone_id: int
    physical_network_id: int | None
    offering_id: int
    account_id: int
    domain_id: int
    traffic_type: str
    guest_type: str | None
    state: str
    cidr: str | None
    gateway: str | None
    netmask: str | None
    start_ip: str | None
    end_ip: str | None
    network_domain: str | None
    dns1: str | None
    dns2: str | None
    vnet: int | None
    isolation: str | None
    acl_type: str | None
    specify_ip_ranges: bool
    restart_required: bool
    redundant: bool
    display: bool
    public_mtu: int | None
    private_mtu: int | None
    created: int
    removed: int | None


class NicRow(msgspec.Struct, frozen=True):
    """A NIC as stored. `network_id` is None for a router's control and public NICs."""

    id: int
    uuid: str
    vm_id: int
    network_id: int | None
    role: str
    device: int
    mac: str
    ip: str | None
    netmask: str | None
    gateway: str | None
    is_default: bool


class Segment(msgspec.Struct, frozen=True):
    """A layer 2 network as a host must make it: what `manager.network.messages` renders. `isolation`: NONE, VLAN, VXLAN, CONTROL."""

    thing: str                 # its name in host_use, as network:17
    isolation: str
    tag: int
    physical_network_id: int
    parent: str                # traffic label: the physical bridge or device that carries it
    mtu: int                   # 0: the parent's


class AddressTaken(Refused):
    """The address (or MAC) that was asked for is in use, or is none that this network hands out: 431."""

    def __init__(self, text: str) -> None:
        super().__init__(431, text)


class NoAddressLeft(Refused):
    """A network's, a physical network's or a zone's supply (addresses, VLANs, public addresses) is used up: 533."""

    def __init__(self, text: str) -> None:
        super().__init__(533, text)


NETWORK = columns(NetworkRow, t.network)
NIC = columns(NicRow, t.nic)
BY_ID = select(*NETWORK).where(t.network.c.id == bindparam("id"))
TAKEN_IPS = select(t.nic.c.ip).where(t.nic.c.network_id == bindparam("id"), t.nic.c.live == 1)
RAISE = (update(t.network_generation).where(t.network_generation.c.network_id == bindparam("id"))
         .values(wanted=t.network_generation.c.wanted + 1))
WANTED = select(t.network_generation.c.wanted).where(t.network_generation.c.network_id == bindparam("id"))
WANTED_HELD = WANTED.with_for_update(read=True)
BUMP_MAC = (update(t.mac_counter).where(t.mac_counter.c.prefix == MAC_PREFIX).values(next=t.mac_counter.c.next + MAC_BLOCK))
NEXT_MAC = select(t.mac_counter.c.next).where(t.mac_counter.c.prefix == MAC_PREFIX)


def get(tx: Tx, network_id: int) -> NetworkRow | None:
    """The network, removed or not; None when there never was one."""
    row = tx.first(BY_ID, {"id": network_id})
    return None if row is None else make(NetworkRow, row)


def must(tx: Tx, network_id: int) -> NetworkRow:
    """The network; LookupError when there is none."""
    row = get(tx, network_id)
    if row is None:
        raise LookupError(f"network {network_id} does not exist")
    return row


def find(tx: Tx, caller: Caller, uuid: str) -> NetworkRow | None:
    """A network that the caller sees."""
    row = tx.first(select(*NETWORK).where(t.network.c.uuid == uuid, t.network.c.live == 1,
                                          caller.sees(t.network.c.account_id, t.network.c.domain_id)))
    return None if row is None else make(NetworkRow, row)


def lock(tx: Tx, network_id: int) -> None:
    """Keeps others from adding what may conflict until the transaction ends: conflict checks are done behind it."""
    tx.execute(update(t.network).where(t.network.c.id == network_id).values(name=t.network.c.name))


def touch(tx: Tx, network_id: int) -> int:
    """Says that what the network's router must do has changed, in the transaction that changes it. Returns the new generation.

    It locks one row per network until the transaction ends: call it late.
    """
    raise_generation(tx, network_id)
    return wanted(tx, network_id)


def raise_generation(tx: Tx, network_id: int) -> None:
    """As `touch`, for those who need not know the new generation."""
    if tx.changed(RAISE, {"id": network_id}) == 0:
        tx.insert(t.network_generation, network_id=network_id, wanted=1, applied=0)


def touch_beyond(tx: Tx, network_id: int, generation: int) -> int:
    """As `touch`, to a generation above `generation` too: a router holds that one although the rows never had it (a restored backup)."""
    tx.execute(update(t.network_generation).where(
        t.network_generation.c.network_id == network_id, t.network_generation.c.wanted < generation).values(wanted=generation))
    return touch(tx, network_id)


def wanted(tx: Tx, network_id: int) -> int:
    """The present generation of the network's router state."""
    return int(tx.scalar(WANTED, {"id": network_id}) or 0)


def wanted_held(tx: Tx, network_id: int) -> int:
    """As `wanted`, and nobody touches the network until the transaction ends (SQLite: a transaction reads one moment in any case)."""
    return int(tx.scalar(WANTED_HELD, {"id": network_id}) or 0)


# ---- NICs ------------------------------------------------------------------------------------------------------


def allot_nic(tx: Tx, network: NetworkRow, vm_id: int, device: int, ip: str | None = None, mac: str | None = None,
              is_default: bool = True, *, role: str = "guest", rng: random.Random = RNG) -> NicRow:
    """Makes a NIC of a VM in `network` with a free address (or `ip`) and a MAC that nothing ever had (or `mac`).

    Networks without a CIDR (L2) get none. Raises AddressTaken when `ip` or `mac` is in use or not this network's to give,
    NoAddressLeft when all are taken. The caller touches the network.
    """
    address = mac or next_mac(tx)
    if network.cidr is None:
        if ip is not None:
            raise AddressTaken(f"network {network.name} hands out no addresses")
        return _insert_nic(tx, network, vm_id, device, None, address, is_default, role)
    if ip is not None:
        _check_ip(network, ip, role)
        return _insert_nic(tx, network, vm_id, device, ip, address, is_default, role)
    span = ipam.guest_span(network.cidr, network.gateway, network.start_ip, network.end_ip)
    for _ in range(TRIES):
        choice = ipam.pick(span, taken_ips(tx, network.id), rng)
        if choice is None:
            break
        try:
            return _insert_nic(tx, network, vm_id, device, ipam.dotted(choice), address, is_default, role)
        except AddressTaken:
            if not mac_taken(tx, address):
                continue  # the IP was: another transaction was faster
            if mac is not None:
                raise
            address = skip_macs(tx)  # a restored backup counts again from where it was
    raise NoAddressLeft(f"no address is left in network {network.name} ({network.cidr})")


def taken_ips(tx: Tx, network_id: int) -> set[int]:
    """Addresses in use in a network, as numbers."""
    return {ipam.number(ip) for (ip,) in tx.rows(TAKEN_IPS, {"id": network_id}) if ip}


def insert_nic(tx: Tx, *, vm_id: int, device: int, role: str, mac: str, ip: str | None, netmask: str | None, gateway: str | None,
               network_id: int | None = None, is_default: bool = False) -> NicRow:
    """A NIC with given values: a router's. AddressTaken when one of them is in use."""
    uuid = new_uuid()
    values = {"vm_id": vm_id, "network_id": network_id, "role": role, "device": device, "mac": mac, "ip": ip,
              "netmask": netmask, "gateway": gateway, "is_default": is_default}
    try:
        nic_id = tx.insert(t.nic, uuid=uuid, created=tx.now(), **values)
    except IntegrityError as error:
        raise AddressTaken(f"address {ip or mac} is in use") from error
    return NicRow(id=nic_id, uuid=uuid, **values)  # type: ignore[arg-type]


def nics_of(tx: Tx, vm_id: int) -> list[NicRow]:
    """The VM's NICs in device order."""
    return [make(NicRow, row) for row in tx.rows(select(*NIC).where(t.nic.c.vm_id == vm_id, t.nic.c.live == 1).order_by(t.nic.c.device))]


def get_nics(tx: Tx, nic_ids: Sequence[int]) -> list[NicRow]:
    """NICs by id, removed or not, in device order."""
    return [make(NicRow, row) for row in tx.rows(select(*NIC).where(t.nic.c.id.in_(nic_ids)).order_by(t.nic.c.device))]


def release_nics(tx: Tx, nic_ids: Iterable[int]) -> None:
    """Gives NICs' addresses back. Removed already: nothing happens. The caller touches their networks."""
    ids = list(nic_ids)
    if ids:
        labels.drop(tx, ("Nic",), ids)
        tx.execute(update(t.nic).where(t.nic.c.id.in_(ids), t.nic.c.live == 1).values(live=None, removed=now_us()))


def mac_taken(tx: Tx, mac: str) -> bool:
    """Whether a NIC has this MAC."""
    return tx.first(select(t.nic.c.id).where(t.nic.c.mac == mac, t.nic.c.live == 1)) is not None


def _insert_nic(tx: Tx, network: NetworkRow, vm_id: int, device: int, ip: str | None, mac: str, is_default: bool, role: str) -> NicRow:
    return insert_nic(tx, vm_id=vm_id, device=device, role=role, mac=mac, ip=ip, netmask=network.netmask if ip else None,
                      gateway=network.gateway if ip else None, network_id=network.id, is_default=is_default)


def _check_ip(network: NetworkRow, ip: str, role: str) -> None:
    assert network.cidr is not None
    gateway = None if role == "gateway" else network.gateway
    try:
        fits = ipam.within(ipam.guest_span(network.cidr, gateway), ipam.number(ip))
    except ValueError:
        fits = False
    if not fits:
        raise AddressTaken(f"{ip} is no address for a VM in network {network.name} ({network.cidr})")


# ---- MACs ------------------------------------------------------------------------------------------------------

def mac_of(counter: int) -> str:
    """The `counter`-th MAC of the locally administered prefix 02:00 (32 bits count)."""
    if not 0 <= counter < 1 << 32:
        raise NoAddressLeft("all MAC addresses have been given out")
    return "02:00:" + ":".join(f"{counter >> shift & 255:02x}" for shift in (24, 16, 8, 0))


_blocks: weakref.WeakKeyDictionary[Engine, deque[int]] = weakref.WeakKeyDictionary()
_blocks_lock = threading.Lock()


def next_mac(tx: Tx) -> str:
    """A MAC that was never given out. Processes take blocks of the counter, so that deploys rarely share its row;
    what a process does not use is never used."""
    with _blocks_lock:
        block = _blocks.setdefault(tx.conn.engine, deque())
    try:
        return mac_of(block.popleft())
    except IndexError:
        pass  # the block is used up
    if tx.changed(BUMP_MAC) == 0:
        try:
            tx.insert(t.mac_counter, prefix=MAC_PREFIX, next=1 + MAC_BLOCK)
        except IntegrityError:  # another transaction made it
            tx.changed(BUMP_MAC)
    end = int(tx.scalar(NEXT_MAC))
    tx.after_commit(lambda: block.extend(range(end - MAC_BLOCK + 1, end)))
    first = end - MAC_BLOCK
    return mac_of(first)


def skip_macs(tx: Tx) -> str:
    """As `next_mac`, beyond all that any NIC has or had: this process's block and the counter fell behind."""
    with _blocks_lock:
        _blocks.setdefault(tx.conn.engine, deque()).clear()
    highest = tx.scalar(select(func.max(t.nic.c.mac)).where(t.nic.c.mac.like("02:00:%")))
    if highest:
        last = int(str(highest)[6:].replace(":", ""), 16)
        tx.execute(update(t.mac_counter).where(t.mac_counter.c.prefix == MAC_PREFIX, t.mac_counter.c.next <= last).values(next=last + 1))
    return next_mac(tx)


# ---- what hosts make of it ---------------------------------------------------------------------------------------

LABELS = {"simulator": "simulator_label", "xenserver": "xen_label"}
DEFAULT_LABEL = "cloudbr0"


def segment(tx: Tx, network: NetworkRow, hypervisor: str) -> Segment:
    """The network as a host of `hypervisor` must make it. Its tag must have been allotted (isolation Vlan or Vxlan)."""
    parent = label(tx, network.physical_network_id, "Guest", hypervisor)
    thing, mtu = f"network:{network.id}", network.private_mtu or 0
    if network.vnet is None:
        return Segment(thing, "NONE", 0, network.physical_network_id or 0, parent, mtu)
    return Segment(thing, "VXLAN" if network.isolation == "Vxlan" else "VLAN", network.vnet, network.physical_network_id or 0, parent, mtu)


def label(tx: Tx, physical_network_id: int | None, traffic: str, hypervisor: str) -> str:
    """The physical bridge or device that carries `traffic` on hosts of `hypervisor`; CloudStack's default where none is set."""
    column = infra.traffic_type.c[LABELS.get(hypervisor.lower(), "kvm_label")]
    found = tx.scalar(select(column).where(
        infra.traffic_type.c.physical_network_id == physical_network_id, infra.traffic_type.c.type == traffic))
    return str(found) if found else DEFAULT_LABEL


CONTROL_SEGMENT = Segment("control", "CONTROL", 0, 0, "", 0)
