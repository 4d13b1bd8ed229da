"""Physical networks: where guest networks get their VLANs or VNIs from."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import delete, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.catalog.services import PROVIDERS
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra import providers
from manager.model.net import ipam
from manager.model.place import parents
from manager.model.rows import columns, make
from manager.model.tables.infra import physical_network, service_provider, traffic_type, zone
from manager.model.tables.network import guest_vlan_dedication, guest_vnet, network, vlan_range

IN_USE = 536
n = physical_network.c


class PhysicalNetworkRow(msgspec.Struct, frozen=True):
    """A physical network; `vlan`: its ranges of VLAN ids or VNIs, comma-joined. `domain_id`: the only domain that uses it; None for all."""

    id: int
    uuid: str
    zone_id: int
    name: str
    state: str
    vlan: str | None
    isolation_methods: str | None
    tags: str | None
    domain_id: int | None


def find_physical_network(tx: Tx, caller: Caller, uuid: str) -> PhysicalNetworkRow | None:
    """A physical network; root admins only."""
    row = tx.first(select(*columns(PhysicalNetworkRow, physical_network)).where(n.uuid == uuid, n.live == 1))
    return make(PhysicalNetworkRow, row) if row is not None and caller.is_admin else None


def isolation_of(methods: str | None) -> str:
    """How a physical network keeps guest networks apart, from its isolation_methods: Vlan unless it says VXLAN."""
    return "Vxlan" if "VXLAN" in (methods or "").upper() else "Vlan"


def top_tag(isolation: str) -> int:
    """The highest tag that an isolation method (Vlan, Vxlan) has."""
    return ipam.MAX_VNI if isolation == "Vxlan" else ipam.MAX_VLAN


def create(tx: Tx, zone_id: int, name: str, **values: Any) -> str:
    """Adds a physical network with its providers (all disabled) and returns its uuid. Refused when the name is taken in the zone, or that is gone."""
    parents.hold(tx, zone, zone_id, alone=True)
    if tx.first(select(n.id).where(n.zone_id == zone_id, n.name == name, n.live == 1)) is not None:
        raise Refused(431, f"A physical network with the name {name} exists already in this zone")
    uuid = new_uuid()
    network_id = tx.insert(physical_network, uuid=uuid, zone_id=zone_id, name=name, created=tx.now(), **values)
    for provider in PROVIDERS:
        providers.add(tx, network_id, provider)
    return uuid


def lock(tx: Tx, network_id: int) -> None:
    """Keeps others from taking VLANs, and from changing who may, until the transaction ends."""
    tx.execute(update(physical_network).where(n.id == network_id).values(name=n.name))


def change(tx: Tx, row: PhysicalNetworkRow, *, state: str | None = None, vlan: str | None = None, **values: Any) -> None:
    """Writes those values that are not None. Refused 536 when a VLAN in use or dedicated would be outside of `vlan`'s ranges."""
    given = {key: value for key, value in {"state": state, "vlan": vlan, **values}.items() if value is not None}
    if vlan is not None:
        lock(tx, row.id)
        _keeps(tx, row, vlan)
    if given:
        tx.execute(update(physical_network).where(n.id == row.id).values(**given))


def _keeps(tx: Tx, row: PhysicalNetworkRow, vlan: str) -> None:
    top = top_tag(isolation_of(row.isolation_methods))
    before, after = ipam.parse_tags(row.vlan or "", top), ipam.parse_tags(vlan, top)
    removed = ipam.without(before, after)
    g, d = guest_vnet.c, guest_vlan_dedication.c
    for span in removed:
        user = tx.first(select(g.vnet, network.c.name).join(network, network.c.id == g.network_id).where(
            g.physical_network_id == row.id, g.vnet >= span.start, g.vnet < span.stop).order_by(g.vnet))
        if user is not None:
            raise Refused(IN_USE, f"The range cannot be taken away from physical network {row.name}: network {user.name} has VLAN or VNI {user.vnet}")
        held = tx.first(select(d.first, d.last).where(d.physical_network_id == row.id, d.first < span.stop, d.last >= span.start))
        if held is not None:
            raise Refused(IN_USE, f"The range cannot be taken away from physical network {row.name}: {held.first}-{held.last} is dedicated")


def remove(tx: Tx, row: PhysicalNetworkRow) -> None:
    """It is gone, with traffic types, providers and dedications. Refused 536 while networks or public addresses are on it, which are named."""
    lock(tx, row.id)
    user = tx.scalar(select(network.c.name).where(network.c.physical_network_id == row.id, network.c.live == 1))
    if user is not None:
        raise Refused(IN_USE, f"Physical network {row.name} cannot be deleted: network {user} is on it")
    held = tx.first(select(vlan_range.c.start_ip, vlan_range.c.end_ip).where(vlan_range.c.physical_network_id == row.id, vlan_range.c.live == 1))
    if held is not None:
        raise Refused(IN_USE, f"Physical network {row.name} cannot be deleted: public addresses {held.start_ip}-{held.end_ip} are on it")
    tx.execute(delete(guest_vlan_dedication).where(guest_vlan_dedication.c.physical_network_id == row.id))
    providers.drop(tx, [one.id for one in tx.rows(select(service_provider.c.id).where(service_provider.c.physical_network_id == row.id))])
    tx.execute(delete(traffic_type).where(traffic_type.c.physical_network_id == row.id))
    tx.execute(update(physical_network).where(n.id == row.id).values(live=None, removed=tx.now(), state="Disabled"))
