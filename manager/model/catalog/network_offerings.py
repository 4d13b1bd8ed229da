"""Network offerings: rows, services and providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from manager.model.caller import Caller
from manager.model.catalog.offerings import insert, seen
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.network import network
from manager.model.tables.offering import network_offering, network_offering_capability, network_offering_service
from manager.model.work import labels

IN_USE = 536
o = network_offering.c


class NetworkOfferingRow(msgspec.Struct, frozen=True):
    """A network offering."""

    id: int
    uuid: str
    name: str
    traffic_type: str
    guest_type: str | None
    state: str
    is_default: bool
    specify_vlan: bool
    specify_ip_ranges: bool
    persistent: bool
    conserve_mode: bool
    for_vpc: bool
    egress_default_allow: bool
    system_only: bool
    network_rate: int | None
    service_offering_id: int | None
    availability: str | None
    tags: str | None


_ROW: Select[Any] = select(*columns(NetworkOfferingRow, network_offering)).where(network_offering.c.live == 1)


def find(tx: Tx, caller: Caller, uuid: str) -> NetworkOfferingRow | None:
    """A network offering that the caller sees; system ones for nobody but root."""
    statement = _ROW.where(network_offering.c.uuid == uuid, seen("network", caller, below=True))
    if not caller.is_admin:
        statement = statement.where(network_offering.c.system_only.is_(False))
    row = tx.first(statement)
    return None if row is None else make(NetworkOfferingRow, row)


def by_id(tx: Tx, offering_id: int) -> NetworkOfferingRow:
    """A network offering that is known to exist."""
    return make(NetworkOfferingRow, tx.one(_ROW.where(network_offering.c.id == offering_id)))


def by_unique_name(tx: Tx, name: str) -> NetworkOfferingRow | None:
    """A default offering by its unique name, as DefaultIsolatedNetworkOfferingWithSourceNatService."""
    row = tx.first(_ROW.where(network_offering.c.unique_name == name))
    return None if row is None else make(NetworkOfferingRow, row)


def services(tx: Tx, offering_ids: list[int]) -> dict[int, dict[str, list[str]]]:
    """Offering id → service → its providers."""
    found: dict[int, dict[str, list[str]]] = {}
    if offering_ids:
        for row in tx.rows(select(network_offering_service).where(network_offering_service.c.offering_id.in_(offering_ids)).order_by(
                network_offering_service.c.service, network_offering_service.c.provider)):
            found.setdefault(row.offering_id, {}).setdefault(row.service, []).append(row.provider)
    return found


def capabilities(tx: Tx, offering_ids: list[int]) -> dict[tuple[int, str], dict[str, str]]:
    """(offering id, service) → capability → value."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    if offering_ids:
        for row in tx.rows(select(network_offering_capability).where(network_offering_capability.c.offering_id.in_(offering_ids))):
            found.setdefault((row.offering_id, row.service), {})[row.name] = row.value
    return found


def create(tx: Tx, name: str, provided: Mapping[str, Sequence[str]], capable: Mapping[str, Mapping[str, str]], domains: list[int], zones: list[int],
           details: Mapping[str, str], **values: Any) -> str:
    """Adds a network offering: `provided` maps each service to its providers, `capable` to its capabilities. Refused when the name is taken."""
    if tx.first(select(network_offering.c.id).where(network_offering.c.unique_name == name, network_offering.c.live == 1)) is not None:
        raise Refused(431, f"A network offering with the name {name} exists already")
    offering_id, uuid = insert(tx, "network", domains, zones, details, name=name, unique_name=name, **values)
    tx.insert_many(network_offering_service, [
        {"offering_id": offering_id, "service": service, "provider": provider} for service, names in provided.items() for provider in names])
    tx.insert_many(network_offering_capability, [
        {"offering_id": offering_id, "service": service, "name": key, "value": value} for service, items in capable.items()
        for key, value in items.items()])
    return uuid


def required(tx: Tx, but: int = 0) -> str | None:
    """The name of the offering that is Required (other than `but`): there is one at most."""
    found = tx.scalar(select(o.name).where(o.availability == "Required", o.live == 1, o.id != but))
    return None if found is None else str(found)


def change(tx: Tx, row: NetworkOfferingRow, **values: Any) -> None:
    """Writes those values that are not None. Refused 431 when the new name is taken."""
    given = {key: value for key, value in values.items() if value is not None}
    if "name" in given and tx.first(select(o.id).where(o.name == given["name"], o.live == 1, o.id != row.id)) is not None:
        raise Refused(431, f"A network offering with the name {given['name']} exists already")
    if "name" in given and not row.is_default:
        given["unique_name"] = given["name"]
    if given:
        tx.execute(update(network_offering).where(o.id == row.id).values(**given))


def remove(tx: Tx, row: NetworkOfferingRow) -> None:
    """Nobody can make networks of it any more. Refused 431 for a default one, 536 while networks have it."""
    if row.is_default or row.system_only:
        raise Refused(431, "Default network offering can't be deleted")
    name, many = tuple(tx.one(select(func.min(network.c.name), func.count()).where(network.c.offering_id == row.id, network.c.live == 1)))
    if many:
        raise Refused(IN_USE, f"Can't delete network offering {row.name} as its used by {many} networks ({name}). To make the network offering "
                      "unavailable, disable it")
    labels.drop(tx, ("NetworkOffering",), [row.id])
    tx.execute(update(network_offering).where(o.id == row.id).values(live=None, removed=tx.now(), state="Disabled"))


def tagged(wanted: bool) -> ColumnElement[bool]:
    """SQL: the offering has tags, or has none."""
    has = and_(o.tags.is_not(None), o.tags != "")
    return has if wanted else ~has


def for_network(tx: Tx, offering_id: int) -> list[ColumnElement[bool]]:
    """SQL: the offerings that a network of this one could change to: as it, but for services, rate and the like."""
    now = tx.one(select(o.guest_type, o.specify_vlan, o.for_vpc, o.tags, o.egress_default_allow).where(o.id == offering_id))
    alike = or_(o.tags.is_(None), o.tags == "") if not now.tags else o.tags == now.tags
    return [o.id != offering_id, o.state == "Enabled", o.guest_type == now.guest_type, o.specify_vlan.is_(bool(now.specify_vlan)),
            o.for_vpc.is_(bool(now.for_vpc)), o.egress_default_allow.is_(bool(now.egress_default_allow)), alike]
