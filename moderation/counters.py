"""Anonymous counters: each a margin of its own, never crossed with another (what reports are made of)."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chat.live_models import Counter
from config.database import changed


def count(session: Session, name: str, bucket: str, period: str) -> None:
    """One more in this bucket of this margin, for this month or quarter."""
    if _add_one(session, name, bucket, period):
        return
    try:
        with session.begin_nested():
            session.add(Counter(name=name, bucket=bucket, period=period, n=1))
    except IntegrityError:  # somebody else counted the first one just now
        _add_one(session, name, bucket, period)


def _add_one(session: Session, name: str, bucket: str, period: str) -> bool:
    here = (Counter.name == name) & (Counter.bucket == bucket) & (Counter.period == period)
    return changed(session, update(Counter).where(here).values(n=Counter.n + 1)) == 1
