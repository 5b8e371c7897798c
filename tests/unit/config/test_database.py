from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from config import migrate
from config.database import Database, open_sqlite
from config.settings import load_settings
from tests.databases import DATABASES, fresh_database
from webapp.store import open_store

PROBE = text(
    "INSERT INTO content.conversation (conv, src_vk, channel, door, language, day, server_opened,"
    " gen, s_seq, s_hash, d_seq, d_hash) VALUES (:conv, :key, 'tip_form', 'need_help', 'en',"
    " '2026-11-24', false, 1, 0, :key, 0, :key)"
)
"""A row as the first revision had it."""


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    with fresh_database(request.param) as url:
        opened = open_store(
            load_settings({"QUIETLINE_DATA_DIR": str(tmp_path), "QUIETLINE_DATABASE_URL": url})
        )
        yield opened
        opened.engine.dispose()


def test_the_newest_revision_makes_exactly_the_tables_of_the_models(store: Database) -> None:
    migrate.upgrade(store)
    assert migrate.differences(store) == []


def test_migrating_twice_changes_nothing(store: Database) -> None:
    migrate.upgrade(store)
    migrate.upgrade(store)
    assert migrate.differences(store) == []


OLDEST, *LATER = migrate.revisions()
"""From the oldest a row goes through every step; from the last ones goes what was built lately."""


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "revision",
    [OLDEST, *(pytest.param(each, marks=pytest.mark.long) for each in LATER[:-2]), *LATER[-2:]],
)
def test_from_every_earlier_revision_data_survives_the_way_to_the_newest(
    store: Database, revision: str
) -> None:
    migrate.upgrade(store, revision)
    with store.writing() as session:
        session.execute(PROBE, {"conv": bytes(16), "key": bytes(32)})
    migrate.upgrade(store)
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM content.conversation")) == 1
    assert migrate.differences(store) == []


def test_after_a_table_was_laid_out_anew_its_older_rows_are_in_no_file(tmp_path: Path) -> None:
    store, conv = open_sqlite(tmp_path), b"a conversation.."
    migrate.upgrade(store, "0014")
    with store.writing() as session:
        session.execute(PROBE, {"conv": conv, "key": bytes(32)})
    migrate.upgrade(store)
    # its row, and its lines in the indexes of languages, channels and doors, which came later
    assert sum(file.read_bytes().count(conv) for file in tmp_path.iterdir()) == 4
    store.engine.dispose()


@pytest.mark.parametrize("schema", ["keys", "content"])
def test_both_files_are_durable_and_wipe_what_is_deleted(tmp_path: Path, schema: str) -> None:
    with open_sqlite(tmp_path).reading() as session:
        pragmas = {
            name: session.scalar(text(f"PRAGMA {schema}.{name}"))
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
        foreign_keys = session.scalar(text("PRAGMA foreign_keys"))
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert foreign_keys == 1


def test_files_of_the_store_are_the_owner_s_alone(tmp_path: Path) -> None:
    migrate.upgrade(open_sqlite(tmp_path / "data"))
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()} == {0}


def test_a_block_that_raises_leaves_no_trace(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path)
    with store.writing() as session:
        session.execute(text("CREATE TABLE content.t (v INTEGER)"))
    with pytest.raises(ZeroDivisionError), store.writing() as session:
        session.execute(text("INSERT INTO content.t VALUES (1)"))
        raise ZeroDivisionError
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM content.t")) == 0
