"""What a report is made from: the margins of some months, as they were counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.live_models import Counter
from moderation.errors import BrokenRule

LONGEST = 36
"""Months of one report: a year beside the year before, and some."""

DECEMBER = 12

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")

Margins = dict[str, dict[str, dict[str, int]]]
"""By margin, bucket and period; where nothing was counted nothing stands."""


def months_between(first: str, last: str) -> list[str]:
    """The months from `first` to `last`, both included; raises BrokenRule for what is no such span."""
    if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last)):
        raise BrokenRule("months")
    found = list(_months(first, last))
    if not 0 < len(found) <= LONGEST:
        raise BrokenRule("months")
    return found


def margins_of(session: Session, months: list[str]) -> Margins:
    """Every margin of these months, and of the quarters in which they lie."""
    periods = {*months, *(quarter_of(month) for month in months)}
    found: Margins = {}
    for row in session.scalars(select(Counter).where(Counter.period.in_(periods))):
        if row.n > 0:
            found.setdefault(row.name, {}).setdefault(row.bucket, {})[row.period] = row.n
    return found


def quarter_of(month: str) -> str:
    """The quarter of a month `YYYY-MM`, as `YYYY-Qn`."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (named := f"{year}-{month:02}") <= last:
        yield named
        year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)
