"""Dedicated resources: a zone, pod, cluster or host that only a domain (with those below it) or one account may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, or_, select, update

from common.ids import new_uuid
from manager.model import paging
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.place import affinity
from manager.model.place.affinity import DEDICATED
from manager.model.tables.infra import cluster, host, host_capacity, pod, zone
from manager.model.tables.placement import affinity_group, dedicated_resource
from manager.model.tables.tenancy import account, domain
from manager.model.tables.vm import vm

KINDS = ("zone", "pod", "cluster", "host")
TABLES: dict[str, Any] = {"zone": zone, "pod": pod, "cluster": cluster, "host": host}
BUSY = 536
_d = dedicated_resource.c


@dataclass(frozen=True)
class Owner:
    """Whom a resource is for: an account, or (`account_id` None) a domain with those below it."""

    domain_id: int
    domain_path: str
    domain_name: str
    account_id: int | None = None
    account_name: str | None = None

    def covers(self, account_id: int | None, domain_path: str) -> bool:
        """Whether the owner `account_id` (None: all) of the domain `domain_path` is within this one."""
        if self.account_id is not None:
            return account_id == self.account_id
        return domain_path.startswith(self.domain_path)


_HELD = (select(_d.id, _d.kind, _d.resource_id, _d.account_id, _d.group_id, _d.domain_id, domain.c.path.label("domain_path"))
         .join(domain, domain.c.id == _d.domain_id))


def on(host_: Any) -> ColumnElement[bool]:
    """SQL: rows of dedicated_resource that cover this row of the table host."""
    return or_(and_(_d.kind == "host", _d.resource_id == host_.c.id), and_(_d.kind == "cluster", _d.resource_id == host_.c.cluster_id),
               and_(_d.kind == "pod", _d.resource_id == host_.c.pod_id), and_(_d.kind == "zone", _d.resource_id == host_.c.zone_id))


def stamp(host_: Any) -> ColumnElement[Any]:
    """SQL: a number that changes with what covers the host. Ids only grow, so a set of as many never has the same sum again."""
    found: ColumnElement[Any] = select(func.count() + func.coalesce(func.sum(_d.id), 0) * 8).where(on(host_)).scalar_subquery()
    return found


def dedicate(tx: Tx, kind: str, resource_id: int, owner: Owner) -> str:
    """Dedicates the resource; returns the dedication's uuid. Refused when it, or what is around or inside it, is another's, or others' VMs run there.

    What is inside it and already for the same owner becomes part of it.
    """
    place = tx.one(select(TABLES[kind]).where(TABLES[kind].c.id == resource_id))
    tx.execute(select(host_capacity.c.host_id).where(host_capacity.c.host_id.in_(_hosts_in(kind, resource_id))).order_by(
        host_capacity.c.host_id).with_for_update()).all()
    _around(tx, kind, place, owner)
    _inside(tx, kind, place, owner)
    _no_others(tx, kind, place, owner)
    name = f"DedicatedGrp-{owner.account_name}" if owner.account_id is not None else f"DedicatedGrp-domain-{owner.domain_name}"
    group = affinity.by_name(tx, owner.account_id, owner.domain_id, name)
    if group is None:
        group = affinity.add(tx, owner.account_id, owner.domain_id, name, DEDICATED,
                             f"What is dedicated to {owner.account_name or owner.domain_name}")
    uuid = new_uuid()
    tx.insert(dedicated_resource, uuid=uuid, kind=kind, resource_id=resource_id, domain_id=owner.domain_id, account_id=owner.account_id,
              group_id=group.id, created=tx.now())
    if kind == "zone":
        tx.execute(update(zone).where(zone.c.id == resource_id).values(domain_id=owner.domain_id))
    return uuid


def release(tx: Tx, kind: str, resource_id: int) -> None:
    """Everybody may use it again; a group through which nothing is dedicated any more goes. Refused 431 when it is not dedicated."""
    row = tx.first(select(_d.id, _d.group_id).where(_d.kind == kind, _d.resource_id == resource_id))
    if row is None:
        raise Refused(431, f"No Dedicated Resource available to release: this {kind} is not dedicated")
    tx.execute(delete(dedicated_resource).where(_d.id == row.id))
    if kind == "zone":
        tx.execute(update(zone).where(zone.c.id == resource_id).values(domain_id=None))
    if tx.first(select(_d.id).where(_d.group_id == row.group_id).limit(1)) is None:
        affinity.remove(tx, row.group_id)


def held(tx: Tx) -> list[Row[Any]]:
    """All dedications: id, kind, resource_id, account_id, group_id, domain_id, domain_path."""
    return list(tx.rows(_HELD))


def _hosts_in(kind: str, resource_id: int) -> Select[Any]:
    column = host.c.id if kind == "host" else host.c[f"{kind}_id"]
    return select(host.c.id).where(column == resource_id, host.c.live == 1)


def _around(tx: Tx, kind: str, place: Any, owner: Owner) -> None:
    """Itself and what it is in: not dedicated, or to a domain that the new owner is in."""
    for outer in KINDS[:KINDS.index(kind) + 1]:
        outer_id = place.id if outer == kind else getattr(place, f"{outer}_id")
        found = tx.first(_HELD.where(_d.kind == outer, _d.resource_id == outer_id))
        if found is None:
            continue
        if outer == kind:
            raise Refused(BUSY, f"{kind.capitalize()} {place.name} is already dedicated")
        within = owner.domain_path.startswith(found.domain_path) and (owner.account_id is not None or owner.domain_path != found.domain_path)
        if found.account_id is not None or not within:
            raise Refused(BUSY, f"Cannot dedicate {kind} {place.name}: its {outer} is already dedicated to another owner")


def _inside(tx: Tx, kind: str, place: Any, owner: Owner) -> None:
    """What is in it: not dedicated, or within the new owner."""
    for inner in KINDS[KINDS.index(kind) + 1:]:
        table = TABLES[inner]
        ids = select(table.c.id).where(table.c[f"{kind}_id"] == place.id, table.c.live == 1)
        for row in tx.rows(_HELD.where(_d.kind == inner, _d.resource_id.in_(ids))):
            if not owner.covers(row.account_id, row.domain_path):
                raise Refused(BUSY, f"{inner.capitalize()} {_name(tx, inner, row.resource_id)} under this {kind} {place.name} is dedicated"
                                    " to different account/domain")
            if (row.account_id, row.domain_id) == (owner.account_id, owner.domain_id):
                tx.execute(delete(dedicated_resource).where(_d.id == row.id))


def _name(tx: Tx, kind: str, resource_id: int) -> str:
    return str(tx.scalar(select(TABLES[kind].c.name).where(TABLES[kind].c.id == resource_id)))


def _no_others(tx: Tx, kind: str, place: Any, owner: Owner) -> None:
    """No VM of another owner has its place there."""
    rows = tx.rows(select(vm.c.account_id, vm.c.uuid, domain.c.path, host.c.name).select_from(
        vm.join(host, host.c.id == vm.c.reserved_host_id).join(domain, domain.c.id == vm.c.domain_id)).where(
            vm.c.type == "User", vm.c.live == 1, vm.c.reserved_host_id.in_(_hosts_in(kind, place.id))).order_by(vm.c.id))
    for row in rows:
        if not owner.covers(row.account_id, row.path):
            raise Refused(BUSY, f"Host {row.name} found to be unsuitable for explicit dedication as it is running instances of another owner"
                                f" (instance {row.uuid})")


# ---- what is shown --------------------------------------------------------------------------------------------------


def _shown(kind: str) -> Select[Any]:
    table = TABLES[kind]
    return (select(_d.uuid, table.c.uuid.label("resource_uuid"), table.c.name.label("resource_name"), domain.c.uuid.label("domain_uuid"),
                   account.c.uuid.label("account_uuid"), affinity_group.c.uuid.label("group_uuid"))
            .select_from(dedicated_resource.join(table, table.c.id == _d.resource_id).join(domain, domain.c.id == _d.domain_id)
                         .join(affinity_group, affinity_group.c.id == _d.group_id).outerjoin(account, account.c.id == _d.account_id))
            .where(_d.kind == kind).order_by(_d.id))


def page(tx: Tx, kind: str, limit: int | None, offset: int, *, resource_id: int | None, domain_id: int | None, account_id: int | None,
         group_id: int | None, keyword: str | None) -> tuple[list[Row[Any]], int]:
    """A page of dedications of one kind, and the count of all."""
    statement = _shown(kind)
    for column, value in ((_d.resource_id, resource_id), (_d.domain_id, domain_id), (_d.account_id, account_id), (_d.group_id, group_id)):
        if value is not None:
            statement = statement.where(column == value)
    if keyword is not None:
        statement = statement.where(paging.contains(TABLES[kind].c.name, keyword))
    return paging.page(tx, statement, limit, offset)


def shown(tx: Tx, kind: str, uuids: Sequence[str]) -> list[Row[Any]]:
    """Dedications by uuid."""
    return list(tx.rows(_shown(kind).where(_d.uuid.in_(uuids))))
