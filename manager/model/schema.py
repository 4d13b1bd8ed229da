"""The schema's version: Alembic, driven from code. Schema changes expand first and contract a release later (DESIGN 6)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from manager.model.db import Database
from manager.model.seed import seed

MIGRATIONS = Path(__file__).parent / "migrations"


class WrongSchema(Exception):
    """The database is not at the version of this program; the text says what to do."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def head() -> str:
    """The version that this program wants."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


def current(db: Database) -> str | None:
    """The version of the database; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(db: Database) -> str:
    """Brings the database to this program's version and adds what every cloud starts with. Returns the version."""
    with db.engine.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()
    db.write(seed)
    return head()


def check(db: Database) -> None:
    """WrongSchema unless the database is at this program's version."""
    have, want = current(db), head()
    if have == want:
        return
    known = {revision.revision for revision in ScriptDirectory.from_config(_config()).walk_revisions()}
    if have is not None and have not in known:
        raise WrongSchema(f"the database's schema ({have}) is newer than this program ({want}): install the newer pileus-manager")
    raise WrongSchema(f"the database's schema is {have or 'empty'}, this program wants {want}: run `pileus-manager db upgrade`")
