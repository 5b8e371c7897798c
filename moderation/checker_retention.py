"""The checker's promises about what is over: its end is written down, and no hold is without its case."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from chat import deleted
from moderation import ends
from moderation.finding import Finding
from moderation.models import Case, QueueItem
from moderation.retention_models import LegalHold


def half_deleted(key: InstrumentedAttribute[bytes]) -> ColumnElement[bool]:
    """Whether a case or container of notes is on the list of what is deleted.

    Keys commit before content. A crash in between leaves it without a key, and the next run of the
    schedules deletes it.
    """
    kinds = deleted.Deleted.kind.in_((deleted.CASE, deleted.NOTES))
    return select(1).where(kinds, deleted.Deleted.conv == key).exists()


def retention(session: Session) -> Iterator[Finding]:
    """Every end and hold that is not as it must be."""
    over = QueueItem.status.in_(ends.OVER)
    for conv in session.scalars(select(QueueItem.conv).where(over != ends.has_end())):
        yield Finding("an item has an end exactly while it is closed or set aside", conv)
    closed = Case.status == "closed"
    for case in session.scalars(select(Case.case_id).where(closed != ends.case_has_end())):
        yield Finding("a case has an end exactly while it is closed", case)
    held = select(1).where(Case.case_id == LegalHold.case_id)
    for record_id in session.scalars(select(LegalHold.record_id).where(~held.exists())):
        yield Finding("a hold has its case", record_id)
