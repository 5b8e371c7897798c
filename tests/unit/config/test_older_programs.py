"""Which programs go on working with a database that a newer one has migrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from config import migrate
from config.database import Database, open_sqlite
from config.settings import load_settings
from tests.databases import DATABASES, fresh_database
from webapp.store import open_store


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database of each kind."""
    with fresh_database(request.param) as url:
        opened = open_store(
            load_settings({"QUIETLINE_DATA_DIR": str(tmp_path), "QUIETLINE_DATABASE_URL": url})
        )
        migrate.upgrade(opened)
        yield opened
        opened.engine.dispose()


def mark(store: Database, revision: str, works_from: str | None) -> None:
    """As if a newer program had migrated it."""
    with store.writing() as session:
        session.execute(
            text("UPDATE content.alembic_version SET version_num = :now, works_from = :since"),
            {"now": revision, "since": works_from},
        )


@pytest.mark.both_databases
def test_a_newer_database_is_left_as_it_is_by_a_program_that_works_with_it(store: Database) -> None:
    mark(store, "9999", migrate.head())
    migrate.upgrade(store)
    with store.engine.connect() as connection:
        assert migrate.current(connection) == "9999"
        assert migrate.fits(connection)


@pytest.mark.both_databases
@pytest.mark.parametrize("works_from", ["9998", None])
def test_a_newer_database_is_refused_by_a_program_that_does_not(
    store: Database, works_from: str | None
) -> None:
    mark(store, "9999", works_from)
    with pytest.raises(migrate.NewerStore, match="9999"):
        migrate.upgrade(store)


def test_a_database_of_before_this_word_gets_it_at_the_next_start(store: Database) -> None:
    with store.writing() as session:
        session.execute(text("ALTER TABLE content.alembic_version DROP COLUMN works_from"))
    migrate.upgrade(store)
    with store.engine.connect() as connection:
        written = text("SELECT works_from FROM content.alembic_version")
        assert connection.scalar(written) == migrate.oldest_program(migrate.head())
    assert migrate.differences(store) == []


Place = tuple[str, str, str]
"""A schema, a table and a column."""

Bond = tuple[str, str, str]
"""A table and what ties its rows: to which table they point, or what must differ."""


def shape(store: Database) -> tuple[dict[Place, ReflectedColumn], set[Bond]]:
    """Every column, and every bond."""
    columns: dict[Place, ReflectedColumn] = {}
    bonds: set[Bond] = set()
    with store.engine.connect() as connection:
        found = inspect(connection)
        for schema in migrate.SCHEMAS:
            for table in set(found.get_table_names(schema)) - {"alembic_version"}:
                for each in found.get_columns(table, schema):
                    columns[schema, table, each["name"]] = each
                for key in found.get_foreign_keys(table, schema):
                    if key["options"].get("ondelete") not in {"CASCADE", "SET NULL"}:
                        bonds.add((table, "points to", key["referred_table"]))
                for rule in found.get_unique_constraints(table, schema):
                    bonds.add((table, "differ", str(rule["column_names"])))
    return columns, bonds


def what_binds_older_programs(home: Path, revision: str) -> list[object]:
    """What this revision took, changed or demands, and which new rows keep old ones from going."""
    store, revisions = open_sqlite(home), migrate.revisions()
    migrate.upgrade(store, revisions[revisions.index(revision) - 1])
    before, old_bonds = shape(store)
    migrate.upgrade(store, revision)
    after, bonds = shape(store)
    store.engine.dispose()
    tables = {name[1] for name in before}
    changed = [name for name in before if str(before[name]) != str(after.get(name))]
    demanded = [
        name
        for name in after.keys() - before.keys()
        if name[1] in tables and not after[name]["nullable"] and after[name]["default"] is None
    ]
    tied = [
        bond
        for bond in bonds - old_bonds
        if bond[0] in tables or (bond[1] == "points to" and bond[2] in tables)
    ]
    return [*changed, *demanded, *tied]


ADDITIVE = [each for each in migrate.revisions() if migrate.oldest_program(each) != each]


@pytest.mark.parametrize("revision", ["0024", *ADDITIVE])
def test_a_revision_that_calls_itself_additive_binds_no_older_program(
    tmp_path: Path, revision: str
) -> None:
    assert what_binds_older_programs(tmp_path, revision) == []


@pytest.mark.parametrize("revision", ["0014", "0022", "0025"])
def test_what_binds_them_is_found(tmp_path: Path, revision: str) -> None:
    assert what_binds_older_programs(tmp_path, revision)
