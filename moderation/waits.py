"""How long people waited: a histogram without persons, and the newest few for an honest estimate."""

from __future__ import annotations

from datetime import datetime
from statistics import median

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chat.live_models import RecentWait
from moderation.counters import count

KEPT = 20
"""Waits that the estimate is made of."""

STEPS = (5, 10, 15, 30, 60)
"""Minutes that are told: rounded up, so that nobody learns how long one other person waited."""


def record(session: Session, arrived: str, moment: datetime) -> None:
    """Count a wait that ended at `moment`; `arrived` is its minute, `YYYY-MM-DDTHH:MM` in UTC."""
    began = datetime.fromisoformat(arrived).replace(tzinfo=moment.tzinfo)
    minutes = max(0, int((moment - began).total_seconds() // 60))
    count(session, "wait", bucket_of(minutes), f"{moment:%Y-%m}")
    session.add(RecentWait(minutes=bucket_of_minutes(minutes)))
    session.flush()
    newest = select(RecentWait.number).order_by(RecentWait.number.desc()).limit(KEPT)
    session.execute(delete(RecentWait).where(RecentWait.number.not_in(newest)))


def estimate(session: Session) -> int | None:
    """The median of the newest waits, as one of STEPS; None where too few are known."""
    newest = select(RecentWait.minutes).order_by(RecentWait.number.desc()).limit(KEPT)
    found = list(session.scalars(newest))
    few = 3
    return bucket_of_minutes(int(median(found))) if len(found) >= few else None


def bucket_of_minutes(minutes: int) -> int:
    """The step that a wait is told as."""
    return next((step for step in STEPS if minutes <= step), STEPS[-1])


def bucket_of(minutes: int) -> str:
    """The bar of the histogram that a wait falls into."""
    return f"<={bucket_of_minutes(minutes)}" if minutes <= STEPS[-1] else f">{STEPS[-1]}"
