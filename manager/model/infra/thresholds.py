"""How full places are, as alerts see it: (what, place, used, total) of clusters, pods and zones."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import func, select

from manager.model.db import Tx
from manager.model.infra import capacity
from manager.model.tables.infra import certificate, cluster, host, pod
from manager.model.work import alerts

HOST = "host"


class Level(msgspec.Struct, frozen=True):
    """One figure of one place; `type` is that of its alert."""

    type: int
    place: str               # cluster, pod or zone
    id: int
    name: str
    used: int
    total: int
    zone_id: int
    pod_id: int | None = None
    cluster_id: int | None = None


class Ending(msgspec.Struct, frozen=True):
    """A host's newest certificate: when it ends, microseconds."""

    host_id: int
    name: str
    zone_id: int | None
    pod_id: int | None
    cluster_id: int | None
    not_after: int


KINDS = {capacity.MEMORY: alerts.MEMORY, capacity.CPU: alerts.CPU, capacity.STORAGE: alerts.STORAGE, capacity.LOCAL_STORAGE: alerts.LOCAL_STORAGE,
         capacity.STORAGE_ALLOCATED: alerts.STORAGE_ALLOCATED, capacity.PUBLIC_IP: alerts.PUBLIC_IP, capacity.PRIVATE_IP: alerts.PRIVATE_IP,
         capacity.SECONDARY: alerts.SECONDARY, capacity.VLAN: alerts.VLAN}
PLACES = {  # where each is looked at
    "cluster": (alerts.MEMORY, alerts.CPU, alerts.STORAGE, alerts.LOCAL_STORAGE, alerts.STORAGE_ALLOCATED), "pod": (alerts.PRIVATE_IP,),
    "zone": (alerts.PUBLIC_IP, alerts.SECONDARY, alerts.VLAN)}


def levels(tx: Tx) -> Iterator[Level]:
    """All of them; about a dozen statements, whatever the number of places."""
    clusters = {row.uuid: row for row in tx.rows(select(cluster.c.id, cluster.c.uuid, cluster.c.pod_id).where(cluster.c.live == 1))}
    pods = {row.uuid: row.id for row in tx.rows(select(pod.c.id, pod.c.uuid).where(pod.c.live == 1))}
    for place, kinds in PLACES.items():
        for one in capacity.figures(tx, zone_id=None, pod_id=None, cluster_id=None, level=place):
            kind = KINDS.get(one.type)
            if kind not in kinds:
                continue
            at = clusters.get(one.cluster_uuid or "")
            pod_id = pods.get(one.pod_uuid or "")
            id_ = at.id if at is not None else pod_id if place == "pod" and pod_id is not None else one.zone_id
            name = {"cluster": one.cluster_name, "pod": one.pod_name, "zone": one.zone_name}[place] or ""
            yield Level(kind, place, id_, name, one.used, one.total, one.zone_id, pod_id, at.id if at is not None else None)


def endings(tx: Tx) -> list[Ending]:
    """When the certificates of live hosts end."""
    newest = func.max(certificate.c.not_after)
    columns = (host.c.id, host.c.name, host.c.zone_id, host.c.pod_id, host.c.cluster_id)
    rows = tx.rows(select(*columns, newest).join(certificate, certificate.c.subject_id == host.c.id).where(
        host.c.live == 1, certificate.c.kind == HOST, certificate.c.revoked.is_(None)).group_by(*columns))
    return [Ending(*tuple(row)) for row in rows]
