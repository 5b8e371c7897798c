"""Stores that are migrated already: the tables are made once in a process, not for every test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from chat.purge import purge_keys_of, use_purge_keys
from config import migrate
from config.database import Database
from config.settings import Settings, load_settings
from tests.databases import fresh_database
from webapp.store import open_store

EMPTY = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname IN ('keys', 'content') AND tablename <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
    FOR name IN SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'D'
    LOOP EXECUTE 'ALTER TABLE ' || name || ' ENABLE TRIGGER ALL'; END LOOP;
    FOR name IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
        WHERE schemaname IN ('keys', 'content')
    LOOP EXECUTE 'ALTER SEQUENCE ' || name || ' RESTART'; END LOOP;
END $$
"""
"""Ends what an earlier test left open, deletes all rows, and sets triggers again; tables stay. So
does the revision, which a test may have changed: it is set again too."""

_until_the_end = ExitStack()
atexit.register(_until_the_end.close)


@contextmanager
def migrated_store(kind: str, data_dir: Path) -> Iterator[tuple[Settings, Database]]:
    """An empty store with every table, and its settings; closed when the block ends."""
    if kind == "sqlite":
        shutil.copytree(made_sqlite(), data_dir)
    else:
        with psycopg.connect(_made_postgresql(), autocommit=True) as line:
            line.execute(EMPTY)
            line.execute("UPDATE content.alembic_version SET version_num = %s", [migrate.head()])
    settings = _settings(kind, data_dir)
    store = _compiled_once(open_store(settings))
    try:
        yield settings, store
    finally:
        store.engine.dispose()


@contextmanager
def migrated_database(kind: str) -> Iterator[str]:
    """The setting for a database of this kind that a server finds migrated; dropped at the end.

    SQLite's files are made by the server itself, in no time.
    """
    template = "template1" if kind == "sqlite" else _template()
    with fresh_database(kind, template) as url:
        yield url


@cache
def _template() -> str:
    """The name of a migrated database to which nobody is connected, as copies need it."""
    home = _until_the_end.enter_context(tempfile.TemporaryDirectory())
    url = _until_the_end.enter_context(fresh_database("postgresql"))
    _migrate(load_settings({"QUIETLINE_DATA_DIR": home, "QUIETLINE_DATABASE_URL": url}))
    return url.rsplit("/", 1)[1]


def _settings(kind: str, data_dir: Path) -> Settings:
    url = "" if kind == "sqlite" else _made_postgresql()
    return load_settings({"QUIETLINE_DATA_DIR": str(data_dir), "QUIETLINE_DATABASE_URL": url})


@cache
def made_sqlite() -> Path:
    """A data directory with every table and nothing in them; only to be copied."""
    home = Path(_until_the_end.enter_context(tempfile.TemporaryDirectory())) / "data"
    _migrate(load_settings({"QUIETLINE_DATA_DIR": str(home)}))
    return home


@cache
def _made_postgresql() -> str:
    home = _until_the_end.enter_context(tempfile.TemporaryDirectory())
    url = _until_the_end.enter_context(fresh_database("postgresql"))
    _migrate(load_settings({"QUIETLINE_DATA_DIR": home, "QUIETLINE_DATABASE_URL": url}))
    return url


def _migrate(settings: Settings) -> None:
    store = open_store(settings)
    migrate.upgrade(store)
    store.engine.dispose()
    _first.setdefault(store.engine.dialect.name, store.engine)


_first: dict[str, Engine] = {}
STATEMENTS = 5_000
"""Compiled ones that are kept: more than all tests need."""


def _compiled_once(store: Database) -> Database:
    """The same store, which finds compiled what the earlier ones of its kind asked.

    It took a fifth of the time of the tests of calls (measured).
    """
    engine, first = store.engine, _first[store.engine.dialect.name]
    first._compiled_cache.capacity = STATEMENTS  # type: ignore[union-attr]
    if keys := purge_keys_of(engine.dialect):
        use_purge_keys(first, keys)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return Database(engine)
