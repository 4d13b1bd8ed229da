"""Zones, pods and clusters: rows and queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, func, literal, or_, select, update

from common.ids import new_uuid
from manager.model.caller import Caller, in_subtree
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.place import parents
from manager.model.rows import columns, make
from manager.model.tables.infra import cluster, physical_network, pod, traffic_type, zone, zone_detail

S = TypeVar("S", bound=msgspec.Struct)


class ZoneRow(msgspec.Struct, frozen=True):
    """A zone. `domain_id`: the only domain that sees it; None for all."""

    id: int
    uuid: str
    name: str
    network_type: str
    allocation_state: str
    security_groups: bool
    local_storage: bool
    dns1: str | None
    dns2: str | None
    internal_dns1: str | None
    internal_dns2: str | None
    guest_cidr: str | None
    domain: str | None
    domain_id: int | None
    type: str | None


class PodRow(msgspec.Struct, frozen=True):
    """A pod."""

    id: int
    uuid: str
    zone_id: int
    name: str
    allocation_state: str
    gateway: str | None
    netmask: str | None
    start_ip: str | None
    end_ip: str | None


class ClusterRow(msgspec.Struct, frozen=True):
    """A cluster."""

    id: int
    uuid: str
    zone_id: int
    pod_id: int
    name: str
    hypervisor: str
    allocation_state: str
    managed_state: str
    arch: str
    cpu_overcommit: float
    memory_overcommit: float


_ZONE: Select[Any] = select(*columns(ZoneRow, zone)).where(zone.c.live == 1)
_POD: Select[Any] = select(*columns(PodRow, pod)).where(pod.c.live == 1)
_CLUSTER: Select[Any] = select(*columns(ClusterRow, cluster)).where(cluster.c.live == 1)


def _one(tx: Tx, kind: type[S], statement: Select[Any]) -> S | None:
    row = tx.first(statement)
    return None if row is None else make(kind, row)


def visible(statement: Select[Any], caller: Caller) -> Select[Any]:
    """Restricts a query over zones to what the caller sees: public ones, those of the domains above it, for domain admins also below; all for
    root."""
    if caller.is_admin:
        return statement
    above = [int(part) for part in caller.domain_path.split("/") if part]
    below = [in_subtree(zone.c.domain_id, caller.domain_path)] if caller.is_domain_admin else []
    return statement.where(or_(zone.c.domain_id.is_(None), zone.c.domain_id.in_(above), *below))


def find_zone(tx: Tx, caller: Caller, uuid: str) -> ZoneRow | None:
    """A zone that the caller sees."""
    return _one(tx, ZoneRow, visible(_ZONE.where(zone.c.uuid == uuid), caller))


def find_pod(tx: Tx, caller: Caller, uuid: str) -> PodRow | None:
    """A pod; infrastructure is seen by root and resource admins only."""
    return _one(tx, PodRow, _POD.where(pod.c.uuid == uuid)) if sees_infrastructure(caller) else None


def find_cluster(tx: Tx, caller: Caller, uuid: str) -> ClusterRow | None:
    """A cluster, as `find_pod`."""
    return _one(tx, ClusterRow, _CLUSTER.where(cluster.c.uuid == uuid)) if sees_infrastructure(caller) else None


def pod_id(tx: Tx, uuid: str) -> int:
    """Of a pod that is known to exist."""
    return int(tx.one(select(pod.c.id).where(pod.c.uuid == uuid)).id)


def sees_infrastructure(caller: Caller) -> bool:
    """Whether pods, clusters, hosts and pools exist for this caller."""
    return caller.role.value in ("Admin", "ResourceAdmin")


def zone_by_id(tx: Tx, zone_id: int) -> ZoneRow:
    """A zone that is known to exist."""
    return make(ZoneRow, tx.one(_ZONE.where(zone.c.id == zone_id)))


def cluster_by_id(tx: Tx, cluster_id: int) -> ClusterRow:
    """A cluster that is known to exist."""
    return make(ClusterRow, tx.one(_CLUSTER.where(cluster.c.id == cluster_id)))


def cluster_by_name(tx: Tx, pod_id: int, name: str) -> ClusterRow | None:
    """A cluster of a pod by its name."""
    return _one(tx, ClusterRow, _CLUSTER.where(cluster.c.pod_id == pod_id, cluster.c.name == name))


def insert_named(tx: Tx, table: Table, what: str, within: Mapping[str, Any], **values: Any) -> str:
    """Adds a zone, pod or cluster; returns its uuid. Refused 431 when the name is taken in `within` (columns and values), or its parent is gone."""
    for column, parent in (("zone_id", zone), ("pod_id", pod)):
        parents.hold(tx, parent, within.get(column), alone=True)
    taken = select(table.c.id).where(table.c.name == values["name"], table.c.live == 1, *(table.c[key] == value for key, value in within.items()))
    if tx.first(taken) is not None:
        raise Refused(431, f"A {what} with the name {values['name']} exists already")
    uuid = new_uuid()
    tx.insert(table, uuid=uuid, created=tx.now(), **within, **values)
    return uuid


def change(tx: Tx, table: Table, row_id: int, what: str, within: Mapping[str, Any], **values: Any) -> None:
    """Writes those values that are not None. Refused 431 when the new name is taken in `within`."""
    given = {key: value for key, value in values.items() if value is not None}
    if "name" in given:
        taken = select(table.c.id).where(table.c.name == given["name"], table.c.live == 1, table.c.id != row_id,
                                         *(table.c[key] == value for key, value in within.items()))
        if tx.first(taken) is not None:
            raise Refused(431, f"A {what} with the name {given['name']} exists already")
    if given:
        tx.execute(update(table).where(table.c.id == row_id).values(**given))


def set_overcommit(tx: Tx, cluster_id: int, ratio: str, value: float) -> None:
    """`ratio`: cpu_overcommit or memory_overcommit. The totals of the cluster's hosts follow by host_parts.set_cluster_capacity."""
    tx.execute(update(cluster).where(cluster.c.id == cluster_id).values({ratio: value}))


def half_set_up(tx: Tx, row: ZoneRow) -> str | None:
    """What the zone lacks before VMs can be started in it; None when it has all."""
    carried = {found.type for found in tx.rows(select(traffic_type.c.type).join(
        physical_network, physical_network.c.id == traffic_type.c.physical_network_id).where(
        physical_network.c.zone_id == row.id, physical_network.c.live == 1))}
    wanted = ["Management"] if row.security_groups else ["Management", "Public"]
    missing = [kind for kind in wanted if kind not in carried]
    return f"no physical network of it carries {' or '.join(missing)} traffic (addTrafficType)" if missing else None


def publish(tx: Tx, zone_id: int) -> None:
    """A zone of one domain becomes everybody's."""
    tx.execute(update(zone).where(zone.c.id == zone_id).values(domain_id=None))


_MULTI_ARCH = select(cluster.c.zone_id).where(cluster.c.zone_id.in_(bindparam("zones", expanding=True)), cluster.c.live == 1).group_by(
    cluster.c.zone_id).having(func.count(cluster.c.arch.distinct()) > 1)


def multi_arch(tx: Tx, zone_ids: Sequence[int]) -> set[int]:
    """Those zones whose clusters have more than one architecture."""
    return {row.zone_id for row in tx.rows(_MULTI_ARCH, {"zones": list(zone_ids)})} if zone_ids else set()


def grouped(table: Table, group: str) -> ColumnElement[bool]:
    """SQL: `group` is one of the storage access groups of a row of zone, pod, cluster, host or storage_pool."""
    column: Any = literal(",") + func.coalesce(table.c.storage_access_groups, "") + literal(",")
    found: ColumnElement[bool] = column.contains(f",{group},", autoescape=True)
    return found


def set_details(tx: Tx, zone_id: int, details: Mapping[str, str]) -> None:
    """Replaces the named details of a zone."""
    for name, value in details.items():
        tx.execute(delete(zone_detail).where(zone_detail.c.zone_id == zone_id, zone_detail.c.name == name))
        tx.insert(zone_detail, zone_id=zone_id, name=name, value=value)


def details_of(tx: Tx, zone_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Zone id → its details."""
    found: dict[int, dict[str, str]] = {}
    if zone_ids:
        for row in tx.rows(select(zone_detail).where(zone_detail.c.zone_id.in_(zone_ids))):
            found.setdefault(row.zone_id, {})[row.name] = row.value
    return found
