"""How much of everything there is and is taken, by place."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import case, func, select

from manager.model.db import Tx
from manager.model.infra import pools
from manager.model.net.ipam import parse_tags
from manager.model.net.vnets import isolation_of, top_tag
from manager.model.place import pod_ranges
from manager.model.tables.infra import cluster, host, physical_network, pod, zone
from manager.model.tables.network import guest_vnet, public_ip

MEMORY, CPU, STORAGE, STORAGE_ALLOCATED, PUBLIC_IP, PRIVATE_IP, SECONDARY, VLAN, LOCAL_STORAGE, CPU_CORE = 0, 1, 2, 3, 4, 5, 6, 7, 9, 90


class Figure(msgspec.Struct):
    """One figure of one place."""

    type: int
    used: int
    total: int
    zone_id: int
    zone_uuid: str
    zone_name: str
    pod_uuid: str | None = None
    pod_name: str | None = None
    cluster_uuid: str | None = None
    cluster_name: str | None = None


def figures(tx: Tx, *, zone_id: int | None, pod_id: int | None, cluster_id: int | None, level: str = "",
            tag: str | None = None) -> list[Figure]:
    """All figures by zone, or by `level` (zone, pod, cluster); of one pod or cluster when it is named, where addresses and VLANs do not count.

    `tag`: only hosts and pools with this tag, and what they have.
    """
    level = level or ("cluster" if cluster_id is not None else "pod" if pod_id is not None else "zone")
    places = _places(tx, level)
    out: list[Figure] = []

    def add(kind: int, place: int, used: Any, total: Any) -> None:
        if place in places:
            out.append(Figure(kind, int(used or 0), int(total or 0), **places[place]))

    hosts = pools.place_of_host(zone_id, pod_id, cluster_id) + ([pools.tagged(host.c.tags, tag)] if tag is not None else [])
    for row in pools.core_sums(tx, level, hosts):
        add(CPU_CORE, row.place, row.used, row.total)
    for row in pools.host_sums(tx, level, hosts):
        add(MEMORY, row.place, row.memory_used, row.memory_total)
        add(CPU, row.place, row.cpu_used, row.cpu_total)
    if level != "pod":
        for row in pools.pool_sums(tx, level, zone_id, cluster_id, tag):
            add(LOCAL_STORAGE if row.own else STORAGE, row.place, row.used, row.capacity)
            if not row.own:
                add(STORAGE_ALLOCATED, row.place, row.allocated, row.promised)
    if tag is not None:
        return out
    if level != "cluster":
        for place, (used, total) in pod_ranges.addresses(tx, level, zone_id, pod_id).items():
            add(PRIVATE_IP, place, used, total)
    if level == "zone":
        _zone_wide(tx, zone_id, add)
    return out


def _zone_wide(tx: Tx, zone_id: int | None, add: Any) -> None:
    taken = func.sum(case((public_ip.c.state != "Free", 1), else_=0))
    addresses = select(public_ip.c.zone_id.label("place"), func.count().label("total"), taken.label("used")).where(
        public_ip.c.live == 1).group_by(public_ip.c.zone_id)
    if zone_id is not None:
        addresses = addresses.where(public_ip.c.zone_id == zone_id)
    for row in tx.rows(addresses):
        add(PUBLIC_IP, row.place, row.used, row.total)
    for row in pools.store_sums(tx, zone_id):
        add(SECONDARY, row.place, row.used, row.capacity)
    shown = (physical_network.c.zone_id, physical_network.c.vlan, physical_network.c.isolation_methods)
    tags = select(*shown, func.count(guest_vnet.c.vnet).label("used")).join(
        guest_vnet, guest_vnet.c.physical_network_id == physical_network.c.id, isouter=True).where(
        physical_network.c.live == 1).group_by(physical_network.c.id, *shown)
    if zone_id is not None:
        tags = tags.where(physical_network.c.zone_id == zone_id)
    sums: dict[int, list[int]] = {}
    for row in tx.rows(tags):
        total = sum(len(span) for span in parse_tags(row.vlan or "", top_tag(isolation_of(row.isolation_methods))))
        entry = sums.setdefault(row.zone_id, [0, 0])
        entry[0] += row.used
        entry[1] += total
    for place, (used, total) in sums.items():
        add(VLAN, place, used, total)


def _places(tx: Tx, level: str) -> dict[int, dict[str, Any]]:
    """Place id → what is shown of it."""
    named = [zone.c.id.label("zone_id"), zone.c.uuid.label("zone_uuid"), zone.c.name.label("zone_name")]
    if level == "zone":
        return {row.id: {"zone_id": row.id, "zone_uuid": row.zone_uuid, "zone_name": row.zone_name} for row in tx.rows(
            select(*named, zone.c.id).where(zone.c.live == 1))}
    named += [pod.c.uuid.label("pod_uuid"), pod.c.name.label("pod_name")]
    if level == "pod":
        rows = tx.rows(select(pod.c.id, *named).join(zone, zone.c.id == pod.c.zone_id).where(pod.c.live == 1))
    else:
        named += [cluster.c.uuid.label("cluster_uuid"), cluster.c.name.label("cluster_name")]
        rows = tx.rows(select(cluster.c.id, *named).join(zone, zone.c.id == cluster.c.zone_id).join(pod, pod.c.id == cluster.c.pod_id).where(
            cluster.c.live == 1))
    return {row.id: {key: value for key, value in row._mapping.items() if key != "id"} for row in rows}
