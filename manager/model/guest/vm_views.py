"""What is shown of VMs: one indexed query for the ids of a page, then batched details. Nothing is joined that would multiply rows,
and names that many VMs share (zone, template, owner, …) are read once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, String, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from manager.model import paging
from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.guest.vm import COLUMNS, VmRow
from manager.model.net.network_views import tagged
from manager.model.rows import make
from manager.model.tables import infra, offering, placement, tenancy
from manager.model.tables import network as t
from manager.model.tables.vm import vm, volume

DEEP = 5000  # rows before a page from which it pays to count first
HIDDEN = ("Destroyed", "Expunging")  # from users who may not see what they destroyed
# numbers stand in the statement itself: five hundred parameters cost more than the rows they bring
_IDS: Any = bindparam("ids", expanding=True, literal_execute=True)


class VmLine(msgspec.Struct, array_like=True, frozen=True):
    """A VM as its row has it."""

    id: int
    uuid: str
    name: str
    display_name: str | None
    instance_name: str
    account_id: int
    domain_id: int
    user_id: int | None
    zone_id: int
    host_id: int | None
    template_id: int | None
    offering_id: int
    os_type_id: int | None
    hypervisor: str | None
    state: str
    cpus: int
    cpu_mhz: int
    memory_mib: int
    ha: bool
    display: bool
    dynamically_scalable: bool
    delete_protection: bool
    group_id: int | None
    keypairs: str | None
    arch: str | None
    details_json: str | None
    state_at: int
    created: int


class NicLine(msgspec.Struct, array_like=True, frozen=True):
    """A NIC, as it stands under its VM."""

    device: int
    uuid: str
    mac: str
    ip: str | None
    netmask: str | None
    gateway: str | None
    is_default: bool
    network_id: int | None


class TagLine(msgspec.Struct, array_like=True, frozen=True):
    """A tag, as it stands under its resource."""

    id: int
    key: str
    value: str | None
    customer: str | None


# A driver in Python spends its time per row and value: a row comes as one JSON array, and what belongs to a VM as one array of them.
_VM_DECODER = msgspec.json.Decoder(VmLine, strict=False)
_ONE_NIC_DECODER = msgspec.json.Decoder(NicLine, strict=False)
_NIC_DECODER = msgspec.json.Decoder(list[NicLine], strict=False)
_TAG_DECODER = msgspec.json.Decoder(list[TagLine], strict=False)


def _array(line: type[msgspec.Struct], table: Any) -> Any:
    return func.json_array(*(table.c[name] for name in line.__struct_fields__), type_=String())


class json_arrays(FunctionElement[str]):
    """SQL: an array of the given JSON arrays, in no order."""

    type = String()
    inherit_cache = True
    name = "json_arrays"


@compiles(json_arrays)
def _json_arrays(element: json_arrays, compiler: Any, **kw: Any) -> str:
    return f"JSON_ARRAYAGG({compiler.process(element.clauses, **kw)})"


@compiles(json_arrays, "sqlite")
def _json_arrays_sqlite(element: json_arrays, compiler: Any, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


_VMS = select(_array(VmLine, vm)).where(vm.c.id.in_(_IDS))
_NICS = select(t.nic.c.vm_id, json_arrays(_array(NicLine, t.nic))).where(t.nic.c.vm_id.in_(_IDS), t.nic.c.live == 1).group_by(t.nic.c.vm_id)
_TAGS = (
    select(tenancy.tag.c.resource_id, json_arrays(_array(TagLine, tenancy.tag)))
    .where(tenancy.tag.c.resource_type == "UserVm", tenancy.tag.c.resource_id.in_(_IDS)).group_by(tenancy.tag.c.resource_id))
_PUBLIC = select(t.public_ip.c.vm_id, t.public_ip.c.uuid, t.public_ip.c.address, t.public_ip.c.nic_id).where(
    t.public_ip.c.vm_id.in_(_IDS), t.public_ip.c.static_nat.is_(True), t.public_ip.c.live == 1)
_DATA = (
    select(volume.c.vm_id, offering.disk_offering.c.uuid, offering.disk_offering.c.name)
    .join(offering.disk_offering, offering.disk_offering.c.id == volume.c.disk_offering_id)
    .where(volume.c.vm_id.in_(_IDS), volume.c.live == 1, volume.c.type == "DATADISK").order_by(volume.c.vm_id, volume.c.device))
_USER_DATA = (
    select(t.vm_metadata.c.vm_id, t.vm_metadata.c.user_data, placement.user_data.c.uuid, placement.user_data.c.name,
           t.vm_metadata.c.user_data_details)
    .outerjoin(placement.user_data, placement.user_data.c.id == t.vm_metadata.c.user_data_id).where(t.vm_metadata.c.vm_id.in_(_IDS)))
_AFFINITY = (
    select(placement.affinity_group_vm.c.vm_id, placement.affinity_group.c.uuid, placement.affinity_group.c.name,
           placement.affinity_group.c.type, placement.affinity_group.c.description)
    .join(placement.affinity_group, placement.affinity_group.c.id == placement.affinity_group_vm.c.group_id)
    .where(placement.affinity_group_vm.c.vm_id.in_(_IDS)).order_by(placement.affinity_group_vm.c.vm_id, placement.affinity_group.c.id))


def _names(table: Any, *columns: Any) -> Select[Any]:
    return select(table.c.id, *columns).where(table.c.id.in_(_IDS))


_ZONES = _names(infra.zone, infra.zone.c.uuid, infra.zone.c.name)
_HOSTS = _names(infra.host, infra.host.c.uuid, infra.host.c.name, infra.host.c.resource_state)
_TEMPLATES = _names(offering.template, offering.template.c.uuid, offering.template.c.name, offering.template.c.display_text,
                    offering.template.c.type, offering.template.c.format, offering.template.c.password_enabled)
_OFFERINGS = _names(offering.service_offering, offering.service_offering.c.uuid, offering.service_offering.c.name)
_OS = (select(offering.os_type.c.id, offering.os_type.c.uuid, offering.os_type.c.description, offering.os_category.c.uuid)
       .join(offering.os_category, offering.os_category.c.id == offering.os_type.c.category_id).where(offering.os_type.c.id.in_(_IDS)))
_ACCOUNTS = _names(tenancy.account, tenancy.account.c.name)
_DOMAINS = _names(tenancy.domain, tenancy.domain.c.uuid, tenancy.domain.c.name, tenancy.domain.c.name_path)
_USERS = _names(tenancy.user, tenancy.user.c.uuid, tenancy.user.c.username)
_GROUPS = _names(placement.instance_group, placement.instance_group.c.uuid, placement.instance_group.c.name)
_NETWORKS = _names(t.network, t.network.c.uuid, t.network.c.name, t.network.c.traffic_type, t.network.c.guest_type, t.network.c.vnet,
                   t.network.c.isolation)


@dataclass
class Shown:
    """Everything that a page of VMs shows: rows in the asked order, and by VM or object id what belongs to them."""

    vms: list[VmLine] = field(default_factory=list)
    nics: dict[int, list[NicLine]] = field(default_factory=dict)
    tags: dict[int, list[TagLine]] = field(default_factory=dict)
    public: dict[int, list[Any]] = field(default_factory=dict)
    data: dict[int, list[Any]] = field(default_factory=dict)
    user_data: dict[int, list[Any]] = field(default_factory=dict)
    affinity: dict[int, list[Any]] = field(default_factory=dict)
    groups: dict[int, Any] = field(default_factory=dict)
    zones: dict[int, Any] = field(default_factory=dict)
    hosts: dict[int, Any] = field(default_factory=dict)
    templates: dict[int, Any] = field(default_factory=dict)
    offerings: dict[int, Any] = field(default_factory=dict)
    os_types: dict[int, Any] = field(default_factory=dict)
    accounts: dict[int, Any] = field(default_factory=dict)
    domains: dict[int, Any] = field(default_factory=dict)
    users: dict[int, Any] = field(default_factory=dict)
    networks: dict[int, Any] = field(default_factory=dict)


_FEW = 3  # VMs up to which their names are joined instead of read once each
_ONE = (
    select(_array(VmLine, vm), infra.zone.c.id, infra.zone.c.uuid, infra.zone.c.name, *_HOSTS.selected_columns,
           *_TEMPLATES.selected_columns, *_OFFERINGS.selected_columns, *_OS.selected_columns, *_ACCOUNTS.selected_columns,
           *_DOMAINS.selected_columns, *_USERS.selected_columns, *_GROUPS.selected_columns)
    .select_from(vm.join(infra.zone, infra.zone.c.id == vm.c.zone_id).join(
        offering.service_offering, offering.service_offering.c.id == vm.c.offering_id)
        .join(tenancy.account, tenancy.account.c.id == vm.c.account_id).join(tenancy.domain, tenancy.domain.c.id == vm.c.domain_id)
        .outerjoin(infra.host, infra.host.c.id == vm.c.host_id).outerjoin(offering.template, offering.template.c.id == vm.c.template_id)
        .outerjoin(offering.os_type, offering.os_type.c.id == vm.c.os_type_id)
        .outerjoin(offering.os_category, offering.os_category.c.id == offering.os_type.c.category_id)
        .outerjoin(tenancy.user, tenancy.user.c.id == vm.c.user_id)
        .outerjoin(placement.instance_group, placement.instance_group.c.id == vm.c.group_id))
    .where(vm.c.id.in_(_IDS)))
_ONE_NICS = (
    select(t.nic.c.vm_id, _array(NicLine, t.nic), t.public_ip.c.uuid, t.public_ip.c.address, t.public_ip.c.nic_id, *_NETWORKS.selected_columns)
    .select_from(t.nic.outerjoin(t.network, t.network.c.id == t.nic.c.network_id).outerjoin(t.public_ip, and_(
        t.public_ip.c.nic_id == t.nic.c.id, t.public_ip.c.static_nat.is_(True), t.public_ip.c.live == 1)))
    .where(t.nic.c.vm_id.in_(_IDS), t.nic.c.live == 1).order_by(t.nic.c.vm_id, t.nic.c.device))
_PARTS = (("zones", 3), ("hosts", 4), ("templates", 7), ("offerings", 3), ("os_types", 4), ("accounts", 2), ("domains", 4), ("users", 3),
          ("groups", 3))


def _few(tx: Tx, out: Shown, ids: Sequence[int]) -> None:
    by_id = {}
    for row in tx.rows(_ONE, {"ids": ids}):
        values: tuple[Any, ...] = tuple(row)
        line = _VM_DECODER.decode(values[0])
        by_id[line.id] = line
        at = 1
        for name, width in _PARTS:
            if values[at] is not None:
                getattr(out, name)[values[at]] = values[at:at + width]
            at += width
    out.vms = [by_id[vm_id] for vm_id in ids if vm_id in by_id]


def _few_nics(tx: Tx, out: Shown, ids: Sequence[int]) -> None:
    for row in tx.rows(_ONE_NICS, {"ids": ids}):
        values: tuple[Any, ...] = tuple(row)
        vm_id, line, public_uuid = values[:3]
        out.nics.setdefault(vm_id, []).append(_ONE_NIC_DECODER.decode(line))
        if public_uuid is not None:
            out.public.setdefault(vm_id, []).append((vm_id, *values[2:5]))
        if values[5] is not None:
            out.networks[values[5]] = values[5:]


def shown(tx: Tx, ids: Sequence[int], *, nics: bool = True, user_data: bool = False) -> Shown:
    """The VMs with these ids and what is shown with them. At most 15 statements, however many VMs; 4 for a few."""
    out = Shown()
    if not ids:
        return out
    if len(ids) <= _FEW:
        _few(tx, out, ids)
        _belongings(tx, out, ids, nics, user_data)
        return out
    by_id = {line.id: line for line in (_VM_DECODER.decode(row[0]) for row in tx.rows(_VMS, {"ids": ids}))}
    out.vms = [by_id[vm_id] for vm_id in ids if vm_id in by_id]
    _belongings(tx, out, ids, nics, user_data)
    rows = out.vms
    out.zones = _by_id(tx, _ZONES, {row.zone_id for row in rows})
    out.hosts = _by_id(tx, _HOSTS, {row.host_id for row in rows})
    out.templates = _by_id(tx, _TEMPLATES, {row.template_id for row in rows})
    out.offerings = _by_id(tx, _OFFERINGS, {row.offering_id for row in rows})
    out.os_types = _by_id(tx, _OS, {row.os_type_id for row in rows})
    out.accounts = _by_id(tx, _ACCOUNTS, {row.account_id for row in rows})
    out.domains = _by_id(tx, _DOMAINS, {row.domain_id for row in rows})
    out.users = _by_id(tx, _USERS, {row.user_id for row in rows})
    out.groups = _by_id(tx, _GROUPS, {row.group_id for row in rows})
    return out


def _belongings(tx: Tx, out: Shown, ids: Sequence[int], nics: bool, user_data: bool) -> None:
    out.tags = _lines(tx, _TAGS, _TAG_DECODER, ids)
    out.data = _grouped(tx, _DATA, ids)
    out.affinity = _grouped(tx, _AFFINITY, ids)
    if nics and len(ids) <= _FEW:
        _few_nics(tx, out, ids)
    elif nics:
        out.nics = _lines(tx, _NICS, _NIC_DECODER, ids)
        out.public = _grouped(tx, _PUBLIC, ids)
        out.networks = _by_id(tx, _NETWORKS, {line.network_id for lines in out.nics.values() for line in lines})
    if user_data:
        out.user_data = _grouped(tx, _USER_DATA, ids)


def _lines(tx: Tx, statement: Select[Any], decoder: Any, ids: Sequence[int]) -> dict[int, Any]:
    found: list[Any] = list(tx.rows(statement, {"ids": ids}))
    return {owner: sorted(decoder.decode(lines), key=_by_first) for owner, lines in found}


def _by_first(line: NicLine | TagLine) -> int:
    return line.device if isinstance(line, NicLine) else line.id


def _grouped(tx: Tx, statement: Select[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    out: dict[int, list[Any]] = defaultdict(list)
    for row in tx.rows(statement, {"ids": ids}):
        out[row[0]].append(row)
    return out


def _by_id(tx: Tx, statement: Select[Any], ids: set[int | None]) -> dict[int, Any]:
    wanted = sorted(known for known in ids if known is not None)
    return {row[0]: row for row in tx.rows(statement, {"ids": wanted})} if wanted else {}


# ---- which VMs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filter:
    """What listVirtualMachines narrows by; None: no matter. `exact`: columns of vm."""

    exact: Mapping[str, Any] = field(default_factory=dict)
    ids: Sequence[int] | None = None
    keyword: str | None = None
    present: bool = False          # neither Destroyed nor Expunging
    network_id: int | None = None
    pod_id: int | None = None
    cluster_id: int | None = None
    pool_id: int | None = None
    user_data_id: int | None = None
    affinity_id: int | None = None
    group_id: int | None = None
    keypair: str | None = None
    virtual_network: bool | None = None
    tags: Mapping[str, str] | None = None


def page(tx: Tx, scope: Scope, wanted: Filter, limit: int | None, offset: int) -> tuple[list[int], int]:
    """(ids of a page, exact count of all) of tenants' VMs, oldest first, from an index that covers owner, life and state."""
    where: list[ColumnElement[bool]] = [vm.c.type == "User", vm.c.live == 1, *_conditions(wanted)]
    if scope != Scope():
        where.append(scope.where(vm.c.account_id, vm.c.domain_id))
    ids = _slice(tx, where, limit, offset) if offset < DEEP else []
    if offset < DEEP and (limit is None or (ids and len(ids) < limit) or (not ids and not offset)):
        return ids, offset + len(ids)
    total = int(tx.scalar(select(func.count()).select_from(vm).where(*where)))
    if offset >= DEEP:
        ids = _deep(tx, where, limit, offset, total)
    return ids, total


def _slice(tx: Tx, where: Sequence[ColumnElement[bool]], limit: int | None, offset: int, *, backwards: bool = False) -> list[int]:
    ordered = select(vm.c.id).where(*where).order_by(vm.c.id.desc() if backwards else vm.c.id)
    if limit is not None:
        ordered = ordered.limit(limit)
    if offset:
        ordered = ordered.offset(offset)
    return [row[0] for row in tx.rows(ordered)]


def _deep(tx: Tx, where: Sequence[ColumnElement[bool]], limit: int | None, offset: int, total: int) -> list[int]:
    """A page far from the start, read from whichever end is nearer."""
    size = total - offset if limit is None else min(limit, total - offset)
    if size <= 0:
        return []
    if offset <= total // 2:
        return _slice(tx, where, size, offset)
    return _slice(tx, where, size, total - offset - size, backwards=True)[::-1]


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = [vm.c[name] == value for name, value in wanted.exact.items() if value is not None]
    if wanted.ids is not None:
        out.append(vm.c.id.in_(wanted.ids))
    if wanted.present:
        out.append(vm.c.state.not_in(HIDDEN))
    if wanted.keyword:
        out.append(or_(paging.contains(vm.c.display_name, wanted.keyword), paging.contains(vm.c.name, wanted.keyword),
                       vm.c.state == wanted.keyword, paging.contains(vm.c.instance_name, wanted.keyword)))
    if wanted.network_id is not None:
        out.append(vm.c.id.in_(select(t.nic.c.vm_id).where(t.nic.c.network_id == wanted.network_id, t.nic.c.live == 1)))
    if wanted.pod_id is not None:
        out.append(vm.c.host_id.in_(select(infra.host.c.id).where(infra.host.c.pod_id == wanted.pod_id)))
    if wanted.cluster_id is not None:
        out.append(vm.c.host_id.in_(select(infra.host.c.id).where(infra.host.c.cluster_id == wanted.cluster_id)))
    if wanted.pool_id is not None:
        out.append(vm.c.id.in_(select(volume.c.vm_id).where(volume.c.pool_id == wanted.pool_id, volume.c.live == 1)))
    if wanted.group_id is not None:
        out.append(vm.c.group_id == wanted.group_id)
    if wanted.user_data_id is not None:
        out.append(vm.c.id.in_(select(t.vm_metadata.c.vm_id).where(t.vm_metadata.c.user_data_id == wanted.user_data_id)))
    if wanted.affinity_id is not None:
        members = placement.affinity_group_vm
        out.append(vm.c.id.in_(select(members.c.vm_id).where(members.c.group_id == wanted.affinity_id)))
    if wanted.keypair is not None:
        names = vm.c.keypairs
        escaped = wanted.keypair.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        out.append(or_(names == wanted.keypair, names.like(f"{escaped},%", escape="\\"), names.like(f"%,{escaped}", escape="\\"),
                       names.like(f"%,{escaped},%", escape="\\")))
    if wanted.virtual_network is not None:
        isolated = exists(select(t.nic.c.id).join(t.network, t.network.c.id == t.nic.c.network_id).where(
            t.nic.c.vm_id == vm.c.id, t.nic.c.live == 1, t.network.c.guest_type == "Isolated"))
        out.append(isolated if wanted.virtual_network else ~isolated)
    out += tagged("UserVm", vm, wanted.tags)
    return out


def ids_of(tx: Tx, uuids: Sequence[str]) -> list[int]:
    """The ids of VMs, removed ones included, in the asked order."""
    found = {row.uuid: row.id for row in tx.rows(select(vm.c.uuid, vm.c.id).where(vm.c.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def find(tx: Tx, caller: Caller, uuid: str) -> VmRow | None:
    """A tenant's VM that the caller sees."""
    row = tx.first(select(*COLUMNS).where(vm.c.uuid == uuid, vm.c.type == "User", vm.c.live == 1,
                                          caller.sees(vm.c.account_id, vm.c.domain_id)))
    return None if row is None else make(VmRow, row)
