"""configureSimulator: which faults were asked of simulated hosts."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete, select, update

from manager.model.db import Tx
from manager.model.rows import columns, make
from manager.model.tables.work import sim_mock


class MockRow(msgspec.Struct, frozen=True):
    """One fault. The places are uuids; `count`: how often it still happens in all, None: always."""

    id: int
    zone_id: str | None
    pod_id: str | None
    cluster_id: str | None
    host_id: str | None
    command: str
    value: str
    count: int | None


def add(tx: Tx, **values: object) -> int:
    """Adds a fault; returns its id."""
    return tx.insert(sim_mock, created=tx.now(), **values)


def listing(tx: Tx, mock_id: int | None) -> list[MockRow]:
    """All faults, or one."""
    statement = select(*columns(MockRow, sim_mock)).order_by(sim_mock.c.id)
    if mock_id is not None:
        statement = statement.where(sim_mock.c.id == mock_id)
    return [make(MockRow, row) for row in tx.rows(statement)]


def counted(tx: Tx, mock_id: int, count: int) -> None:
    """How often it still happens."""
    tx.execute(update(sim_mock).where(sim_mock.c.id == mock_id, sim_mock.c.count.is_not(None)).values(count=count))


def remove(tx: Tx, mock_id: int | None) -> None:
    """Removes one fault, or all."""
    statement = delete(sim_mock)
    tx.execute(statement if mock_id is None else statement.where(sim_mock.c.id == mock_id))
