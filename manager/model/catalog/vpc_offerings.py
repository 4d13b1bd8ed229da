"""VPC offerings: rows, services and providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, exists, select, update

from manager.model.caller import Caller
from manager.model.catalog.offerings import insert, seen
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.offering import vpc_offering, vpc_offering_capability, vpc_offering_service

o = vpc_offering.c


class VpcOfferingRow(msgspec.Struct, frozen=True):
    """A VPC offering."""

    id: int
    uuid: str
    name: str
    state: str
    is_default: bool
    redundant: bool


def find(tx: Tx, caller: Caller, uuid: str) -> VpcOfferingRow | None:
    """A VPC offering that the caller sees."""
    row = tx.first(select(*columns(VpcOfferingRow, vpc_offering)).where(o.uuid == uuid, o.live == 1, seen("vpc", caller, below=True)))
    return None if row is None else make(VpcOfferingRow, row)


def services(tx: Tx, offering_ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Offering id → service → its providers."""
    found: dict[int, dict[str, list[str]]] = {}
    s = vpc_offering_service.c
    if offering_ids:
        for row in tx.rows(select(vpc_offering_service).where(s.offering_id.in_(offering_ids)).order_by(s.service, s.provider)):
            found.setdefault(row.offering_id, {}).setdefault(row.service, []).append(row.provider)
    return found


def capabilities(tx: Tx, offering_ids: Sequence[int]) -> dict[tuple[int, str], dict[str, str]]:
    """(offering id, service) → capability → value."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    if offering_ids:
        for row in tx.rows(select(vpc_offering_capability).where(vpc_offering_capability.c.offering_id.in_(offering_ids))):
            found.setdefault((row.offering_id, row.service), {})[row.name] = row.value
    return found


def create(tx: Tx, name: str, provided: Mapping[str, Sequence[str]], capable: Mapping[str, Mapping[str, str]], domains: Sequence[int] = (),
           zones: Sequence[int] = (), **values: Any) -> str:
    """Adds a VPC offering; returns its uuid. Refused when the name is taken."""
    _free(tx, name, 0)
    offering_id, uuid = insert(tx, "vpc", domains, zones, {}, name=name, unique_name=name, **values)
    tx.insert_many(vpc_offering_service, [
        {"offering_id": offering_id, "service": service, "provider": provider} for service, names in provided.items() for provider in names])
    tx.insert_many(vpc_offering_capability, [
        {"offering_id": offering_id, "service": service, "name": key, "value": value} for service, items in capable.items()
        for key, value in items.items()])
    return uuid


def change(tx: Tx, row: VpcOfferingRow, **values: Any) -> None:
    """Writes those values that are not None. Refused 431 when the new name is taken."""
    given = {key: value for key, value in values.items() if value is not None}
    if "name" in given:
        _free(tx, given["name"], row.id)
        if not row.is_default:
            given["unique_name"] = given["name"]
    if given:
        tx.execute(update(vpc_offering).where(o.id == row.id).values(**given))


def remove(tx: Tx, row: VpcOfferingRow) -> None:
    """Nobody can choose it any more. Refused 431 for a default one."""
    if row.is_default:
        raise Refused(431, "Default network offering can't be deleted")
    tx.execute(update(vpc_offering).where(o.id == row.id).values(live=None, removed=tx.now(), state="Disabled"))


def has_service(service: str) -> ColumnElement[bool]:
    """SQL: the VPC offering has this service."""
    s = vpc_offering_service.c
    return exists().where(s.offering_id == o.id, s.service == service)


def unique_names(tx: Tx) -> set[str]:
    """Those that are there: for the seed."""
    return {row[0] for row in tx.rows(select(o.unique_name).where(o.live == 1))}


def _free(tx: Tx, name: str, but: int) -> None:
    if tx.first(select(o.id).where(o.name == name, o.live == 1, o.id != but)) is not None:
        raise Refused(431, f"A VPC offering with the name {name} exists already")
