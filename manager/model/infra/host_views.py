"""What is shown of hosts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, select, update

from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra.hosts import COLUMNS, Host
from manager.model.infra.zones import grouped, sees_infrastructure
from manager.model.rows import make
from manager.model.tables.infra import cluster, host, host_capacity, host_facts, host_liveness, host_load, pod, storage_pool, zone
from manager.model.tables.offering import os_category
from manager.model.tables.vm import vm
from manager.model.tables.work import node

_SHOWN: Select[Any] = select(
    host, zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name"), pod.c.uuid.label("pod_uuid"), pod.c.name.label("pod_name"),
    cluster.c.uuid.label("cluster_uuid"), cluster.c.name.label("cluster_name"), cluster.c.type.label("cluster_type"),
    cluster.c.cpu_overcommit, cluster.c.memory_overcommit, host_liveness.c.state, host_liveness.c.reported, host_liveness.c.changed,
    host_liveness.c.agent_version, host_facts.c.cpus, host_facts.c.cpu_mhz, host_facts.c.memory_bytes, host_facts.c.hypervisor_version,
    host_facts.c.hvm, host_capacity.c.cpu_total, host_capacity.c.cpu_used.label("cpu_reserved"), host_capacity.c.memory_total,
    host_capacity.c.memory_used.label("memory_reserved"), host_load.c.cpu_used.label("load"), host_load.c.memory_used.label("memory_load"),
    zone.c.storage_access_groups.label("zone_groups"), pod.c.storage_access_groups.label("pod_groups"),
    cluster.c.storage_access_groups.label("cluster_groups"), os_category.c.uuid.label("category_uuid"), os_category.c.name.label("category_name"),
    host_facts.c.os, host_facts.c.kernel, host_facts.c.cpu_model,
    select(storage_pool.c.id).where(storage_pool.c.host_id == host.c.id, storage_pool.c.scope == "HOST", storage_pool.c.live == 1).exists().label(
        "local_storage"),
    host_load.c.network_read_kbs, host_load.c.network_write_kbs, node.c.uuid.label("node_uuid"), node.c.name.label("node_name"),
).select_from(host.join(zone, zone.c.id == host.c.zone_id).join(pod, pod.c.id == host.c.pod_id, isouter=True).join(
    cluster, cluster.c.id == host.c.cluster_id, isouter=True).join(host_liveness, host_liveness.c.host_id == host.c.id, isouter=True).join(
    host_facts, host_facts.c.host_id == host.c.id, isouter=True).join(host_capacity, host_capacity.c.host_id == host.c.id, isouter=True).join(
    host_load, host_load.c.host_id == host.c.id, isouter=True).join(node, node.c.id == host_liveness.c.node_id, isouter=True).join(
    os_category, os_category.c.id == host.c.os_category_id, isouter=True))


def find(tx: Tx, caller: Caller, uuid: str) -> Host | None:
    """An adopted host; infrastructure is seen by root and resource admins only."""
    if not sees_infrastructure(caller):
        return None
    row = tx.first(select(*COLUMNS).where(host.c.uuid == uuid, host.c.live == 1, host.c.zone_id.is_not(None)))
    return None if row is None else make(Host, row)


def shown(tx: Tx, uuids: list[str]) -> list[Row[Any]]:
    """Hosts with their places, facts and figures, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_SHOWN.where(host.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def ids(tx: Tx, limit: int | None, offset: int, *, exact: Mapping[str, Any], state: str | None, keyword: str | None,
        vm_uuid: str | None, node_id: int | None = None, group: str | None = None) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of adopted hosts; `vm_uuid`: the hypervisor's hosts of that VM's zone."""
    statement: Select[Any] = select(host.c.uuid).where(host.c.live == 1, host.c.zone_id.is_not(None))
    for name, value in exact.items():
        if value is not None:
            statement = statement.where(host.c[name] == value)
    if state is not None:
        statement = statement.where(host.c.id.in_(select(host_liveness.c.host_id).where(host_liveness.c.state == state)))
    if keyword is not None:
        statement = statement.where(paging.contains(host.c.name, keyword))
    if node_id is not None:
        statement = statement.where(host.c.id.in_(select(host_liveness.c.host_id).where(host_liveness.c.node_id == node_id)))
    if group is not None:
        statement = statement.where(grouped(host, group))
    if vm_uuid is not None:
        statement = statement.join(vm, (vm.c.zone_id == host.c.zone_id) & (vm.c.hypervisor == host.c.hypervisor)).where(vm.c.uuid == vm_uuid)
    rows, total = paging.page(tx, statement.order_by(host.c.id), limit, offset)
    return [row.uuid for row in rows], total


def joined(tx: Tx, limit: int | None, offset: int, *, hypervisor: str | None, keyword: str | None) -> tuple[list[Row[Any]], int]:
    """A page of the hosts that have joined and belong to nobody, and the count of all."""
    statement = select(host.c.uuid, host.c.name, host.c.address, host.c.hypervisor, host.c.arch, host.c.created, host_liveness.c.state).select_from(
        host.join(host_liveness, host_liveness.c.host_id == host.c.id, isouter=True)).where(
        host.c.live == 1, host.c.zone_id.is_(None), host.c.url.is_(None))
    if hypervisor is not None:
        statement = statement.where(host.c.hypervisor == hypervisor)
    if keyword is not None:
        statement = statement.where(paging.contains(host.c.name, keyword))
    return paging.page(tx, statement.order_by(host.c.id), limit, offset)


def change(tx: Tx, host_id: int, **values: Any) -> None:
    """Writes those values that are not None."""
    given = {key: value for key, value in values.items() if value is not None}
    if given:
        tx.execute(update(host).where(host.c.id == host_id).values(**given))


def simulated(tx: Tx, zone_id: int | None, pod_id: int | None, cluster_id: int | None, host_id: int | None) -> list[Host]:
    """The simulated hosts of these places."""
    statement = select(*COLUMNS).where(host.c.live == 1, host.c.hypervisor == "Simulator", host.c.zone_id.is_not(None)).order_by(host.c.id)
    for column, value in ((host.c.zone_id, zone_id), (host.c.pod_id, pod_id), (host.c.cluster_id, cluster_id), (host.c.id, host_id)):
        if value is not None:
            statement = statement.where(column == value)
    return [make(Host, row) for row in tx.rows(statement)]


def liveness(tx: Tx, host_id: int) -> str:
    """Up, Down, …, as last found."""
    return str(tx.scalar(select(host_liveness.c.state).where(host_liveness.c.host_id == host_id)))


def tags(tx: Tx, keyword: str | None) -> list[str]:
    """The tags of all hosts, each once, in the order of the alphabet; `keyword`: those that hold it."""
    found = {tag for row in tx.rows(select(host.c.tags).where(host.c.live == 1, host.c.cluster_id.is_not(None), host.c.tags.is_not(None)))
             for tag in row.tags.split(",") if tag}
    return sorted(tag for tag in found if keyword is None or keyword.lower() in tag.lower())
