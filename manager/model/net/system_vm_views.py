"""What is shown of system VMs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select

from manager.model import paging
from manager.model.db import Tx
from manager.model.net.network_views import ZONE, Found, in_order, same
from manager.model.tables import infra, offering
from manager.model.tables import network as t
from manager.model.tables.console import console_proxy, console_session
from manager.model.tables.tenancy import annotation
from manager.model.tables.vm import vm, volume

proxy, host = console_proxy.c, infra.host.c
_SESSIONS = (select(func.count()).select_from(console_session).where(
    console_session.c.proxy_id == proxy.id, console_session.c.live == 1, console_session.c.acquired.is_not(None)).scalar_subquery())
_NOTES = select(annotation.c.id).where(annotation.c.entity_uuid == vm.c.uuid).exists()
_ROWS = (
    select(vm, *ZONE, infra.zone.c.dns1, infra.zone.c.dns2, infra.zone.c.domain.label("zone_domain"), t.system_vm.c.control_ip,
           t.system_vm.c.failures, t.system_vm.c.health, proxy.beat, proxy.version, _SESSIONS.label("sessions"), _NOTES.label("notes"),
           infra.pod.c.uuid.label("pod_uuid"), infra.pod.c.name.label("pod_name"), host.uuid.label("host_uuid"), host.name.label("host_name"),
           host.resource_state.label("host_state"), offering.template.c.uuid.label("template_uuid"),
           offering.template.c.name.label("template_name"), offering.service_offering.c.uuid.label("offering_uuid"),
           offering.service_offering.c.name.label("offering_name"), t.vlan_range.c.vlan.label("public_vlan"))
    .select_from(vm).join(t.system_vm, t.system_vm.c.vm_id == vm.c.id).join(console_proxy, proxy.vm_id == vm.c.id)
    .join(infra.zone, infra.zone.c.id == vm.c.zone_id).outerjoin(infra.pod, infra.pod.c.id == vm.c.pod_id)
    .outerjoin(infra.host, host.id == vm.c.host_id).outerjoin(offering.template, offering.template.c.id == vm.c.template_id)
    .join(offering.service_offering, offering.service_offering.c.id == vm.c.offering_id)
    .outerjoin(t.public_ip, t.public_ip.c.id == t.system_vm.c.public_ip_id)
    .outerjoin(t.vlan_range, t.vlan_range.c.id == t.public_ip.c.vlan_range_id))
_NICS = select(t.nic.c.vm_id, t.nic.c.role, t.nic.c.mac, t.nic.c.ip, t.nic.c.netmask, t.nic.c.gateway)


def rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """System VMs with zone, pod, host, template, offering and proxy; removed ones too."""
    return in_order(tx, _ROWS, vm, uuids)


def nics(tx: Tx, vm_ids: Sequence[int]) -> dict[int, dict[str, Row[Any]]]:
    """VM id → role → NIC."""
    found: dict[int, dict[str, Row[Any]]] = {}
    for row in tx.rows(_NICS.where(t.nic.c.vm_id.in_(vm_ids), t.nic.c.live == 1)) if vm_ids else ():
        found.setdefault(row.vm_id, {})[row.role] = row
    return found


def ids(tx: Tx, limit: int | None, offset: int, *, exact: dict[str, Any], pool_id: int | None = None, keyword: str | None = None) -> Found:
    """(uuids of a page, count of all) of system VMs."""
    where = [vm.c.live == 1, *same(vm, exact)]
    if pool_id is not None:
        where.append(select(volume.c.id).where(volume.c.vm_id == vm.c.id, volume.c.pool_id == pool_id, volume.c.live == 1).exists())
    if keyword is not None:
        where.append(or_(paging.contains(vm.c.name, keyword), paging.contains(vm.c.state, keyword)))
    statement = select(vm.c.uuid).join(t.system_vm, t.system_vm.c.vm_id == vm.c.id).where(*where)
    found, total = paging.page(tx, statement.order_by(vm.c.id), limit, offset)
    return [row.uuid for row in found], total
