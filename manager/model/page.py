"""Pages of lists: the count of all and one page in a stable order (WIRE 8)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, func, select

from manager.model.db import Tx


def page(tx: Tx, statement: Select[Any], limit: int | None, offset: int) -> tuple[list[Row[Any]], int]:
    """(rows, count of all). `statement` is ordered by something unique; `limit` None: everything."""
    if limit is None and not offset:
        rows = list(tx.rows(statement))
        return rows, len(rows)
    paged = statement.limit(limit).offset(offset) if limit is not None else statement
    rows = list(tx.rows(paged))
    if limit is not None and not offset and len(rows) < limit:
        return rows, len(rows)
    inner = statement.with_only_columns(*list(statement.selected_columns)[:1]).order_by(None).subquery()
    return rows, int(tx.scalar(select(func.count()).select_from(inner)) or 0)
