"""Changing and removing service and disk offerings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from manager.model.catalog.offerings import KINDS
from manager.model.db import Tx
from manager.model.tables.infra import host, storage_pool
from manager.model.tables.offering import disk_offering, offering_scope, service_offering
from manager.model.tables.tenancy import domain
from manager.model.tables.vm import vm, volume
from manager.model.work import labels

RATES = ("bytes_read_rate", "bytes_write_rate", "iops_read_rate", "iops_write_rate")
RATE_COLUMNS = tuple(f"{rate}{ending}" for rate in RATES for ending in ("", "_max", "_max_length"))


def change(tx: Tx, kind: str, offering_id: int, values: Mapping[str, Any]) -> None:
    """Sets columns of an offering."""
    if values:
        table = KINDS[kind]
        tx.execute(update(table).where(table.c.id == offering_id).values(**values))


def scopes(tx: Tx, kind: str, offering_id: int, scope: str) -> list[int]:
    """The domains ("domain") or zones ("zone") that an offering is for; none: all."""
    where = (offering_scope.c.kind == kind, offering_scope.c.offering_id == offering_id, offering_scope.c.scope == scope)
    return [row.scope_id for row in tx.rows(select(offering_scope.c.scope_id).where(*where).order_by(offering_scope.c.scope_id))]


def set_scopes(tx: Tx, kind: str, offering_id: int, scope: str, ids: Sequence[int]) -> None:
    """The offering is for these domains or zones, and no others; none: for all."""
    tx.execute(delete(offering_scope).where(
        offering_scope.c.kind == kind, offering_scope.c.offering_id == offering_id, offering_scope.c.scope == scope))
    tx.insert_many(offering_scope, [{"kind": kind, "offering_id": offering_id, "scope": scope, "scope_id": one} for one in sorted(set(ids))])


def all_within(tx: Tx, domain_ids: Sequence[int], path: str) -> bool:
    """Whether each of the domains is the one with this path or below it."""
    found = tx.rows(select(domain.c.id).where(domain.c.id.in_(domain_ids), domain.c.path.like(path + "%")))
    return {row.id for row in found} == set(domain_ids)


def tag_names(tags: str | None) -> list[str]:
    """Comma-joined tags as a list."""
    return [tag.strip() for tag in (tags or "").split(",") if tag.strip()]


def storage_tags_fit(tx: Tx, offering_id: int, tags: str | None) -> str | None:
    """The uuid of a pool that holds volumes of this disk offering (or root disks) and lacks one of the tags; None: all fit."""
    wanted = set(tag_names(tags))
    for row in tx.rows(select(storage_pool.c.uuid, storage_pool.c.tags).distinct().join(volume, volume.c.pool_id == storage_pool.c.id).where(
            volume.c.disk_offering_id == offering_id, volume.c.live == 1)):
        if not wanted <= set(tag_names(row.tags)):
            return str(row.uuid)
    return None


def host_tags_fit(tx: Tx, offering_id: int, tags: str | None) -> str | None:
    """The uuid of a host that runs VMs of this service offering and lacks one of the tags; None: all fit."""
    wanted = set(tag_names(tags))
    for row in tx.rows(select(host.c.uuid, host.c.tags).distinct().join(vm, vm.c.host_id == host.c.id).where(
            vm.c.offering_id == offering_id, vm.c.live == 1)):
        if not wanted <= set(tag_names(row.tags)):
            return str(row.uuid)
    return None


def remove(tx: Tx, kind: str, offering_id: int) -> None:
    """The offering is gone for everybody who chooses; what was made of it stays. With a service offering goes its own disk offering."""
    table = KINDS[kind]
    gone = {"removed": tx.now(), "live": None, "state": "Inactive"}
    if kind == "service":
        own = tx.scalar(select(service_offering.c.disk_offering_id).where(service_offering.c.id == offering_id))
        tx.execute(update(disk_offering).where(disk_offering.c.id == own, disk_offering.c.for_service_offering.is_(True)).values(**gone))
    tx.execute(update(table).where(table.c.id == offering_id).values(**gone))
    labels.drop(tx, ("ServiceOffering" if kind == "service" else "DiskOffering",), [offering_id])


# -- filters of lists ------------------------------------------------------------------------------------------------------------------


def for_vm(tx: Tx, vm_id: int) -> list[ColumnElement[bool]]:
    """SQL: service offerings that the VM may change to; of a running one only those that it can grow into."""
    now = tx.one(select(service_offering, vm.c.state.label("vm_state"), vm.c.cpus.label("vm_cpus"), vm.c.cpu_mhz.label("vm_mhz"),
                        vm.c.memory_mib.label("vm_memory")).join(vm, vm.c.offering_id == service_offering.c.id).where(vm.c.id == vm_id))
    c = service_offering.c
    where = [c.storage_type == now.storage_type, or_(c.id != now.id, c.customized.is_(True))]
    if now.disk_offering_strict:
        where.append(c.disk_offering_id == now.disk_offering_id)
    if now.vm_state == "Running":
        where += [c.dynamic_scaling.is_(True), or_(c.cpus.is_(None), c.cpus >= now.vm_cpus), or_(c.cpu_mhz.is_(None), c.cpu_mhz >= now.vm_mhz),
                  or_(c.memory_mib.is_(None), c.memory_mib >= now.vm_memory)]
    return where


def for_volume(tx: Tx, volume_id: int) -> list[ColumnElement[bool]]:
    """SQL: disk offerings that the volume may change to: others, of its kind of storage, with its tags, and its size where that is strict."""
    now = tx.first(select(disk_offering).join(volume, volume.c.disk_offering_id == disk_offering.c.id).where(volume.c.id == volume_id))
    if now is None:
        return []
    c = disk_offering.c
    where: list[ColumnElement[bool]] = [
        c.id != now.id, c.storage_type == now.storage_type, c.disk_size_strictness.is_(bool(now.disk_size_strictness))]
    where += [(("," + c.tags + ",").contains(f",{tag},", autoescape=True)) for tag in tag_names(now.tags)]
    if now.disk_size_strictness:
        where.append(and_(c.size_bytes == now.size_bytes, c.customized.is_(bool(now.customized))))
    return where


def for_pool(tx: Tx, pool_id: int) -> list[ColumnElement[bool]]:
    """SQL: disk offerings whose volumes may be on the pool."""
    pool = tx.one(select(storage_pool.c.tags, storage_pool.c.scope).where(storage_pool.c.id == pool_id))
    return [disk_offering.c.storage_type == ("local" if pool.scope == "HOST" else "shared"),
            disk_offering.c.id.not_in(_with_other_tags(tx, tag_names(pool.tags)))]


def suitable(tx: Tx, vm_id: int, uuids: Sequence[str]) -> set[str]:
    """The disk offerings among these for which the VM's cluster (its zone, while it has no host) has a pool."""
    place = tx.one(select(vm.c.zone_id, host.c.cluster_id).outerjoin(host, host.c.id == vm.c.host_id).where(vm.c.id == vm_id))
    pools = select(storage_pool.c.tags, storage_pool.c.scope).where(
        storage_pool.c.zone_id == place.zone_id, storage_pool.c.live == 1, storage_pool.c.state == "Up")
    if place.cluster_id is not None:
        pools = pools.where(or_(storage_pool.c.cluster_id.is_(None), storage_pool.c.cluster_id == place.cluster_id))
    have = [(row.scope == "HOST", set(tag_names(row.tags))) for row in tx.rows(pools)]
    rows = tx.rows(select(disk_offering.c.uuid, disk_offering.c.tags, disk_offering.c.storage_type).where(disk_offering.c.uuid.in_(uuids)))
    return {row.uuid for row in rows if any(
        local == (row.storage_type == "local") and set(tag_names(row.tags)) <= tags for local, tags in have)}


def _with_other_tags(tx: Tx, tags: Sequence[str]) -> list[int]:
    """Disk offerings that want a tag which is not among these. There are few offerings: they are looked at here."""
    rows = tx.rows(select(disk_offering.c.id, disk_offering.c.tags).where(disk_offering.c.live == 1, disk_offering.c.tags.is_not(None)))
    return [row.id for row in rows if not set(tag_names(row.tags)) <= set(tags)]


def owns_disk_offering(tx: Tx, disk_offering_id: int) -> bool:
    """Whether the disk offering was made for a service offering alone."""
    return bool(tx.scalar(select(disk_offering.c.for_service_offering).where(disk_offering.c.id == disk_offering_id)))


def encrypts_root(wanted: bool) -> ColumnElement[bool]:
    """SQL: service offerings whose root disks are encrypted, or are not."""
    encrypted = exists().where(disk_offering.c.id == service_offering.c.disk_offering_id, disk_offering.c.encrypt.is_(True))
    return encrypted if wanted else ~encrypted
