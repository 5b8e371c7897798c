from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

import webapp.cli  # noqa: F401 - brings in every table
from config import migrate
from config.database import open_sqlite


def test_the_newest_revision_makes_exactly_the_tables_of_the_models(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path)
    migrate.upgrade(store)
    assert migrate.differences(store) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path)
    migrate.upgrade(store)
    migrate.upgrade(store)
    assert migrate.differences(store) == []


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
