"""A file of organisations that somebody imports: JSON, lines, tables and packages of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from moderation.directory import plain_table, reading
from tests.fuzz.target import REFUSED, TAKEN, Target
from tests.unit.moderation.directory.packages import GOLDEN, golden_tables, written, zipped

MOST_TABLES = 6


def check(data: bytes) -> str:
    """Whether it may be imported; what may is the same again once it was written and read."""
    reading.ids_of_table(data)
    found, report = reading.read(data, {})
    if report.stops:
        return REFUSED
    lines = written(found, "ndjson")
    again, told = reading.read(lines, {})
    if found.organisations:
        assert not told.stops, told.counts
        assert [one.text for one in again.organisations] == [
            one.text for one in found.organisations
        ]
    written(found, "package")
    return TAKEN


def seeds() -> Iterator[bytes]:
    """The standard's examples, small ones of every kind, and a package with each name spoilt."""
    one = b'{"id": "a", "name": "A", "services": [{"id": "s", "name": "S"}]}'
    yield from (one, b"[" + one + b"]", one + b"\n" + one.replace(b'"a"', b'"b"'))
    yield from (b'{"contents": [' + one + b"]}", gzip.compress(one, mtime=0))
    yield (GOLDEN / "organization_simple.json").read_bytes()
    yield b"id,name,phone\na,A,+1 555\nb,B,\n"
    yield b"name,city,languages\nHouse,Lima,es en\n"
    tables = golden_tables()
    small = dict(sorted(tables.items(), key=lambda each: len(each[1]))[:MOST_TABLES])
    yield zipped({"organizations.csv": b"id,name\no,A\n"})
    yield zipped({"organizations.csv": b"id,name\no,A\n", "services.csv": b"id,name\ns,S\n"})
    yield zipped({"organizations.csv": tables["organizations.csv"], **small})


WORDS = (
    *(b'"id"', b'"name"', b'"services"', b'"x_quietline"', b'"kind"', b'"verified_on"', b"null"),
    *(b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"organizations.csv", b"\xef\xbb\xbf", b"1e999"),
    *(b'"locations"', b'"latitude"', b'"phones"', b'"schedules"', b'"minimum_age"', b"\\ud800"),
)
ENTRY = (plain_table, "ids_of")
TARGET = Target("directory", check, seeds, ENTRY, longest=4_096, words=WORDS)
