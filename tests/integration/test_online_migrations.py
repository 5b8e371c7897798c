"""A migration keeps nobody waiting: no long lock on a table that grows with contacts (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text

from config import migrate, online
from config.database import Database
from config.postgresql import open_postgresql
from tests.databases import fresh_database
from tests.plans import BIG
from tests.server import patiently

BEFORE = "0023"
"""The last that did not have to keep to docs/growth-database.md."""

INSERTED = text(
    """
    INSERT INTO content."case" VALUES
    (:place, substr(encode(:place, 'escape'), 9), 'open', '2026-01-01', 'chat', 'tip', 'en', :place)
    """
)
BROKEN = (
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'content.ix_audit_hour'::regclass"
)
MAKING = "SELECT count(*) FROM pg_stat_progress_create_index WHERE datname = current_database()"

STRONG = """
SELECT relname, mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation
WHERE pid = pg_backend_pid() AND relkind = 'r'
AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
"""
"""Locks that keep writers of a table waiting."""

NAMES = {table.name for table in BIG}
MIGRATIONS = migrate.revisions()[migrate.revisions().index(BEFORE) + 1 :]


@contextmanager
def on_postgresql() -> Iterator[Database]:
    with fresh_database("postgresql") as url:
        store = open_postgresql(url.replace("postgresql://", "postgresql+psycopg://"))
        yield store
        store.engine.dispose()


@contextmanager
def tried(store: Database) -> Iterator[Connection]:
    """A transaction of which nothing is left."""
    with store.engine.connect() as line, line.begin() as whole:
        yield line
        whole.rollback()


def making_an_index(store: Database) -> bool:
    with store.engine.connect() as line:
        return bool(line.scalar(text(MAKING)))


def tables(line: Connection) -> set[str]:
    asked = "SELECT tablename FROM pg_tables WHERE schemaname IN ('keys', 'content')"
    return set(line.scalars(text(asked)))


def keeps_waiting(line: Connection, revision: str) -> set[str]:
    """Big tables that were there before and whose writers or rows this revision keeps busy."""
    before, said = tables(line) & NAMES, list[str]()
    event.listen(line, "before_cursor_execute", lambda *given: said.append(given[2]))
    migrate.upgrade_on(line, revision)
    locked = {name for name, _mode in line.execute(text(STRONG))}
    changes = [words for words in said if words.split()[0] in {"UPDATE", "DELETE", "INSERT"}]
    touched = {name for name in NAMES for words in changes if f"{name} " in f"{words} "}
    return (locked | touched) & before


def said_in(revision: str) -> dict[str, str]:
    """What the revision says of the tables that it keeps waiting, and why that is brief."""
    found = ScriptDirectory(str(migrate.HERE)).get_revision(revision)
    assert found is not None
    told: dict[str, str] = getattr(found.module, "brief", {})
    return told


def test_no_migration_keeps_a_big_table_waiting_without_saying_why_that_is_brief() -> None:
    with on_postgresql() as store:
        migrate.upgrade(store, BEFORE)
        for revision in MIGRATIONS:
            migrate.make_indexes_beside(store, revision)
            with tried(store) as line:
                busy = keeps_waiting(line, revision)
            assert busy == set(said_in(revision)), f"{revision}: see docs/growth-database.md"
            migrate.upgrade(store, revision)


def test_an_index_that_is_made_in_the_revision_itself_is_seen_to_keep_its_table_waiting() -> None:
    """The control."""
    with on_postgresql() as store:
        migrate.upgrade(store, "0026")
        with tried(store) as line:
            assert {"case", "audit", "conversation"} <= keeps_waiting(line, "0027")


def test_people_write_while_an_index_is_made_and_another_process_comes_to_migrate() -> None:
    with on_postgresql() as store, ThreadPoolExecutor(2) as pool:
        migrate.upgrade(store, "0026")
        with store.engine.connect() as somebody:
            somebody.execute(
                INSERTED, {"place": b"%16d" % 1}
            )  # an index waits for who began before
            both = [pool.submit(migrate.upgrade, store) for _ in range(2)]
            patiently(lambda: making_an_index(store))
            with store.engine.begin() as another:
                another.execute(text("SET LOCAL lock_timeout = 200"))
                another.execute(INSERTED, {"place": b"%16d" % 2})
            assert not any(done.done() for done in both)
            somebody.commit()
        assert [done.result() for done in both] == [None, None]
        assert migrate.differences(store) == []


@pytest.mark.long
def test_what_is_left_of_an_index_that_was_interrupted_is_made_anew() -> None:
    with on_postgresql() as store:
        migrate.upgrade(store, "0026")
        with store.engine.begin() as line:
            line.execute(text("CREATE INDEX ix_audit_hour ON content.audit (hour)"))
            line.execute(text(BROKEN))
        migrate.upgrade(store)
        with store.engine.begin() as line:
            assert line.scalar(text("SELECT count(*) FROM pg_index WHERE NOT indisvalid")) == 0


@pytest.mark.long
def test_a_change_that_does_not_get_its_lock_lets_people_go_on_and_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(online, "PATIENCE", "50ms")
    tries = []
    with on_postgresql() as store:
        migrate.upgrade(store, "0024")
        holder = store.engine.connect()
        holder.execute(text("SELECT 1 FROM content.queue_item"))
        holder.execute(text("LOCK content.queue_item IN ROW EXCLUSIVE MODE"))

        def pause(_seconds: float) -> None:
            tries.append(1)
            if len(tries) == 3:
                holder.close()

        monkeypatch.setattr("time.sleep", pause)
        migrate.upgrade(store)
        assert (len(tries), migrate.differences(store)) == (3, [])
