"""Network offerings: rows, services and providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Select, select, update

from manager.model.caller import Caller
from manager.model.catalog.offerings import insert, seen
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.offering import network_offering, network_offering_capability, network_offering_service


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


_ROW: Select[Any] = select(*columns(NetworkOfferingRow, network_offering)).where(network_offering.c.live == 1)


def find(tx: Tx, caller: Caller, uuid: str) -> NetworkOfferingRow | None:
    """A network offering that the caller sees; system ones for nobody but root."""
    statement = _ROW.where(network_offering.c.uuid == uuid, seen("network", caller))
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


def create(tx: Tx, name: str, provided: Mapping[str, str], capable: Mapping[str, Mapping[str, str]], domains: list[int], zones: list[int],
           details: Mapping[str, str], **values: Any) -> str:
    """Adds a network offering: `provided` maps each service to its provider, `capable` to its capabilities. Refused when the name is taken."""
    if tx.first(select(network_offering.c.id).where(network_offering.c.unique_name == name, network_offering.c.live == 1)) is not None:
        raise Refused(431, f"A network offering with the name {name} exists already")
    uuid = insert(tx, "network", domains, zones, details, name=name, unique_name=name, **values)
    offering_id = tx.scalar(select(network_offering.c.id).where(network_offering.c.uuid == uuid))
    tx.insert_many(network_offering_service, [
        {"offering_id": offering_id, "service": service, "provider": provider} for service, provider in provided.items()])
    tx.insert_many(network_offering_capability, [
        {"offering_id": offering_id, "service": service, "name": key, "value": value} for service, items in capable.items()
        for key, value in items.items()])
    return uuid


def change(tx: Tx, offering_id: int, **values: Any) -> None:
    """Writes those values that are not None."""
    given = {key: value for key, value in values.items() if value is not None}
    if given:
        tx.execute(update(network_offering).where(network_offering.c.id == offering_id).values(**given))
