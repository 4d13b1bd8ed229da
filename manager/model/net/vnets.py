"""VLAN ids and VNIs of guest networks: one row for each in use, UNIQUE per physical network."""

from __future__ import annotations

import random

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.net import ipam
from manager.model.net.network import RNG, TRIES, AddressTaken, NetworkRow, NoAddressLeft
from manager.model.tables import infra
from manager.model.tables import network as t


def top_tag(isolation: str) -> int:
    """The highest tag that an isolation method (Vlan, Vxlan) has."""
    return ipam.MAX_VNI if isolation == "Vxlan" else ipam.MAX_VLAN


def isolation_of(methods: str | None) -> str:
    """How a physical network keeps guest networks apart, from its isolation_methods: Vlan unless it says VXLAN."""
    return "Vxlan" if "VXLAN" in (methods or "").upper() else "Vlan"


def take(tx: Tx, network: NetworkRow, rng: random.Random = RNG) -> int:
    """Gives the network a tag of its physical network's ranges, and writes it into its row. NoAddressLeft when none is free."""
    physical = tx.one(select(infra.physical_network.c.id, infra.physical_network.c.name, infra.physical_network.c.vlan,
                             infra.physical_network.c.isolation_methods).where(infra.physical_network.c.id == network.physical_network_id))
    isolation = isolation_of(physical.isolation_methods)
    ranges = ipam.parse_tags(physical.vlan or "", top_tag(isolation))
    for _ in range(TRIES):
        taken = {tag for (tag,) in tx.rows(select(t.guest_vnet.c.vnet).where(t.guest_vnet.c.physical_network_id == physical.id))}
        tag = ipam.pick_tag(ranges, taken, rng)
        if tag is None:
            break
        try:
            reserve(tx, physical.id, tag, network.id)
        except AddressTaken:
            continue
        _store(tx, network.id, tag, isolation)
        return tag
    raise NoAddressLeft(f"no VLAN or VNI is left on physical network {physical.name} ({physical.vlan or 'it has no range'})")


def take_given(tx: Tx, network_id: int, physical_network_id: int, tag: int, isolation: str) -> None:
    """Gives the network the tag that an administrator asked for. AddressTaken when another network has it."""
    reserve(tx, physical_network_id, tag, network_id)
    _store(tx, network_id, tag, isolation)


def reserve(tx: Tx, physical_network_id: int, tag: int, network_id: int) -> None:
    """Takes one tag; AddressTaken when it is in use."""
    try:
        tx.insert(t.guest_vnet, physical_network_id=physical_network_id, vnet=tag, network_id=network_id, taken=tx.now())
    except IntegrityError as error:
        raise AddressTaken(f"VLAN or VNI {tag} is in use on this physical network") from error


def release(tx: Tx, network_id: int) -> None:
    """Gives the network's tag back. Nothing happens when it has none."""
    if tx.changed(delete(t.guest_vnet).where(t.guest_vnet.c.network_id == network_id)):
        tx.execute(update(t.network).where(t.network.c.id == network_id).values(vnet=None))


def in_use(tx: Tx, physical_network_id: int, tags: range) -> list[int]:
    """Tags of `tags` that networks have: a range may not be taken away from under them."""
    vnet = t.guest_vnet.c.vnet
    return [tag for (tag,) in tx.rows(select(vnet).where(
        t.guest_vnet.c.physical_network_id == physical_network_id, vnet >= tags.start, vnet < tags.stop).order_by(vnet))]


def _store(tx: Tx, network_id: int, tag: int, isolation: str) -> None:
    tx.execute(update(t.network).where(t.network.c.id == network_id).values(vnet=tag, isolation=isolation))


