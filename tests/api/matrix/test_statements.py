"""No list asks the database once more for each row: with twenty more of everything it makes as many statements as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import BigInteger, Integer, Table, UniqueConstraint, insert, select
from sqlalchemy.exc import IntegrityError

from common.ids import new_uuid
from manager.api.declare import COMMANDS
from manager.model.db import Tx
from manager.model.tables import metadata
from tests.api.matrix import expected as who
from tests.api.matrix import observe
from tests.api.matrix.test_scope import FILTERED, NEEDED, paged
from tests.api.matrix.world import World

FEW, MANY = 4, 20   # copies of everything: above the number from which names of VMs are read once each instead of joined
ONCE = {"epoch", "node", "setting"}   # tables that lists do not list, and whose rows are looked at by all
ONE_PROJECT = {"listProjectInvitations"}   # whose projectid names one
Counts = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Counts, Counts]]:
    """By command (items, statements): with few of everything, and with many."""
    world = World(tmp_path_factory.mktemp("statements"), frozen=True)
    try:
        copy_all(world, range(FEW))
        few = {command: spent(world, command) for command in paged()}
        copy_all(world, range(FEW, FEW + MANY))
        yield few, {command: spent(world, command) for command in paged()}
    finally:
        world.close()


def spent(world: World, command: str) -> tuple[int, int]:
    """(items, statements) of one call as root for all there is."""
    cls = COMMANDS[command.lower()]
    filled = observe.fill(cls, "", world.own[who.ROOT])
    given: dict[str, Any] = {**filled, **FILTERED.get(command, {}), **NEEDED.get(command, {}), "page": 1, "pagesize": 500}
    if "listall" in cls.PARAMS:
        given["listall"] = True
        if {"account", "projectid"} <= set(cls.PARAMS) and command not in ONE_PROJECT:
            given["projectid"] = -1
    items, least = 0, []
    for _ in range(3):   # now and then a call looks whether what the process keeps is still true
        statements: list[int] = []
        world.app.db.on_commit = lambda tx, seen=statements: seen.append(tx.statements)  # type: ignore[misc]
        try:
            items = len(world.admin.call(command, **given).get(cls.OBJECT, []))
        finally:
            world.app.db.on_commit = None
        least.append(sum(statements))
    return items, min(least)


def copy_all(world: World, numbers: range) -> None:
    """Copies of each row of each table that has ids of its own."""
    for table in metadata.sorted_tables:
        if "id" in table.c and "uuid" in table.c and table.name not in ONCE:
            world.app.db.write(lambda tx, table=table: copy(tx, table, numbers))  # type: ignore[misc]


def copy(tx: Tx, table: Table, numbers: range) -> None:
    """Copies of the table's newest row that is there, apart from each other where they must be."""
    live = [table.c.live == 1] if "live" in table.c else []
    row = tx.first(select(table).where(*live).order_by(table.c.id.desc()).limit(1))
    if row is None:
        return
    for number in numbers:
        values = {**row._mapping, "uuid": new_uuid()}
        del values["id"]
        for name in apart(table):
            if values[name] is not None:
                values[name] = values[name] + (1000 + number) if isinstance(values[name], int) else f"{values[name]}-{number}"
        try:
            with tx.conn.begin_nested():
                tx.execute(insert(table), values)
        except IntegrityError:
            return   # there can be one alone


def apart(table: Table) -> set[str]:
    """Columns that differ: one of each unique constraint."""
    out = set()
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            own = [column for column in constraint.columns if not column.foreign_keys and column.name not in ("live", "uuid")]
            texts = [column for column in own if not isinstance(column.type, Integer | BigInteger)]
            out |= {column.name for column in (texts or own)[:1]}
    return out


@pytest.mark.parametrize("command", paged())
def test_statements(counted: tuple[Counts, Counts], command: str) -> None:
    few, many = counted
    full = many[command][0] >= 500 > few[command][0]   # then all are counted by a statement of its own
    assert many[command][1] <= few[command][1] + full, f"(items, statements): {few[command]}, then {many[command]}"


def test_most_lists_have_many_items(counted: tuple[Counts, Counts]) -> None:
    """Else nothing was shown."""
    few, many = counted
    grown = [command for command in many if many[command][0] >= few[command][0] + MANY // 2]
    assert len(grown) >= len(many) // 2, sorted(set(many) - set(grown))
