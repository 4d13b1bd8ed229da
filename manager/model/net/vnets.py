"""VLAN ids and VNIs of guest networks: one row for each in use, UNIQUE per physical network."""

from __future__ import annotations

import random
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.infra.physical import isolation_of, top_tag
from manager.model.net import dedications, ipam
from manager.model.net.network import RNG, TRIES, AddressTaken, NetworkRow, NoAddressLeft
from manager.model.tables import infra
from manager.model.tables import network as t

__all__ = ["isolation_of", "release", "reserve", "take", "take_given", "top_tag"]


def take(tx: Tx, network: NetworkRow, *, common: bool = True, rng: random.Random = RNG) -> int:
    """Gives the network a tag of its physical network's ranges, and writes it into its row. NoAddressLeft when none is free.

    Tags that are dedicated to the network's account come first; with `common` false nothing else does, when there are such.
    What is dedicated to others is never taken.
    """
    physical = _physical(tx, network.physical_network_id)
    isolation = isolation_of(physical.isolation_methods)
    ranges = ipam.parse_tags(physical.vlan or "", top_tag(isolation))
    own, others = dedications.of_account(tx, physical.id, network.account_id)
    supplies = [ipam.common(ranges, own)] if own else []
    if common or not own:
        supplies.append(ipam.without(ranges, [*own, *others]))
    for supply in supplies:
        tag = _pick(tx, physical.id, network.id, supply, rng)
        if tag is not None:
            _store(tx, network.id, tag, isolation)
            return tag
    raise NoAddressLeft(f"no VLAN or VNI is left on physical network {physical.name} ({physical.vlan or 'it has no range'})"
                        f"{' for this account' if own or others else ''}")


def _pick(tx: Tx, physical_network_id: int, network_id: int, supply: list[range], rng: random.Random) -> int | None:
    for _ in range(TRIES):
        taken = {tag for (tag,) in tx.rows(select(t.guest_vnet.c.vnet).where(t.guest_vnet.c.physical_network_id == physical_network_id))}
        tag = ipam.pick_tag(supply, taken, rng)
        if tag is None:
            return None
        try:
            reserve(tx, physical_network_id, tag, network_id)
        except AddressTaken:
            continue
        return tag
    return None


def take_given(tx: Tx, network: NetworkRow, tag: int) -> None:
    """Gives the network the tag that an administrator asked for. AddressTaken when another network has it, or another account may alone."""
    physical = _physical(tx, network.physical_network_id)
    _, others = dedications.of_account(tx, physical.id, network.account_id)
    if any(tag in span for span in others):
        raise AddressTaken(f"VLAN or VNI {tag} of this physical network is dedicated to another account")
    reserve(tx, physical.id, tag, network.id)
    _store(tx, network.id, tag, isolation_of(physical.isolation_methods))


def _physical(tx: Tx, physical_network_id: int | None) -> Row[Any]:
    """The physical network; its ranges and dedications stay as they are until the transaction ends (infra.physical.lock waits)."""
    p = infra.physical_network.c
    return tx.one(select(p.id, p.name, p.vlan, p.isolation_methods).where(p.id == physical_network_id).with_for_update(read=True))


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


def _store(tx: Tx, network_id: int, tag: int, isolation: str) -> None:
    tx.execute(update(t.network).where(t.network.c.id == network_id).values(vnet=tag, isolation=isolation))
