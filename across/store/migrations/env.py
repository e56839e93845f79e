"""How Alembic reaches the store: through the connection and the transaction that the caller has open."""

from alembic import context

from across.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
