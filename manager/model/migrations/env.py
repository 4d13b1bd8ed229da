"""Alembic's environment; run by manager.model.schema only, which hands the connection over."""

from alembic import context

from manager.model.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite", transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
