"""Removing zones, pods and clusters: only when nothing is in them, and what is said of them goes along."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, update

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.place import dedication, parents, pod_ranges
from manager.model.tables.infra import cluster, host, image_store, physical_network, pod, storage_pool, storage_range, zone, zone_detail
from manager.model.tables.network import network, vlan_range
from manager.model.tables.tenancy import annotation, configuration
from manager.model.tables.vm import vm, volume
from manager.model.tenancy.settings import SETTINGS, raise_epoch
from manager.model.work import labels

IN_USE = 536
NAMED = 3  # of what is in the way

_ZONE: list[tuple[str, Table]] = [
    ("pod", pod), ("cluster", cluster), ("host", host), ("storage pool", storage_pool), ("image store", image_store), ("VM", vm),
    ("volume", volume), ("network", network), ("public IP range", vlan_range), ("physical network", physical_network)]
_POD: list[tuple[str, Table]] = [("cluster", cluster), ("host", host), ("storage pool", storage_pool), ("public IP range", vlan_range),
                                 ("storage IP range", storage_range)]
_CLUSTER: list[tuple[str, Table]] = [("host", host), ("storage pool", storage_pool)]


def remove_zone(tx: Tx, row: Any) -> None:
    """The zone is gone. Refused 536 when something is in it; the text says what."""
    parents.hold(tx, zone, row.id, alone=True)
    _refuse(tx, "Zone", row.name, [(what, table, table.c.zone_id == row.id) for what, table in _ZONE])
    tx.execute(delete(zone_detail).where(zone_detail.c.zone_id == row.id))
    labels.drop(tx, ("Zone",), [row.id])
    _remove(tx, zone, "zone", "Zone", row)


def remove_pod(tx: Tx, row: Any) -> None:
    """The pod is gone, with its management addresses. Refused 536 when something is in it, or one of them is taken."""
    parents.hold(tx, pod, row.id, alone=True)
    _refuse(tx, "Pod", row.name, [(what, table, table.c.pod_id == row.id) for what, table in _POD])
    if taken := pod_ranges.in_use(tx, row.id):
        raise Refused(IN_USE, f"Pod {row.name} cannot be deleted: {taken} of its management addresses are taken")
    pod_ranges.drop(tx, row.id)
    _remove(tx, pod, "pod", "Pod", row)


def remove_cluster(tx: Tx, row: Any) -> None:
    """The cluster is gone. Refused 536 when hosts or pools are in it."""
    parents.hold(tx, cluster, row.id, alone=True)
    _refuse(tx, "Cluster", row.name, [(what, table, table.c.cluster_id == row.id) for what, table in _CLUSTER])
    _remove(tx, cluster, "cluster", "Cluster", row)


def _refuse(tx: Tx, kind: str, name: str, parts: list[tuple[str, Table, ColumnElement[bool]]]) -> None:
    found = []
    for what, table, inside in parts:
        shown = table.c.name if "name" in table.c else table.c.start_ip
        rows = tx.rows(select(shown).where(inside, table.c.live == 1).order_by(table.c.id))
        if rows:
            names = ", ".join(str(row[0]) for row in rows[:NAMED]) + (", …" if len(rows) > NAMED else "")
            found.append(f"{len(rows)} {what}{'s' if len(rows) > 1 else ''} ({names})")
    if found:
        raise Refused(IN_USE, f"{kind} {name} cannot be deleted: in it {'is' if len(found) == 1 and found[0].startswith('1 ') else 'are'} "
                      f"{'; '.join(found)}. Remove that first")


def _remove(tx: Tx, table: Table, kind: str, scope: str, row: Any) -> None:
    if any((held.kind, held.resource_id) == (kind, row.id) for held in dedication.held(tx)):
        dedication.release(tx, kind, row.id)
    tx.execute(delete(annotation).where(annotation.c.entity_uuid == row.uuid))
    if tx.changed(delete(configuration).where(configuration.c.scope == scope, configuration.c.scope_id == row.id)):
        raise_epoch(tx, SETTINGS)
    tx.execute(update(table).where(table.c.id == row.id).values(live=None, removed=tx.now()))
