"""The database: two schemas, `keys` and `content`, behind one session whose keys commit first.

On SQLite each schema is a file of its own, attached to an empty in-memory main database in
that order. With write-ahead logging and a main database that has no file name SQLite commits
attached files one after the other in the order of attachment (`vdbeCommit`), so the keys are
on disk before the content, and the acknowledgement follows both. A crash in between leaves
key rows without content, which the checker finds and removes; never content without its key.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext, suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, cast

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.exc import InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.pool import QueuePool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import CursorResult, Delete, Engine, Update

BUSY_MS = 15_000
"""How long one writer waits for another before it gives up, in milliseconds."""

TRIES = 20
"""How often the log is asked to be emptied before whoever asked is told that it is not."""

BETWEEN_TRIES = 0.05
"""Seconds in which those who still read an old state of the file may come to an end."""

TRACES = "quietline_traces"
"""How a session is marked that deleted what must leave the log soon."""

AT_THE_END = "quietline_at_the_end"
"""Where a writing session keeps what is to be done right before its commit."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[bytes, mapped_column(LargeBinary(16))]
Digest = Annotated[bytes, mapped_column(LargeBinary(32))]
Blob = Annotated[bytes, mapped_column(LargeBinary)]
Code = Annotated[str, mapped_column(String(40))]
Day = Annotated[date, mapped_column(Date)]
Hour = Annotated[str, mapped_column(String(13))]
Number = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]
RowNumber = Annotated[
    int,
    mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
]


Row = TypeVar("Row", bound=DeclarativeBase)


class Content(DeclarativeBase):
    """Tables of sealed bytes and routing labels."""

    metadata = MetaData(schema="content", naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger}


class Keys(DeclarativeBase):
    """Tables whose rows, once deleted, make everything sealed under them unreadable."""

    metadata = MetaData(schema="keys", naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger}


class Database:
    """Hands out sessions; a writing one commits when its block ends without an error."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        snapshot = {"isolation_level": "REPEATABLE READ"} if _is_postgresql(engine) else {}
        self._reading_engine = engine.execution_options(**snapshot)
        self._writing_engine = engine.execution_options(quietline_write=True)
        self.refused_last = False
        """Whether the last that was to be written here was refused, as by a disk that is full."""
        # Of one process's writers those who wait do so here: inside SQLite they would hold up all.
        self._turn = nullcontext() if _is_postgresql(engine) else threading.Lock()

    def commit_beside(self, at_once: Callable[..., Any]) -> None:
        """From now on commits wait for the disk beside the hub, and it goes on meanwhile.

        `at_once` finds a thread whatever else waits. On PostgreSQL nothing changes: there the wait
        is for a socket.
        """
        if not _is_postgresql(self.engine):
            dialect = cast("Any", self.engine.dialect)
            dialect.do_commit = partial(at_once, dialect.do_commit)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one snapshot that writes nothing."""
        with Session(self._reading_engine, expire_on_commit=False) as session:
            yield session  # closing it rolls back; its rows stay readable

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is on disk when the block ends, or left no trace if it raised."""
        with (
            self._noting_refusals(),
            self._turn,
            Session(self._writing_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.info[AT_THE_END] = []
            try:
                yield session
                finish(session)
            except BaseException:
                session.expunge_all()  # an error may carry a row, which says how things were found
                raise
        if session.info.get(TRACES):  # not here and now: whoever waits for the commit goes on
            threading.Thread(target=self._erase_soon, daemon=True).start()

    @contextmanager
    def _noting_refusals(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InternalError):
            self.refused_last = True
            raise
        self.refused_last = False

    def erase_traces(self) -> bool:
        """What was deleted leaves SQLite's log too (PostgreSQL's log holds it only under purge keys).

        False where somebody went on reading an old state of a file: it must be asked for again.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Waiting inside SQLite would hold up everybody, and with them whoever still reads.
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            try:
                emptied = [_empty_log(connection, schema) for schema in ("keys", "content")]
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MS}")
        return all(emptied)

    def _erase_soon(self) -> None:
        """The same in its own time; where it cannot be done now the hourly sweep does it."""
        with suppress(SQLAlchemyError):
            self.erase_traces()


LastWork = Callable[["Session", list[Any]], None]
"""Work of one kind that is done once for all its items, right before the commit."""


def at_the_end(session: Session, work: LastWork, item: object, *, first: bool = False) -> None:
    """Right before the commit `work` gets this item, with all others that were put off to it.

    So a lock that everybody needs is held for the commit only, and is taken after all others; what
    takes more than one comes `first`. Raises KeyError in a session that writes nothing.
    """
    waiting = session.info[AT_THE_END]
    waiting.insert(0 if first else len(waiting), (work, item))


def put_off(session: Session, work: LastWork) -> list[Any]:
    """The items of this kind that wait for the end of the block."""
    return [item for kind, item in session.info.get(AT_THE_END, ()) if kind is work]


@contextmanager
def attempt(session: Session) -> Iterator[None]:
    """A savepoint: where the block raises nothing of it is left, nor what it put off to the end."""
    waiting = session.info[AT_THE_END]
    before = list(waiting)
    try:
        with session.begin_nested():
            yield
    except BaseException:
        waiting[:] = before
        raise


def finish(session: Session) -> None:
    """Do what was put off, once for each kind, after everything else was sent to the database.

    The end of a writing block does this; before it only whoever must see all of it at once.
    """
    session.flush()
    while waiting := session.info[AT_THE_END]:
        work = waiting[0][0]
        items = put_off(session, work)
        waiting[:] = [entry for entry in waiting if entry[0] is not work]
        work(session, items)


def leave_no_trace(session: Session) -> None:
    """What this writing block deletes leaves SQLite's log right after the commit."""
    session.info[TRACES] = True


def _empty_log(connection: Connection, schema: str) -> bool:
    for _ in range(TRIES):
        busy, *_pages = connection.exec_driver_sql(
            f"PRAGMA {schema}.wal_checkpoint(TRUNCATE)"
        ).one()
        if not busy:
            return True
        time.sleep(BETWEEN_TRIES)
    return False


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def locked(session: Session, kind: type[Row], key: bytes | int) -> Row | None:
    """The row, as it is now, and nobody else's to change until the writing block ends."""
    return session.get(kind, key, with_for_update=True, populate_existing=True)


def locked_to_stay(session: Session, kind: type[Row], key: bytes | int) -> Row | None:
    """The same of a row that will not be deleted: rows that point to it may be written meanwhile.

    Else whoever locks it and then its neighbour would wait for whoever has the neighbour and writes
    such a row, and they for it.
    """
    lock = {"key_share": True}  # FOR NO KEY UPDATE on PostgreSQL
    return session.get(kind, key, with_for_update=lock, populate_existing=True)


def changed(session: Session, statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE past the session's copies and give how many rows it changed."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount


def open_sqlite(data_dir: Path) -> Database:
    """Open (and create, readable by its owner only) the two files in `data_dir`."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        "sqlite://",
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        pool_timeout=BUSY_MS / 1000,
        hide_parameters=True,
        connect_args={"check_same_thread": False},  # the pool lends a connection to one at a time
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's private type
        connection.isolation_level = None  # we say BEGIN ourselves, below
        _attach(connection, data_dir)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its locks at once: a reader that turned writer could not be retried.
        writes = connection.get_execution_options().get("quietline_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Database(engine)


def _attach(connection: sqlite3.Connection, data_dir: Path) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA temp_store = MEMORY")
    for schema in ("keys", "content"):  # the order of commits: keys first
        path = data_dir / f"{schema}.db"
        path.touch(mode=0o600)
        connection.execute(f"ATTACH DATABASE ? AS {schema}", (str(path),))
        connection.execute(f"PRAGMA {schema}.journal_mode = WAL")
        connection.execute(f"PRAGMA {schema}.synchronous = FULL")
        connection.execute(f"PRAGMA {schema}.secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
