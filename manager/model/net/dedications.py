"""VLAN ids and VNIs that one account's, or one project's, networks alone may have."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra import physical
from manager.model.infra.physical import PhysicalNetworkRow
from manager.model.net import ipam
from manager.model.rows import columns, make
from manager.model.tables.network import guest_vlan_dedication, guest_vnet, network

IN_USE = 536
d, g = guest_vlan_dedication.c, guest_vnet.c


class DedicationRow(msgspec.Struct, frozen=True):
    """Tags first..last of a physical network. Whose they are: named otherwise than owner columns, since only root admins see it."""

    id: int
    uuid: str
    physical_network_id: int
    first: int
    last: int


def find(tx: Tx, caller: Caller, uuid: str) -> DedicationRow | None:
    """A dedication; root admins only."""
    row = tx.first(select(*columns(DedicationRow, guest_vlan_dedication)).where(d.uuid == uuid))
    return make(DedicationRow, row) if row is not None and caller.is_admin else None


def of_account(tx: Tx, physical_network_id: int, account_id: int) -> tuple[list[range], list[range]]:
    """(what is dedicated to the account, what is dedicated to others)."""
    own: list[range] = []
    others: list[range] = []
    for row in tx.rows(select(d.first, d.last, d.account_id).where(d.physical_network_id == physical_network_id).order_by(d.first)):
        (own if row.account_id == account_id else others).append(range(row.first, row.last + 1))
    return own, others


def add(tx: Tx, where: PhysicalNetworkRow, span: range, account_id: int, domain_id: int) -> str:
    """Dedicates tags; returns the uuid. What adjoins an earlier dedication of the account becomes part of it.

    Refused: 431 outside of the physical network's ranges, or dedicated already; 536 when another account's network has one of them.
    """
    physical.lock(tx, where.id)
    first, last = span.start, span.stop - 1
    ranges = ipam.parse_tags(str(tx.scalar(select(physical.n.vlan).where(physical.n.id == where.id)) or ""), ipam.MAX_VNI)
    if outside := ipam.without([span], ranges):
        raise Refused(431, f"Unable to find guest vlans {outside[0].start}-{outside[0].stop - 1} in the ranges of physical network {where.name}")
    held = tx.first(select(d.first, d.last).where(d.physical_network_id == where.id, d.first <= last, d.last >= first))
    if held is not None:
        raise Refused(431, f"Vlan range {first}-{last} overlaps with {held.first}-{held.last}, which is dedicated already")
    user = tx.first(select(g.vnet, network.c.name).join(network, network.c.id == g.network_id).where(
        g.physical_network_id == where.id, g.vnet >= first, g.vnet <= last, network.c.account_id != account_id).order_by(g.vnet))
    if user is not None:
        raise Refused(IN_USE, f"Vlan range {first}-{last} cannot be dedicated: network {user.name} of another account has {user.vnet}")
    return _joined(tx, where.id, first, last, account_id, domain_id)


def _joined(tx: Tx, physical_network_id: int, first: int, last: int, account_id: int, domain_id: int) -> str:
    near = tx.rows(select(d.id, d.uuid, d.first, d.last).where(
        d.physical_network_id == physical_network_id, d.account_id == account_id, d.first <= last + 1, d.last >= first - 1).order_by(d.first))
    if not near:
        uuid = new_uuid()
        tx.insert(guest_vlan_dedication, uuid=uuid, physical_network_id=physical_network_id, first=first, last=last, account_id=account_id,
                  domain_id=domain_id, created=tx.now())
        return uuid
    tx.execute(delete(guest_vlan_dedication).where(d.id.in_([row.id for row in near[1:]])))
    tx.execute(update(guest_vlan_dedication).where(d.id == near[0].id).values(
        first=min(first, near[0].first), last=max(last, near[-1].last)))
    return str(near[0].uuid)


def remove(tx: Tx, row: DedicationRow) -> None:
    """Anybody may have the tags again; networks that have them keep them."""
    physical.lock(tx, row.physical_network_id)
    tx.execute(delete(guest_vlan_dedication).where(d.id == row.id))
