"""What is inside a backup's seal: lines of JSON, packed; an operator's restore reads them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

from moderation.backup import lines, reading
from moderation.backup.refusal import BackupRefused
from tests.fuzz.target import REFUSED, TAKEN, Target


def check(data: bytes) -> str:
    """The verdict on the bytes as they are, and on the same as packed lines."""
    return _one(data) + _one(_packed(data))


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(1, wbits=lines.GZIP)
    return packer.compress(data) + packer.flush()


def _one(data: bytes) -> str:
    rows: list[tuple[lines.TableLine, reading.Rows]] = []
    reader = reading.Reading(lambda _header: None, lambda table, lot: rows.append((table, lot)))
    try:
        for at in range(0, len(data), 64):
            reader.write(data[at : at + 64])
        whole = reader.finish()
    except BackupRefused:
        return REFUSED
    assert sum(whole.counts.values()) == sum(len(lot) for _, lot in rows)
    for table, lot in rows:
        for row in lot:
            assert lines.row_of(table, _as_written(row)) == row
    return TAKEN


def _as_written(row: dict[str, Any]) -> list[Any]:
    return [lines.ENCODERS.get(type(value), lambda it: it)(value) for value in row.values()]


HEADER = {
    "quietline-backup": {
        "kind": "keys",
        "site": "AAAA",
        "serial": 1,
        "day": "2026-11-24",
        "revision": "0027",
        "format": 1,
    }
}
TABLE = {
    "table": "keys.way_back",
    "columns": ["lookup", "day", "flag", "number", "text", "none"],
    "holds": ["key", "day", "flag", "int", "text", "bytes"],
}
ROW = ["QUJD", "2026-11-24", True, 7, "word", None]


def seeds() -> Iterator[bytes]:
    """A small set, one without its end, one of another format, and one that counts wrongly."""
    whole = _lines(HEADER, TABLE, ROW, ROW, {"end": {"keys.way_back": 2}})
    yield from (b"", whole, whole[:-20], _packed(whole), whole + b"[]\n")
    yield _lines({"quietline-backup": {"format": 2}})
    yield _lines(HEADER, TABLE, TABLE)
    yield _lines(HEADER, ROW, {"end": {}})
    yield _lines(HEADER, TABLE, ROW, {"end": {"keys.way_back": 1, "more": 0}})
    yield _lines(HEADER, {"end": []})


def _lines(*said: object) -> bytes:
    return b"".join(json.dumps(each, separators=(",", ":")).encode() + b"\n" for each in said)


WORDS = (b'"end"', b'"table"', b'"columns"', b'"holds"', b'"keys.', b"null", b"[[[[", b'"day"')
ENTRY = (reading, "header_of")
TARGET = Target("backup", check, seeds, ENTRY, longest=2_000, words=WORDS)
