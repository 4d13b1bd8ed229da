"""One page of a query and the count of all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

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


def contains(column: Any, keyword: str) -> ColumnElement[bool]:
    """SQL: the text holds `keyword`, in which % and _ are ordinary characters."""
    escaped = keyword.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: ColumnElement[bool] = column.like(f"%{escaped}%", escape="\\")
    return found
