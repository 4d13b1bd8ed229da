"""One page of a query and the count of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from manager.model.db import Tx


def page(tx: Tx, statement: Select[Any], order: Sequence[ColumnElement[Any]], limit: int | None, offset: int) -> tuple[Sequence[Row[Any]], int]:
    """(the rows of the page, the count of all rows). The order must be total, so that pages neither overlap nor skip.

    One statement when the first page holds everything, two otherwise.
    """
    ordered = statement.order_by(*order)
    if limit is not None:
        ordered = ordered.limit(limit)
    if offset:
        ordered = ordered.offset(offset)
    rows = tx.rows(ordered)
    if limit is None or (rows and len(rows) < limit) or (not rows and not offset):
        return rows, offset + len(rows)
    return rows, int(tx.scalar(select(func.count()).select_from(statement.order_by(None).subquery())))


def contains(column: Any, keyword: str) -> ColumnElement[bool]:
    """SQL: the text holds `keyword`, in which % and _ are ordinary characters."""
    escaped = keyword.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: ColumnElement[bool] = column.like(f"%{escaped}%", escape="\\")
    return found
