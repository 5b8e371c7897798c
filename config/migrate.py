"""Bringing the database to the newest revision, from empty or from any earlier one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from config.database import Content, Database, Keys

HERE = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x514C_0001
"""Our name for the lock, an arbitrary number that other programs do not use."""

SCHEMAS = ("keys", "content")

METADATA: list[MetaData] = [Keys.metadata, Content.metadata]


def upgrade(database: Database, revision: str = "head") -> None:
    """The database is at this revision; on an empty one the tables exist afterwards.

    What a revision wrote anew leaves the log, where its older shape would still lie.
    """
    with database.engine.execution_options(quietline_write=True).begin() as connection:
        before = current(connection)
        upgrade_on(connection, revision)
        moved = current(connection) != before
    if moved and before is not None:
        database.erase_traces()  # where others go on reading, the hourly sweep does it


def upgrade_on(connection: Connection, revision: str) -> None:
    """The same within a transaction that somebody else ends."""
    if connection.dialect.name == "postgresql":
        # Two processes that start at once take turns; the lock ends with the transaction.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        for schema in SCHEMAS:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    command.upgrade(_alembic_config(connection), revision)


def clear(connection: Connection) -> None:
    """PostgreSQL's schemas are gone with all in them; new files of SQLite have none."""
    if connection.dialect.name == "postgresql":
        for schema in SCHEMAS:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))


def current(connection: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    options = {"version_table_schema": "content"}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def make_revision(database: Database, message: str) -> None:
    """Write a new revision file from what the models say and the database lacks."""
    with database.engine.begin() as connection:
        command.revision(_alembic_config(connection), message, autogenerate=True)


def differences(database: Database) -> list[object]:
    """What the models say and the database does not: empty where all revisions were written."""
    with database.engine.begin() as connection:
        options = {
            "include_schemas": True,
            "version_table_schema": "content",
            "include_name": lambda name, kind, _parents: (
                kind != "schema" or name in {"keys", "content"}
            ),
        }
        context = MigrationContext.configure(
            connection, opts={**options, "target_metadata": METADATA}
        )
        return list(compare_metadata(context, METADATA))  # type: ignore[arg-type]


def head() -> str:
    """The newest revision that there is a file for."""
    found = ScriptDirectory(str(HERE)).get_current_head()
    if found is None:
        raise RuntimeError("no revision")
    return found


def revisions() -> list[str]:
    """Every revision that there is a file for, oldest first."""
    walked = ScriptDirectory(str(HERE)).walk_revisions()
    return [script.revision for script in walked][::-1]


def _alembic_config(connection: object) -> Config:
    alembic_config = Config()
    alembic_config.set_main_option("script_location", str(HERE))
    alembic_config.attributes["connection"] = connection
    alembic_config.attributes["metadata"] = METADATA
    return alembic_config
