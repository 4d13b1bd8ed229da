"""The first schema."""

from alembic import op

from manager.model.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("schema changes only go forward: restore a backup instead")
