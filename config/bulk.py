"""Many rows in one statement, past SQLAlchemy's work for each value: for the way of a message only.

The statements are made of the tables as the models declare them, once for each shape. On SQLite the
driver runs one statement over all rows; on PostgreSQL the rows come as one array for each column,
so that a batch is one question and one answer. Names in them are those of our own models.
"""
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, LargeBinary, Select, Table, bindparam
from sqlalchemy.orm import DeclarativeBase

Values = tuple[Any, ...]


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a model."""
    found = model.__table__
    assert isinstance(found, Table)  # noqa: S101 - SQLAlchemy calls it a FromClause
    return found


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]
) -> None:
    """The rows are in the table; each has a value for each of the columns."""
    _run(connection, _insert(connection.dialect, table, columns), table, columns, rows)


def update_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]
) -> None:
    """The row that has the first of the values in the first of the columns has the others too."""
    _run(connection, _update(connection.dialect, table, columns), table, columns, rows)


def add_up_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]
) -> None:
    """The last of the columns is larger by each row's last value where the others are the table's key.

    A row that was not there begins with that value.
    """
    _run(connection, _add_up(connection.dialect, table, columns), table, columns, rows)


class SelectIn:
    """A question about rows that have one of many values; `made` makes it of its parameters."""

    def __init__(
        self, made: Callable[[list[BindParameter[Any]]], Select[*tuple[Any, ...]]]
    ) -> None:
        self._made = made
        self._texts: dict[tuple[str, int], tuple[str, bool]] = {}

    def rows(self, connection: Connection, values: Sequence[bytes]) -> list[Values]:
        """What is found, as the driver gives it."""
        text, by_name = self._text(connection.dialect, len(values))
        named = {f"v{i}": value for i, value in enumerate(values)}
        found = connection.exec_driver_sql(text, named if by_name else tuple(values))
        assert found.cursor is not None  # noqa: S101 - a SELECT has one
        return list(found.cursor.fetchall())

    def _text(self, dialect: Dialect, many: int) -> tuple[str, bool]:
        known = self._texts.get((dialect.name, many))
        if known is None:
            statement = self._made([bindparam(f"v{i}") for i in range(many)])
            compiled = statement.compile(dialect=dialect)
            known = self._texts[dialect.name, many] = str(compiled), not compiled.positional
        return known


def _run(
    connection: Connection,
    text: str,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[Values],
) -> None:
    dialect = connection.dialect
    for place, name in enumerate(columns):
        convert = _converter(dialect, table, name)
        if convert is not None:
            rows = [(*row[:place], convert(row[place]), *row[place + 1 :]) for row in rows]
    if dialect.name == "postgresql":
        connection.exec_driver_sql(text, tuple(map(list, zip(*rows, strict=True))))
    else:
        connection.exec_driver_sql(text, list(rows))


@cache
def _insert(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    into = f"INSERT INTO {table.fullname} ({', '.join(columns)})"
    if dialect.name == "postgresql":
        return f"{into} SELECT * FROM unnest({_arrays(dialect, table, columns)})"
    return f"{into} VALUES ({', '.join('?' * len(columns))})"


@cache
def _update(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    key, *others = columns
    if dialect.name == "postgresql":
        sets = ", ".join(f"{name} = new.{name}" for name in others)
        arrays = _arrays(dialect, table, columns)
        return (
            f"UPDATE {table.fullname} AS old SET {sets}"
            f" FROM unnest({arrays}) AS new({', '.join(columns)}) WHERE old.{key} = new.{key}"
        )
    # By number: SQLite takes the first value for the key, which stands last.
    sets = ", ".join(f"{name} = ?{place}" for place, name in enumerate(others, 2))
    return f"UPDATE {table.fullname} SET {sets} WHERE {key} = ?1"


@cache
def _add_up(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    *key, sum_ = columns
    text = _insert(dialect, table, columns).replace(table.fullname, f"{table.fullname} AS old", 1)
    return (
        f"{text} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sum_} = old.{sum_} + excluded.{sum_}"
    )


def _arrays(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    return ", ".join(f"%s::{table.c[name].type.compile(dialect)}[]" for name in columns)


@cache
def _converter(dialect: Dialect, table: Table, name: str) -> Callable[[Any], Any] | None:
    """What the driver needs done to a value; bytes it takes as they are."""
    kind = table.c[name].type
    if isinstance(kind, LargeBinary):
        return None
    return kind.dialect_impl(dialect).bind_processor(dialect)
