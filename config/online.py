"""Changing PostgreSQL's tables while people write: indexes beside them, and short waits for locks.

On SQLite, and where a table is new, an index is made where its revision says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from alembic import op
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

TURN = 0x514C_0002
"""Our name for the lock of whoever changes tables; arbitrary."""

LONGEST_TURN = 3600
"""Seconds to wait for another process that changes them, which may be making an index."""

LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's word for it (its manual, appendix A). Its driver takes 9 MB, which SQLite need not have."""

BETWEEN_LOOKS = 0.2

PATIENCE = "3s"
"""How long a change waits for a table's lock: all who come after it wait behind it."""

TIMES = 40
"""How often a change is tried again that did not get its lock."""

PAUSE = 1.0
"""Seconds between two tries, in which those who waited go on."""


class MigrationBusy(Exception):
    """Another process changes the tables, or their locks were not to be had."""


class Index(NamedTuple):
    """An index on a table that may be large."""

    name: str
    table: str
    columns: Sequence[str]
    where: str | None = None
    schema: str = "content"


def make(indexes: Sequence[Index]) -> None:
    """Inside a revision: they exist. On PostgreSQL they were made before, if there was a table."""
    there = inspect(op.get_bind())
    for index in indexes:
        known = {each["name"] for each in there.get_indexes(index.table, schema=index.schema)}
        if index.name not in known:
            where = text(index.where) if index.where else None
            op.create_index(
                index.name,
                index.table,
                list(index.columns),
                schema=index.schema,
                postgresql_where=where,
                sqlite_where=where,
            )


def make_beside(engine: Engine, indexes: Sequence[Index]) -> None:
    """Before the revisions run: they exist wherever their table does, and nobody waited for them.

    What is left of one that was interrupted is of no use, and is made anew.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(text("SET lock_timeout = 0"))  # it waits for those who began before, only
        line.execute(text("SET statement_timeout = 0"))
        for index in indexes:
            if inspect(line).has_table(index.table, schema=index.schema):
                _make_beside(line, index)


def _make_beside(line: Connection, index: Index) -> None:
    quote = line.dialect.identifier_preparer.quote
    whole = f"{index.schema}.{quote(index.name)}"
    asked = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
    valid = line.execute(asked, {"name": whole}).scalar()
    if valid is False:
        line.execute(text(f"DROP INDEX CONCURRENTLY {whole}"))
    if not valid:
        columns = ", ".join(quote(column) for column in index.columns)
        table = f"{index.schema}.{quote(index.table)}"
        where = f" WHERE {index.where}" if index.where else ""
        made = f"CREATE INDEX CONCURRENTLY {quote(index.name)} ON {table} ({columns}){where}"
        line.execute(text(made))


@contextmanager
def a_turn(engine: Engine) -> Iterator[None]:
    """Of all processes this one changes tables; raises MigrationBusy where it never may.

    It asks again and again: whoever waited inside a statement would be waited for by an index.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        until = time.monotonic() + LONGEST_TURN
        while not line.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": TURN}):
            if time.monotonic() > until:
                raise MigrationBusy
            time.sleep(BETWEEN_LOOKS)
        try:
            yield
        finally:
            line.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": TURN})


def until_it_has_its_locks(work: Callable[[], None]) -> None:
    """Do the work; again where a table's lock was not to be had. Raises MigrationBusy in the end."""
    for _ in range(TIMES):
        try:
            return work()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
        time.sleep(PAUSE)
    raise MigrationBusy
