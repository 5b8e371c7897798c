"""Bringing the database to the newest revision, from empty or from any earlier one.

A revision that only adds what an older program does not notice says `additive = True`. Beside its
revision the database keeps the oldest one whose program goes on working with it, so that a program
knows whether it may run on a database that a newer one has migrated: that is the way back from an
upgrade on which nothing is lost.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

from config import online
from config.database import Content, Database, Keys
from config.refusal import SettingsError

HERE = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x514C_0001
"""Our name for the lock, an arbitrary number that other programs do not use."""

SCHEMAS = ("keys", "content")

NEWER = (
    "The database is at revision {}, to which a newer release has migrated it, and this one does"
    " not work with it. Start the newer release, or go back with: ./quietline upgrade --back"
)

METADATA: list[MetaData] = [Keys.metadata, Content.metadata]


class NewerStore(SettingsError):
    """A newer program has migrated this database to a state that this program does not know."""


def upgrade(database: Database, revision: str = "head") -> None:
    """The database is at this revision; on an empty one the tables exist afterwards.

    On PostgreSQL people may write meanwhile (docs/growth-database.md). What a revision wrote anew
    leaves the log, where its older shape would still lie. One that a newer program has migrated is
    left as it is where this one goes on working with it; else raises NewerStore.
    """
    if _is_left_alone(database):
        return
    if database.engine.dialect.name == "postgresql":
        with online.a_turn(database.engine):
            make_indexes_beside(database, revision)
            online.until_it_has_its_locks(lambda: _upgrade(database, revision))
    else:
        _upgrade(database, revision)


def _is_left_alone(database: Database) -> bool:
    with database.engine.connect() as connection:
        before = current(connection)
        if not is_newer(before):
            return False
        if not fits(connection):
            raise NewerStore(NEWER.format(before))
        return True


def _upgrade(database: Database, revision: str) -> None:
    with database.engine.execution_options(quietline_write=True).begin() as connection:
        before = current(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{online.PATIENCE}'"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        upgrade_on(connection, revision)
        moved = current(connection) != before
    if moved and before is not None:
        database.erase_traces()  # where others go on reading, the hourly sweep does it


def make_indexes_beside(database: Database, revision: str) -> None:
    """The indexes of what is to come are there, made while people wrote (PostgreSQL)."""
    online.make_beside(database.engine, _indexes_to_come(database, revision))


def _indexes_to_come(database: Database, revision: str) -> list[online.Index]:
    """The indexes of revisions that the database lacks; none for an empty one."""
    with database.engine.connect() as connection:
        before = current(connection)
    if before is None:
        return []
    script = ScriptDirectory(str(HERE))
    steps = list(script.iterate_revisions(revision, before))
    return [index for step in steps[::-1] for index in getattr(step.module, "beside", ())]


def upgrade_on(connection: Connection, revision: str) -> None:
    """The same within a transaction that somebody else ends."""
    if connection.dialect.name == "postgresql":
        # Two processes that start at once take turns; the lock ends with the transaction.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        for schema in SCHEMAS:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    command.upgrade(_alembic_config(connection), revision)
    _write_oldest(connection)


def downgrade(database: Database, revision: str) -> None:
    """The database is at this older revision; what only newer ones have room for is gone."""
    with database.engine.execution_options(quietline_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.downgrade(_alembic_config(connection), revision)
        _write_oldest(connection)
    database.erase_traces()


def is_newer(revision: str | None) -> bool:
    """Whether a database at this revision was migrated by a newer program than this."""
    return revision is not None and revision not in revisions()


def fits(connection: Connection) -> bool:
    """Whether this program works with the database, or can migrate it so that it does."""
    return not is_newer(current(connection)) or _oldest_written(connection) in revisions()


def oldest_program(revision: str) -> str:
    """The oldest revision whose program goes on working with a database at this one."""
    script = ScriptDirectory(str(HERE))
    while getattr((found := script.get_revision(revision)).module, "additive", False):
        revision = str(found.down_revision)
    return revision


def _oldest_written(connection: Connection) -> str | None:
    if not _has_oldest(connection):
        return None
    written = text("SELECT works_from FROM content.alembic_version")
    return connection.execute(written).scalar_one_or_none()


def _write_oldest(connection: Connection) -> None:
    """Beside the revision stands the oldest one whose program goes on, in Alembic's own table."""
    now = current(connection)
    if now is None:
        return
    if not _has_oldest(connection):
        connection.execute(
            text("ALTER TABLE content.alembic_version ADD COLUMN works_from VARCHAR(32)")
        )
    if _oldest_written(connection) != (oldest := oldest_program(now)):
        connection.execute(
            text("UPDATE content.alembic_version SET works_from = :oldest"), {"oldest": oldest}
        )


def _has_oldest(connection: Connection) -> bool:
    found = inspect(connection)
    columns = (
        found.get_columns("alembic_version", "content")
        if found.has_table("alembic_version", "content")
        else []
    )
    return any(column["name"] == "works_from" for column in columns)


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


@cache
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
