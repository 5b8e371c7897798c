"""Many rows in seconds: SQLite copies what is there under other ids."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from config.database import Database

PREFIX = 4
"""Bytes of an id that a copy has of its own; the rest is the original's."""

OTHER_IDS = ("conv", "lookup")
NUMBERED = "place"


def multiply(
    database: Database, tables: Sequence[type[Any]], pattern: Sequence[bytes], more: int
) -> None:
    """There are `more` conversations than before, copies of those in `pattern`; SQLite only.

    Whatever the tables hold of one in the pattern its copies have too, under ids of their own.
    """
    if more <= 0:
        return
    with database.writing() as session:
        session.execute(text("CREATE TEMP TABLE pattern (conv BLOB)"))
        session.execute(
            text("INSERT INTO pattern VALUES (:conv)"), [{"conv": conv} for conv in pattern]
        )
        for begin in range(0, more, len(pattern)):
            given = {"prefix": secrets.token_bytes(PREFIX), "many": min(len(pattern), more - begin)}
            for table in tables:
                session.execute(text(_copied(table)), given)
        session.execute(text("DROP TABLE pattern"))


def _copied(model: type[Any]) -> str:
    table = model.__table__
    names = [column.name for column in table.columns if column.name != NUMBERED]
    columns, values = ", ".join(names), ", ".join(map(_value, names))
    # No name here comes from anybody: they are those of the tables.
    return (
        f"INSERT INTO {table.fullname} ({columns}) SELECT {values} FROM {table.fullname} "  # noqa: S608
        "WHERE conv IN (SELECT conv FROM pattern LIMIT :many)"
    )


def _value(name: str) -> str:
    return f"CAST(:prefix || substr({name}, {PREFIX + 1}) AS BLOB)" if name in OTHER_IDS else name
