"""One page of a query and the count of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, func, select

from manager.model.db import Tx


def page(tx: Tx, statement: Select[Any], limit: int | None, offset: int) -> tuple[list[Row[Any]], int]:
    """(the rows of the page, the count of all rows). `statement` is ordered by something unique, so that pages neither overlap nor skip.

    `limit` None: everything. One statement when the first page holds everything, two otherwise.
    """
    paged = statement if limit is None else statement.limit(limit)
    rows = list(tx.rows(paged.offset(offset) if offset else paged))
    if not offset and (limit is None or len(rows) < limit):
        return rows, len(rows)
    counted = statement.with_only_columns(*list(statement.selected_columns)[:1]).order_by(None).subquery()
    return rows, int(tx.scalar(select(func.count()).select_from(counted)) or 0)


def uuids(
    tx: Tx, table: Table, where: Sequence[ColumnElement[bool]], limit: int | None, offset: int, *, order: Sequence[Any] | None = None,
) -> tuple[list[str], int]:
    """(uuids of a page, the count of all) of a table's rows, the oldest first unless `order` says otherwise; `order` ends with the id.

    The page is found among ids, which an index that covers conditions and order gives without reading a row; its rows alone are read.
    """
    order = order or [table.c.id]
    if limit is None:
        found = [row.uuid for row in tx.rows(select(table.c.uuid).where(*where).order_by(*order))]
        return found[offset:], len(found)
    ids = select(table.c.id).where(*where).order_by(*order).limit(limit).offset(offset or None).subquery()
    found = [row.uuid for row in tx.rows(select(table.c.uuid).join(ids, ids.c.id == table.c.id).order_by(*order))]
    if not offset and len(found) < limit:
        return found, len(found)
    return found, int(tx.scalar(select(func.count(table.c.id)).where(*where)) or 0)


def contains(column: Any, keyword: str) -> ColumnElement[bool]:
    """SQL: the text holds `keyword`, in which % and _ are ordinary characters."""
    escaped = keyword.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: ColumnElement[bool] = column.like(f"%{escaped}%", escape="\\")
    return found
