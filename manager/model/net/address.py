"""Public addresses and the ranges they come from. An address is a row for ever; taking one is a guarded UPDATE of a Free row."""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra.physical import isolation_of
from manager.model.net import ipam
from manager.model.net.network import RNG, TRIES, AddressTaken, NoAddressLeft, Segment, label
from manager.model.place import parents
from manager.model.rows import columns, make
from manager.model.tables import infra
from manager.model.tables import network as t
from manager.model.work import labels

CHOICES = 64  # Free rows looked at per try
UNTAGGED = "untagged"


class AddressRow(msgspec.Struct, frozen=True):
    """A public address. `state`: Free, Allocating, Allocated, Releasing."""

    id: int
    uuid: str
    vlan_range_id: int
    zone_id: int
    address: str
    state: str
    network_id: int | None
    account_id: int | None
    domain_id: int | None
    source_nat: bool
    static_nat: bool
    system: bool
    vm_id: int | None
    nic_id: int | None
    vm_guest_ip: str | None
    mac: str | None
    allocated: int | None


class RangeRow(msgspec.Struct, frozen=True):
    """A range of public addresses. `vlan`: untagged or a number."""

    id: int
    uuid: str
    zone_id: int
    physical_network_id: int | None
    network_id: int | None
    pod_id: int | None
    vlan: str
    gateway: str
    netmask: str
    cidr: str
    start_ip: str
    end_ip: str
    for_virtual_network: bool
    for_system_vms: bool
    account_id: int | None
    domain_id: int | None


ADDRESS = columns(AddressRow, t.public_ip)
RANGE = columns(RangeRow, t.vlan_range)
ip, rng_t = t.public_ip.c, t.vlan_range.c
BY_ID = select(*ADDRESS).where(ip.id == bindparam("id"))


def get(tx: Tx, address_id: int) -> AddressRow | None:
    """The address, whatever its state."""
    row = tx.first(BY_ID, {"id": address_id})
    return None if row is None else make(AddressRow, row)


def must(tx: Tx, address_id: int) -> AddressRow:
    """The address; LookupError when there is none."""
    row = get(tx, address_id)
    if row is None:
        raise LookupError(f"public address {address_id} does not exist")
    return row


def find(tx: Tx, caller: Caller, uuid: str) -> AddressRow | None:
    """A public address that the caller sees: somebody's, or, for root admins, a free one."""
    row = tx.first(select(*ADDRESS).where(ip.uuid == uuid, ip.live == 1, caller.sees(ip.account_id, ip.domain_id)))
    return None if row is None else make(AddressRow, row)


def find_by_address(tx: Tx, caller: Caller, text: str) -> AddressRow | None:
    """As `find`, by the address itself; free ones are not found."""
    row = tx.first(select(*ADDRESS).where(ip.address == text, ip.state != "Free", ip.live == 1, caller.sees(ip.account_id, ip.domain_id)))
    return None if row is None else make(AddressRow, row)


def find_range(tx: Tx, caller: Caller, uuid: str) -> RangeRow | None:
    """A range of public addresses; root admins only."""
    row = tx.first(select(*RANGE).where(rng_t.uuid == uuid, rng_t.live == 1))
    return make(RangeRow, row) if row is not None and caller.is_admin else None


def range_of(tx: Tx, range_id: int) -> RangeRow:
    """The range, removed or not."""
    return make(RangeRow, tx.one(select(*RANGE).where(rng_t.id == range_id)))


def allot(tx: Tx, zone_id: int, *, account_id: int, domain_id: int, network_id: int | None, source_nat: bool = False,
          address: str | None = None, state: str = "Allocated", display: bool = True, common: bool = True, rng: random.Random = RNG) -> AddressRow:
    """Takes a free public address of the zone for an account and a network: one of a range dedicated to the account or its domain
    when there is one, else of the common ones (with `common` false: of these only when no range is dedicated to it). A network's
    further addresses are on the VLAN of its source NAT address.

    Raises NoAddressLeft; AddressTaken when `address` is given and is not free for this account.
    """
    free = [ip.zone_id == zone_id, ip.state == "Free", ip.live == 1, *_same_vlan(tx, network_id)]
    if address is not None:
        free.append(ip.address == address)
    values: dict[str, object] = {"state": state, "account_id": account_id, "domain_id": domain_id, "network_id": network_id,
                                 "source_nat": source_nat, "display": display}
    own = or_(rng_t.account_id == account_id, and_(rng_t.account_id.is_(None), rng_t.domain_id == domain_id))
    supplies: list[ColumnElement[bool]] = [own]
    if common or tx.first(select(rng_t.id).where(rng_t.zone_id == zone_id, rng_t.live == 1, own)) is None:
        supplies.append(and_(rng_t.account_id.is_(None), rng_t.domain_id.is_(None)))
    for whose in supplies:
        taken = _take(tx, free, whose, values, rng)
        if taken is not None:
            return must(tx, taken)
    if address is not None:
        raise AddressTaken(f"public address {address} is in use, or is none of this zone's")
    raise NoAddressLeft("Insufficient address capacity: no public address is left in this zone")


def allot_system(tx: Tx, zone_id: int, *, account_id: int, domain_id: int, rng: random.Random = RNG) -> AddressRow | None:
    """A free public address for a system VM: of a range kept for them, else of the common ones. None in a zone without public ranges.

    Raises NoAddressLeft.
    """
    free = [ip.zone_id == zone_id, ip.state == "Free", ip.live == 1]
    values: dict[str, object] = {"state": "Allocated", "account_id": account_id, "domain_id": domain_id, "system": True}
    common = and_(rng_t.account_id.is_(None), rng_t.domain_id.is_(None))
    for kept in (True, False):
        taken = _take(tx, free, common, values, rng, kept)
        if taken is not None:
            return must(tx, taken)
    if tx.first(select(rng_t.id).where(rng_t.zone_id == zone_id, rng_t.live == 1, rng_t.for_virtual_network.is_(True))) is None:
        return None
    raise NoAddressLeft("Insufficient address capacity: no public address is left for system VMs in this zone")


def _same_vlan(tx: Tx, network_id: int | None) -> list[ColumnElement[bool]]:
    have = None if network_id is None else tx.first(
        select(rng_t.id, rng_t.vlan).join_from(t.public_ip, t.vlan_range, ip.vlan_range_id == rng_t.id)
        .where(ip.network_id == network_id, ip.source_nat.is_(True), ip.live == 1))
    return [] if have is None else [rng_t.vlan == have.vlan]


def _take(tx: Tx, free: Sequence[ColumnElement[bool]], whose: ColumnElement[bool], values: dict[str, object], rng: random.Random,
          kept: bool = False) -> int | None:
    usable = [rng_t.live == 1, rng_t.for_virtual_network.is_(True), rng_t.for_system_vms.is_(kept), whose]
    choices = (select(ip.id, ip.vlan_range_id).join_from(t.public_ip, t.vlan_range, ip.vlan_range_id == rng_t.id)
               .where(*free, *usable).order_by(ip.id).limit(CHOICES))
    for _ in range(TRIES):
        rows = tx.rows(choices)
        if not rows:
            return None
        for candidate in rng.sample(rows, min(len(rows), 4)):
            if not tx.changed(update(t.public_ip).where(ip.id == candidate.id, ip.state == "Free", ip.live == 1)
                              .values(allocated=now_us(), **values)):
                continue
            # The range was this account's when it was read; whoever dedicates or removes it meanwhile waits for us, or we see it here.
            if tx.first(select(rng_t.id).where(rng_t.id == candidate.vlan_range_id, *usable).with_for_update(read=True)) is not None:
                return int(candidate.id)
            release(tx, candidate.id)
    return None


def release(tx: Tx, address_id: int) -> None:
    """Makes the address free again. Nothing happens when it is."""
    labels.drop(tx, ("PublicIpAddress",), [address_id])
    tx.execute(update(t.public_ip).where(ip.id == address_id).values(
        state="Free", account_id=None, domain_id=None, network_id=None, source_nat=False, static_nat=False, system=False, vm_id=None,
        nic_id=None, vm_guest_ip=None, mac=None, allocated=None, display=True))


def move(tx: Tx, address_id: int, before: Sequence[str], after: str) -> bool:
    """Changes the address's state; False when it is in none of `before`."""
    return tx.changed(update(t.public_ip).where(ip.id == address_id, ip.state.in_(before)).values(state=after)) == 1


def lock(tx: Tx, address_id: int) -> None:
    """Keeps others from changing what hangs on the address until the transaction ends: conflict checks are done behind it."""
    tx.execute(update(t.public_ip).where(ip.id == address_id).values(state=ip.state))


def of_network(tx: Tx, network_id: int) -> list[AddressRow]:
    """The network's public addresses, in order of their ids."""
    return [make(AddressRow, row) for row in tx.rows(
        select(*ADDRESS).where(ip.network_id == network_id, ip.state != "Free", ip.live == 1).order_by(ip.id))]


def source_nat_of(tx: Tx, network_id: int) -> AddressRow | None:
    """The network's source NAT address."""
    return next((row for row in of_network(tx, network_id) if row.source_nat), None)


def set_static_nat(tx: Tx, address_id: int, *, vm_id: int, nic_id: int, guest_ip: str) -> None:
    """Maps the address to a NIC, both ways."""
    tx.execute(update(t.public_ip).where(ip.id == address_id).values(static_nat=True, vm_id=vm_id, nic_id=nic_id, vm_guest_ip=guest_ip))


def clear_static_nat(tx: Tx, address_id: int) -> None:
    """Takes the mapping away."""
    tx.execute(update(t.public_ip).where(ip.id == address_id).values(static_nat=False, vm_id=None, nic_id=None, vm_guest_ip=None))


def static_nat_of_nic(tx: Tx, nic_id: int) -> AddressRow | None:
    """The address that is mapped to the NIC."""
    row = tx.first(select(*ADDRESS).where(ip.nic_id == nic_id, ip.static_nat.is_(True), ip.live == 1))
    return None if row is None else make(AddressRow, row)


# ---- ranges ----------------------------------------------------------------------------------------------------


def add_range(tx: Tx, *, zone_id: int, physical_network_id: int | None, vlan: str, gateway: str, netmask: str, start: str, end: str,
              account_id: int | None = None, domain_id: int | None = None, for_system_vms: bool = False,
              pod_id: int | None = None) -> RangeRow:
    """Stores a range and one Free row for each of its addresses. Refused when it is not one, or overlaps another of the zone."""
    net = checked(gateway, netmask, start, end)
    first, last = ipam.number(start), ipam.number(end)
    check_new(tx, zone_id, vlan, net, gateway, first, last)
    parents.hold(tx, infra.physical_network, physical_network_id)
    parents.hold(tx, infra.pod, pod_id)
    no_guest_tag(tx, physical_network_id, vlan)
    uuid = new_uuid()
    range_id = tx.insert(t.vlan_range, uuid=uuid, zone_id=zone_id, physical_network_id=physical_network_id, pod_id=pod_id, vlan=vlan,
                         gateway=gateway, netmask=netmask, cidr=str(net), start_ip=start, end_ip=end, for_virtual_network=True,
                         for_system_vms=for_system_vms, account_id=account_id, domain_id=domain_id, created=tx.now())
    tx.insert_many(t.public_ip, [
        {"uuid": new_uuid(), "vlan_range_id": range_id, "zone_id": zone_id, "address": ipam.dotted(value), "address_num": value,
         "state": "Free"}
        for value in range(first, last + 1)])
    return range_of(tx, range_id)


def no_guest_tag(tx: Tx, physical_network_id: int | None, vlan: str) -> None:
    """Refused 431 when guest networks of the physical network may get this VLAN."""
    if vlan == UNTAGGED or physical_network_id is None:
        return
    row = tx.one(select(infra.physical_network.c.name, infra.physical_network.c.vlan, infra.physical_network.c.isolation_methods).where(
        infra.physical_network.c.id == physical_network_id))
    if isolation_of(row.isolation_methods) == "Vlan" and any(int(vlan) in span for span in ipam.parse_tags(row.vlan or "", ipam.MAX_VLAN)):
        raise Refused(431, f"The VLAN tag {vlan} is already being used for dynamic vlan allocation for the guest networks of physical network "
                           f"{row.name}")


def checked(gateway: str, netmask: str, start: str, end: str) -> ipaddress.IPv4Network:
    try:
        net = ipaddress.IPv4Network(f"{gateway}/{netmask}", strict=False)
        inside = all(ipaddress.IPv4Address(one) in net for one in (start, end))
    except ValueError as error:
        raise Refused(431, f"Please specify a valid gateway, netmask, startip and endip: {error}") from error
    if not inside:
        raise Refused(431, f"startip {start} and endip {end} must be in the network {net} of gateway and netmask")
    if ipam.number(start) > ipam.number(end):
        raise Refused(431, f"startip {start} comes after endip {end}")
    if ipam.number(start) <= ipam.number(gateway) <= ipam.number(end):
        raise Refused(431, f"the range {start}-{end} holds the gateway {gateway}")
    if ipam.number(end) - ipam.number(start) >= 1 << 16:
        raise Refused(431, f"the range {start}-{end} holds more than 65536 addresses")
    return net


def check_new(tx: Tx, zone_id: int, vlan: str, net: ipaddress.IPv4Network, gateway: str, first: int, last: int, *, but: int = 0) -> None:
    """Refused 431 when a range of the zone (other than the range with id `but`) holds one of the addresses, or has the same subnet
    another gateway. Ranges of a zone come one by one."""
    parents.hold(tx, infra.zone, zone_id, alone=True)
    found = tx.first(select(ip.address, rng_t.start_ip, rng_t.end_ip).join_from(t.public_ip, t.vlan_range, ip.vlan_range_id == rng_t.id).where(
        ip.zone_id == zone_id, ip.live == 1, rng_t.vlan == vlan, rng_t.id != but, ip.address_num >= first, ip.address_num <= last))
    if found is not None:
        raise Refused(431, f"the range overlaps with {found.start_ip}-{found.end_ip} of this zone, which holds {found.address}")
    for row in tx.rows(select(rng_t.cidr, rng_t.gateway, rng_t.start_ip, rng_t.end_ip).where(
            rng_t.zone_id == zone_id, rng_t.live == 1, rng_t.vlan == vlan, rng_t.id != but)):
        if row.cidr and ipaddress.IPv4Network(row.cidr).overlaps(net) and (row.cidr, row.gateway) != (str(net), gateway):
            raise Refused(431, f"the subnet {net} with gateway {gateway} overlaps with {row.cidr} with gateway {row.gateway} of the range "
                               f"{row.start_ip}-{row.end_ip}: give the same gateway and netmask")
    pods = select(infra.pod_range.c.start_ip, infra.pod_range.c.end_ip).join(infra.pod, infra.pod.c.id == infra.pod_range.c.pod_id).where(
        infra.pod.c.zone_id == zone_id, infra.pod.c.live == 1)
    storage = select(infra.storage_range.c.start_ip, infra.storage_range.c.end_ip).where(
        infra.storage_range.c.zone_id == zone_id, infra.storage_range.c.live == 1)
    for statement, what in ((pods, "management"), (storage, "storage")):
        for row in tx.rows(statement):
            if ":" not in row.start_ip and ipam.number(row.start_ip) <= last and first <= ipam.number(row.end_ip):
                raise Refused(431, f"the range overlaps with the {what} range {row.start_ip}-{row.end_ip} of this zone")


def remove_range(tx: Tx, range_id: int) -> None:
    """Removes a range and its addresses. Refused 536 when one of them is not free."""
    tx.execute(update(t.vlan_range).where(rng_t.id == range_id).values(live=None, removed=now_us()))  # first: takers wait here
    busy = tx.first(select(ip.address, t.network.c.name).outerjoin(t.network, t.network.c.id == ip.network_id).where(
        ip.vlan_range_id == range_id, ip.live == 1, ip.state != "Free").order_by(ip.address_num))
    if busy is not None:
        raise Refused(536, f"the range cannot be removed: {busy.address} is in use{f' by network {busy.name}' if busy.name else ''}")
    tx.execute(update(t.public_ip).where(ip.vlan_range_id == range_id).values(live=None))


def public_segment(tx: Tx, found: RangeRow, hypervisor: str) -> Segment:
    """The layer 2 network of a range, as hosts must make it."""
    parent = label(tx, found.physical_network_id, "Public", hypervisor)
    thing = f"public:{found.physical_network_id or 0}:{found.vlan}"
    if found.vlan == UNTAGGED:
        return Segment(thing, "NONE", 0, found.physical_network_id or 0, parent, 0)
    return Segment(thing, "VLAN", int(found.vlan), found.physical_network_id or 0, parent, 0)


def management_segment(tx: Tx, zone_id: int, vlan: str, hypervisor: str) -> Segment:
    """The layer 2 network of a zone's management addresses, as hosts must make it. `vlan`: of the pod's range."""
    physical = tx.scalar(select(infra.traffic_type.c.physical_network_id).join(
        infra.physical_network, infra.physical_network.c.id == infra.traffic_type.c.physical_network_id).where(
        infra.physical_network.c.zone_id == zone_id, infra.physical_network.c.live == 1, infra.traffic_type.c.type == "Management"))
    parent = label(tx, physical, "Management", hypervisor)
    thing = f"management:{zone_id}:{vlan}"
    if vlan == UNTAGGED:
        return Segment(thing, "NONE", 0, physical or 0, parent, 0)
    return Segment(thing, "VLAN", int(vlan), physical or 0, parent, 0)


def public_physical_network(tx: Tx, zone_id: int) -> int | None:
    """The zone's physical network that carries public traffic."""
    found = tx.scalar(select(infra.traffic_type.c.physical_network_id).join(
        infra.physical_network, infra.physical_network.c.id == infra.traffic_type.c.physical_network_id).where(
        infra.physical_network.c.zone_id == zone_id, infra.physical_network.c.live == 1, infra.traffic_type.c.type == "Public"))
    return None if found is None else int(found)
