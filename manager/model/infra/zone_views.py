"""What is shown of zones, pods, clusters and physical networks: ids of a page, then the rows in batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, bindparam, select

from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra.zones import grouped, visible
from manager.model.net.network_views import tagged
from manager.model.tables.infra import cluster, physical_network, pod, router_element, service_provider, traffic_type, zone
from manager.model.tables.tenancy import domain
from manager.model.tables.vm import vm

Found = tuple[list[str], int]
_ZONES = select(zone, domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name")).join(
    domain, domain.c.id == zone.c.domain_id, isouter=True)
_PODS = select(
    pod, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name"), zone.c.storage_access_groups.label("zone_groups"),
).join(zone, zone.c.id == pod.c.zone_id)
_CLUSTERS = select(
    cluster, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name"), pod.c.uuid.label("pod_uuid"), pod.c.name.label("pod_name"),
    zone.c.storage_access_groups.label("zone_groups"), pod.c.storage_access_groups.label("pod_groups"),
).join(zone, zone.c.id == cluster.c.zone_id).join(pod, pod.c.id == cluster.c.pod_id)
_PHYSICAL = select(physical_network, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name"), domain.c.uuid.label("domain_uuid")).join(
    zone, zone.c.id == physical_network.c.zone_id).join(domain, domain.c.id == physical_network.c.domain_id, isouter=True)
_TRAFFIC = select(traffic_type, physical_network.c.uuid.label("network_uuid")).join(physical_network)
_DESTINATION = physical_network.alias()
_PROVIDERS = select(service_provider, physical_network.c.uuid.label("network_uuid"), _DESTINATION.c.uuid.label("destination_uuid")).join(
    physical_network).join(_DESTINATION, _DESTINATION.c.id == service_provider.c.destination_id, isouter=True)
_ELEMENTS = select(router_element, service_provider.c.uuid.label("provider_uuid")).join(service_provider)


def _rows(statement: Select[Any], table: Table) -> Callable[[Tx, list[str]], Sequence[Row[Any]]]:
    """Rows by uuid in the asked order; removed ones are included, so that answers can be rendered at the end of a deletion."""
    wanted = statement.where(table.c.uuid.in_(bindparam("uuids", expanding=True)))

    def load(tx: Tx, uuids: list[str]) -> Sequence[Row[Any]]:
        if not uuids:
            return []
        found = {row.uuid: row for row in tx.rows(wanted, {"uuids": uuids})}
        return [found[uuid] for uuid in uuids if uuid in found]
    return load


zone_rows = _rows(_ZONES, zone)
pod_rows = _rows(_PODS, pod)
cluster_rows = _rows(_CLUSTERS, cluster)
physical_rows = _rows(_PHYSICAL, physical_network)
traffic_rows = _rows(_TRAFFIC, traffic_type)
provider_rows = _rows(_PROVIDERS, service_provider)
element_rows = _rows(_ELEMENTS, router_element)


def ids(tx: Tx, table: Table, limit: int | None, offset: int, *, keyword: str | None = None, exact: dict[str, Any] | None = None,
        more: Sequence[ColumnElement[bool]] = (), sort: Sequence[ColumnElement[Any]] = ()) -> Found:
    """(uuids of a page, count of all) of the live rows of a table whose columns equal `exact` (None: no matter)."""
    statement = select(table.c.uuid)
    if "live" in table.c:
        statement = statement.where(table.c.live == 1)
    for name, value in (exact or {}).items():
        if value is not None:
            statement = statement.where(table.c[name] == value)
    if keyword is not None and "name" in table.c:
        statement = statement.where(paging.contains(table.c.name, keyword))
    rows, total = paging.page(tx, statement.where(*more).order_by(*sort, table.c.id), limit, offset)
    return [row.uuid for row in rows], total


def traffic_ids(tx: Tx, limit: int | None, offset: int, *, physical_network_id: int, keyword: str | None) -> Found:
    """Traffic types of a physical network; `keyword`: part of the type's name."""
    statement = select(traffic_type.c.uuid).where(traffic_type.c.physical_network_id == physical_network_id)
    if keyword is not None:
        statement = statement.where(paging.contains(traffic_type.c.type, keyword))
    rows, total = paging.page(tx, statement.order_by(traffic_type.c.id), limit, offset)
    return [row.uuid for row in rows], total


def zone_ids(tx: Tx, caller: Caller, limit: int | None, offset: int, *, id: int | None, uuids: list[int] | None, name: str | None,
             keyword: str | None, network_type: str | None, domain_id: int | None, available: bool | None, group: str | None = None,
             tags: Mapping[str, str] | None = None) -> Found:
    """Zones that the caller sees; `available`: only enabled ones; false: only those where the caller's account has VMs."""
    statement = visible(select(zone.c.uuid).where(zone.c.live == 1), caller)
    if not caller.is_admin or available:
        statement = statement.where(zone.c.allocation_state == "Enabled")
    for column, value in ((zone.c.id, id), (zone.c.name, name), (zone.c.network_type, network_type), (zone.c.domain_id, domain_id)):
        if value is not None:
            statement = statement.where(column == value)
    if available is False:
        statement = statement.where(zone.c.id.in_(select(vm.c.zone_id).where(vm.c.account_id == caller.account_id, vm.c.live == 1)))
    if group is not None:
        statement = statement.where(grouped(zone, group))
    statement = statement.where(*tagged("Zone", zone, tags))
    if uuids is not None:
        statement = statement.where(zone.c.id.in_(uuids))
    if keyword is not None:
        statement = statement.where(paging.contains(zone.c.name, keyword))
    rows, total = paging.page(tx, statement.order_by(zone.c.sort_key, zone.c.id), limit, offset)
    return [row.uuid for row in rows], total
