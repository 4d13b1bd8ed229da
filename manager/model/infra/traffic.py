"""What physical networks carry: traffic types and the labels of hosts' bridges."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Select, delete, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.rows import columns, make
from manager.model.tables.infra import physical_network, storage_range, traffic_type
from manager.model.tables.network import network, vlan_range

GUEST, PUBLIC, STORAGE = "Guest", "Public", "Storage"
TRAFFIC = (GUEST, PUBLIC, "Management", STORAGE, "Control")
IMPLEMENTORS = {GUEST: "ExternalGuestNetworkGuru", PUBLIC: "PublicNetworkGuru", "Management": "PodBasedNetworkGuru", STORAGE: "StorageNetworkGuru",
                "Control": "ControlNetworkGuru"}  # as clients know them
IN_USE = 536
t = traffic_type.c


class TrafficTypeRow(msgspec.Struct, frozen=True):
    """A traffic type of a physical network."""

    id: int
    uuid: str
    physical_network_id: int
    type: str


def find(tx: Tx, caller: Caller, uuid: str) -> TrafficTypeRow | None:
    """A traffic type; root admins only."""
    row = tx.first(select(*columns(TrafficTypeRow, traffic_type)).where(t.uuid == uuid))
    return make(TrafficTypeRow, row) if row is not None and caller.is_admin else None


def add(tx: Tx, physical: PhysicalNetworkRow, kind: str, **labels: Any) -> str:
    """Lets a physical network carry a traffic type; returns the row's uuid. Refused when it does already, or, but for guests, another does."""
    statement: Select[Any] = select(physical_network.c.name).join(traffic_type, t.physical_network_id == physical_network.c.id).where(
        physical_network.c.zone_id == physical.zone_id, physical_network.c.live == 1, t.type == kind)
    if kind == GUEST:
        statement = statement.where(physical_network.c.id == physical.id)
    if (row := tx.first(statement)) is not None:
        raise Refused(431, f"Physical network {row.name} of this zone carries {kind} traffic already")
    uuid = new_uuid()
    tx.insert(traffic_type, uuid=uuid, physical_network_id=physical.id, type=kind, **labels)
    return uuid


def set_labels(tx: Tx, traffic: TrafficTypeRow, **labels: str | None) -> None:
    """Writes those labels that are not None; the empty one clears. Networks and routers take them at their next start."""
    given = {name: value or None for name, value in labels.items() if value is not None}
    if given:
        tx.execute(update(traffic_type).where(t.id == traffic.id).values(**given))


def remove(tx: Tx, traffic: TrafficTypeRow) -> None:
    """Refused 536 while something needs it, which is named."""
    if (user := _user(tx, traffic)) is not None:
        raise Refused(IN_USE, f"The Traffic Type is not deletable because there are existing networks with this traffic type:{traffic.type}: {user}")
    tx.execute(delete(traffic_type).where(t.id == traffic.id))


def _user(tx: Tx, traffic: TrafficTypeRow) -> str | None:
    physical_id = traffic.physical_network_id
    if traffic.type == GUEST:
        found = tx.scalar(select(network.c.name).where(network.c.physical_network_id == physical_id, network.c.live == 1))
        return f"network {found}" if found is not None else None
    if traffic.type == PUBLIC:
        v = vlan_range.c
        row = tx.first(select(v.start_ip, v.end_ip).where(v.physical_network_id == physical_id, v.live == 1))
        return f"public addresses {row.start_ip}-{row.end_ip}" if row is not None else None
    if traffic.type == STORAGE:
        zone_id = select(physical_network.c.zone_id).where(physical_network.c.id == physical_id).scalar_subquery()
        row = tx.first(select(storage_range.c.start_ip, storage_range.c.end_ip).where(storage_range.c.zone_id == zone_id, storage_range.c.live == 1))
        return f"storage addresses {row.start_ip}-{row.end_ip}" if row is not None else None
    return None


def carried(tx: Tx, zone_id: int, kind: str) -> bool:
    """Whether a physical network of the zone carries this traffic."""
    return tx.first(select(t.id).join(physical_network, physical_network.c.id == t.physical_network_id).where(
        physical_network.c.zone_id == zone_id, physical_network.c.live == 1, t.type == kind)) is not None
