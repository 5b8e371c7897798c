"""A file of cases from another system, read and checked whole before anything of it is sent.

Our own JSON and NDJSON, and a table that needs no more than two columns. What is wrong is told by
line and by field, without quoting what somebody wrote.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chat.codes import Category, SourceChannel
from chat.fields import Language
from moderation.codes import StaffChannel
from webapp.client.case_formats import COLUMNS, FIELD_COLUMNS, FORMAT, plain
from webapp.client.case_words import MULTI, SECTIONS

MOST_BYTES = 256 * 1024 * 1024
LONGEST = 60_000
"""Bytes of one record's words; sealed and padded, the server takes little more."""
MOST_SECTIONS = 150
MOST_FINDINGS = 50

Name = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
Words = Annotated[str, Field(max_length=LONGEST)]
Values = dict[Name, Words | list[Words]]


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ImportedSection(_Read):
    """A section of a case as the file has it."""

    id: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[str, Field(pattern=f"^({'|'.join(SECTIONS)})$")]
    title: Words = ""
    text: Words = ""
    fields: Values = {}


class ImportedCase(_Read):
    """A case as the file has it. Number, status and day were the other system's, and are noted."""

    format: Annotated[str, Field(pattern=f"^{FORMAT}$")] = FORMAT
    system: Annotated[str, Field(min_length=1, max_length=200)]
    id: Annotated[str, Field(min_length=1, max_length=200)]
    number: Annotated[str, Field(max_length=80)] = ""
    status: Annotated[str, Field(max_length=80)] = ""
    day: Annotated[str, Field(max_length=80)] = ""
    channel: SourceChannel | StaffChannel = "phone"
    category: Category = "tip"
    language: Language = "en"
    title: Annotated[str, Field(min_length=1, max_length=500)]
    summary: Words = ""
    fields: Values = {}
    sections: Annotated[list[ImportedSection], Field(max_length=MOST_SECTIONS)] = []
    history: Any = None
    release: Any = None


@dataclass(frozen=True)
class Finding:
    """Something wrong with the file, and where."""

    where: str
    why: str


class BrokenFile(Exception):
    """Something in the file is wrong, so nothing of it is imported."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


def read_file(path: Path, system: str) -> list[ImportedCase]:
    """Every case in the file; `system` names where cases come from that do not say it.

    Raises BrokenFile with everything that is wrong, and OSError.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BrokenFile([Finding("file", "larger than 256 MiB")])
    readers = {".json": _in_json, ".ndjson": _in_lines, ".jsonl": _in_lines, ".csv": _in_table}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BrokenFile([Finding("file", "its name ends in none of .json .ndjson .csv")])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile([Finding(f"byte {error.start + 1}", "no UTF-8")]) from error
    return _checked(reader(text), system)


def _checked(found: Iterator[tuple[str, object]], system: str) -> list[ImportedCase]:
    cases: list[ImportedCase] = []
    findings: list[Finding] = []
    first: dict[tuple[str, str], str] = {}
    for where, said in found:
        read = said if isinstance(said, Finding) else _case(where, said, system)
        if isinstance(read, Finding):
            findings.append(read)
            continue
        earlier = first.setdefault((read.system, read.id), where)
        if earlier != where:
            findings.append(Finding(where, f"the same id as {earlier}"))
        cases.append(read)
    if findings:
        raise BrokenFile(findings[:MOST_FINDINGS])
    return cases


def _case(where: str, said: object, system: str) -> ImportedCase | Finding:
    given = {"system": system, **said} if isinstance(said, dict) else said
    try:
        read = ImportedCase.model_validate(given)
    except ValidationError as error:
        told = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in told["loc"]) or "case"
        return Finding(where, f"{place}: {told['msg']}")
    ids = [section.id for section in read.sections if section.id]
    if len(set(ids)) < len(ids):
        return Finding(where, "sections: two have the same id")
    return _too_long(where, read) or read


def _too_long(where: str, case: ImportedCase) -> Finding | None:
    """What the server would refuse only after a part of the file was there already."""
    parts = [("case", case.title, case.summary, case.fields)]
    parts += [(s.kind, s.title, s.text, s.fields) for s in case.sections]
    for name, *words in parts:
        if len(json.dumps(words, ensure_ascii=False).encode()) > LONGEST:
            return Finding(where, f"{name}: more than {LONGEST} bytes")
    return None


def _in_lines(text: str) -> Iterator[tuple[str, object]]:
    # Only a line feed ends a line of NDJSON; other separators may stand in somebody's words.
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"line {at}", _json(f"line {at}", line)


def _in_json(text: str) -> Iterator[tuple[str, object]]:
    whole = _json("file", text)
    cases = whole.get("cases") if isinstance(whole, dict) else whole
    if not isinstance(cases, list):
        found = whole if isinstance(whole, Finding) else Finding("file", "no list of cases")
        yield "file", found
        return
    for at, each in enumerate(cases, 1):
        yield f"case {at}", each


def _json(where: str, text: str) -> Any:  # noqa: ANN401 - whatever the file says
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError):
        return Finding(where, "no JSON")
    return found


def _in_table(text: str) -> Iterator[tuple[str, object]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(rows, [])]
        wrong = [name for name in head if name not in COLUMNS]
        if wrong or len(set(head)) < len(head) or not {"id", "title"} <= set(head):
            yield "line 1", Finding("line 1", "the first line names no columns, or unknown ones")
            return
        for row in rows:
            if row:
                yield f"line {rows.line_num}", _row(f"line {rows.line_num}", head, row)
    except csv.Error as error:
        yield f"line {rows.line_num}", Finding(f"line {rows.line_num}", f"no table: {error}")


def _row(where: str, head: list[str], row: list[str]) -> object:
    if len(row) != len(head):
        return Finding(where, f"{len(row)} cells under {len(head)} columns")
    said = {name: plain(cell) for name, cell in zip(head, row, strict=True) if cell != ""}
    fields: dict[str, object] = {
        name: said.pop(column) for name, column in FIELD_COLUMNS.items() if column in said
    }
    for name in MULTI:
        if name in fields:
            fields[name] = str(fields[name]).split()
    case: dict[str, object] = dict(said)
    sections, other = (_json(where, said.get(name) or "null") for name in ("sections", "other"))
    for name, found in (("sections", sections), ("other", other)):
        case.pop(name, None)
        if isinstance(found, Finding):
            return Finding(where, f"{name}: no JSON")
    if sections is not None:
        case["sections"] = sections
    more = other if isinstance(other, dict) else {}
    return {**case, "fields": {**fields, **more}}
