"""Management addresses one by one, and changes of the ranges that they are from."""

from __future__ import annotations

import random
from typing import Any

import msgspec
from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.net import ipam
from manager.model.net.ipam import Span
from manager.model.net.network import RNG, TRIES, next_mac
from manager.model.place import parents, pod_ranges
from manager.model.tables.infra import pod, pod_address, pod_range, zone

IN_USE, CAPACITY = 536, 533
a, r = pod_address.c, pod_range.c


class Taken(msgspec.Struct, frozen=True):
    """A management address that was just taken."""

    id: int
    address: str
    pod_id: int
    gateway: str
    cidr: str
    mac: str
    vlan: str = "untagged"


def take(tx: Tx, zone_id: int, pod_id: int | None = None, rng: random.Random = RNG, *, system: bool = False) -> Taken:
    """Takes a free management address of the pod, or of any pod of the zone that has one; those kept for system VMs are for these
    (`system`) alone, and are their first choice.

    Refused 533 when none is free.
    """
    statement = select(pod_range).join(pod, pod.c.id == r.pod_id).where(pod.c.zone_id == zone_id, pod.c.live == 1).order_by(
        r.for_system_vms.desc(), r.id)
    if not system:
        statement = statement.where(r.for_system_vms.is_(False))
    for row in tx.rows(statement if pod_id is None else statement.where(r.pod_id == pod_id)):
        if (found := _from_range(tx, row, rng)) is not None:
            return found
    raise Refused(CAPACITY, "Insufficient address capacity: no management address is left in the pod" if pod_id is not None else
                  "Insufficient address capacity: no management address is left in the zone's pods")


def _from_range(tx: Tx, row: Row[Any], rng: random.Random) -> Taken | None:
    span = Span(ipam.number(row.start_ip), ipam.number(row.end_ip), frozenset({ipam.number(row.gateway)}))
    if tx.first(select(r.id).where(r.id == row.id).with_for_update(read=True)) is None:
        return None  # it was removed meanwhile
    for _ in range(TRIES):
        taken = {one[0] for one in tx.rows(select(a.address_num).where(a.pod_id == row.pod_id))}
        choice = ipam.pick(span, taken, rng)
        if choice is None:
            return None
        mac = next_mac(tx)
        try:
            made = tx.insert(pod_address, range_id=row.id, pod_id=row.pod_id, address=ipam.dotted(choice), address_num=choice, mac=mac,
                             taken=tx.now())
        except IntegrityError:  # another transaction was faster
            continue
        return Taken(made, ipam.dotted(choice), row.pod_id, row.gateway, row.cidr, mac, row.vlan or "untagged")
    return None


def release(tx: Tx, address_id: int) -> str | None:
    """The address is free again; which one it was, or None when nobody had it."""
    found = tx.scalar(select(a.address).where(a.id == address_id))
    tx.execute(delete(pod_address).where(a.id == address_id))
    return None if found is None else str(found)


def find_range(tx: Tx, pod_id: int, start: str, end: str, vlan: str | None = None) -> Row[Any] | None:
    """The pod's range with exactly these ends (and this VLAN). Until the transaction ends nobody takes from it or changes it."""
    parents.hold(tx, zone, tx.one(select(pod.c.zone_id).where(pod.c.id == pod_id)).zone_id, alone=True)
    parents.hold(tx, pod, pod_id, alone=True)
    statement = select(pod_range).where(r.pod_id == pod_id, r.start_ip == start, r.end_ip == end)
    return tx.first((statement if vlan is None else statement.where(r.vlan == vlan)).with_for_update())


def change(tx: Tx, row: Row[Any], start: str, end: str) -> None:
    """Moves the ends of a range. Refused 431 on overlap, 536 when an address that would go is taken."""
    pod_ranges.refuse_overlap(tx, row.pod_id, row.cidr, start, end, row.id)
    for one in tx.rows(select(a.address).where(a.range_id == row.id).order_by(a.address_num)):
        if not pod_ranges.meet(start, end, one.address, one.address):
            raise Refused(IN_USE, f"The management range cannot be changed: {one.address} is taken and would not be in {start}-{end}")
    tx.execute(update(pod_range).where(r.id == row.id).values(start_ip=start, end_ip=end))
    _mirror(tx, row.pod_id)


def remove(tx: Tx, row: Row[Any]) -> None:
    """The pod has the range no more. Refused 536 when one of its addresses is taken."""
    busy = tx.scalar(select(a.address).where(a.range_id == row.id).order_by(a.address_num))
    if busy is not None:
        raise Refused(IN_USE, f"The management range {row.start_ip}-{row.end_ip} cannot be deleted: {busy} is taken")
    tx.execute(delete(pod_range).where(r.id == row.id))
    _mirror(tx, row.pod_id)


def _mirror(tx: Tx, pod_id: int) -> None:
    first = next(iter(pod_ranges.of_pods(tx, [pod_id]).get(pod_id, [])), None)
    tx.execute(update(pod).where(pod.c.id == pod_id).values(
        start_ip=first.start_ip if first is not None else None, end_ip=first.end_ip if first is not None else None))
