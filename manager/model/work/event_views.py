"""The list of events."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Select, select

from manager.model.caller import Caller, Scope
from manager.model.db import Tx
from manager.model.paging import page
from manager.model.rows import make
from manager.model.tables.tenancy import account, domain, user
from manager.model.tables.work import event

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


class EventRow(msgspec.Struct, frozen=True):
    """An event as a reference."""

    id: int


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


_EVENTS: Select[Any] = select(
    event.c.id, event.c.uuid, event.c.type, event.c.level, event.c.state, event.c.description, event.c.resource_type, event.c.resource_uuid,
    event.c.archived, event.c.created, account.c.name.label("account"), domain.c.uuid.label("domain_uuid"), domain.c.name.label("domain_name"),
    domain.c.name_path.label("domain_path"), user.c.username, _PARENT.c.uuid.label("parent_uuid"),
).join(account, account.c.id == event.c.account_id).join(domain, domain.c.id == event.c.domain_id).outerjoin(
    user, user.c.id == event.c.user_id).outerjoin(_PARENT, _PARENT.c.id == event.c.parent_id)


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
    if wanted.start_id is not None:
        where.append((event.c.id == wanted.start_id) | (event.c.parent_id == wanted.start_id))
    rows, total = page(tx, _EVENTS.where(*where).order_by(event.c.id.desc()), limit, offset)
    return [make(EventView, row) for row in rows], total


def find_event(tx: Tx, caller: Caller, uuid: str) -> EventRow | None:
    """An event that the caller may see."""
    row = tx.first(select(event.c.id).where(event.c.uuid == uuid, caller.sees(event.c.account_id, event.c.domain_id)))
    return None if row is None else EventRow(row.id)
