"""What hypervisors are trusted with: how many VMs a host may have, how many data disks a VM, how many hosts a cluster."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import func, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.infra import cluster, host
from manager.model.tables.offering import hypervisor_capability

DEFAULTS = (("KVM", "default", 50, 64, None), ("Simulator", "default", None, 6, None))
FULL = 533


class CapabilityRow(msgspec.Struct, frozen=True):
    """The limits of one hypervisor; None: none."""

    id: int
    uuid: str
    hypervisor: str
    version: str
    max_guests: int | None
    max_data_volumes: int | None
    max_hosts: int | None


_ROW = select(*columns(CapabilityRow, hypervisor_capability))


def seed(tx: Tx) -> None:
    """Adds what is missing."""
    have = {row.hypervisor for row in tx.rows(select(hypervisor_capability.c.hypervisor))}
    for hypervisor, version, guests, volumes, hosts in DEFAULTS:
        if hypervisor not in have:
            tx.insert(hypervisor_capability, uuid=new_uuid(), hypervisor=hypervisor, version=version, max_guests=guests, max_data_volumes=volumes,
                      max_hosts=hosts, created=tx.now())


def find(tx: Tx, caller: Caller, uuid: str) -> CapabilityRow | None:
    """By uuid."""
    row = tx.first(_ROW.where(hypervisor_capability.c.uuid == uuid))
    return None if row is None else make(CapabilityRow, row)


def of(tx: Tx, hypervisor: str, version: str | None = None) -> CapabilityRow | None:
    """Those of a hypervisor, whatever its letters' case."""
    statement = _ROW.where(func.lower(hypervisor_capability.c.hypervisor) == hypervisor.lower())
    if version is not None:
        statement = statement.where(hypervisor_capability.c.version == version)
    row = tx.first(statement.order_by(hypervisor_capability.c.id))
    return None if row is None else make(CapabilityRow, row)


def listed(tx: Tx, limit: int | None, offset: int, *, id: int | None, hypervisor: str | None, keyword: str | None) -> tuple[list[CapabilityRow], int]:
    """A page and the count of all."""
    statement = _ROW
    if id is not None:
        statement = statement.where(hypervisor_capability.c.id == id)
    if hypervisor is not None:
        statement = statement.where(func.lower(hypervisor_capability.c.hypervisor) == hypervisor.lower())
    if keyword is not None:
        statement = statement.where(paging.contains(func.lower(hypervisor_capability.c.hypervisor), keyword.lower()))
    rows, total = paging.page(tx, statement.order_by(hypervisor_capability.c.id), limit, offset)
    return [make(CapabilityRow, row) for row in rows], total


def change(tx: Tx, row: CapabilityRow, values: dict[str, Any]) -> None:
    """Changes limits."""
    if values:
        tx.execute(update(hypervisor_capability).where(hypervisor_capability.c.id == row.id).values(**values))


def room_in_cluster(tx: Tx, cluster_id: int) -> None:
    """Refused 533 when the cluster has as many hosts as its hypervisor allows. The cluster's row is held: two adds do not both fit."""
    held = tx.one(select(cluster.c.name, cluster.c.hypervisor).where(cluster.c.id == cluster_id).with_for_update())
    found = of(tx, held.hypervisor)
    if found is None or found.max_hosts is None:
        return
    have = int(tx.scalar(select(func.count()).select_from(host).where(host.c.cluster_id == cluster_id, host.c.live == 1)) or 0)
    if have >= found.max_hosts:
        raise Refused(FULL, f"Cluster {held.name} has {have} hosts, more than {found.max_hosts} {held.hypervisor} hosts may not be in a cluster")
