"""A set is read to its last line, or refused at the first that is not as it must be."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from moderation.backup import reading
from moderation.backup.lines import Header, TableLine
from moderation.backup.reading import Reading, Rows, Whole
from moderation.backup.refusal import BackupRefused

HEADER: dict[str, Any] = {
    "kind": "content",
    "site": "",
    "serial": 1,
    "day": "2026-11-27",
    "revision": "0011",
    "format": 1,
}
FIRST = {"quietline-backup": HEADER}
TABLE = {"table": "content.shelf", "columns": ["kind", "n"], "holds": ["bytes", "int"]}
ROW = ["AAE=", 7]
END = {"end": {"content.shelf": 1}}


def read(*lines: object, tail: bytes = b"") -> tuple[Whole, list[tuple[TableLine, Rows]]]:
    data = gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in lines)) + tail
    taken: list[tuple[TableLine, Rows]] = []
    heads: list[Header] = []
    found = Reading(heads.append, lambda table, rows: taken.append((table, rows)))
    for at in range(0, len(data), 7):
        found.write(data[at : at + 7])
    return found.finish(), taken


def test_a_whole_set_gives_its_header_its_rows_and_their_number() -> None:
    whole, taken = read(FIRST, TABLE, ROW, END)
    assert whole == Whole(Header(**HEADER), {"content.shelf": 1})
    assert [rows for _, rows in taken] == [[], [{"kind": b"\0\1", "n": 7}]]


BAD: dict[str, list[object]] = {
    "nothing": [],
    "no first line": [TABLE, ROW, END],
    "no end": [FIRST, TABLE, ROW],
    "a row less than counted": [FIRST, TABLE, END],
    "a row more than counted": [FIRST, TABLE, ROW, ROW, END],
    "a table that is not counted": [FIRST, TABLE, ROW, {**TABLE, "table": "content.job"}, END],
    "a table twice": [FIRST, TABLE, ROW, TABLE, ROW, END],
    "a row before its table": [FIRST, ROW, END],
    "something after the end": [FIRST, TABLE, ROW, END, ROW],
    "a short row": [FIRST, TABLE, ["AAE="], END],
    "a number for bytes": [FIRST, TABLE, [7, 7], END],
    "yes for a number": [FIRST, TABLE, ["AAE=", True], END],
    "broken base64": [FIRST, TABLE, ["AA", 7], END],
    "an unknown kind": [FIRST, {**TABLE, "holds": ["bytes", "pickle"]}, ROW, END],
    "a kind too few": [FIRST, {**TABLE, "holds": ["bytes"]}, ROW, END],
    "a name that is none": [FIRST, {**TABLE, "table": "content.shelf; drop"}, ROW, END],
    "a table elsewhere": [FIRST, {**TABLE, "table": "pg_catalog.pg_class"}, ROW, END],
    "a line of another kind": [FIRST, {"hello": 1}, END],
    "a text for a line": [FIRST, "hello", END],
    "another format": [{"quietline-backup": {**HEADER, "format": 2}}],
    "a field too many": [{"quietline-backup": {**HEADER, "more": 2}}],
    "a serial that is a text": [{"quietline-backup": {**HEADER, "serial": "1"}}],
}


@pytest.mark.parametrize("what", BAD)
def test_anything_else_is_refused(what: str) -> None:
    with pytest.raises(BackupRefused):
        read(*BAD[what])


def test_bytes_after_the_packed_ones_are_refused() -> None:
    with pytest.raises(BackupRefused):
        read(FIRST, TABLE, ROW, END, tail=b"more")


def test_a_line_without_an_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 1000)
    found = Reading(lambda _header: None, lambda _table, _rows: None)
    with pytest.raises(BackupRefused, match="too long"):
        found.write(gzip.compress(b" " * 5_000_000))


def test_a_line_of_lists_in_lists_without_end_is_refused() -> None:
    found = Reading(lambda _header: None, lambda _table, _rows: None)
    with pytest.raises(BackupRefused, match="a line is broken"):
        found.write(gzip.compress(b"[" * 100_000 + b"\n"))
