"""What is shown of networks, public addresses and their ranges: uuids of a page, then the rows in batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, func, or_, select

from manager.model import paging
from manager.model.caller import Scope
from manager.model.db import Tx
from manager.model.tables import infra, offering, tenancy
from manager.model.tables import network as t
from manager.model.tables.project import project
from manager.model.tables.vm import vm

Found = tuple[list[str], int]
n, o, ip, span = t.network.c, offering.network_offering.c, t.public_ip.c, t.vlan_range.c
OWNER = (tenancy.account.c.name.label("account_name"), tenancy.domain.c.uuid.label("domain_uuid"), tenancy.domain.c.name.label("domain_name"),
         tenancy.domain.c.name_path.label("domain_path"))
ZONE = (infra.zone.c.uuid.label("zone_uuid"), infra.zone.c.name.label("zone_name"))

_NETWORKS = (
    select(t.network, *OWNER, *ZONE, infra.physical_network.c.uuid.label("physical_uuid"), o.uuid.label("offering_uuid"),
           o.name.label("offering_name"), o.display_text.label("offering_text"), o.conserve_mode, o.availability, o.persistent, o.specify_vlan,
           o.egress_default_allow, o.internet_protocol)
    .select_from(t.network).join(tenancy.account, tenancy.account.c.id == n.account_id)
    .join(tenancy.domain, tenancy.domain.c.id == n.domain_id).join(infra.zone, infra.zone.c.id == n.zone_id)
    .outerjoin(infra.physical_network, infra.physical_network.c.id == n.physical_network_id)
    .join(offering.network_offering, o.id == n.offering_id))
_HAS_RULES = select(t.firewall_rule.c.id).where(t.firewall_rule.c.public_ip_id == ip.id, t.firewall_rule.c.live == 1).exists()
_ADDRESSES = (
    select(t.public_ip, *OWNER, *ZONE, span.uuid.label("range_uuid"), span.vlan, span.for_system_vms, infra.physical_network.c.uuid.label(
        "physical_uuid"), n.uuid.label("network_uuid"), n.name.label("network_name"), vm.c.uuid.label("vm_uuid"), vm.c.name.label("vm_name"),
           vm.c.display_name.label("vm_display"), vm.c.type.label("vm_type"), _HAS_RULES.label("has_rules"))
    .select_from(t.public_ip).join(t.vlan_range, span.id == ip.vlan_range_id).join(infra.zone, infra.zone.c.id == ip.zone_id)
    .outerjoin(infra.physical_network, infra.physical_network.c.id == span.physical_network_id)
    .outerjoin(tenancy.account, tenancy.account.c.id == ip.account_id).outerjoin(tenancy.domain, tenancy.domain.c.id == ip.domain_id)
    .outerjoin(t.network, n.id == ip.network_id).outerjoin(vm, vm.c.id == ip.vm_id))
_RANGES = (
    select(t.vlan_range, *OWNER, *ZONE, infra.physical_network.c.uuid.label("physical_uuid"), infra.pod.c.uuid.label("pod_uuid"),
           infra.pod.c.name.label("pod_name"), n.uuid.label("network_uuid"), project.c.uuid.label("project_uuid"),
           project.c.name.label("project_name"))
    .select_from(t.vlan_range).outerjoin(project, and_(project.c.account_id == span.account_id, project.c.live == 1))
    .join(infra.zone, infra.zone.c.id == span.zone_id)
    .outerjoin(infra.physical_network, infra.physical_network.c.id == span.physical_network_id)
    .outerjoin(infra.pod, infra.pod.c.id == span.pod_id).outerjoin(t.network, n.id == span.network_id)
    .outerjoin(tenancy.account, tenancy.account.c.id == span.account_id).outerjoin(tenancy.domain, tenancy.domain.c.id == span.domain_id))


def in_order(tx: Tx, statement: Select[Any], table: Table, uuids: Sequence[str]) -> list[Row[Any]]:
    """Rows by uuid in the asked order, removed ones included."""
    if not uuids:
        return []
    found = {row.uuid: row for row in tx.rows(statement.where(table.c.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]


def same(table: Table, exact: dict[str, Any]) -> list[ColumnElement[bool]]:
    """The columns that equal what was given; None: no matter."""
    return [table.c[name] == value for name, value in exact.items() if value is not None]


def tagged(kind: str, table: Table, tags: Mapping[str, str] | None) -> list[ColumnElement[bool]]:
    """The objects that have all these tags."""
    c = tenancy.tag.c
    out: list[ColumnElement[bool]] = []
    for key, value in (tags or {}).items():
        out.append(select(c.id).where(c.resource_type == kind, c.resource_id == table.c.id, c.key == key, c.value == value).exists())
    return out


def network_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Networks with owner, zone and offering."""
    return in_order(tx, _NETWORKS, t.network, uuids)


def network_ids(tx: Tx, scope: Scope, limit: int | None, offset: int, *, exact: dict[str, Any], keyword: str | None = None,
                services: Sequence[str] = (), for_vpc: bool | None = None, deployable: bool | None = None, shared: bool | None = None,
                tags: Mapping[str, str] | None = None) -> Found:
    """(uuids of a page, count of all) of networks. `services`: all of them are given; `shared`: usable by a whole domain."""
    where = [n.live == 1, scope.where(n.account_id, n.domain_id), *same(t.network, exact), *tagged("Network", t.network, tags)]
    c = offering.network_offering_service.c
    where += [select(c.service).where(c.offering_id == n.offering_id, c.service == service).exists() for service in services]
    if for_vpc is not None:
        where.append(n.offering_id.in_(select(o.id).where(o.for_vpc.is_(for_vpc))))
    if deployable is not None:
        usable = and_(n.traffic_type == "Guest", n.state.in_(("Allocated", "Setup", "Implementing", "Implemented")))
        where.append(usable if deployable else ~usable)
    if shared is not None:
        where.append(n.acl_type == "Domain" if shared else n.acl_type != "Domain")
    if keyword is not None:
        where.append(paging.contains(n.name, keyword))
    return paging.uuids(tx, t.network, where, limit, offset)


def address_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Public addresses with owner, zone, range, network and VM."""
    return in_order(tx, _ADDRESSES, t.public_ip, uuids)


def address_ids(tx: Tx, scope: Scope, limit: int | None, offset: int, *, exact: dict[str, Any], free: bool = False, keyword: str | None = None,
                range_exact: dict[str, Any] | None = None, tags: Mapping[str, str] | None = None) -> Found:
    """(uuids of a page, count of all) of public addresses. `free`: those nobody has, too (of ranges dedicated to nobody)."""
    mine = and_(ip.state != "Free", scope.where(ip.account_id, ip.domain_id))
    common = select(span.id).where(span.live == 1, span.account_id.is_(None), span.domain_id.is_(None))
    where = [ip.live == 1, or_(mine, and_(ip.state == "Free", ip.vlan_range_id.in_(common))) if free else mine, *same(t.public_ip, exact),
             *tagged("PublicIpAddress", t.public_ip, tags)]
    if wanted := same(t.vlan_range, range_exact or {}):
        where.append(ip.vlan_range_id.in_(select(span.id).where(*wanted)))
    if keyword is not None:
        where.append(paging.contains(ip.address, keyword))
    return paging.uuids(tx, t.public_ip, where, limit, offset)


def range_rows(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Ranges of public addresses with zone, pod and the account they are dedicated to."""
    return in_order(tx, _RANGES, t.vlan_range, uuids)


def range_ids(tx: Tx, limit: int | None, offset: int, *, exact: dict[str, Any], keyword: str | None = None) -> Found:
    """(uuids of a page, count of all) of ranges."""
    where = [span.live == 1, *same(t.vlan_range, exact)]
    if keyword is not None:
        where.append(or_(paging.contains(span.vlan, keyword), paging.contains(span.start_ip, keyword)))
    rows, total = paging.page(tx, select(span.uuid).where(*where).order_by(span.id), limit, offset)
    return [row.uuid for row in rows], total


def source_nat_networks(tx: Tx, account_id: int, zone_id: int) -> list[int]:
    """Ids of the account's isolated networks with source NAT in a zone."""
    c = offering.network_offering_service.c
    return [row.id for row in tx.rows(select(n.id).where(
        n.account_id == account_id, n.zone_id == zone_id, n.live == 1, n.guest_type == "Isolated",
        select(func.count()).where(c.offering_id == n.offering_id, c.service == "SourceNat").scalar_subquery() > 0).order_by(n.id))]
