"""This cloud as a region: there is one."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select, update

from manager.model import paging
from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.offering import region

LOCAL = 1


class RegionRow(msgspec.Struct, frozen=True):
    """A region; `endpoint`: the URL of its API."""

    id: int
    name: str
    endpoint: str | None


def seed(tx: Tx) -> None:
    """Adds it when it is missing."""
    if tx.first(select(region.c.id)) is None:
        tx.insert(region, id=LOCAL, name="Local", endpoint="http://localhost:8080/client/")


def get(tx: Tx, region_id: int) -> RegionRow | None:
    """By its number."""
    row = tx.first(select(*columns(RegionRow, region)).where(region.c.id == region_id))
    return None if row is None else make(RegionRow, row)


def listed(tx: Tx, limit: int | None, offset: int, *, id: int | None, name: str | None, keyword: str | None) -> tuple[list[RegionRow], int]:
    """A page and the count of all."""
    statement = select(*columns(RegionRow, region))
    if id is not None:
        statement = statement.where(region.c.id == id)
    if name is not None:
        statement = statement.where(region.c.name == name)
    if keyword is not None:
        statement = statement.where(paging.contains(region.c.name, keyword))
    rows, total = paging.page(tx, statement.order_by(region.c.id), limit, offset)
    return [make(RegionRow, row) for row in rows], total


def change(tx: Tx, region_id: int, values: dict[str, Any]) -> None:
    """Changes its name or endpoint."""
    if values:
        tx.execute(update(region).where(region.c.id == region_id).values(**values))
