"""Infrastructure by the names that operators type."""

from __future__ import annotations

from sqlalchemy import or_, select

from manager.model.db import Tx
from manager.model.tables.infra import cluster


def cluster_id(tx: Tx, text: str) -> int | None:
    """A cluster by uuid or name; None when there is none, or several of that name."""
    rows = tx.rows(select(cluster.c.id).where(cluster.c.live == 1, or_(cluster.c.uuid == text, cluster.c.name == text)))
    return int(rows[0].id) if len(rows) == 1 else None


def hypervisors(tx: Tx, zone_id: int) -> list[str]:
    """The hypervisors of a zone's clusters, by name."""
    rows = tx.rows(select(cluster.c.hypervisor).where(cluster.c.zone_id == zone_id, cluster.c.live == 1).distinct())
    return sorted({row.hypervisor for row in rows})
