"""Anonymous counters: each a margin of its own, never crossed with another (what reports are made of).

They are put off to the end of the block and taken there in one order, before the audit's lock: one
act may count for many items of many months, and of two such acts none may wait for the other's row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session

from chat.live_models import Counter
from config.bulk import add_up_rows, table_of
from config.database import at_the_end

COUNTERS = table_of(Counter)

Key = tuple[str, str, str]
"""Margin, bucket, and month or quarter."""


def count(session: Session, name: str, bucket: str, period: str, by: int = 1) -> None:
    """One more in this bucket of this margin, for this month or quarter; or one less, `by` -1."""
    at_the_end(session, take, ((name, bucket, period), by), first=True)


def take(session: Session, steps: Iterable[tuple[Key, int]]) -> None:
    """Each counter once, by the sum of its steps, in the order of their names."""
    sums: defaultdict[Key, int] = defaultdict(int)
    for key, by in steps:
        sums[key] += by
    rows = [(*key, by) for key, by in sorted(sums.items()) if by]
    if rows:
        add_up_rows(session.connection(), COUNTERS, ("name", "bucket", "period", "n"), rows)
