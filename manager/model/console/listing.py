"""listConsoleSessions: pages of sessions, and what is shown of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, Select, or_, select

from manager.model import paging
from manager.model.caller import Caller, in_subtree
from manager.model.console.sessions import SessionRow
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.console import console_session
from manager.model.tables.infra import host
from manager.model.tables.tenancy import account, domain, user
from manager.model.tables.vm import vm

_s = console_session.c


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What to list. `path`: the domain's and those below; `active`: open now; `acquired`: those that were ever opened."""

    path: str | None = None
    domain_id: int | None = None
    account_id: int | None = None
    user_id: int | None = None
    id: int | None = None
    host_id: int | None = None
    vm_id: int | None = None
    since: int | None = None
    until: int | None = None
    creator: str | None = None
    client: str | None = None
    keyword: str | None = None
    active: bool = True
    acquired: bool = False


_SHOWN: Select[Any] = select(
    _s.id, _s.uuid, _s.created, _s.acquired, _s.removed, _s.creator_address, _s.client_address, vm.c.uuid.label("vm_uuid"),
    vm.c.name.label("vm_name"), vm.c.display_name.label("vm_display"), user.c.uuid.label("user_uuid"), user.c.username,
    account.c.uuid.label("account_uuid"), account.c.name.label("account_name"), domain.c.uuid.label("domain_uuid"),
    domain.c.name.label("domain_name"), domain.c.name_path.label("domain_path"), host.c.uuid.label("host_uuid"), host.c.name.label("host_name"),
).select_from(console_session).join(vm, vm.c.id == _s.vm_id).join(user, user.c.id == _s.user_id).join(account, account.c.id == _s.account_id).join(
    domain, domain.c.id == _s.domain_id).outerjoin(host, host.c.id == _s.host_id)


def find(tx: Tx, caller: Caller, uuid: str) -> SessionRow | None:
    """A session that the caller may list, ended or not: a user's own, an admin's domain's."""
    statement = select(*columns(SessionRow, console_session)).where(_s.uuid == uuid, caller.sees(_s.account_id, _s.domain_id))
    if not caller.is_admin and not caller.is_domain_admin:
        statement = statement.where(_s.user_id == caller.user_id)
    row = tx.first(statement)
    return None if row is None else make(SessionRow, row)


def page(tx: Tx, wanted: Filter, limit: int | None, offset: int) -> tuple[list[Row[Any]], int]:
    """A page, the newest first, and the count of all."""
    statement = _SHOWN
    for column, value in ((_s.domain_id, wanted.domain_id), (_s.account_id, wanted.account_id), (_s.user_id, wanted.user_id), (_s.id, wanted.id),
                          (_s.host_id, wanted.host_id), (_s.vm_id, wanted.vm_id), (_s.creator_address, wanted.creator),
                          (_s.client_address, wanted.client)):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.path is not None:
        statement = statement.where(in_subtree(_s.domain_id, wanted.path))
    if wanted.since is not None:
        statement = statement.where(_s.created >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(_s.created <= wanted.until)
    if wanted.active or wanted.acquired:
        statement = statement.where(_s.acquired.is_not(None))
    if wanted.active:
        statement = statement.where(_s.live == 1)
    if wanted.keyword is not None:
        statement = statement.where(or_(paging.contains(vm.c.name, wanted.keyword), paging.contains(user.c.username, wanted.keyword)))
    return paging.page(tx, statement.order_by(_s.id.desc()), limit, offset)


def shown(tx: Tx, uuids: Sequence[str]) -> list[Row[Any]]:
    """Sessions with their names, in the asked order."""
    found = {row.uuid: row for row in tx.rows(_SHOWN.where(_s.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]
