"""Databases for saga tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, event

from manager.model.tables import metadata
from tests.sagas.harness.faults import FaultyDatabase

_made: dict[str, FaultyDatabase] = {}


def fresh(url: str) -> FaultyDatabase:
    """An empty database with all tables; made once per URL, emptied at each call."""
    db = _made.get(url)
    if db is None:
        db = _made[url] = FaultyDatabase(url)
        if db.sqlite:
            event.listen(db.engine, "connect", _no_fsync)
        metadata.create_all(db.engine)
    db.faults = None
    with db.engine.begin() as conn:
        if not db.sqlite:  # domains refer to each other
            conn.exec_driver_sql("SET FOREIGN_KEY_CHECKS=0")
        for table in reversed(metadata.sorted_tables):
            conn.execute(delete(table))
        if not db.sqlite:
            conn.exec_driver_sql("SET FOREIGN_KEY_CHECKS=1")
    return db


def _no_fsync(dbapi: Any, record: Any) -> None:
    dbapi.execute("PRAGMA synchronous=OFF").close()
