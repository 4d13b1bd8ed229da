"""The schema's version: Alembic, driven from code. Schema changes expand first and contract a release later (DESIGN 6).

Migrations are files NNNN_what.py, one after another. Alembic itself is imported only to migrate: starting a node does not need it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import String, column, inspect, select, table

from manager.model.db import Database, Tx
from manager.model.seeding.seed import seed

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = table("alembic_version", column("version_num", String))


class WrongSchema(Exception):
    """The database is not at the version of this program; the text says what to do."""


def versions() -> list[str]:
    """All versions that this program knows, oldest first."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def current(db: Database) -> str | None:
    """The version of the database; None for an empty one."""
    def read(tx: Tx) -> str | None:
        if not inspect(tx.conn).has_table(_VERSION.name):
            return None
        found = tx.scalar(select(_VERSION.c.version_num))
        return None if found is None else str(found)

    return db.read(read)


def upgrade(db: Database) -> str:
    """Brings the database to this program's version and adds what every cloud starts with. Returns the version."""
    have, known = current(db), versions()
    if have is not None and have not in known:
        raise WrongSchema(_newer(have, known[-1]))
    if have != known[-1]:
        _migrate(db)
    db.write(seed)
    return known[-1]


def _migrate(db: Database) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def check(db: Database) -> None:
    """WrongSchema unless the database is at this program's version."""
    have, known = current(db), versions()
    if have == known[-1]:
        return
    if have is not None and have not in known:
        raise WrongSchema(_newer(have, known[-1]))
    raise WrongSchema(f"the database's schema is {have or 'empty'}, this program wants {known[-1]}: run `pileus-manager db upgrade`")


def _newer(have: str, want: str) -> str:
    return f"the database's schema ({have}) is newer than this program ({want}): install the newer pileus-manager"
