"""Affinity groups: which VMs shall be together, apart, or on hosts dedicated to their owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Row, Select, and_, bindparam, delete, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.caller import Caller, Scope, in_subtree
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables.infra import cluster, host, pod, zone
from manager.model.tables.placement import affinity_group, affinity_group_vm, dedicated_resource
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain
from manager.model.tables.vm import vm
from manager.model.tenancy.counters import path_ids

TOGETHER, APART = "host affinity", "host anti-affinity"
TOGETHER_SOFT, APART_SOFT = "non-strict host affinity", "non-strict host anti-affinity"
DEDICATED = "ExplicitDedication"
TYPES = (TOGETHER, APART, TOGETHER_SOFT, APART_SOFT)  # what tenants may create
ALL_TYPES = (*TYPES, DEDICATED)


class GroupRow(msgspec.Struct, frozen=True):
    """An affinity group. `account_id` None: shared by a domain and those below it."""

    id: int
    uuid: str
    name: str
    type: str
    account_id: int | None
    domain_id: int


@dataclass(frozen=True)
class Company:
    """Where a VM's affinity groups want it: host ids of the other members. Strict ones decide, soft ones are wishes."""

    together: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    like: frozenset[int] = frozenset()
    dislike: frozenset[int] = frozenset()
    dedicated: frozenset[int] = frozenset()      # ids of ExplicitDedication groups
    bound: bool = False                          # a strict affinity group with members on several hosts: nowhere fits


@dataclass
class _Gathered:
    together: list[frozenset[int]] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)
    like: set[int] = field(default_factory=set)
    dislike: set[int] = field(default_factory=set)
    dedicated: set[int] = field(default_factory=set)


_COLUMNS = columns(GroupRow, affinity_group)
_g, _m = affinity_group.c, affinity_group_vm.c
_OF_VM = select(_g.id, _g.type).join(affinity_group_vm, _m.group_id == _g.id).where(_m.vm_id == bindparam("vm")).order_by(_g.id)
_LOCKED = select(_g.id).where(_g.id.in_(bindparam("ids", expanding=True))).order_by(_g.id).with_for_update()
_PLACES = select(_m.group_id, vm.c.reserved_host_id.label("host_id")).join(vm, vm.c.id == _m.vm_id).where(
    _m.group_id.in_(bindparam("ids", expanding=True)), _m.vm_id != bindparam("vm"), vm.c.reserved_host_id.is_not(None), vm.c.live == 1)


def company(tx: Tx, vm_id: int, *, lock: bool = True) -> Company:
    """Where the other members of the VM's groups are. `lock` (for reserving): until the transaction ends, no other member is placed.

    A member has a place from its reservation until its host has let it go, so members that start at once see each other.
    """
    groups = {row.id: row.type for row in tx.rows(_OF_VM, {"vm": vm_id})}
    return among(tx, groups, vm_id, lock=lock)


def among(tx: Tx, groups: dict[int, str], vm_id: int, *, lock: bool) -> Company:
    """As `company`, for a VM that is or would be in these groups (id: type)."""
    placing = [group_id for group_id, kind in groups.items() if kind != DEDICATED]
    places: dict[int, set[int]] = {}
    if placing:
        if lock and tx.writing:
            tx.rows(_LOCKED, {"ids": placing})
        for row in tx.rows(_PLACES, {"ids": placing, "vm": vm_id}):
            places.setdefault(row.group_id, set()).add(row.host_id)
    found = _Gathered()
    for group_id, kind in groups.items():
        hosts = places.get(group_id, set())
        if kind == DEDICATED:
            found.dedicated.add(group_id)
        elif kind == TOGETHER and hosts:
            found.together.append(frozenset(hosts))
        elif kind == APART:
            found.apart |= hosts
        elif kind == TOGETHER_SOFT:
            found.like |= hosts
        elif kind == APART_SOFT:
            found.dislike |= hosts
    together = frozenset.intersection(*found.together) if found.together else frozenset()
    return Company(together, frozenset(found.apart), frozenset(found.like), frozenset(found.dislike), frozenset(found.dedicated),
                   bool(found.together))


# ---- membership -----------------------------------------------------------------------------------------------------


def set_of_vm(tx: Tx, vm_id: int, group_ids: Sequence[int], *, fresh: bool = False) -> None:
    """The VM is in exactly these groups. `fresh`: it was in none."""
    if not fresh:
        tx.execute(delete(affinity_group_vm).where(_m.vm_id == vm_id))
    tx.insert_many(affinity_group_vm, [{"group_id": group_id, "vm_id": vm_id} for group_id in sorted(set(group_ids))])


def hold_stopped(tx: Tx, vm_id: int) -> str:
    """Locks the VM's row, so that nobody starts it meanwhile; returns its state."""
    return str(tx.scalar(select(vm.c.state).where(vm.c.id == vm_id).with_for_update()))


def usable(tx: Tx, row: GroupRow, account_id: int, domain_path: str) -> bool:
    """Whether a VM of this account may be in the group: its own, or one of its domain or of one above."""
    return row.account_id == account_id if row.account_id is not None else row.domain_id in path_ids(domain_path)


# ---- groups ---------------------------------------------------------------------------------------------------------


def _seen(caller: Caller) -> Any:
    """SQL: groups that the caller sees; those shared by its domain or one above as well."""
    return or_(and_(_g.account_id.is_not(None), caller.sees(_g.account_id, _g.domain_id)), _shared(caller))


def _shared(caller: Caller) -> Any:
    reach: Any = _g.domain_id.in_(path_ids(caller.domain_path))
    if caller.is_admin:
        return _g.account_id.is_(None)
    if caller.is_domain_admin:
        reach = or_(reach, in_subtree(_g.domain_id, caller.domain_path))
    return and_(_g.account_id.is_(None), reach)


def find(tx: Tx, caller: Caller, uuid: str) -> GroupRow | None:
    """A group that the caller sees."""
    row = tx.first(select(*_COLUMNS).where(_g.uuid == uuid, _g.live == 1, _seen(caller)))
    return None if row is None else make(GroupRow, row)


def by_name(tx: Tx, account_id: int | None, domain_id: int, name: str) -> GroupRow | None:
    """A group by name: of an account, or shared by a domain."""
    owner = _g.account_id == account_id if account_id is not None else and_(_g.account_id.is_(None), _g.domain_id == domain_id)
    row = tx.first(select(*_COLUMNS).where(owner, _g.name == name, _g.live == 1))
    return None if row is None else make(GroupRow, row)


def add(tx: Tx, account_id: int | None, domain_id: int, name: str, type: str, description: str | None = None) -> GroupRow:
    """Adds a group. Refused 431 when the name is taken."""
    if by_name(tx, account_id, domain_id, name) is not None:
        raise Refused(431, f"Unable to create affinity group, a group with name {name} already exists.")
    uuid = new_uuid()
    id_ = tx.insert(affinity_group, uuid=uuid, name=name, type=type, description=description, account_id=account_id, domain_id=domain_id,
                    created=tx.now())
    return GroupRow(id_, uuid, name, type, account_id, domain_id)


def remove(tx: Tx, group_id: int) -> None:
    """The group is gone, and with it what was dedicated through it; its VMs are in it no more."""
    tx.rows(_LOCKED, {"ids": [group_id]})
    tx.execute(delete(affinity_group_vm).where(_m.group_id == group_id))
    for row in tx.rows(select(dedicated_resource.c.resource_id).where(
            dedicated_resource.c.group_id == group_id, dedicated_resource.c.kind == "zone")):
        tx.execute(update(zone).where(zone.c.id == row.resource_id).values(domain_id=None))
    tx.execute(delete(dedicated_resource).where(dedicated_resource.c.group_id == group_id))
    tx.execute(update(affinity_group).where(_g.id == group_id).values(live=None, removed=tx.now()))


def of_owner(tx: Tx, ids: Sequence[int]) -> dict[int, str]:
    """id: type of these groups."""
    return {row.id: row.type for row in tx.rows(select(_g.id, _g.type).where(_g.id.in_(ids)))} if ids else {}


# ---- what is shown --------------------------------------------------------------------------------------------------

_SHOWN: Select[Any] = select(
    affinity_group, account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"),
    domain.c.name_path.label("domain_path"), project.c.uuid.label("project_uuid"), project.c.name.label("project_name"),
).join(domain, domain.c.id == _g.domain_id).outerjoin(account, account.c.id == _g.account_id).outerjoin(
    project, project.c.account_id == _g.account_id)


def page(tx: Tx, caller: Caller, scope: Scope, limit: int | None, offset: int, *, shared: bool, id: int | None, name: str | None,
         type: str | None, vm_id: int | None, keyword: str | None) -> tuple[list[Row[Any]], int]:
    """A page of groups with their owners, and the count of all. `shared`: also those that the caller's domains share."""
    own = and_(_g.account_id.is_not(None), scope.where(_g.account_id, _g.domain_id))
    statement = _SHOWN.where(_g.live == 1, or_(own, _shared(caller)) if shared else own)
    for column, value in ((_g.id, id), (_g.name, name), (_g.type, type)):
        if value is not None:
            statement = statement.where(column == value)
    if vm_id is not None:
        statement = statement.where(_g.id.in_(select(_m.group_id).where(_m.vm_id == vm_id)))
    if keyword is not None:
        statement = statement.where(or_(paging.contains(_g.name, keyword), paging.contains(_g.type, keyword)))
    return paging.page(tx, statement.order_by(_g.id), limit, offset)


def shown(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Groups with their owners, removed ones too, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_SHOWN.where(_g.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]


def members(tx: Tx, group_ids: Sequence[int]) -> dict[int, list[str]]:
    """The uuids of the VMs in these groups, by group."""
    out: dict[int, list[str]] = {}
    for row in tx.rows(select(_m.group_id, vm.c.uuid).join(vm, vm.c.id == _m.vm_id).where(
            _m.group_id.in_(group_ids), vm.c.live == 1).order_by(vm.c.id)):
        out.setdefault(row.group_id, []).append(row.uuid)
    return out


def dedications(tx: Tx, group_ids: Sequence[int]) -> dict[int, list[tuple[str, str, str]]]:
    """(kind, uuid, name) of what is dedicated through these groups, by group."""
    out: dict[int, list[tuple[str, str, str]]] = {}
    for kind, table in (("zone", zone), ("pod", pod), ("cluster", cluster), ("host", host)):
        for row in tx.rows(select(dedicated_resource.c.group_id, table.c.uuid, table.c.name).join(
                table, table.c.id == dedicated_resource.c.resource_id).where(
                    dedicated_resource.c.kind == kind, dedicated_resource.c.group_id.in_(group_ids))):
            out.setdefault(row.group_id, []).append((kind, row.uuid, row.name))
    return out
