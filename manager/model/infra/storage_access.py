"""Storage access groups: a pool with groups is reached only by hosts that have one of them, from their host, cluster, pod or zone."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from manager.model.db import Tx
from manager.model.tables.infra import cluster, host, pod, zone

_GROUPS = (
    select(host.c.id, host.c.storage_access_groups, cluster.c.storage_access_groups, pod.c.storage_access_groups, zone.c.storage_access_groups)
    .select_from(host.join(zone, zone.c.id == host.c.zone_id).outerjoin(cluster, cluster.c.id == host.c.cluster_id)
                 .outerjoin(pod, pod.c.id == host.c.pod_id)))


def split(groups: str | None) -> frozenset[str]:
    """A comma-joined column as a set."""
    return frozenset(part for part in (groups or "").split(",") if part)


def of_hosts(tx: Tx, host_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Host id → all groups that it has, of its own and by its place."""
    found: dict[int, frozenset[str]] = {}
    for row in tx.rows(_GROUPS.where(host.c.id.in_(list(host_ids)))) if host_ids else ():
        host_id, *groups = tuple(row)
        found[host_id] = frozenset().union(*(split(one) for one in groups))
    return found


def may_reach(pool_groups: str | None, host_groups: frozenset[str]) -> bool:
    """Whether a host with these groups reaches a pool with those."""
    wanted = split(pool_groups)
    return not wanted or bool(wanted & host_groups)
