"""Tables of what is over: since when, until when the schedule keeps it, and what a court holds back.

The days of an end are promised once, by the schedule that stood when it was over. A longer schedule
published later does not change them; a shorter one does (`moderation.jobs.retaining`).
"""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Content, Day, Hour, Id
from config.order import WITHOUT_ROW_NUMBERS
from moderation.models import Case, QueueItem


class ContactEnd(Content):
    """A contact that is closed or set aside since this day, and the last days of what it holds.

    From `words_on` on its words are deleted, from `files_on` its files, from `rest_on` all that is
    left. None where the job has not promised a day yet, or the schedule has none.
    """

    __tablename__ = "contact_end"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv), primary_key=True)
    since: Mapped[Day] = mapped_column(index=True)
    words_on: Mapped[Day | None] = mapped_column(index=True)
    files_on: Mapped[Day | None] = mapped_column(index=True)
    rest_on: Mapped[Day | None] = mapped_column(index=True)


class CaseEnd(Content):
    """A case that is closed since this day; it is deleted from `due_on` on, unless it is held."""

    __tablename__ = "case_end"
    __table_args__ = WITHOUT_ROW_NUMBERS

    case_id: Mapped[Id] = mapped_column(ForeignKey(Case.case_id), primary_key=True)
    since: Mapped[Day] = mapped_column(index=True)
    due_on: Mapped[Day | None] = mapped_column(index=True)


class LegalHold(Content):
    """No schedule deletes anything of this case up to and on this day.

    Why is sealed in the case's record of the same id, signed by whoever holds it. The rows stand with
    the keys in a backup, so a hold that is newer than restored content holds all the same.
    """

    __tablename__ = "legal_hold"
    __table_args__ = WITHOUT_ROW_NUMBERS

    record_id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(index=True)
    staff_id: Mapped[Id]
    hour: Mapped[Hour]
    until: Mapped[Day] = mapped_column(index=True)
