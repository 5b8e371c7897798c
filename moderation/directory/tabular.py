"""Between the two forms of HSDS: rows of tables become nested documents, and documents rows again.

A row is put where it belongs exactly once and keeps every cell, also the ids of its parents. So
what came as tables goes out as the same tables, whatever else refers to it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from moderation.directory.findings import Report
from moderation.directory.shape import FILES, LINK, LISTS, OBJECTS, PARENTS, ROOT, column_to

Row = dict[str, Any]

NAMESPACE = uuid.UUID("6f3f9d1e-3b1a-5b52-9a53-0f1f6f0c7a11")
"""Ids that are made here are made from this, so that they are the same each time."""


@dataclass
class Tables:
    """The rows of a package by table, each with the file and line where it stands."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Nested:
    """What a package holds: organisations, and what hangs on none, by table."""

    organisations: list[Row]
    lines: list[int]
    loose: list[tuple[str, Row]]


def nest(tables: Tables, report: Report) -> Nested:
    """Every row is in the document that it belongs to, or loose; what points at nothing is told."""
    by_id = {
        table: {row["id"]: row for row in rows if isinstance(row.get("id"), str)}
        for table, rows in tables.rows.items()
    }
    placed: dict[str, set[str]] = {table: set() for table in tables.rows}
    _take_objects(tables, by_id, placed, report)
    loose: list[tuple[str, Row]] = []
    for table, rows in tables.rows.items():
        if table == ROOT:
            continue
        for row, line in zip(rows, tables.lines[table], strict=True):
            hangs = _hang(table, row, by_id)
            if not hangs.on_something and row.get("id") not in placed[table]:
                loose.append((table, row))
            for column in hangs.dangling:
                report.add("dangling", tables.files[table], line, column)
    return Nested(tables.rows.get(ROOT, []), tables.lines.get(ROOT, []), loose)


@dataclass
class _Hangs:
    on_something: bool
    dangling: list[str]


def _hang(table: str, row: Row, by_id: dict[str, dict[str, Row]]) -> _Hangs:
    """The row is with the first parent that is there; which columns name nobody is told."""
    found, dangling = False, []
    links = LINK.get(table)
    for column, parent, name in PARENTS.get(table, ()):
        wanted = row.get(column)
        holder = by_id.get(parent, {}).get(wanted) if wanted is not None else None
        if holder is not None and not found:
            holder.setdefault(name, []).append(row)
            found = True
        elif holder is None and wanted is not None and not links:
            dangling.append(column)
    if links and row.get(links) is not None and not found:
        dangling.append(links)
    return _Hangs(found, dangling)


def _take_objects(
    tables: Tables,
    by_id: dict[str, dict[str, Row]],
    placed: dict[str, set[str]],
    report: Report,
) -> None:
    """What a row names as its one thing is in it, unless that thing hangs elsewhere by itself."""
    for table, fields in OBJECTS.items():
        rows = tables.rows.get(table, [])
        for name, (other, column) in fields.items():
            for row, line in zip(rows, tables.lines.get(table, []), strict=True):
                wanted = row.get(column)
                if wanted is None:
                    continue
                thing = by_id.get(other, {}).get(wanted)
                if thing is None:
                    report.add("dangling", tables.files[table], line, column)
                elif not _hangs_itself(other, thing, by_id):
                    row[name] = thing
                    placed[other].add(wanted)


def _hangs_itself(table: str, row: Row, by_id: dict[str, dict[str, Row]]) -> bool:
    return any(
        row.get(column) in by_id.get(parent, {}) for column, parent, _ in PARENTS.get(table, ())
    )


class Flat:
    """Rows by table, each id once; a thing that differs from another of its id gets an id of its own."""

    def __init__(self) -> None:
        """No row yet."""
        self.rows: dict[str, dict[str, Row]] = {table: {} for table in FILES}

    def add(self, table: str, doc: Row) -> None:
        """The document's rows are here too."""
        for kind, row in flatten(table, doc):
            rows = self.rows.setdefault(kind, {})
            key = str(row.get("id"))
            before = rows.setdefault(key, row)
            if before is row:
                continue
            if all(before.get(name, value) == value for name, value in row.items()):
                before.update(row)
                continue
            text = json.dumps(row, sort_keys=True, ensure_ascii=True)
            other = str(uuid.uuid5(NAMESPACE, text))
            rows[other] = {**row, "id": other}


def flatten(table: str, thing: Row, upward: Row | None = None) -> Iterator[tuple[str, Row]]:
    """A thing and all that it holds as rows; what the standard does not know is JSON in a cell."""
    above = upward or {}
    lists, objects = LISTS.get(table, {}), OBJECTS.get(table, {})
    nested = set(lists.values()) | objects.keys()
    row = {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        for name, value in thing.items()
        if name not in nested and value is not None
    }
    for column, value in above.items():
        row.setdefault(column, value)
    for name, (other, column) in objects.items():
        held = thing.get(name)
        if isinstance(held, dict):
            row.setdefault(column, held.get("id"))
            yield from flatten(other, held, _above_program(above) if other == "program" else None)
    yield table, row
    for child, name in lists.items():
        to_here = column_to(child, table)
        for each in thing.get(name) or ():
            yield from flatten(child, each, {to_here: thing.get("id")} if to_here else None)


def _above_program(above: Row) -> Row:
    """A program that a service names is of the service's organisation."""
    return {name: value for name, value in above.items() if name == "organization_id"}
