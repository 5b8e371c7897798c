"""The audit's oldest rows are let go when nothing that still exists needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from config import clock
from config.database import leave_no_trace
from moderation import anchors
from moderation.audit import Act, head_of, record
from moderation.audit_models import AuditAnchorRow, AuditRow
from moderation.jobs.runner import Turn
from moderation.models import Case, QueueItem
from moderation.schedule import Schedule
from moderation.staff_models import Site


@dataclass(frozen=True)
class OldRows:
    """The job; the longest schedule of the last week says for how many days every row stays."""

    settled: Callable[[Session, date], Schedule]

    def run(self, turn: Turn) -> None:
        """No row is left that is older than that and about nothing that exists, up to an anchor.

        Whoever begins to read the chain there has a colleague's word for it, as before. A row of
        the audit says that it was done.
        """
        with turn.database.writing() as session:
            site = session.scalars(select(Site)).first()
            number = _last_to_go(
                session, turn, self.settled(session, clock.day_of(turn.moment)).audit_days
            )
            if site is None or number is None:
                return
            anchors.let_go(session, number)
            leave_no_trace(session)
            record(session, Act(None, turn.hour), "let_go", site.site, None, str(number))


def _last_to_go(session: Session, turn: Turn, days: int) -> int | None:
    """The newest row that an old anchor names, before the first one that is still needed."""
    old = AuditAnchorRow.day <= clock.day_of(turn.moment - timedelta(days=days))
    fits = [old, AuditAnchorRow.number > head_of(session).start_number]
    needed = _first_needed(session)
    if needed is not None:
        fits.append(AuditAnchorRow.number < needed)
    return session.scalar(select(func.max(AuditAnchorRow.number)).where(*fits))


def _first_needed(session: Session) -> int | None:
    """The first row about an item or case that exists: its whole history is shown at the desk.

    Each is looked up by its key, row after row, until there is one: PostgreSQL would read all cases
    for an EXISTS, which it answers from a hash of them.
    """
    item = select(QueueItem.conv).where(QueueItem.conv.in_([AuditRow.subject, AuditRow.conv]))
    case = select(Case.case_id).where(Case.case_id == AuditRow.subject)
    found = [some.limit(1).scalar_subquery().is_not(None) for some in (item, case)]
    first = select(AuditRow.number).where(or_(*found)).order_by(AuditRow.number).limit(1)
    return session.scalar(first)
