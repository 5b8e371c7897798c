"""Released cases as files for another system: JSON, a line of JSON for each case, or a table.

Pure: released cases in, bytes out, and nothing that a release does not name.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from webapp.client.case_records import Record, Revision
from webapp.client.case_release import Released
from webapp.client.case_words import MAIN_FIELDS, SECTION_FIELDS, fields_of, text_of
from webapp.schemas import b64

FORMAT = "quietline cases 1"
LABELS = ("number", "status", "day", "channel", "category", "language")
"""What the server reads of a case."""
LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a cell for a formula, also in full width; a ' before it makes it text."""

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that the names in the table are Unicode."""

FIELD_COLUMNS = {name: name for name in MAIN_FIELDS} | {"language": "language_spoken"}
"""The column of each field of a case; `language` is that of the desk's label."""

COLUMNS = (
    "system",
    "id",
    *LABELS,
    "title",
    "summary",
    *FIELD_COLUMNS.values(),
    "sections",
    "other",
)


def system_of(site: bytes) -> str:
    """What a desk is called as the system that a case comes from."""
    return f"quietline:{b64(site)}"


def as_dict(released: Released, site: bytes) -> dict[str, Any]:
    """One case in words, with the release by which it left."""
    detail = released.opened.detail
    said = {thing.code: thing.said for thing in released.things}
    labels = {name: getattr(detail, name) for name in LABELS}
    purpose = released.purpose
    return {
        "format": FORMAT,
        "system": system_of(site),
        "id": b64(detail.case_id),
        **labels,
        "title": said.get("title", {}).get("value", ""),
        "summary": said.get("summary", {}).get("value", ""),
        "fields": {c[6:]: s["value"] for c, s in said.items() if c.startswith("field.")},
        "sections": [_section(code, s) for code, s in said.items() if code.startswith("section.")],
        **({"history": _history(released)} if purpose.history else {}),
        "release": {
            "id": b64(released.release_id),
            "ground": purpose.ground,
            "expires_on": released.expires_on,
        },
    }


def _section(code: str, said: dict[str, Any]) -> dict[str, Any]:
    words = {"id": code[8:], "kind": said["kind"], "title": said["title"], "text": said["value"]}
    return {**words, **({"fields": said["fields"]} if "fields" in said else {})}


def _history(released: Released) -> list[dict[str, Any]]:
    """Earlier versions of the records that leave, the oldest first."""
    opened = released.opened
    named = {thing.code for thing in released.things}
    sections = [r for r in opened.sections if f"section.{b64(r.record_id)}" in named]
    records = [*([opened.main] if opened.main else []), *sections]
    return [_earlier(record, each) for record in records for each in record.revisions[:-1]]


def _earlier(record: Record, revision: Revision) -> dict[str, Any]:
    inner = revision.inner or {}
    fields = fields_of(inner, SECTION_FIELDS.get(record.kind, MAIN_FIELDS))
    fields.pop("file", None)
    return {
        "record": b64(record.record_id),
        "kind": record.kind,
        "version": revision.rev,
        "hour": revision.hour,
        "title": text_of(inner, "title"),
        "text": text_of(inner, "summary" if record.kind == "main" else "body"),
        "fields": fields,
    }


def as_json(cases: Iterable[Released], site: bytes) -> bytes:
    """One document with every case."""
    whole = {"format": FORMAT, "cases": [as_dict(each, site) for each in cases]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def as_ndjson(cases: Iterable[Released], site: bytes) -> bytes:
    """A line for each case, each whole by itself."""
    lines = [json.dumps(as_dict(each, site), ensure_ascii=False) for each in cases]
    return "".join(f"{line}\n" for line in lines).encode()


def as_csv(cases: Iterable[Released], site: bytes) -> bytes:
    """A row for each case; no cell is a formula, whatever somebody wrote."""
    text = io.StringIO(newline="")
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in cases:
        table.writerow([harmless(cell) for cell in _row(as_dict(each, site))])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """The cell as text for every spreadsheet; `plain` gives it back."""
    return f"'{cell}" if cell.startswith((*LEADS_A_FORMULA, "'")) else cell


def plain(cell: str) -> str:
    """The cell without the mark that made it text."""
    marked = cell.startswith("'") and cell[1:].startswith((*LEADS_A_FORMULA, "'"))
    return cell[1:] if marked else cell


def _row(case: dict[str, Any]) -> list[str]:
    fields = case["fields"]
    other = {name: value for name, value in fields.items() if name not in MAIN_FIELDS}
    head = [case[name] for name in ("system", "id", *LABELS, "title", "summary")]
    known = [_cell(fields.get(name, "")) for name in MAIN_FIELDS]
    return [*head, *known, _as_text(case["sections"]), _as_text(other)]


def _cell(value: str | list[str]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


WRITERS: dict[str, Callable[[Iterable[Released], bytes], bytes]] = {
    "json": as_json,
    "ndjson": as_ndjson,
    "csv": as_csv,
}
