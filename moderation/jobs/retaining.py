"""The schedules: what is over for long enough is deleted, its keys first; a held case is not.

Each run first promises days to whatever ended since the last, by the schedule that stands now. Later
schedules only shorten: something is due on its promised day, or so many days after its end as the
longest schedule of the last week says, whichever is earlier. What was due while nothing ran is done
by the first run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from chat.live_models import Counter
from chat.uploads import Lying
from config import clock
from moderation import expiry, margins
from moderation.jobs.runner import Turn
from moderation.jobs.sweep import TracesRemain
from moderation.retention_models import CaseEnd, ContactEnd
from moderation.schedule import Schedule


@dataclass(frozen=True)
class Retaining:
    """The job; `settled` gives the schedule by which what ended before may go earlier than promised.

    `forget` takes the bytes of deleted files out of the store.
    """

    schedule: Callable[[Session], Schedule]
    settled: Callable[[Session, date], Schedule]
    forget: Callable[[list[Lying]], None]

    def run(self, turn: Turn) -> None:
        """Nothing that was due is left; words are deleted by their own job within minutes.

        One thing is one transaction, so a crash loses none and two runs at once delete nothing
        twice; of several things one that fails keeps no other. Raises what it failed with, once
        all else is done, and TracesRemain where logs may still hold what was deleted.
        """
        day = clock.day_of(turn.moment)
        with turn.database.writing() as session:
            _promise(session, self.schedule(session))
            settled = self.settled(session, day)
            _let_counters_go(session, day, settled.counter_months)
        failed: Exception | None = None
        for which, step in self._steps(settled, day):
            with turn.database.reading() as session:
                due = list(session.scalars(which))
            for key in due:
                turn.keep()
                try:
                    self._do(turn, which, step, key, day)
                except Exception as error:  # noqa: BLE001 - it is raised below
                    failed = failed or error
        if not turn.database.erase_traces():
            raise TracesRemain
        if failed is not None:
            raise failed

    def _steps(self, now: Schedule, day: date) -> list[tuple[Select[bytes], expiry.Step]]:
        words = _due(ContactEnd, ContactEnd.words_on, day, now.tip_days)
        files = _due(ContactEnd, ContactEnd.files_on, day, now.file_days)
        rest = _due(ContactEnd, ContactEnd.rest_on, day, now.contact_days)
        aside = ContactEnd.since <= day - timedelta(days=now.quarantine_days)
        cases = _due(CaseEnd, CaseEnd.due_on, day, now.case_days)
        return [
            (expiry.ended_holds(day), expiry.hold_ends),
            (expiry.tips(words, day), expiry.words_are_due),
            (expiry.files(files, day), expiry.files_go),
            (expiry.aside(aside), expiry.aside_goes),
            (expiry.cases(cases), expiry.case_goes),
            (expiry.contacts(rest, day), expiry.contact_goes),
        ]

    def _do(
        self, turn: Turn, which: Select[bytes], step: expiry.Step, key: bytes, day: date
    ) -> None:
        """Rows first, where it is due still; then, once that is on disk, bytes."""
        with turn.database.writing() as session:
            if not expiry.is_still(session, which, key):
                return
            lying = step(session, key, day, turn.hour)
        if lying:
            self.forget(lying)


def _due(
    table: type[ContactEnd | CaseEnd],
    promised: InstrumentedAttribute[date | None],
    day: date,
    days: int | None,
) -> ColumnElement[bool]:
    if days is None:
        return promised <= day
    return or_(promised <= day, table.since <= day - timedelta(days=days))


def _promise(session: Session, now: Schedule) -> None:
    """Whatever is over has the days on which it goes at the latest."""
    for table, column, days in (
        (ContactEnd, ContactEnd.words_on, now.tip_days),
        (ContactEnd, ContactEnd.files_on, now.file_days),
        (ContactEnd, ContactEnd.rest_on, now.contact_days),
        (CaseEnd, CaseEnd.due_on, now.case_days),
    ):
        if days is None:
            continue
        new = select(table.since).where(column.is_(None)).distinct()
        for since in list(session.scalars(new)):
            mine = update(table).where(table.since == since, column.is_(None))
            session.execute(mine.values({column: since + timedelta(days=days)}))


def _let_counters_go(session: Session, day: date, months: int) -> None:
    """The counters of a month or quarter that ended so many months ago are gone."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(years, month + 1, 1)
    by_month = Counter.period.not_like("%Q%"), Counter.period < margins.month_of(first)
    by_quarter = Counter.period.like("%Q%"), Counter.period < margins.quarter_of(first)
    for which in (by_month, by_quarter):
        session.execute(delete(Counter).where(*which))
