"""The `lease` table: work that one node at a time does (reconcilers)."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import bindparam, case, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.work import lease


class LeaseRow(msgspec.Struct, frozen=True):
    """`due` is when the work is next to be done; `signalled` rises whenever somebody asks for it at once."""

    name: str
    node_id: int | None
    until: int
    take: int
    due: int
    signalled: int
    last_error: str | None


_COLUMNS = columns(LeaseRow, lease)
_NAMES = select(lease.c.name)
_DUE = select(*_COLUMNS).where(lease.c.due <= now_us(), or_(lease.c.node_id.is_(None), lease.c.until < now_us())).order_by(lease.c.due)
_INSERT = insert(lease).values(due=0)
_GUARD = (lease.c.name == bindparam("lease_name"), lease.c.take == bindparam("seen"))
_TAKE = update(lease).where(*_GUARD).values(
    node_id=bindparam("node"), take=lease.c.take + 1, until=now_us() + bindparam("for_us"), signalled=0)
_RENEW = update(lease).where(*_GUARD).values(until=now_us() + bindparam("for_us"))
_DONE = update(lease).where(*_GUARD).values(
    node_id=None, until=0, due=case((lease.c.signalled > 0, now_us()), else_=now_us() + bindparam("every_us")), last_error=bindparam("error"))
_SIGNAL = update(lease).where(lease.c.name.in_(bindparam("names", expanding=True))).values(
    due=now_us(), signalled=lease.c.signalled + 1)
_ALL = select(*_COLUMNS).order_by(lease.c.name)


def ensure(tx: Tx, names: Collection[str]) -> None:
    """Makes the rows that are missing; they are due at once."""
    for name in sorted(set(names) - {row.name for row in tx.rows(_NAMES)}):
        try:
            tx.execute(_INSERT, {"name": name})
        except IntegrityError:
            continue  # another node was faster


def due(tx: Tx) -> list[LeaseRow]:
    """What is to be done now and is done by nobody."""
    return [make(LeaseRow, row) for row in tx.rows(_DUE)]


def take(tx: Tx, row: LeaseRow, node_id: int, for_us: int) -> bool:
    """Makes the work this node's for `for_us` microseconds; False when another was faster. The new take is `row.take + 1`."""
    return tx.changed(_TAKE, {"lease_name": row.name, "seen": row.take, "node": node_id, "for_us": for_us}) == 1


def renew(tx: Tx, name: str, take: int, for_us: int) -> bool:
    """Prolongs the lease; False when it was lost."""
    return tx.changed(_RENEW, {"lease_name": name, "seen": take, "for_us": for_us}) == 1


def done(tx: Tx, name: str, take: int, every_us: int, error: str | None) -> bool:
    """Gives the lease back; due again after `every_us`, or at once if somebody signalled meanwhile. False when it was lost."""
    return tx.changed(_DONE, {"lease_name": name, "seen": take, "every_us": every_us, "error": error and error[:1000]}) == 1


def signal(tx: Tx, names: Collection[str]) -> None:
    """The work is due now."""
    if names:
        tx.execute(_SIGNAL, {"names": sorted(names)})


def everything(tx: Tx) -> list[LeaseRow]:
    """All rows, for operators."""
    return [make(LeaseRow, row) for row in tx.rows(_ALL)]
