"""The audit's oldest rows are let go when nothing that still exists needs them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from config import clock
from moderation import anchors
from moderation.audit import Act, head_of, record
from moderation.audit_models import AuditAnchorRow, AuditRow
from moderation.jobs.runner import Turn
from moderation.models import Case, QueueItem
from moderation.staff_models import Site

KEPT_DAYS = 2 * 366
"""Days for which every row stays: who did what in the year before last can still be read."""


def run(turn: Turn) -> None:
    """No row is left that is older than that and about nothing that exists, up to an anchor.

    Whoever begins to read the chain there has a colleague's word for it, as before. A row of the
    audit says that it was done.
    """
    with turn.database.writing() as session:
        site = session.scalars(select(Site)).first()
        number = _last_to_go(session, turn)
        if site is None or number is None:
            return
        anchors.let_go(session, number)
        record(session, Act(None, turn.hour), "let_go", site.site, None, str(number))


def _last_to_go(session: Session, turn: Turn) -> int | None:
    """The newest row that an old anchor names, before the first one that is still needed."""
    old = AuditAnchorRow.day <= clock.day_of(turn.moment - timedelta(days=KEPT_DAYS))
    fits = [old, AuditAnchorRow.number > head_of(session).start_number]
    needed = _first_needed(session)
    if needed is not None:
        fits.append(AuditAnchorRow.number < needed)
    return session.scalar(select(func.max(AuditAnchorRow.number)).where(*fits))


def _first_needed(session: Session) -> int | None:
    """The first row about an item or case that exists: its whole history is shown at the desk."""
    is_needed = or_(
        exists().where(or_(QueueItem.conv == AuditRow.subject, QueueItem.conv == AuditRow.conv)),
        exists().where(Case.case_id == AuditRow.subject),
    )
    return session.scalar(select(func.min(AuditRow.number)).where(is_needed))
