"""Alembic's entry: runs revisions on the connection that `config.migrate` hands over."""

from __future__ import annotations

from alembic import context

alembic_config = context.config
connection = alembic_config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=alembic_config.attributes.get("metadata"),
    version_table_schema="content",
    include_schemas=True,
    include_name=lambda name, kind, _parents: kind != "schema" or name in {"keys", "content"},
    compare_type=True,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
