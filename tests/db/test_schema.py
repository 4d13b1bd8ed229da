"""Migrations lead to the tables that the program has, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from manager.model import schema
from manager.model.db import Database
from manager.model.tables import metadata


def test_upgrade_leads_to_the_metadata(db_url: str) -> None:
    db = Database(db_url)
    assert schema.current(db) is None
    with pytest.raises(schema.WrongSchema, match="db upgrade"):
        schema.check(db)
    assert schema.upgrade(db) == schema.versions()[-1] == schema.current(db)
    schema.check(db)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        found: list[Any] = compare_metadata(context, metadata)
    assert found == [], "run tools/make-migration"
    db.close()


def test_upgrade_again_changes_nothing(db_url: str) -> None:
    db = Database(db_url)
    assert schema.upgrade(db) == schema.current(db)
    db.close()


def test_a_newer_schema_is_refused(db_url: str) -> None:
    db = Database(db_url)
    schema.upgrade(db)
    db.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    for refuse in (schema.check, schema.upgrade):
        with pytest.raises(schema.WrongSchema, match="newer"):
            refuse(db)
    db.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": schema.versions()[-1]}))
    db.close()


def test_every_table_has_a_primary_key() -> None:
    assert [name for name, table in metadata.tables.items() if not table.primary_key.columns] == []
