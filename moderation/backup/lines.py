"""What is inside a set: lines of JSON, packed with gzip. docs/backup-format.md describes them.

The first line says what the set is, then each table's line is followed by its rows, and the last
line counts them. Written and read as a stream: never more than a few rows are in memory.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from moderation.backup.refusal import BackupRefused
from moderation.backup.tables import tag_of

FORMAT = 1
"""The version of this format; another one is refused."""

TOGETHER = 64
"""Rows that are fetched at once."""

GZIP = 31
FAST = 1
"""Sealed bytes cannot be packed; what base64 adds can, at any level."""


@dataclass(frozen=True)
class Header:
    """What a set is: of which site and kind, its number, and the database's revision."""

    kind: str
    site: str
    serial: int
    day: str
    revision: str
    format: int = FORMAT


@dataclass(frozen=True)
class TableLine:
    """A table that follows: its name, its columns, and what each of them holds."""

    table: str
    columns: list[str]
    holds: list[str]


def to_text(value: bytes) -> str:
    """Bytes as they stand in a line."""
    return base64.b64encode(value).decode()


ENCODERS: dict[type, Callable[[Any], Any]] = {
    bytes: to_text,
    memoryview: lambda value: to_text(bytes(value)),
    date: date.isoformat,
}
DECODERS: dict[str, tuple[type, Callable[[Any], Any]]] = {
    "key": (str, lambda value: base64.b64decode(value, validate=True)),
    "bytes": (str, lambda value: base64.b64decode(value, validate=True)),
    "day": (str, date.fromisoformat),
    "flag": (bool, lambda value: value),
    "int": (int, lambda value: value),
    "text": (str, lambda value: value),
}


def packed(session: Session, header: Header, tables: list[Table]) -> Iterator[bytes]:
    """The whole set, piece by piece, as the session's snapshot has it."""
    packer = zlib.compressobj(FAST, wbits=GZIP)
    for line in _lines(session, header, tables):
        if piece := packer.compress(line):
            yield piece
    yield packer.flush()


def _lines(session: Session, header: Header, tables: list[Table]) -> Iterator[bytes]:
    yield _line({"quietline-backup": asdict(header)})
    counts: dict[str, int] = {}
    for table in tables:
        columns = list(table.columns)
        names, holds = [c.name for c in columns], [tag_of(c) for c in columns]
        yield _line(asdict(TableLine(table.fullname, names, holds)))
        chosen = select(*columns).order_by(*table.primary_key)
        rows = session.connection().execution_options(yield_per=TOGETHER).execute(chosen)
        counts[table.fullname] = 0
        for row in rows:
            counts[table.fullname] += 1
            yield _line([ENCODERS.get(type(value), _same)(value) for value in row])
    yield _line({"end": counts})


def _line(what: object) -> bytes:
    return json.dumps(what, separators=(",", ":"), ensure_ascii=True).encode() + b"\n"


def _same(value: object) -> object:
    return value


def row_of(table: TableLine, values: object) -> dict[str, Any]:
    """A row as the database takes it; raises BackupRefused where it does not fit its columns."""
    if not isinstance(values, list) or len(values) != len(table.columns):
        raise BackupRefused(f"A row of {table.table} is not whole.")
    try:
        return {
            name: None if value is None else _decoded(hold, value)
            for name, hold, value in zip(table.columns, table.holds, values, strict=True)
        }
    except (KeyError, TypeError, ValueError) as error:
        raise BackupRefused(f"A row of {table.table} cannot be read.") from error


def _decoded(hold: str, value: object) -> Any:  # noqa: ANN401 - whatever the column holds
    wanted, decode = DECODERS[hold]
    if type(value) is not wanted:
        raise TypeError(hold)
    return decode(value)
