"""The checker's promises about trainings: each is an item's, has what its status has, and is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from chat.live_models import Counter
from moderation import margins
from moderation.finding import Finding
from moderation.models import QueueItem
from moderation.training_models import Training
from moderation.trainings import CATEGORY


def trainings(session: Session) -> Iterator[Finding]:
    """Every training that is not as it must be."""
    has_item = select(1).where(QueueItem.conv == Training.conv).exists()
    for conv in session.scalars(select(Training.conv).where(~has_item)):
        yield Finding("a training belongs to an item", conv)
    has_day, has_people = Training.day.is_not(None), Training.people.is_not(None)
    fits = or_(
        and_(Training.status == "held", has_day, has_people),
        and_(Training.status == "scheduled", has_day, ~has_people),
        and_(Training.status.in_(("requested", "cancelled")), ~has_day, ~has_people),
    )
    for conv in session.scalars(select(Training.conv).where(~fits)):
        yield Finding("a training has a day and people exactly where its status has them", conv)
    yield from _counted(session)


def _counted(session: Session) -> Iterator[Finding]:
    """The report says at least what is held: of items that were deleted since it still says it.

    Of months before the oldest that is counted at all the counters went by schedule.
    """
    held = (
        select(Training.conv, Training.day, Training.people)
        .join(QueueItem, QueueItem.conv == Training.conv)
        .where(QueueItem.category == CATEGORY, Training.status == "held", Training.day.is_not(None))
        .order_by(Training.day, Training.conv)
    )
    by_month = defaultdict[str, list[tuple[bytes, int]]](list)
    for conv, day, people in session.execute(held):
        by_month[margins.month_of(day or date.min)].append((conv, people or 0))
    rows = session.scalars(select(Counter).where(Counter.name == "training"))
    told = {(row.bucket, row.period): row.n for row in rows}
    months = select(func.min(Counter.period)).where(Counter.period.not_like("%Q%"))
    oldest = session.scalar(months) or ""
    for month, found in by_month.items():
        if month < oldest:
            continue
        enough = told.get(("held", month), 0) >= len(found)
        reached = told.get(("people", month), 0) >= sum(people for _, people in found)
        if not (enough and reached):
            yield Finding("a held training stands in the report", found[0][0])
