"""HSDS packages: CSV tables in a zip, read with every bound that a hostile one would break."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from moderation.directory.checking import LONGEST_ID, wrong_value
from moderation.directory.findings import Report
from moderation.directory.shape import (
    DAYS,
    FILES,
    LISTS,
    MOMENTS,
    NUMBERS,
    OBJECTS,
    TABLE_OF_FILE,
    TIMES,
)
from moderation.directory.tabular import Flat, Row, Tables

MOST_FILES = 100
MOST_BYTES = 256 * 1024 * 1024
"""Of everything that is unpacked."""
LONGEST_CELL = 128 * 1024

PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How members are packed; of other ways a few bytes become very many at once."""

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError),
    *(NotImplementedError, OverflowError, RuntimeError),
)
"""What Python's reader of packages raises, by what is wrong: places outside of it, names of no text."""

CHECKED = DAYS | MOMENTS | TIMES | NUMBERS
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WHOLE = re.compile(r"0|-?[1-9]\d{0,14}")
_FRACTION = re.compile(r"-?(0|[1-9]\d{0,14})\.\d{1,15}")


class Refused(Exception):
    """The file cannot be read at all; `code` says why."""

    def __init__(self, code: str, file: str = "", line: int = 0) -> None:
        super().__init__(code)
        self.code, self.file, self.line = code, file, line


class Budget:
    """How many bytes may still be unpacked."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.left = most

    def spend(self, size: int) -> None:
        """So many more; raises Refused once it is too much, whatever a header said."""
        self.left -= size
        if self.left < 0:
            raise Refused("too-large")


def unzip(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """The CSV files of a package, by name; raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [it for it in package.infolist() if not it.filename.endswith("/")]
            if len(members) > MOST_FILES:
                raise Refused("too-many-files")
            for member in members:
                name = member.filename.rsplit("/", 1)[-1][:80]
                if name.lower().endswith(".csv") and not name.startswith("."):
                    yield name, _member(package, member, budget)
    except BROKEN as error:
        raise Refused("not-zip") from error


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> bytes:
    if member.compress_type not in PACKED:
        raise Refused("not-zip")
    pieces = []
    with package.open(member) as opened:
        while piece := opened.read(1 << 20):
            budget.spend(len(piece))
            pieces.append(piece)
    return b"".join(pieces)


def read_tables(files: Iterable[tuple[str, bytes]], report: Report) -> Tables:
    """Every row of every file; what is wrong with a row is told, and it is left out."""
    tables = Tables()
    for name, data in files:
        stem = name[:-4].lower()
        table = TABLE_OF_FILE.get(stem, stem)
        if not _TABLE.fullmatch(table):
            report.add("unknown-file", name)
            continue
        if table in tables.rows:
            report.add("file-twice", name)
            continue
        tables.files[table] = name
        tables.rows[table], tables.lines[table] = [], []
        _read_table(table, name, data, tables, report)
    return tables


def csv_rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with the line at which each ends; raises Refused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("not-utf8", name, line) from error
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Refused("not-csv", name, reader.line_num) from error


def _read_table(table: str, name: str, data: bytes, tables: Tables, report: Report) -> None:
    try:
        rows = csv_rows(name, data)
        _, head = next(rows, (1, ["id"]))
        columns = [cell.strip() for cell in head]
        if "id" not in columns or len(set(columns)) != len(columns):
            report.add("no-column", name, 1, "id")
            return
        nested = set(LISTS.get(table, {}).values()) | OBJECTS.get(table, {}).keys()
        seen: set[str] = set()
        for line, cells in rows:
            row = _row(columns, cells, nested)
            code, where = _wrong(table, row, seen)
            if code == "place-off" or not code:
                tables.rows[table].append(row)
                tables.lines[table].append(line)
            if code:
                report.add(code, name, line, where)
    except Refused as refused:
        report.add(refused.code, refused.file, refused.line)


def _row(columns: list[str], cells: list[str], nested: set[str]) -> Row:
    if len(cells) > len(columns):
        return {"": "cells"}
    row: Row = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell == "":
            continue
        if column in nested:
            return {"": "nested-column"}
        row[column] = _number(cell) if column in NUMBERS else cell
    return row


def _number(cell: str) -> int | float | str:
    """A cell as the number that is written in just this way, else as it stands."""
    if _WHOLE.fullmatch(cell):
        return int(cell)
    if _FRACTION.fullmatch(cell) and str(float(cell)) == cell:
        return float(cell)
    return cell


def _wrong(table: str, row: Row, seen: set[str]) -> tuple[str, str]:
    """What is wrong with a row, and in which column; whether its id was there before."""
    if "" in row:
        return str(row[""]), ""
    found = row.get("id")
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST_ID:
        return "no-id", "id"
    if found in seen:
        return "duplicate-id", "id"
    seen.add(found)
    if table in {"organization", "service"} and not str(row.get("name", "")).strip():
        return "no-name", "name"
    for column in row.keys() & CHECKED:
        if table in FILES and (code := wrong_value(column, row[column])):
            return code, column
    return "", ""


def pack(flat: Flat, columns: dict[str, list[str]]) -> bytes:
    """The rows as a package: a file for each table that has any, and what describes them."""
    out, resources = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for table, rows in flat.rows.items():
            if not rows:
                continue
            known = dict.fromkeys(columns.get(table, ["id"]))
            names = list(known | dict.fromkeys(name for row in rows.values() for name in row))
            path = f"{FILES.get(table, table)}.csv"
            package.writestr(path, _as_csv(names, rows.values()))
            resources.append(_resource(table, path, names))
        described = {
            "name": "human_services_data",
            "title": "Human Services Data Specification",
            "profile": "tabular-data-package",
            "resources": resources,
        }
        package.writestr("datapackage.json", json.dumps(described, indent=2))
    return out.getvalue()


def _as_csv(names: list[str], rows: Iterable[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([row.get(name) for name in names] for row in rows)
    return out.getvalue()


def _resource(table: str, path: str, names: list[str]) -> dict[str, Any]:
    fields = [{"name": name, "type": "number" if name in NUMBERS else "string"} for name in names]
    return {
        "name": table,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": {"fields": fields, "primaryKey": "id"},
    }
