"""The list of events, and what is done to many at once."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, delete, exists, select, update

from manager.model import paging
from manager.model.caller import Caller, Role, Scope
from manager.model.db import Tx
from manager.model.rows import make
from manager.model.tables import infra, network, offering, vm
from manager.model.tables.project import project
from manager.model.tables.tenancy import account, domain, role, ssh_key, user
from manager.model.tables.work import event

COMPLETED = "Completed"
_PARENT = event.alias("parent")


class EventView(msgspec.Struct, frozen=True):
    """An event with the names that its answer shows."""

    id: int
    uuid: str
    type: str
    level: str
    state: str
    description: str | None
    resource_type: str | None
    resource_uuid: str | None
    archived: bool
    created: int
    account: str
    domain_uuid: str
    domain_name: str
    domain_path: str
    username: str | None
    parent_uuid: str | None
    project_uuid: str | None
    project_name: str | None


class EventRow(msgspec.Struct, frozen=True):
    """An event as a reference."""

    id: int
    account_id: int
    domain_id: int


class Filters(msgspec.Struct, frozen=True):
    """What to list; None: all."""

    id: int | None = None
    type: str | None = None
    level: str | None = None
    state: str | None = None
    keyword: str | None = None
    since: int | None = None
    until: int | None = None
    start_id: int | None = None
    resource_type: str | None = None
    resource_uuid: str | None = None
    archived: bool = False
    unfinished: bool = False   # those that began something which has not ended


# Kinds of objects whose names events show: the table and its column.
_NAMES: dict[str, tuple[Table, str]] = {
    "VirtualMachine": (vm.vm, "name"), "DomainRouter": (vm.vm, "name"), "Volume": (vm.volume, "name"), "Network": (network.network, "name"),
    "IpAddress": (network.public_ip, "address"), "Template": (offering.template, "name"), "ServiceOffering": (offering.service_offering, "name"),
    "DiskOffering": (offering.disk_offering, "name"), "NetworkOffering": (offering.network_offering, "name"), "Account": (account, "name"),
    "Domain": (domain, "name"), "User": (user, "username"), "Role": (role, "name"), "Project": (project, "name"), "SSHKeyPair": (ssh_key, "name"),
    "DataCenter": (infra.zone, "name"), "HostPod": (infra.pod, "name"), "Pod": (infra.pod, "name"), "Cluster": (infra.cluster, "name"),
    "Host": (infra.host, "name"), "StoragePool": (infra.storage_pool, "name"), "ImageStore": (infra.image_store, "name"),
    "PhysicalNetwork": (infra.physical_network, "name")}
_EVENTS: Select[Any] = select(
    event.c.id, event.c.uuid, event.c.type, event.c.level, event.c.state, event.c.description, event.c.resource_type, event.c.resource_uuid,
    event.c.archived, event.c.created, account.c.name.label("account"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"),
    domain.c.name_path.label("domain_path"), user.c.username, _PARENT.c.uuid.label("parent_uuid"),
    project.c.uuid.label("project_uuid"), project.c.name.label("project_name"),
).join(account, account.c.id == event.c.account_id).join(domain, domain.c.id == event.c.domain_id).outerjoin(
    user, user.c.id == event.c.user_id).outerjoin(_PARENT, _PARENT.c.id == event.c.parent_id).outerjoin(
    project, project.c.account_id == event.c.account_id)


def list_events(tx: Tx, scope: Scope, limit: int | None, offset: int, wanted: Filters) -> tuple[list[EventView], int]:
    """A page of events, the newest first, and the count of all. With `start_id`: that event and what followed from it."""
    where = [scope.where(event.c.account_id, event.c.domain_id), event.c.archived == wanted.archived]
    for column, value in ((event.c.id, wanted.id), (event.c.type, wanted.type), (event.c.level, wanted.level), (event.c.state, wanted.state),
                          (event.c.resource_type, wanted.resource_type), (event.c.resource_uuid, wanted.resource_uuid)):
        if value is not None:
            where.append(column == value)
    if wanted.keyword:
        where.append(event.c.type.contains(wanted.keyword, autoescape=True) | event.c.description.contains(wanted.keyword, autoescape=True)
                     | event.c.level.contains(wanted.keyword, autoescape=True))
    if wanted.since is not None:
        where.append(event.c.created >= wanted.since)
    if wanted.until is not None:
        where.append(event.c.created <= wanted.until)
    if wanted.unfinished:
        later = event.alias("later")
        where += [event.c.state != COMPLETED, event.c.parent_id.is_(None),
                  ~exists().where(later.c.parent_id == event.c.id, later.c.state == COMPLETED)]
    if wanted.start_id is not None:
        where.append((event.c.id == wanted.start_id) | (event.c.parent_id == wanted.start_id))
    uuids, total = paging.uuids(tx, event, where, limit, offset, order=[event.c.id.desc()])
    rows = tx.rows(_EVENTS.where(event.c.uuid.in_(uuids)).order_by(event.c.id.desc())) if uuids else []
    return [make(EventView, row) for row in rows], total


def resource_names(tx: Tx, rows: list[EventView]) -> dict[str, str]:
    """The names of the objects that events are about, by uuid; one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.resource_uuid and row.resource_type in _NAMES:
            wanted.setdefault(row.resource_type, set()).add(row.resource_uuid)
    out: dict[str, str] = {}
    for kind, uuids in wanted.items():
        table, column = _NAMES[kind]
        for found in tx.rows(select(table.c.uuid, table.c[column].label("name")).where(table.c.uuid.in_(uuids))):
            out[found.uuid] = found.name
    return out


def reached(caller: Caller, by_id: bool) -> ColumnElement[bool]:
    """SQL: events that the caller may archive and delete: its own account's, an admin's domains' ones.

    `by_id`: also those of its projects; its role there was checked when the ids were read.
    """
    if caller.role is Role.USER and not by_id:
        return event.c.account_id == caller.account_id
    return caller.sees(event.c.account_id, event.c.domain_id)


def _chosen(reach: ColumnElement[bool], ids: list[int] | None, type: str | None, since: int | None, until: int | None) -> list[ColumnElement[bool]]:
    where = [reach]
    if ids is not None:
        where.append(event.c.id.in_(ids))
    if type is not None:
        where.append(event.c.type == type)
    if since is not None:
        where.append(event.c.created >= since)
    if until is not None:
        where.append(event.c.created <= until)
    return where


def archive(tx: Tx, reach: ColumnElement[bool], ids: list[int] | None, type: str | None, since: int | None, until: int | None) -> int:
    """Archives events; returns how many were not archived before."""
    return tx.changed(update(event).where(*_chosen(reach, ids, type, since, until), event.c.archived.is_(False)).values(archived=True))


def remove(tx: Tx, reach: ColumnElement[bool], ids: list[int] | None, type: str | None, since: int | None, until: int | None) -> int:
    """Deletes events for good; returns how many."""
    return tx.changed(delete(event).where(*_chosen(reach, ids, type, since, until)))


def find_event(tx: Tx, caller: Caller, uuid: str) -> EventRow | None:
    """An event that the caller may see."""
    row = tx.first(select(event.c.id, event.c.account_id, event.c.domain_id).where(
        event.c.uuid == uuid, caller.sees(event.c.account_id, event.c.domain_id)))
    return None if row is None else EventRow(row.id, row.account_id, row.domain_id)
