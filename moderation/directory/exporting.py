"""The directory as files: HSDS as JSON or as a package of tables, or a plain table.

A file is written page by page, and no page holds the database: whoever takes it slowly holds up nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.directory import ours, packages, plain_table
from moderation.directory.models import LooseRow, Organisation
from moderation.directory.packing import document
from moderation.directory.shape import FILES, PARENTS
from moderation.directory.tabular import Flat

FORMATS = {
    "json": ("application/json", "organizations.json"),
    "ndjson": ("application/x-ndjson", "organizations.ndjson"),
    "package": ("application/zip", "hsds.zip"),
    "table": ("text/csv; charset=utf-8", "organisations.csv"),
}
"""The type of each format, and what its file is called."""

PAGE = 500
MARK = b"\xef\xbb\xbf"
"""Spreadsheets read a file as UTF-8 only where it begins with this."""


class Exported(NamedTuple):
    """An organisation as it is written."""

    org_id: str
    doc: bytes
    kind: str
    verified_on: date | None

    @property
    def whole(self) -> dict[str, Any]:
        """The document, with what this service knows besides it."""
        return ours.give(document(self.doc), self.kind, self.verified_on)


Loose = list[tuple[str, str]]


class Writer(Protocol):
    """Makes a file of pages of organisations."""

    def add(self, rows: list[Exported]) -> bytes:
        """What is written of these, as far as that is known already."""

    def finish(self, loose: Loose) -> bytes:
        """The end of the file; `loose` are the rows that hang on no organisation."""


def page_after(session: Session, after: str) -> list[Exported]:
    """The organisations that follow this id, so many; fewer are the last ones."""
    row = Organisation
    chosen = select(row.org_id, row.doc, row.kind, row.verified_on)
    there = chosen.where(row.removed.is_(False), row.org_id > after)
    found = session.execute(there.order_by(row.org_id).limit(PAGE))
    return [Exported(*each) for each in found]


def loose_rows(session: Session) -> Loose:
    """What hangs on no organisation."""
    chosen = select(LooseRow.kind, LooseRow.doc).order_by(LooseRow.kind, LooseRow.row_id)
    return [(kind, doc) for kind, doc in session.execute(chosen)]


class _List:
    """One JSON list."""

    def __init__(self) -> None:
        self._before = "[\n"

    def add(self, rows: list[Exported]) -> bytes:
        lines = ",\n".join(json.dumps(row.whole, ensure_ascii=False) for row in rows)
        if not lines:
            return b""
        before, self._before = self._before, ",\n"
        return (before + lines).encode()

    def finish(self, _loose: Loose) -> bytes:
        return b"[]\n" if self._before == "[\n" else b"\n]\n"


class _Lines:
    """One JSON document in each line."""

    def add(self, rows: list[Exported]) -> bytes:
        return "".join(f"{json.dumps(row.whole, ensure_ascii=False)}\n" for row in rows).encode()

    def finish(self, _loose: Loose) -> bytes:
        return b""


class _Table:
    """The plain table."""

    def __init__(self) -> None:
        self._head = MARK + plain_table.head().encode()

    def add(self, rows: list[Exported]) -> bytes:
        head, self._head = self._head, b""
        told = [plain_table.line(document(r.doc), r.kind, r.verified_on) for r in rows]
        return head + "".join(told).encode()

    def finish(self, _loose: Loose) -> bytes:
        return self._head


class _Package:
    """The package: a row may be another's twin, so nothing is written before all are there."""

    def __init__(self) -> None:
        self._flat = Flat()

    def add(self, rows: list[Exported]) -> bytes:
        for row in rows:
            self._flat.add("organization", row.whole)
        return b""

    def finish(self, loose: Loose) -> bytes:
        for kind, doc in loose:
            self._flat.add(kind, json.loads(doc))
        columns = {table: ["id", *(name for name, _, _ in PARENTS[table])] for table in FILES}
        return packages.pack(self._flat, columns)


WRITERS: dict[str, Callable[[], Writer]] = {
    "json": _List,
    "ndjson": _Lines,
    "table": _Table,
    "package": _Package,
}
