"""The first schema, frozen as SQL: one file for SQLite, one for MySQL and MariaDB (both made by tools/make-migration --initial)."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    kind = "sqlite" if bind.dialect.name == "sqlite" else "mysql"
    for statement in Path(__file__).with_name(f"0001_initial.{kind}.sql").read_text().split(";\n\n"):
        if statement.strip():
            bind.exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("schema changes only go forward: restore a backup instead")
