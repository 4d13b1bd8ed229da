"""Resource limits as they are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, select

from manager.model.caller import Scope
from manager.model.db import Tx
from manager.model.paging import page
from manager.model.tables.tenancy import account, domain, resource_limit
from manager.model.tenancy.account_views import default_limits
from manager.model.tenancy.counters import KINDS, ROOT_ADMIN, UNLIMITED


class LimitView(msgspec.Struct, frozen=True):
    """One limit (-1: none) of an account, or of a domain when `account` is None."""

    kind: str
    most: int
    account: str | None
    domain_uuid: str
    domain_name: str
    domain_path: str


def of_accounts(tx: Tx, scope: Scope, kinds: Sequence[str], limit: int | None, offset: int) -> tuple[list[LimitView], int]:
    """Limits of the accounts in the scope: a row per account and kind."""
    per = len(kinds)
    statement: Select[Any] = select(
        account.c.id, account.c.name, account.c.type, domain.c.uuid, domain.c.name.label("home"), domain.c.name_path,
    ).join(domain, domain.c.id == account.c.domain_id).where(
        account.c.live == 1, scope.where(account.c.id, account.c.domain_id)).order_by(account.c.id)
    first, last = offset // per, None if limit is None else -(-(offset + limit) // per)
    rows, total = page(tx, statement, None if last is None else last - first, first)
    own = _stored(tx, "account", [row.id for row in rows])
    preset = default_limits(tx)
    out = [LimitView(kind, own.get((row.id, kind), UNLIMITED if row.type == ROOT_ADMIN else preset[kind]), row.name, row.uuid, row.home,
                     row.name_path) for row in rows for kind in kinds]
    skip = offset - first * per
    return out[skip:] if limit is None else out[skip:skip + limit], total * per


def of_domain(tx: Tx, domain_id: int, kinds: Sequence[str]) -> list[LimitView]:
    """Limits of one domain as a whole."""
    row = tx.one(select(domain.c.id, domain.c.uuid, domain.c.name, domain.c.name_path).where(domain.c.id == domain_id))
    own = _stored(tx, "domain", [row.id])
    return [LimitView(kind, own.get((row.id, kind), UNLIMITED), None, row.uuid, row.name, row.name_path) for kind in kinds]


def _stored(tx: Tx, owner: str, ids: Sequence[int]) -> dict[tuple[int, str], int]:
    if not ids:
        return {}
    rows = tx.rows(select(resource_limit.c.owner_id, resource_limit.c.type, resource_limit.c.max).where(
        resource_limit.c.owner_type == owner, resource_limit.c.owner_id.in_(ids)))
    return {(row.owner_id, row.type): int(row.max) for row in rows}


NUMBERS = {kind.number: name for name, kind in KINDS.items()}
