"""The audit as people read it: a page of it, what its rows are about, and all of it for export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from chat.file_models import File
from moderation.audit import head_of
from moderation.audit_models import AuditRow
from moderation.counting import up_to
from moderation.models import Case, QueueItem
from moderation.staff_models import Site, Staff

PAGE = 50
"""Rows on one page."""

AT_ONCE = 500
"""Rows of an export whose names are looked up together."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, full-width forms too."""


@dataclass(frozen=True)
class Wanted:
    """Which rows: of one person, or of no member of staff; of one action; about one thing; of days."""

    actor: bytes | None = None
    by_nobody: bool = False
    action: str | None = None
    about: bytes | None = None
    first: date | None = None
    last: date | None = None

    def condition(self) -> ColumnElement[bool]:
        """The rows that are wanted."""
        found: ColumnElement[bool] = true()
        if self.actor is not None:
            found &= AuditRow.actor == self.actor
        if self.by_nobody:
            found &= AuditRow.actor.is_(None)
        if self.action is not None:
            found &= AuditRow.action == self.action
        if self.about is not None:
            found &= or_(AuditRow.subject == self.about, AuditRow.conv == self.about)
        if self.first is not None:  # hours are text that sorts like time
            found &= AuditRow.hour >= self.first.isoformat()
        if self.last is not None:
            found &= AuditRow.hour < (self.last + timedelta(days=1)).isoformat()
        return found


@dataclass(frozen=True)
class Told:
    """A row with what it is about: its kind, and the number of a case."""

    row: AuditRow
    kind: str
    case_number: str | None


@dataclass(frozen=True)
class AuditPage:
    """Newest rows first; `before` is the hash that the lowest of them was chained to.

    `total` is how many are wanted, up to `counting.MOST`.
    """

    rows: list[Told]
    total: int
    before: bytes


def page_of(session: Session, wanted: Wanted, page: int) -> AuditPage:
    """One page of the rows that are wanted."""
    chosen = select(AuditRow).where(wanted.condition()).order_by(AuditRow.number.desc())
    total = up_to(session, chosen.with_only_columns(AuditRow.number))
    rows = list(session.scalars(chosen.limit(PAGE).offset(page * PAGE)))
    return AuditPage(_told(session, rows), total, _before(session, rows))


def actions(session: Session) -> list[str]:
    """Every action that there is a row of: each is looked for in its index after the one before."""
    first = select(func.min(AuditRow.action).label("action")).cte("action_of", recursive=True)
    after = select(func.min(AuditRow.action)).where(AuditRow.action > first.c.action)
    some = first.union_all(select(after.scalar_subquery()).where(first.c.action.is_not(None)))
    return list(session.scalars(select(some.c.action).where(some.c.action.is_not(None))))


def case_by_number(session: Session, number: str) -> bytes | None:
    """The id of the case with this number."""
    return session.scalar(select(Case.case_id).where(Case.number == number))


def _before(session: Session, rows: list[AuditRow]) -> bytes:
    head = head_of(session)
    lowest = rows[-1].number if rows else head.number + 1
    row = session.get(AuditRow, lowest - 1)
    return row.hash if row is not None else head.start_hash


def _told(session: Session, rows: Iterable[AuditRow]) -> list[Told]:
    rows = list(rows)
    subjects = {row.subject for row in rows}
    numbers = select(Case).where(Case.case_id.in_(subjects))
    cases = {case.case_id: case.number for case in session.scalars(numbers)}
    kinds = dict.fromkeys(cases, "case")
    for kind, column in SUBJECTS:
        kinds |= dict.fromkeys(session.scalars(select(column).where(column.in_(subjects))), kind)
    return [Told(row, kinds.get(row.subject, "other"), cases.get(row.subject)) for row in rows]


SUBJECTS = (
    ("item", QueueItem.conv),
    ("file", File.file_id),
    ("person", Staff.staff_id),
    ("site", Site.site),
)
"""What a row may be about besides a case."""

Line = dict[str, str | int]


def lines(session: Session, wanted: Wanted) -> Iterator[Line]:
    """Every row that is wanted, newest first, as plain words and numbers."""
    names = {row.staff_id: row.display_name for row in session.scalars(select(Staff))}
    chosen = select(AuditRow).where(wanted.condition()).order_by(AuditRow.number.desc())
    rows = iter(session.scalars(chosen.execution_options(yield_per=AT_ONCE)))
    while some := list(islice(rows, AT_ONCE)):
        for told in _told(session, some):
            yield _line(told, names)


def _line(told: Told, names: Mapping[bytes, str]) -> Line:
    row = told.row
    return {
        "number": row.number,
        "hour": row.hour,
        "person": names.get(row.actor, "") if row.actor else "",
        "person_id": row.actor.hex() if row.actor else "",
        "action": row.action,
        "about": told.kind,
        "about_id": row.subject.hex(),
        "case_number": told.case_number or "",
        "about_person": names.get(row.subject, ""),
        "from": row.old or "",
        "to": row.new or "",
        "conversation_id": row.conv.hex() if row.conv else "",
        "hash": row.hash.hex(),
    }


COLUMNS = (
    "number", "hour", "person", "person_id", "action", "about", "about_id", "case_number",
    "about_person", "from", "to", "conversation_id", "hash",
)  # fmt: skip


def as_csv(rows: Iterable[Line]) -> Iterator[str]:
    """The rows as CSV (RFC 4180), a heading first; no cell is a formula to a spreadsheet."""
    yield _csv_line(COLUMNS)
    for row in rows:
        yield _csv_line([harmless(str(row[name])) for name in COLUMNS])


def as_json_lines(rows: Iterable[Line]) -> Iterator[str]:
    """The rows as one JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def harmless(cell: str) -> str:
    """The text as a spreadsheet shows it and does not compute it (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
