"""What answers about domains show, and the list of domains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, func, select

from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.paging import page
from manager.model.rows import make
from manager.model.tables.tenancy import domain

_PARENT = domain.alias("parent")
_CHILD = domain.alias("child")


class DomainView(msgspec.Struct, frozen=True):
    """A domain with its parent."""

    uuid: str
    name: str
    level: int
    name_path: str
    network_domain: str | None
    state: str
    created: int
    parent_uuid: str | None
    parent_name: str | None
    children: int


_VIEWS: Select[Any] = select(
    domain.c.uuid, domain.c.name, domain.c.level, domain.c.name_path, domain.c.network_domain, domain.c.state, domain.c.created,
    _PARENT.c.uuid.label("parent_uuid"), _PARENT.c.name.label("parent_name"),
    select(func.count()).where(_CHILD.c.parent_id == domain.c.id, _CHILD.c.live == 1).scalar_subquery().label("children"),
).outerjoin(_PARENT, _PARENT.c.id == domain.c.parent_id)


def domains(tx: Tx, uuids: Sequence[str]) -> list[DomainView]:
    """These domains, in this order."""
    if not uuids:
        return []
    found = {row.uuid: make(DomainView, row) for row in tx.rows(_VIEWS.where(domain.c.uuid.in_(uuids)))}
    return [found[uuid] for uuid in uuids if uuid in found]


def domain_ids(
    tx: Tx, caller: Caller, limit: int | None, offset: int, *, id: int | None = None, name: str | None = None, keyword: str | None = None,
    level: int | None = None,
) -> tuple[list[str], int]:
    """A page of the uuids of domains within the caller's reach, by path."""
    where = [domain.c.live == 1]
    if not caller.is_admin:
        where.append(domain.c.path.like(caller.domain_path + "%") if caller.is_domain_admin else domain.c.id == caller.domain_id)
    for condition, value in ((domain.c.id, id), (domain.c.name, name), (domain.c.level, level)):
        if value is not None:
            where.append(condition == value)
    if keyword:
        where.append(domain.c.name.contains(keyword, autoescape=True))
    rows, total = page(tx, select(domain.c.uuid).where(*where).order_by(domain.c.name_path, domain.c.id), limit, offset)
    return [row[0] for row in rows], total
