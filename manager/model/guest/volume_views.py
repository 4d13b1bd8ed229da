"""What is shown of volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.guest.volume import VolumeRow
from manager.model.net.network_views import OWNER, ZONE, in_order, tagged
from manager.model.rows import columns, make
from manager.model.tables import infra, offering, tenancy
from manager.model.tables.vm import vm, volume

_disk, _service = offering.disk_offering.c, offering.service_offering.c
_VOLUMES = (
    select(volume, *OWNER, *ZONE, vm.c.uuid.label("vm_uuid"), vm.c.name.label("vm_name"), vm.c.display_name.label("vm_display"),
           vm.c.state.label("vm_state"), vm.c.type.label("vm_type"), vm.c.hypervisor, infra.storage_pool.c.uuid.label("pool_uuid"),
           infra.storage_pool.c.name.label("pool_name"), infra.storage_pool.c.scope, infra.cluster.c.uuid.label("cluster_uuid"),
           infra.cluster.c.name.label("cluster_name"), infra.pod.c.uuid.label("pod_uuid"), infra.pod.c.name.label("pod_name"),
           offering.template.c.uuid.label("template_uuid"), offering.template.c.name.label("template_name"),
           offering.template.c.display_text.label("template_text"), _disk.uuid.label("disk_uuid"), _disk.name.label("disk_name"),
           _disk.display_text.label("disk_text"), _service.uuid.label("service_uuid"), _service.name.label("service_name"),
           _service.display_text.label("service_text"))
    .select_from(volume).join(tenancy.account, tenancy.account.c.id == volume.c.account_id)
    .join(tenancy.domain, tenancy.domain.c.id == volume.c.domain_id).join(infra.zone, infra.zone.c.id == volume.c.zone_id)
    .outerjoin(vm, vm.c.id == volume.c.vm_id).outerjoin(infra.storage_pool, infra.storage_pool.c.id == volume.c.pool_id)
    .outerjoin(infra.cluster, infra.cluster.c.id == infra.storage_pool.c.cluster_id)
    .outerjoin(infra.pod, infra.pod.c.id == infra.storage_pool.c.pod_id)
    .outerjoin(offering.template, offering.template.c.id == volume.c.template_id)
    .outerjoin(offering.disk_offering, _disk.id == volume.c.disk_offering_id)
    .outerjoin(offering.service_offering, and_(_service.id == vm.c.offering_id, volume.c.type == "ROOT")))


@dataclass(frozen=True)
class Filter:
    """What listVolumes narrows by; None: no matter. `exact`: columns of volume."""

    exact: Mapping[str, Any] = field(default_factory=dict)
    ids: Sequence[int] | None = None
    keyword: str | None = None
    host_id: int | None = None
    pod_id: int | None = None
    cluster_id: int | None = None
    service_offering_id: int | None = None
    system: bool = False           # of system VMs, too
    tags: Mapping[str, str] | None = None


def rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Volumes with what they belong to, in the asked order."""
    return in_order(tx, _VOLUMES, volume, uuids)


def tags(tx: Tx, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The tags of volumes, by volume id."""
    out: dict[int, list[Row[Any]]] = {}
    t = tenancy.tag.c
    for row in tx.rows(select(t.resource_id, t.key, t.value, t.customer).where(t.resource_type == "Volume", t.resource_id.in_(ids))) if ids else []:
        out.setdefault(row.resource_id, []).append(row)
    return out


def page(tx: Tx, scope: Scope, wanted: Filter, limit: int | None, offset: int) -> tuple[list[str], int]:
    """(uuids of a page, count of all) of volumes, oldest first."""
    where: list[ColumnElement[bool]] = [volume.c.live == 1, scope.where(volume.c.account_id, volume.c.domain_id)]
    where += [volume.c[name] == value for name, value in wanted.exact.items() if value is not None]
    if wanted.ids is not None:
        where.append(volume.c.id.in_(wanted.ids))
    if wanted.keyword:
        where.append(or_(paging.contains(volume.c.name, wanted.keyword), volume.c.type == wanted.keyword, volume.c.state == wanted.keyword))
    if wanted.host_id is not None:
        where.append(volume.c.vm_id.in_(select(vm.c.id).where(vm.c.host_id == wanted.host_id)))
    for column, value in ((infra.storage_pool.c.pod_id, wanted.pod_id), (infra.storage_pool.c.cluster_id, wanted.cluster_id)):
        if value is not None:
            where.append(volume.c.pool_id.in_(select(infra.storage_pool.c.id).where(column == value)))
    if wanted.service_offering_id is not None:
        where.append(volume.c.vm_id.in_(select(vm.c.id).where(vm.c.offering_id == wanted.service_offering_id)))
    if not wanted.system:
        where.append(or_(volume.c.vm_id.is_(None), ~volume.c.vm_id.in_(select(vm.c.id).where(vm.c.type != "User"))))
    where += tagged("Volume", volume, wanted.tags)
    return paging.uuids(tx, volume, where, limit, offset)


def find(tx: Tx, caller: Caller, uuid: str) -> VolumeRow | None:
    """A volume that the caller sees."""
    row = tx.first(select(*columns(VolumeRow, volume)).where(
        volume.c.uuid == uuid, volume.c.live == 1, caller.sees(volume.c.account_id, volume.c.domain_id)))
    return None if row is None else make(VolumeRow, row)
