"""What answers about domains show, and the list of domains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, and_, func, select

from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.paging import page
from manager.model.rows import make
from manager.model.tables.tenancy import configuration, domain
from manager.model.tenancy.accounts import DomainRow

_PARENT = domain.alias("parent")
_CHILD = domain.alias("child")


class DomainView(msgspec.Struct, frozen=True):
    """A domain with its parent."""

    id: int
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
    domain.c.id, domain.c.uuid, domain.c.name, domain.c.level, domain.c.name_path, domain.c.network_domain, domain.c.state, domain.c.created,
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
    level: int | None = None, parent: DomainRow | None = None, recursive: bool = True,
) -> tuple[list[str], int]:
    """A page of the uuids of domains within the caller's reach, by path. `parent`: those below it, `recursive`: at any depth."""
    where = [domain.c.live == 1]
    if parent is not None:
        where.append(and_(domain.c.path.like(f"{parent.path}%"), domain.c.id != parent.id) if recursive else domain.c.parent_id == parent.id)
    if not caller.is_admin:
        where.append(domain.c.path.like(caller.domain_path + "%") if caller.is_domain_admin else domain.c.id == caller.domain_id)
    for condition, value in ((domain.c.id, id), (domain.c.name, name), (domain.c.level, level)):
        if value is not None:
            where.append(condition == value)
    if keyword:
        where.append(domain.c.name.contains(keyword, autoescape=True))
    rows, total = page(tx, select(domain.c.uuid).where(*where).order_by(domain.c.name_path, domain.c.id), limit, offset)
    return [row[0] for row in rows], total


def details(tx: Tx, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """The settings that these domains have of their own, as CloudStack shows them in `domaindetails`. Sealed ones are left out."""
    out: dict[int, dict[str, str]] = {}
    if ids:
        for row in tx.rows(select(configuration.c.scope_id, configuration.c.name, configuration.c.value).where(
                configuration.c.scope == "Domain", configuration.c.scope_id.in_(ids), configuration.c.encrypted.is_(False))):
            out.setdefault(row.scope_id, {})[row.name] = row.value or ""
    return out
