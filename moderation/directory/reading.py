"""A file that somebody brings becomes organisations, or a report of what is wrong with each line.

HSDS as JSON (one, a list, a page of a list, or one in each line), HSDS as a package of tables, and
a plain table with one organisation in each row; each may be packed with gzip.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crypto.hashes import digest
from moderation.directory import ours, packages, plain_table
from moderation.directory.checking import canonical, check
from moderation.directory.findings import Report
from moderation.directory.packages import Budget, Refused
from moderation.directory.tabular import nest

GZIP, ZIP = b"\x1f\x8b", b"PK"
CHUNK = 1 << 20
_SPACE = re.compile(r"[\s,]*")
_INDEXED = re.compile(r"\s*")


@dataclass(frozen=True)
class Incoming:
    """One organisation of a file; `text` is its document."""

    org_id: str
    name: str
    kind: str | None
    verified_on: date | None
    text: str
    digest: bytes


@dataclass
class Read:
    """What a file holds: a format's name, organisations, and rows that hang on none."""

    format: str
    organisations: list[Incoming] = field(default_factory=list)
    loose: list[tuple[str, str, str]] = field(default_factory=list)


def ids_of_table(data: bytes) -> list[str]:
    """The organisations that a plain table speaks of; of every other file, none."""
    try:
        if data[:2] == GZIP:
            data = _gunzip(data, Budget())
    except Refused:
        return []
    is_table = data[:2] != ZIP and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["}
    return plain_table.ids_of(data) if is_table else []


def read(data: bytes, known: plain_table.Known) -> tuple[Read, Report]:
    """Everything that the file holds; where the report stops, nothing of it may be kept.

    `known` are the documents of those that `ids_of_table` names, as far as they are there.
    """
    report, budget = Report(), Budget()
    try:
        return _read(data, budget, report, known), report
    except Refused as refused:
        report.add(refused.code, refused.file, refused.line)
        return Read("none"), report


def _read(data: bytes, budget: Budget, report: Report, known: plain_table.Known) -> Read:
    if data[:2] == GZIP:
        data = _gunzip(data, budget)
    if data[:2] == ZIP:
        return _read_package(data, budget, report)
    budget.spend(len(data))
    return _read_text(data, report, known)


def _gunzip(data: bytes, budget: Budget) -> bytes:
    unpack, pieces = zlib.decompressobj(31), []
    try:
        while data:
            piece = unpack.decompress(data, CHUNK)
            budget.spend(len(piece))
            pieces.append(piece)
            data = unpack.unconsumed_tail
        pieces.append(unpack.flush())
    except zlib.error as error:
        raise Refused("not-gzip") from error
    if not unpack.eof:
        raise Refused("not-gzip")
    return b"".join(pieces)


class _Collecting:
    """Takes documents one by one, and keeps those that follow the rules."""

    def __init__(self, into: Read, report: Report) -> None:
        self._into, self._report = into, report
        self._seen: set[str] = set()

    def take(self, doc: Any, line: int, file: str = "") -> None:  # noqa: ANN401 - whatever was read
        """One more organisation, from this line."""
        said, wrong = ours.take(doc) if isinstance(doc, dict) else (ours.Ours(None, None), "")
        if wrong:
            self._report.add(wrong, file, line, ours.FIELD)
            return
        text = check(doc, lambda code, where: self._report.add(code, file, line, where))
        if text is None:
            return
        if doc["id"] in self._seen:
            self._report.add("duplicate-id", file, line, "id")
            return
        self._seen.add(doc["id"])
        sealed = digest(text.encode())
        made = Incoming(doc["id"], doc["name"].strip(), said.kind, said.verified_on, text, sealed)
        self._into.organisations.append(made)


def _read_package(data: bytes, budget: Budget, report: Report) -> Read:
    found = Read("package")
    tables = packages.read_tables(packages.unzip(data, budget), report)
    if "organization" not in tables.rows:
        report.add("no-organisations")
        return found
    nested = nest(tables, report)
    collecting = _Collecting(found, report)
    file = tables.files["organization"]
    for doc, line in zip(nested.organisations, nested.lines, strict=True):
        collecting.take(doc, line, file)
    for table, row in nested.loose:
        text = canonical(row)
        if "\\u0000" in text:
            report.add("bad-text", tables.files[table])
        found.loose.append((table, row["id"], text))
    return found


def _read_text(data: bytes, report: Report, known: plain_table.Known) -> Read:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("not-utf8", "", data.count(b"\n", 0, error.start) + 1) from error
    first = text.lstrip()[:1]
    if first not in {"{", "["}:
        found = Read("table")
        collecting = _Collecting(found, report)
        for doc, line in plain_table.documents(data, report, known):
            collecting.take(doc, line)
    else:
        found = Read("json")
        collecting = _Collecting(found, report)
        for doc, line in _documents(text, first):
            collecting.take(doc, line)
    if not found.organisations and not report.counts:
        report.add("no-organisations")
    return found


def _documents(text: str, first: str) -> Iterator[tuple[Any, int]]:
    """Every organisation of a JSON text with its number or line; raises Refused."""
    if first == "[":
        yield from _of_list(text)
        return
    whole, after = _decoded(text, _INDEXED.match(text).end(), 1)  # type: ignore[union-attr] # it may be empty
    if text[after:].strip():  # more than one: one in each line
        for line, each in enumerate(text.split("\n"), 1):
            if each.strip():
                yield _decoded(each.strip(), 0, line, whole=True)[0], line
        return
    for name in ("contents", "organizations"):
        if isinstance(whole, dict) and isinstance(whole.get(name), list):
            yield from ((each, number) for number, each in enumerate(whole[name], 1))
            return
    yield whole, 1


def _of_list(text: str) -> Iterator[tuple[Any, int]]:
    """One after the other: never all of a long list at once."""
    at, number = text.index("[") + 1, 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr] # it may be empty
        if text[at : at + 1] == "]":
            if text[at + 1 :].strip():
                raise Refused("not-json", "", number)
            return
        number += 1
        doc, at = _decoded(text, at, number)
        yield doc, number
        following = _INDEXED.match(text, at).end()  # type: ignore[union-attr] # it may be empty
        if text[following : following + 1] not in {",", "]"}:
            raise Refused("not-json", "", number)


def _no_constant(name: str) -> Any:  # noqa: ANN401 - it never returns
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _decoded(text: str, at: int, line: int, *, whole: bool = False) -> tuple[Any, int]:
    try:
        found, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        raise Refused("not-json", "", line) from error
    if whole and text[end:].strip():
        raise Refused("not-json", "", line)
    return found, end
