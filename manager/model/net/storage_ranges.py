"""Ranges of addresses on pods' storage networks, for system VMs that move templates and snapshots."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.place import parents
from manager.model.place.pod_ranges import meet
from manager.model.rows import columns, make
from manager.model.tables.infra import pod, pod_range, storage_range, zone
from manager.model.tables.network import vlan_range

CONFLICT = 431
s = storage_range.c


class StorageRangeRow(msgspec.Struct, frozen=True):
    """A range of storage addresses."""

    id: int
    uuid: str
    zone_id: int
    pod_id: int
    vlan: int | None
    gateway: str
    netmask: str
    start_ip: str
    end_ip: str


def find(tx: Tx, caller: Caller, uuid: str) -> StorageRangeRow | None:
    """A range of storage addresses; root admins only."""
    row = tx.first(select(*columns(StorageRangeRow, storage_range)).where(s.uuid == uuid, s.live == 1))
    return make(StorageRangeRow, row) if row is not None and caller.is_admin else None


def add(tx: Tx, zone_id: int, pod_id: int, *, vlan: int | None, gateway: str, netmask: str, cidr: str, start: str, end: str) -> str:
    """Adds a range; its uuid. Refused 431 when it overlaps with another of the zone."""
    _refuse_overlap(tx, zone_id, cidr, vlan, start, end)
    parents.hold(tx, pod, pod_id)
    uuid = new_uuid()
    tx.insert(storage_range, uuid=uuid, zone_id=zone_id, pod_id=pod_id, vlan=vlan, gateway=gateway, netmask=netmask, cidr=cidr, start_ip=start,
              end_ip=end, created=tx.now())
    return uuid


def change(tx: Tx, row: StorageRangeRow, *, vlan: int | None, netmask: str, cidr: str, start: str, end: str) -> None:
    """Refused as `add`."""
    _refuse_overlap(tx, row.zone_id, cidr, vlan, start, end, but=row.id)
    tx.execute(update(storage_range).where(s.id == row.id).values(vlan=vlan, netmask=netmask, cidr=cidr, start_ip=start, end_ip=end))


def _refuse_overlap(tx: Tx, zone_id: int, cidr: str, vlan: int | None, start: str, end: str, but: int = 0) -> None:
    parents.hold(tx, zone, zone_id, alone=True)  # ranges of a zone come one by one
    for row in tx.rows(select(s.start_ip, s.end_ip, s.cidr, s.vlan).where(s.zone_id == zone_id, s.live == 1, s.id != but)):
        if meet(start, end, row.start_ip, row.end_ip):
            raise Refused(CONFLICT, f"The range {start}-{end} overlaps with the storage range {row.start_ip}-{row.end_ip}")
        if row.vlan != vlan and ipaddress.ip_network(row.cidr).overlaps(ipaddress.ip_network(cidr)):
            raise Refused(CONFLICT, f"The network {cidr} overlaps with {row.cidr} of the storage range {row.start_ip}-{row.end_ip}, which has "
                                    f"{f'VLAN {row.vlan}' if row.vlan else 'no VLAN'}")
    for row in tx.rows(select(pod_range.c.start_ip, pod_range.c.end_ip).join(pod, pod.c.id == pod_range.c.pod_id).where(
            pod.c.zone_id == zone_id, pod.c.live == 1)):
        if meet(start, end, row.start_ip, row.end_ip):
            raise Refused(CONFLICT, f"The range {start}-{end} overlaps with the management range {row.start_ip}-{row.end_ip}")
    for row in tx.rows(select(vlan_range.c.start_ip, vlan_range.c.end_ip).where(vlan_range.c.zone_id == zone_id, vlan_range.c.live == 1)):
        if meet(start, end, row.start_ip, row.end_ip):
            raise Refused(CONFLICT, f"The range {start}-{end} overlaps with the public range {row.start_ip}-{row.end_ip}")


def remove(tx: Tx, range_id: int) -> None:
    """It is gone."""
    tx.execute(update(storage_range).where(s.id == range_id).values(live=None, removed=tx.now()))


def rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Ranges with zone and pod, in the asked order."""
    if not uuids:
        return []
    found = {row.uuid: row for row in tx.rows(select(storage_range, zone.c.uuid.label("zone_uuid"), pod.c.uuid.label("pod_uuid")).join(
        zone, zone.c.id == s.zone_id).join(pod, pod.c.id == s.pod_id).where(s.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]


def holding(keyword: str | None) -> list[ColumnElement[bool]]:
    """SQL: an end of the range holds the keyword."""
    return [] if keyword is None else [or_(paging.contains(s.start_ip, keyword), paging.contains(s.end_ip, keyword))]
