"""The checker's promises about counters: a month's margins have one total, and no contact lacks in them.

Rows are deleted by schedule and counters stay, so a counter may be larger than what is there now and
never smaller. Margins that each contact is counted in once have the same sum for ever.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from chat.live_models import Counter
from chat.models import Conversation
from moderation import margins
from moderation.finding import Finding
from moderation.models import QueueItem

ONCE = ("category", "channel", "language")
"""Margins of a month in which each contact that arrived in it is counted once."""

MONTH = func.substr(cast(QueueItem.day, String), 1, len("2026-11"))

Told = dict[tuple[str, str, str], int]
"""By margin, month and bucket."""


def counters(session: Session) -> Iterator[Finding]:
    """Every counter that cannot be right."""
    rows = session.scalars(select(Counter).where(Counter.period.not_like("%Q%")))
    told = {(row.name, row.period, row.bucket): row.n for row in rows}
    for (_, month, _), n in sorted(told.items()):
        if n < 0:
            yield Finding("nothing is counted less than never", month.encode())
    yield from _sums(told)
    yield from _enough(session, told)


def _sums(told: Told) -> Iterator[Finding]:
    sums = Count[tuple[str, str]]()
    for (name, month, _), n in told.items():
        sums[name, month] += n
    for month in sorted({month for name, month in sums if name in ONCE}):
        if len({sums[name, month] for name in ONCE}) > 1:
            yield Finding("all margins of a month have one sum", month.encode())
        elif sums["outcome", month] > sums[ONCE[0], month]:
            yield Finding("no more contacts ended than arrived", month.encode())


def _enough(session: Session, told: Told) -> Iterator[Finding]:
    """Of a month of which nothing is counted any more the counters went by schedule."""
    months = {month for _, month, _ in told}
    for (name, month, bucket), n in _there(session).items():
        if month in months and told.get((name, month, bucket), 0) < n:
            yield Finding("each contact stands in the report", f"{name} {month}".encode())


def _there(session: Session) -> Count[tuple[str, str, str]]:
    """How many contacts there are, in the buckets that they are counted in."""
    found = Count[tuple[str, str, str]]()
    columns: dict[str, ColumnElement[Any]] = {
        "category": QueueItem.category.expression,
        "channel": Conversation.channel.expression,
        "language": Conversation.language.expression,
        "outcome": QueueItem.disposition.expression,
    }
    for name, column in columns.items():
        joined = select(MONTH, column, func.count()).join(
            Conversation, Conversation.conv == QueueItem.conv
        )
        for month, value, n in session.execute(joined.group_by(MONTH, column)):
            if value is not None:
                bucket = margins.language_of(value) if name == "language" else value
                found[name, month, bucket] += n
    return found
