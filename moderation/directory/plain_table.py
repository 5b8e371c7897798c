"""A plain table: one organisation in each row, in our own columns, as a spreadsheet keeps it.

A row speaks of the first phone, service and place of an organisation and of no others. So a row
about somebody who is in the directory changes just these, and only where it says something else.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from moderation.directory import ours
from moderation.directory.checking import LONGEST_ID
from moderation.directory.facts import STATUSES, Doc
from moderation.directory.findings import Report
from moderation.directory.main_facts import (
    ADDRESS_TEXTS,
    DAYS,
    TEXTS,
    main_of,
    with_main,
)
from moderation.directory.packages import Refused, csv_rows
from moderation.directory.tabular import NAMESPACE

Known = dict[str, str]
"""The documents of organisations that are there already, by id."""

SERVICE = {
    "service": "name",
    "service_description": "description",
    "eligibility": "eligibility_description",
    "fees": "fees",
    "coverage": "coverage",
}
AGES = ("minimum_age", "maximum_age")
POINT = ("latitude", "longitude")
HOURS = ("byday", "opens_at", "closes_at", "timezone")

COLUMNS = (
    *("id", "kind", "verified_on", *TEXTS, "phone", *SERVICE, *AGES),
    *("immigration_status", "languages", "place", *ADDRESS_TEXTS, *POINT, *HOURS),
)

_NOTHING: Doc = {
    "services": {"id": "", "name": "", "description": "", "eligibility_description": ""}
    | {"minimum_age": None, "maximum_age": None, "statuses": [], "fees": ""}
    | {"languages": [], "coverage": ""},
    "places": {"id": "", "name": "", **dict.fromkeys(ADDRESS_TEXTS, "")}
    | {"latitude": None, "longitude": None, "hours": []},
    "phones": {"id": "", "number": "", "description": ""},
}


def ids_of(data: bytes) -> list[str]:
    """The ids of all rows, as far as the table can be read; of what is no table, none."""
    found = []
    try:
        rows = csv_rows("", data)
        at = [cell.strip() for cell in next(rows, (1, [""]))[1]].index("id")
        found = [cells[at].strip() for _, cells in rows if len(cells) > at]
    except (Refused, ValueError):
        return found
    return found


def documents(data: bytes, report: Report, known: Known) -> Iterator[tuple[Doc, int]]:
    """The document that each row makes, with its line; raises Refused."""
    rows = csv_rows("", data)
    head = [cell.strip() for cell in next(rows, (1, [""]))[1]]
    unknown = [name for name in head if name not in COLUMNS]
    if "id" not in head or "name" not in head or unknown or len(set(head)) != len(head):
        report.add("no-column", "", 1, ", ".join(unknown) or "id, name")
        return
    for number, cells in rows:
        if len(cells) > len(head):
            report.add("cells", "", number)
            continue
        row = dict(zip(head, cells, strict=False))
        doc = _document(row, known.get(row["id"].strip()))
        if isinstance(doc, str):
            code, _, where = doc.partition(" ")
            report.add(code, "", number, where)
        else:
            yield doc, number


def _document(row: dict[str, str], before: str | None) -> Doc | str:
    """The document of a row, or what is wrong with it."""
    org_id = row.get("id", "").strip()
    if not org_id or len(org_id) > LONGEST_ID:
        return "no-id id"
    doc: Doc = json.loads(before) if before else {"id": org_id}
    main = main_of(doc)
    told: Doc = {name: row.get(name, main[name]) for name in TEXTS}
    try:
        for part, write in (("phones", _phone), ("services", _service), ("places", _place)):
            first = main[part][0] if main[part] else _NOTHING[part]
            changed = write(row, first)
            is_there = changed != first or main[part]
            told[part] = [changed, *main[part][1:]] if is_there else []
    except ValueError as error:
        return str(error)
    numbers = iter(range(1 << 20))
    made = with_main(doc, told, lambda: str(uuid.uuid5(NAMESPACE, f"{org_id}\n{next(numbers)}")))
    said = {name: row[name] for name in ("kind", "verified_on") if row.get(name)}
    return {**made, ours.FIELD: said} if said else made


def _phone(row: dict[str, str], was: Doc) -> Doc:
    return {**was, "number": row.get("phone", was["number"])}


def _service(row: dict[str, str], was: Doc) -> Doc:
    told = {**was, **{name: row[column] for column, name in SERVICE.items() if column in row}}
    for age in AGES:
        if age in row:
            told[age] = _number(row[age], age)
    if "languages" in row:
        told["languages"] = [each.lower() for each in _several(row["languages"])]
    if "immigration_status" in row:
        told["statuses"] = _several(row["immigration_status"])
        if not set(told["statuses"]) <= set(STATUSES):
            raise ValueError("bad-status immigration_status")
        told["statuses"] = [each for each in STATUSES if each in told["statuses"]]
    if not told["name"] and told != was:
        raise ValueError("no-name service")
    return told


def _place(row: dict[str, str], was: Doc) -> Doc:
    told = {**was, **{name: row[name] for name in ADDRESS_TEXTS if name in row}}
    told["name"] = row.get("place", was["name"])
    for name in POINT:
        if name in row:
            told[name] = _number(row[name], name)
    if HOURS[0] in row:
        first = was["hours"][0] if was["hours"] else None
        hours = _hours(row, first)
        told["hours"] = [*([hours] if hours else []), *was["hours"][1:]]
    return told


def _hours(row: dict[str, str], first: Doc | None) -> Doc | None:
    days = [each.upper() for each in _several(row["byday"].replace(",", ";"))]
    if not days:
        return None
    if not set(days) <= set(DAYS):
        raise ValueError("bad-time byday")
    told = {name: row.get(name, "").strip() for name in HOURS[1:]}
    return {
        "id": first["id"] if first else "",
        "days": [day for day in DAYS if day in days],
        **told,
    }


def _several(cell: str) -> list[str]:
    return [each.strip() for each in cell.split(";") if each.strip()]


def _number(cell: str, column: str) -> float | int | None:
    if not cell.strip():
        return None
    try:
        found = float(cell)
    except ValueError:
        raise ValueError(f"bad-number {column}") from None
    return int(found) if found.is_integer() and "." not in cell else found


def head() -> str:
    """The first line of the table."""
    return _line(dict(zip(COLUMNS, COLUMNS, strict=True)))


def line(doc: Doc, kind: str, verified_on: date | None) -> str:
    """The line of one organisation."""
    return _line(_cells(doc, kind, verified_on.isoformat() if verified_on else ""))


def _line(cells: dict[str, Any]) -> str:
    out = io.StringIO(newline="")
    csv.DictWriter(out, COLUMNS, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cells(doc: Doc, kind: str, day: str) -> dict[str, Any]:
    main = main_of(doc)
    phone, service, place = (
        main[part][0] if main[part] else _NOTHING[part] for part in ("phones", "services", "places")
    )
    hours = place["hours"][0] if place["hours"] else dict.fromkeys(("days", *HOURS), "")
    return {
        "id": doc["id"],
        "kind": kind,
        "verified_on": day,
        "phone": phone["number"],
        **{name: main[name] for name in TEXTS},
        **{column: service[name] for column, name in SERVICE.items()},
        **{name: service[name] for name in AGES},
        "immigration_status": ";".join(service["statuses"]),
        "languages": ";".join(service["languages"]),
        "place": place["name"],
        **{name: place[name] for name in (*ADDRESS_TEXTS, *POINT)},
        **{name: hours[name] for name in HOURS[1:]},
        "byday": ";".join(hours["days"]),
    }
