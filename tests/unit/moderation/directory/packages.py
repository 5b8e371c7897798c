"""The standard's own examples, and packages made of tables in a test."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from moderation.directory.exporting import WRITERS, Exported
from moderation.directory.findings import Report
from moderation.directory.packing import packed
from moderation.directory.reading import Read, read

GOLDEN = Path(__file__).parents[3] / "golden" / "hsds"

Rows = set[tuple[tuple[str, str], ...]]


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A package of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def golden_tables() -> dict[str, str | bytes]:
    """The standard's example of a package, by name of file."""
    return {path.name: path.read_bytes() for path in sorted(GOLDEN.glob("csv/*.csv"))}


def golden(name: str) -> Any:
    """One of the standard's JSON examples."""
    return json.loads((GOLDEN / name).read_text())


def rows_of(table: str | bytes) -> Rows:
    """The rows of a table, an empty cell being none; in whatever order."""
    text = table if isinstance(table, str) else table.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(sorted((k, v) for k, v in row.items() if v)) for row in rows}


def tables_in(package: bytes) -> dict[str, Rows]:
    """The rows of every table of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        names = [name for name in opened.namelist() if name.endswith(".csv")]
        return {name: rows_of(opened.read(name)) for name in names}


def written(found: Read, form: str) -> bytes:
    """What was read, written in a format."""
    writer = WRITERS[form]()
    rows = [
        Exported(each.org_id, packed(each.text), each.kind or "other", each.verified_on)
        for each in found.organisations
    ]
    body = writer.add(rows)
    return body + writer.finish([(kind, text) for kind, _, text in found.loose])


def codes(report: Report) -> dict[str, int]:
    """How often each finding was made."""
    return dict(report.counts)


def read_alone(data: bytes) -> tuple[Read, Report]:
    """What a file holds for a directory in which nobody is yet."""
    return read(data, {})
