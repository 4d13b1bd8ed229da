"""Management addresses of pods: ranges that overlap with nothing else in their zone."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from ipaddress import IPv4Address
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.place import parents
from manager.model.tables.infra import pod, pod_address, pod_range, storage_range, zone
from manager.model.tables.network import vlan_range

CONFLICT = 431
_r = pod_range.c


def of_pods(tx: Tx, pod_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Pod id → its ranges, the first made first."""
    found: dict[int, list[Row[Any]]] = {}
    if pod_ids:
        for row in tx.rows(select(pod_range).where(_r.pod_id.in_(pod_ids)).order_by(_r.id)):
            found.setdefault(row.pod_id, []).append(row)
    return found


def add(tx: Tx, pod_id: int, *, gateway: str, netmask: str, cidr: str, start: str, end: str, vlan: str = "untagged",
        for_system_vms: bool = False) -> int:
    """Adds a range; its id. Refused 431 when it overlaps with another pod's network, or with any range of the zone."""
    refuse_overlap(tx, pod_id, cidr, start, end)
    return tx.insert(pod_range, pod_id=pod_id, gateway=gateway, netmask=netmask, cidr=cidr, start_ip=start, end_ip=end, vlan=vlan,
                     for_system_vms=for_system_vms, created=tx.now())


def refuse_overlap(tx: Tx, pod_id: int, cidr: str, start: str, end: str, but: int | None = None) -> None:
    """Refused 431 when the range `start`-`end` in `cidr` (or the network itself, against other pods) is taken. `but`: a range that is replaced."""
    here = tx.one(select(pod.c.zone_id, pod.c.name).where(pod.c.id == pod_id))
    parents.hold(tx, zone, here.zone_id, alone=True)
    parents.hold(tx, pod, pod_id, alone=True)
    network = ipaddress.ip_network(cidr)
    for row in tx.rows(select(_r.id, _r.pod_id, _r.cidr, _r.start_ip, _r.end_ip, pod.c.name).join(pod, pod.c.id == _r.pod_id).where(
            pod.c.zone_id == here.zone_id, pod.c.live == 1)):
        if row.id == but:
            continue
        if row.pod_id != pod_id and network.overlaps(ipaddress.ip_network(row.cidr)):
            raise Refused(CONFLICT, f"The network {cidr} overlaps with {row.cidr} of pod {row.name}")
        if row.pod_id == pod_id and meet(start, end, row.start_ip, row.end_ip):
            raise Refused(CONFLICT, f"The range {start}-{end} overlaps with {row.start_ip}-{row.end_ip} of this pod")
    for table, what in ((vlan_range, "the public range"), (storage_range, "the storage range")):
        for row in tx.rows(select(table.c.start_ip, table.c.end_ip).where(
                table.c.zone_id == here.zone_id, table.c.live == 1, table.c.start_ip.is_not(None))):
            if meet(start, end, row.start_ip, row.end_ip):
                raise Refused(CONFLICT, f"The range {start}-{end} overlaps with {what} {row.start_ip}-{row.end_ip}")


def meet(start: str, end: str, other_start: str, other_end: str | None) -> bool:
    """Whether two ranges of addresses have one in common. Ranges of different IP versions never do."""
    low, high = ipaddress.ip_address(start), ipaddress.ip_address(end)
    first, last = ipaddress.ip_address(other_start), ipaddress.ip_address(other_end or other_start)
    return low.version == first.version and int(low) <= int(last) and int(first) <= int(high)


def replace_first(tx: Tx, pod_id: int, *, gateway: str, netmask: str, cidr: str, start: str, end: str) -> None:
    """The first range of a pod becomes this one (or is added). Refused 431 on overlap, or when an address outside it is in use."""
    first = next(iter(of_pods(tx, [pod_id]).get(pod_id, [])), None)
    if first is None:
        add(tx, pod_id, gateway=gateway, netmask=netmask, cidr=cidr, start=start, end=end)
        return
    refuse_overlap(tx, pod_id, cidr, start, end, first.id)
    for row in tx.rows(select(pod_address.c.address).where(pod_address.c.range_id == first.id)):
        if not meet(start, end, row.address, row.address):
            raise Refused(CONFLICT, f"The range {start}-{end} leaves out {row.address}, which is in use")
    tx.execute(update(pod_range).where(_r.id == first.id).values(gateway=gateway, netmask=netmask, cidr=cidr, start_ip=start, end_ip=end))


def in_use(tx: Tx, pod_id: int) -> int:
    """How many management addresses of a pod are taken. Nobody takes another one until the transaction ends."""
    tx.rows(select(_r.id).where(_r.pod_id == pod_id).with_for_update())
    return int(tx.scalar(select(func.count()).select_from(pod_address).where(pod_address.c.pod_id == pod_id)) or 0)


def drop(tx: Tx, pod_id: int) -> None:
    """The pod has no ranges any more."""
    tx.execute(delete(pod_range).where(_r.pod_id == pod_id))


def addresses(tx: Tx, level: str, zone_id: int | None = None, pod_id: int | None = None) -> dict[int, tuple[int, int]]:
    """Management addresses by zone or pod: place id → (taken, there are)."""
    place = {"zone": pod.c.zone_id, "pod": pod.c.id}[level].label("place")
    where = [pod.c.live == 1]
    where += [pod.c.zone_id == zone_id] if zone_id is not None else []
    where += [pod.c.id == pod_id] if pod_id is not None else []
    totals: dict[int, int] = {}
    for row in tx.rows(select(place, _r.start_ip, _r.end_ip).join(pod, pod.c.id == _r.pod_id).where(*where)):
        totals[row.place] = totals.get(row.place, 0) + int(IPv4Address(row.end_ip)) - int(IPv4Address(row.start_ip)) + 1
    taken = {row.place: int(row.taken) for row in tx.rows(select(place, func.count().label("taken")).join(
        pod_address, pod_address.c.pod_id == pod.c.id).where(*where).group_by(place))} if totals else {}
    return {id_: (taken.get(id_, 0), total) for id_, total in totals.items()}
