"""Rows as frozen structs: a struct names the columns it wants, in order."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, Row, Table

S = TypeVar("S", bound=msgspec.Struct)


def columns(struct: type[msgspec.Struct], table: Table, **others: Column[Any]) -> list[Column[Any]]:
    """The columns of `struct`'s fields in its order: those of `table`, or of another table where `others` says so.

    So `make(Struct, row)` is a row of `select(*columns(Struct, table))`. KeyError when the table has no such column.
    """
    return [others[name] if name in others else table.c[name] for name in struct.__struct_fields__]


def make(struct: type[S], row: Row[Any]) -> S:
    """A row of `select(*columns(struct, …))` as its struct."""
    values: tuple[Any, ...] = tuple(row)
    return struct(*values)
