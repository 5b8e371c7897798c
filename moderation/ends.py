"""When contacts and cases are over: the day from which their schedules count."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from moderation.audit import Act
from moderation.models import Case, QueueItem
from moderation.retention_models import CaseEnd, ContactEnd

OVER = ("closed", "quarantined")
"""Of an item in such a state nobody waits for anything."""


def contact_moved(session: Session, item: QueueItem, old: str, act: Act) -> None:
    """The item was in state `old`: it is over since the day of this act, or is not over any more."""
    if item.status == old:
        return
    if old in OVER:
        session.execute(delete(ContactEnd).where(ContactEnd.conv == item.conv))
    if item.status in OVER:
        session.add(ContactEnd(conv=item.conv, since=_day_of(act)))
        session.flush()


def contact_counts_anew(session: Session, conv: bytes, day: date) -> None:
    """A contact that is over, and belonged to a case until now, is over since this day."""
    row = session.get(ContactEnd, conv)
    if row is not None:
        row.since, row.words_on, row.files_on, row.rest_on = day, None, None, None
        session.flush()


def case_moved(session: Session, case: Case, act: Act) -> None:
    """The case is closed since the day of this act, or it is open; worked on again, it counts anew."""
    session.execute(delete(CaseEnd).where(CaseEnd.case_id == case.case_id))
    if case.status == "closed":
        session.add(CaseEnd(case_id=case.case_id, since=_day_of(act)))
        session.flush()


def has_end() -> ColumnElement[bool]:
    """Whether it is written down since when an item is over."""
    return select(1).where(ContactEnd.conv == QueueItem.conv).exists()


def case_has_end() -> ColumnElement[bool]:
    """The same of a case."""
    return select(1).where(CaseEnd.case_id == Case.case_id).exists()


def _day_of(act: Act) -> date:
    return date.fromisoformat(act.hour[:10])
