"""A founded site is written once in a process; every other test finds a copy of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, insert, select

from config.database import Content, Database, Keys


@dataclass(frozen=True)
class Rows:
    """Every row of every table that has some, in the order in which tables refer to each other.

    What the database counts by itself is left out: it counts the copies as it did the originals.
    """

    of: tuple[tuple[Table, list[dict[str, Any]]], ...]


def taken(store: Database) -> Rows:
    """What is in the store now."""
    found = []
    with store.reading() as session:
        for base in (Keys, Content):
            for table in base.metadata.sorted_tables:
                named = [column for column in table.columns if column is not _counted(table)]
                asked = select(*named)
                if (counted := _counted(table)) is not None:
                    asked = asked.order_by(counted)
                if rows := [dict(row) for row in session.execute(asked).mappings()]:
                    found.append((table, rows))
    return Rows(tuple(found))


def put_back(store: Database, rows: Rows) -> None:
    """The same is in this store, which was empty."""
    with store.writing() as session:
        for table, found in rows.of:
            session.execute(insert(table), found)


def _counted(table: Table) -> Any:
    return table.autoincrement_column
