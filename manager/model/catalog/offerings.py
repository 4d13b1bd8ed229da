"""Service and disk offerings: rows, who sees them, queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, Table, and_, exists, or_, select

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, in_subtree
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.infra import zone
from manager.model.tables.offering import (
    disk_offering,
    network_offering,
    network_offering_service,
    offering_detail,
    offering_scope,
    service_offering,
    vpc_offering,
)
from manager.model.tables.tenancy import domain

KINDS: dict[str, Table] = {"service": service_offering, "disk": disk_offering, "network": network_offering, "vpc": vpc_offering}


class ServiceOfferingRow(msgspec.Struct, frozen=True):
    """A service offering. A customized one leaves cpus, cpu_mhz or memory_mib to the deployment."""

    id: int
    uuid: str
    name: str
    display_text: str | None
    cpus: int | None
    cpu_mhz: int | None
    memory_mib: int | None
    ha: bool
    storage_type: str | None
    provisioning_type: str | None
    host_tags: str | None
    tags: str | None
    network_rate: int | None
    root_disk_bytes: int
    customized: bool
    dynamic_scaling: bool
    system_use: bool
    state: str
    disk_offering_id: int | None
    unique_name: str | None
    disk_offering_strict: bool
    limit_cpu: bool


class DiskOfferingRow(msgspec.Struct, frozen=True):
    """A disk offering. A customized one leaves the size to the user."""

    id: int
    uuid: str
    name: str
    display_text: str | None
    size_bytes: int
    customized: bool
    tags: str | None
    storage_type: str | None
    provisioning_type: str | None
    state: str
    cache_mode: str | None
    disk_size_strictness: bool
    unique_name: str | None


def seen(kind: str, caller: Caller, *, below: bool = False) -> ColumnElement[bool]:
    """SQL: the offering has no domain scope, or one that is the caller's domain or above it; `below`: for a domain admin, or below it."""
    table = KINDS[kind]
    scope = offering_scope.alias()
    mine = and_(scope.c.kind == kind, scope.c.offering_id == table.c.id, scope.c.scope == "domain")
    above = [int(part) for part in caller.domain_path.split("/") if part]
    if caller.is_admin:
        return table.c.id.is_not(None)
    may = [~exists().where(mine), exists().where(mine, scope.c.scope_id.in_(above))]
    if below and caller.is_domain_admin:
        may.append(exists().where(mine, in_subtree(scope.c.scope_id, caller.domain_path)))
    return or_(*may)


def for_domain(kind: str, domain_ids: Sequence[int]) -> ColumnElement[bool]:
    """SQL: the offering is for all, or for one of these domains: an account's and those above."""
    table, scope = KINDS[kind], offering_scope.alias()
    mine = and_(scope.c.kind == kind, scope.c.offering_id == table.c.id, scope.c.scope == "domain")
    return or_(~exists().where(mine), exists().where(mine, scope.c.scope_id.in_(domain_ids)))


def in_zone(kind: str, zone_id: int) -> ColumnElement[bool]:
    """SQL: the offering has no zone scope, or this zone's."""
    table, scope = KINDS[kind], offering_scope.alias()
    mine = and_(scope.c.kind == kind, scope.c.offering_id == table.c.id, scope.c.scope == "zone")
    return or_(~exists().where(mine), exists().where(mine, scope.c.scope_id == zone_id))


def find_service_offering(tx: Tx, caller: Caller, uuid: str) -> ServiceOfferingRow | None:
    """A service offering for VMs that the caller sees; system offerings for root only, inactive ones for admins."""
    statement = select(*columns(ServiceOfferingRow, service_offering)).where(
        service_offering.c.uuid == uuid, service_offering.c.live == 1, seen("service", caller, below=True))
    if not caller.is_admin:
        statement = statement.where(service_offering.c.system_use.is_(False))
        if not caller.is_domain_admin:
            statement = statement.where(service_offering.c.state == "Active")
    row = tx.first(statement)
    return None if row is None else make(ServiceOfferingRow, row)


def find_disk_offering(tx: Tx, caller: Caller, uuid: str) -> DiskOfferingRow | None:
    """A disk offering that the caller sees."""
    row = tx.first(select(*columns(DiskOfferingRow, disk_offering)).where(
        disk_offering.c.uuid == uuid, disk_offering.c.live == 1, disk_offering.c.for_service_offering.is_(False), seen("disk", caller, below=True)))
    return None if row is None else make(DiskOfferingRow, row)


def usable_in(tx: Tx, kind: str, offering_id: int, zone_id: int) -> bool:
    """Whether an offering may be used in a zone."""
    table = KINDS[kind]
    return tx.first(select(table.c.id).where(table.c.id == offering_id, in_zone(kind, zone_id))) is not None


def insert(tx: Tx, kind: str, domains: Sequence[int], zones: Sequence[int], details: Mapping[str, str], **values: Any) -> tuple[int, str]:
    """Adds an offering with its scopes and details; returns its (id, uuid)."""
    uuid = new_uuid()
    offering_id = tx.insert(KINDS[kind], uuid=uuid, created=tx.now(), **values)
    scopes = [("domain", one) for one in domains] + [("zone", one) for one in zones]
    tx.insert_many(offering_scope, [{"kind": kind, "offering_id": offering_id, "scope": scope, "scope_id": one} for scope, one in scopes])
    tx.insert_many(offering_detail, [{"kind": kind, "offering_id": offering_id, "name": name, "value": value} for name, value in details.items()])
    return offering_id, uuid


def values(tx: Tx, kind: str, offering_id: int, names: Sequence[str]) -> dict[str, Any]:
    """Columns of an offering."""
    table = KINDS[kind]
    return dict(tx.one(select(*(table.c[name] for name in names)).where(table.c.id == offering_id))._mapping)


def ids(tx: Tx, kind: str, caller: Caller, limit: int | None, offset: int, *, keyword: str | None, zone_id: int | None, domain_id: int | None,
        exact: Mapping[str, Any], more: Sequence[ColumnElement[bool]] = (), recursive: bool = False, below: bool = False,
        largest_first: bool = False) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of the offerings that the caller sees.

    `domain_id`: those of this domain alone; `recursive`: or of one below. `below`: a domain admin sees those of domains below his own, too.
    `largest_first`: large sort keys come first, else small ones.
    """
    table = KINDS[kind]
    where = [table.c.live == 1, seen(kind, caller, below=below), *more]
    for name, value in exact.items():
        if value is not None:
            where.append(table.c[name] == value)
    if keyword is not None:
        where.append(or_(paging.contains(table.c.name, keyword), paging.contains(table.c.display_text, keyword)))
    if zone_id is not None:
        where.append(in_zone(kind, zone_id))
    if domain_id is not None:
        scope = offering_scope.alias()
        within: ColumnElement[bool] = scope.c.scope_id == domain_id
        if recursive:
            above = select(domain.c.path).where(domain.c.id == domain_id).scalar_subquery()
            within = scope.c.scope_id.in_(select(domain.c.id).where(domain.c.path.startswith(above)))
        where.append(exists().where(scope.c.kind == kind, scope.c.offering_id == table.c.id, scope.c.scope == "domain", within))
    return paging.uuids(tx, table, where, limit, offset, order=[table.c.sort_key.desc() if largest_first else table.c.sort_key, table.c.id])


class Scopes(msgspec.Struct):
    """Where an offering is seen: uuids and names."""

    domain_uuids: list[str] = []
    domains: list[str] = []
    zone_uuids: list[str] = []
    zones: list[str] = []


def shown(tx: Tx, kind: str, uuids: list[str]) -> tuple[list[Row[Any]], dict[int, Scopes], dict[int, dict[str, str]]]:
    """(rows in the asked order, scopes by id, details by id). With a service offering's row come its disk offering's columns, as disk_…"""
    table = KINDS[kind]
    if not uuids:
        return [], {}, {}
    statement: Select[Any] = select(table).where(table.c.uuid.in_(uuids))
    if kind == "service":
        statement = select(table, *(column.label(f"disk_{column.name}") for column in disk_offering.c)).where(
            table.c.uuid.in_(uuids)).outerjoin(disk_offering, disk_offering.c.id == table.c.disk_offering_id)
    found = {row.uuid: row for row in tx.rows(statement)}
    rows = [found[uuid] for uuid in uuids if uuid in found]
    numbers = [row.id for row in rows]
    scopes: dict[int, Scopes] = {}
    for row in tx.rows(select(offering_scope, domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"), zone.c.uuid.label("zone_uuid"),
                              zone.c.name.label("zone_name")).where(offering_scope.c.kind == kind, offering_scope.c.offering_id.in_(numbers)).join(
            domain, and_(offering_scope.c.scope == "domain", domain.c.id == offering_scope.c.scope_id), isouter=True).join(
            zone, and_(offering_scope.c.scope == "zone", zone.c.id == offering_scope.c.scope_id), isouter=True)):
        entry = scopes.setdefault(row.offering_id, Scopes([], [], [], []))
        if row.domain_uuid:
            entry.domain_uuids.append(row.domain_uuid)
            entry.domains.append(row.domain_name)
        if row.zone_uuid:
            entry.zone_uuids.append(row.zone_uuid)
            entry.zones.append(row.zone_name)
    details: dict[int, dict[str, str]] = {}
    for row in tx.rows(select(offering_detail).where(offering_detail.c.kind == kind, offering_detail.c.offering_id.in_(numbers))):
        details.setdefault(row.offering_id, {})[row.name] = row.value
    return rows, scopes, details


def at_least(kind: str, name: str, value: int) -> ColumnElement[bool]:
    """SQL: the figure is at least `value`, or left to the user."""
    column = KINDS[kind].c[name]
    return or_(column.is_(None), column >= value)


def has_service(service: str, wanted: bool = True) -> ColumnElement[bool]:
    """SQL: the network offering has (or has not) this service."""
    found = exists().where(network_offering_service.c.offering_id == network_offering.c.id, network_offering_service.c.service == service)
    return found if wanted else ~found
