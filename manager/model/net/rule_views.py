"""What is shown of rules, routers and NICs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.net.network import NIC, NicRow
from manager.model.net.network_views import OWNER, ZONE, Found, in_order, same, tagged
from manager.model.rows import make
from manager.model.tables import infra, offering, tenancy
from manager.model.tables import network as t
from manager.model.tables.vm import vm

f, ip, n, nic = t.firewall_rule.c, t.public_ip.c, t.network.c, t.nic.c

_RULES = (
    select(t.firewall_rule, ip.uuid.label("address_uuid"), ip.address.label("address"), n.uuid.label("network_uuid"), vm.c.uuid.label("vm_uuid"),
           vm.c.name.label("vm_name"), vm.c.display_name.label("vm_display"))
    .select_from(t.firewall_rule).join(t.network, n.id == f.network_id).outerjoin(t.public_ip, ip.id == f.public_ip_id)
    .outerjoin(vm, vm.c.id == f.vm_id))
_ROUTERS = (
    select(vm, *OWNER, *ZONE, infra.zone.c.dns1, infra.zone.c.dns2, infra.zone.c.domain.label("zone_domain"), t.router.c.network_id,
           t.router.c.control_ip, t.router.c.version, t.router.c.redundant_state, t.router.c.failures, t.router.c.health,
           n.uuid.label("network_uuid"), n.name.label("network_name"), n.network_domain, n.gateway, infra.pod.c.uuid.label("pod_uuid"),
           infra.pod.c.name.label("pod_name"), infra.host.c.uuid.label("host_uuid"), infra.host.c.name.label("host_name"),
           infra.host.c.resource_state.label("host_state"), offering.template.c.uuid.label("template_uuid"),
           offering.template.c.name.label("template_name"), offering.service_offering.c.uuid.label("offering_uuid"),
           offering.service_offering.c.name.label("offering_name"))
    .select_from(vm).join(t.router, t.router.c.vm_id == vm.c.id).join(t.network, n.id == t.router.c.network_id)
    .join(tenancy.account, tenancy.account.c.id == vm.c.account_id).join(tenancy.domain, tenancy.domain.c.id == vm.c.domain_id)
    .join(infra.zone, infra.zone.c.id == vm.c.zone_id).outerjoin(infra.pod, infra.pod.c.id == vm.c.pod_id)
    .outerjoin(infra.host, infra.host.c.id == vm.c.host_id).outerjoin(offering.template, offering.template.c.id == vm.c.template_id)
    .join(offering.service_offering, offering.service_offering.c.id == vm.c.offering_id))
_NICS = (
    select(t.nic, vm.c.uuid.label("vm_uuid"), n.uuid.label("network_uuid"), n.name.label("network_name"), n.traffic_type, n.guest_type, n.vnet,
           n.isolation, n.private_mtu, ip.uuid.label("public_uuid"), ip.address.label("public_address"))
    .select_from(t.nic).join(vm, vm.c.id == nic.vm_id).outerjoin(t.network, n.id == nic.network_id)
    .outerjoin(t.public_ip, (ip.nic_id == nic.id) & ip.static_nat.is_(True)))


def rule_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Rules with address, network and VM."""
    return in_order(tx, _RULES, t.firewall_rule, uuids)


def rule_ids(tx: Tx, scope: Scope, limit: int | None, offset: int, *, exact: dict[str, Any], keyword: str | None = None,
             tags: Mapping[str, str] | None = None) -> Found:
    """(uuids of a page, count of all) of rules."""
    kind = "PortForwardingRule" if exact.get("purpose") == "PortForwarding" else "FirewallRule"
    where = [f.live == 1, scope.where(f.account_id, f.domain_id), *same(t.firewall_rule, exact), *tagged(kind, t.firewall_rule, tags)]
    if keyword is not None:
        where.append(or_(paging.contains(f.protocol, keyword), paging.contains(f.source_cidrs, keyword)))
    return paging.uuids(tx, t.firewall_rule, where, limit, offset)


def router_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Routers with owner, zone, host, network, template and offering; removed ones too."""
    return in_order(tx, _ROUTERS, vm, uuids)


def router_ids(tx: Tx, scope: Scope, limit: int | None, offset: int, *, exact: dict[str, Any], network_id: int | None = None,
               cluster_id: int | None = None, version: str | None = None, failing: bool | None = None, keyword: str | None = None) -> Found:
    """(uuids of a page, count of all) of routers."""
    where = [vm.c.type == "DomainRouter", vm.c.live == 1, scope.where(vm.c.account_id, vm.c.domain_id), *same(vm, exact),
             *same(t.router, {"network_id": network_id, "version": version})]
    if cluster_id is not None:
        where.append(vm.c.host_id.in_(select(infra.host.c.id).where(infra.host.c.cluster_id == cluster_id)))
    if failing is not None:
        where.append(t.router.c.failures > 0 if failing else t.router.c.failures == 0)
    if keyword is not None:
        where.append(paging.contains(vm.c.name, keyword))
    statement = select(vm.c.uuid).join(t.router, t.router.c.vm_id == vm.c.id).where(*where)
    rows, total = paging.page(tx, statement.order_by(vm.c.id), limit, offset)
    return [row.uuid for row in rows], total


def nic_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """NICs with their VM, network and static NAT address."""
    return in_order(tx, _NICS, t.nic, uuids)


def nic_rows_of(tx: Tx, vm_ids: Sequence[int]) -> list[Row[Any]]:
    """All NICs of these VMs, in device order."""
    return list(tx.rows(_NICS.where(nic.vm_id.in_(vm_ids), nic.live == 1).order_by(nic.vm_id, nic.device))) if vm_ids else []


def nic_ids(tx: Tx, vm_id: int, limit: int | None, offset: int, *, exact: dict[str, Any], keyword: str | None = None) -> Found:
    """(uuids of a page, count of all) of a VM's NICs."""
    where = [nic.vm_id == vm_id, nic.live == 1, *same(t.nic, exact)]
    if keyword is not None:
        where.append(or_(paging.contains(nic.mac, keyword), paging.contains(nic.ip, keyword)))
    rows, total = paging.page(tx, select(nic.uuid).where(*where).order_by(nic.device, nic.id), limit, offset)
    return [row.uuid for row in rows], total


def find_nic(tx: Tx, caller: Caller, uuid: str) -> NicRow | None:
    """A NIC of a VM that the caller sees."""
    row = tx.first(select(*NIC).join_from(t.nic, vm, vm.c.id == nic.vm_id).where(
        nic.uuid == uuid, nic.live == 1, caller.sees(vm.c.account_id, vm.c.domain_id)))
    return None if row is None else make(NicRow, row)
