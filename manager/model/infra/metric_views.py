"""Figures of places and hosts for lists: sums over what hosts reported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, Row, Table, case, distinct, func, select, text

from manager.model.db import Tx
from manager.model.tables.infra import cluster, host, host_capacity, host_facts, host_liveness, host_load, image_store, pod, storage_pool, zone
from manager.model.tables.tenancy import session
from manager.model.tables.vm import vm
from manager.model.tables.work import alert, node

USER, ROUTER, CONSOLE = "User", "DomainRouter", ("ConsoleProxy", "SecondaryStorageVm")


def places(tx: Tx, level: str, uuids: list[str]) -> dict[str, Row[Any]]:
    """uuid of a zone or cluster → sums and extremes over its hosts."""
    table, column = (zone, host.c.zone_id) if level == "zone" else (cluster, host.c.cluster_id)
    mhz = host_facts.c.cpus * host_facts.c.cpu_mhz
    memory_share = host_load.c.memory_used * 1.0 / case((host_facts.c.memory_bytes > 0, host_facts.c.memory_bytes), else_=None)
    rows = tx.rows(select(
        table.c.uuid, func.count(host.c.id).label("hosts"), func.sum(case((host_liveness.c.state == "Up", 1), else_=0)).label("up"),
        func.sum(mhz).label("cpu"), func.sum(mhz * host_load.c.cpu_used).label("cpu_load"), func.sum(host_capacity.c.cpu_total).label("cpu_total"),
        func.sum(host_capacity.c.cpu_used).label("cpu_reserved"), func.sum(host_facts.c.memory_bytes).label("memory"),
        func.sum(host_load.c.memory_used).label("memory_load"), func.sum(host_capacity.c.memory_total).label("memory_total"),
        func.sum(host_capacity.c.memory_used).label("memory_reserved"), func.max(host_load.c.cpu_used).label("cpu_top"),
        func.avg(host_load.c.cpu_used).label("cpu_mean"), func.max(memory_share).label("memory_top"), func.avg(memory_share).label("memory_mean"),
    ).join(host, column == table.c.id).join(host_liveness, host_liveness.c.host_id == host.c.id, isouter=True).join(
        host_facts, host_facts.c.host_id == host.c.id, isouter=True).join(host_capacity, host_capacity.c.host_id == host.c.id, isouter=True).join(
        host_load, host_load.c.host_id == host.c.id, isouter=True).where(table.c.uuid.in_(uuids), host.c.live == 1).group_by(table.c.uuid))
    return {row.uuid: row for row in rows} if uuids else {}


def clusters_in(tx: Tx, uuids: list[str]) -> dict[str, tuple[int, int]]:
    """uuid of a zone → (enabled clusters, clusters)."""
    rows = tx.rows(select(zone.c.uuid, func.count(cluster.c.id).label("number"), func.sum(case(
        (cluster.c.allocation_state == "Enabled", 1), else_=0)).label("up")).join(cluster, cluster.c.zone_id == zone.c.id).where(
        zone.c.uuid.in_(uuids), cluster.c.live == 1).group_by(zone.c.uuid))
    return {row.uuid: (int(row.up), int(row.number)) for row in rows}


def on_hosts(tx: Tx, uuids: list[str]) -> dict[str, Row[Any]]:
    """uuid of a host → its ids, facts and load, and how many VMs are on it: guests and system VMs, running and in all."""
    running = case((vm.c.state == "Running", 1), else_=0)
    guest = case((vm.c.type == USER, 1), else_=0)
    shown = (host.c.id, host.c.uuid, host.c.cluster_id, host.c.zone_id, host_facts.c.cpu_sockets, host_facts.c.cpus, host_facts.c.cpu_mhz,
             host_facts.c.memory_bytes, host_load.c.cpu_used, host_load.c.memory_used, host_load.c.load_average, host_capacity.c.cpu_total,
             host_capacity.c.cpu_used.label("cpu_reserved"), host_capacity.c.memory_total, host_capacity.c.memory_used.label("memory_reserved"))
    rows = tx.rows(select(
        *shown, func.sum(guest).label("guests"), func.sum(guest * running).label("guests_up"), func.count(vm.c.id).label("all"),
        func.sum(running).label("up")).join(host_facts, host_facts.c.host_id == host.c.id, isouter=True).join(
        host_load, host_load.c.host_id == host.c.id, isouter=True).join(host_capacity, host_capacity.c.host_id == host.c.id, isouter=True).join(
        vm, (vm.c.host_id == host.c.id) & (vm.c.live == 1), isouter=True).where(host.c.uuid.in_(uuids)).group_by(*shown))
    return {row.uuid: row for row in rows} if uuids else {}


def infrastructure(tx: Tx) -> dict[str, int]:
    """How many of everything there are."""
    def count(table: Table, *where: Any) -> int:
        return int(tx.scalar(select(func.count()).select_from(table).where(*where)) or 0)

    vms = (vm.c.live == 1, vm.c.state.not_in(("Destroyed", "Expunging", "Error")))
    return {
        "zones": count(zone, zone.c.live == 1), "pods": count(pod, pod.c.live == 1), "clusters": count(cluster, cluster.c.live == 1),
        "hosts": count(host, host.c.live == 1, host.c.zone_id.is_not(None), host.c.type == "Routing"),
        "storagepools": count(storage_pool, storage_pool.c.live == 1), "imagestores": count(image_store, image_store.c.live == 1),
        "systemvms": count(vm, *vms, vm.c.type.in_(CONSOLE)), "routers": count(vm, *vms, vm.c.type == ROUTER),
        "alerts": count(alert, alert.c.archived.is_(False)), "managementservers": count(node, node.c.lease_until > tx.now()),
        "cpusockets": int(tx.scalar(select(func.sum(host_facts.c.cpu_sockets)).join(host, host.c.id == host_facts.c.host_id).where(
            host.c.live == 1, host.c.zone_id.is_not(None))) or 0)}


def sessions(tx: Tx) -> int:
    """How many sessions of users last, on whichever node."""
    return int(tx.scalar(select(func.count(distinct(session.c.id_hash))).where(session.c.expires > tx.now())) or 0)


def database(tx: Tx) -> dict[str, Any]:
    """What the database engine tells of itself; what it does not tell is missing."""
    if tx.conn.dialect.name == "sqlite":
        return {"version": str(tx.scalar(text("SELECT sqlite_version()"))), "comment": "SQLite"}
    status = _pairs(tx, text(
        "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_connected', 'Uptime', 'Queries')"))
    named = _pairs(tx, text(
        "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('hostname', 'version', 'version_comment', 'tls_version')"))
    return {"version": named.get("version"), "comment": named.get("version_comment"), "hostname": named.get("hostname"),
            "tls": named.get("tls_version"), "connections": int(status.get("threads_connected", 0)), "uptime": int(status.get("uptime", 0)),
            "queries": int(status.get("queries", 0))}


def _pairs(tx: Tx, statement: Executable) -> dict[str, str]:
    rows: list[Any] = list(tx.rows(statement))
    return {str(row[0]).lower(): str(row[1]) for row in rows}
