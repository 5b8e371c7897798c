"""Writing both sets into an empty store, of either kind, whatever revision each set is of.

The tables are made as the content set knew them, brought to the revision of the keys set, then to
the newest. Key columns are sealed anew under purge keys of today where the store needs that. Words
that were deleted since the content set are left out, so that no file ever holds them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Date, LargeBinary, column, delete, func, insert, inspect, select, table, text
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, Boolean, String, TypeEngine

from chat.purge import KeyMaterial
from config import migrate
from config.database import Content, Keys
from moderation.backup.erased import Erased
from moderation.backup.inspecting import Inspected, read_set
from moderation.backup.lines import TableLine
from moderation.backup.reading import Reading, Rows
from moderation.backup.refusal import BackupRefused

TYPES: dict[str, Callable[[], TypeEngine[Any]]] = {
    "key": KeyMaterial,
    "bytes": LargeBinary,
    "day": Date,
    "flag": Boolean,
    "int": BigInteger,
    "text": String,
}


def load(session: Session, keys: Inspected, content: Inspected, identity: str) -> None:
    """The store holds both sets and is at the newest revision; raises BackupRefused."""
    for each in (content, keys):
        _check_known(each)
    migrate.clear(session.connection())
    for each in (content, keys):
        migrate.upgrade_on(session.connection(), each.whole.header.revision)
        _fill(session, each, identity, keys.erased)
    migrate.upgrade_on(session.connection(), "head")
    _continue_numbers(session)


def is_empty(session: Session) -> bool:
    """Whether no table of the store has a row of its own; tables need not exist."""
    there = inspect(session.connection())
    for found in (*Keys.metadata.sorted_tables, *Content.metadata.sorted_tables):
        if found.name in {"job", "presence"} or not there.has_table(found.name, found.schema):
            continue
        if session.execute(select(func.count()).select_from(found)).scalar():
            return False
    return True


def _check_known(each: Inspected) -> None:
    if each.whole.header.revision not in migrate.revisions():
        raise BackupRefused(
            f"{each.file.path.name} was made by a newer version of Quietline (its database is at"
            f" revision {each.whole.header.revision:.20}). Update Quietline first."
        )


def _fill(session: Session, each: Inspected, identity: str, erased: Erased) -> None:
    """Every row of the set is in its table, but for deleted words."""
    known = inspect(session.connection())
    begun: set[str] = set()

    def take(said: TableLine, rows: Rows) -> None:
        schema, name = said.table.split(".")
        if said.table not in begun:
            begun.add(said.table)
            if not known.has_table(name, schema):
                raise BackupRefused(f"The backup has a table {name} that its revision lacks.")
            session.execute(delete(_table(said)))  # what the revision's own making put there
        rows = erased.without(said.table, rows)
        if rows:
            session.execute(insert(_table(said)), rows)

    read_set(each.file, identity, Reading(lambda _header: None, take))


def _table(said: TableLine) -> Any:  # noqa: ANN401 - SQLAlchemy's lightweight table
    schema, name = said.table.split(".")
    columns = [column(c, TYPES[h]()) for c, h in zip(said.columns, said.holds, strict=True)]
    return table(name, *columns, schema=schema)


def _continue_numbers(session: Session) -> None:
    """PostgreSQL goes on counting after the highest number that was restored."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for found in Content.metadata.sorted_tables:
        for counted in found.columns:
            if found.autoincrement_column is counted:
                sequence = f"pg_get_serial_sequence('{found.fullname}', '{counted.name}')"
                highest = f"(SELECT max({counted.name}) FROM {found.fullname})"  # noqa: S608 - our own names
                session.execute(
                    text(f"SELECT setval({sequence}, coalesce({highest}, 0) + 1, false)")
                )
