"""Counting minutes in which the hotline is open: when a target is reached, and since when it is.

Both directions agree: `later(start, n) <= now` exactly where `start <= earlier(now, n)`. So a
question to the database needs one moment, and no due time is ever stored.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from config.hours import DAYS, OpeningHours

FARTHEST = 800
"""Days that are looked through; a hotline that is closed for longer is counted around the clock."""

Span = tuple[datetime, datetime]


def later(hours: OpeningHours | None, start: datetime, minutes: int) -> datetime:
    """When so many minutes have passed since `start`; None for the hours is around the clock."""
    left = timedelta(minutes=minutes)
    if hours is None:
        return start + left
    day = start.astimezone(ZoneInfo(hours.zone)).date()
    for number in range(FARTHEST):
        span = _span(hours, day + timedelta(days=number))
        if span is None or span[1] <= start:
            continue
        begins = max(span[0], start)
        if left <= span[1] - begins:
            return begins + left
        left -= span[1] - begins
    return start + timedelta(minutes=minutes)


def earlier(hours: OpeningHours | None, end: datetime, minutes: int) -> datetime:
    """The last moment since which so many minutes have passed at `end`."""
    left = timedelta(minutes=minutes)
    if hours is None:
        return end - left
    day = end.astimezone(ZoneInfo(hours.zone)).date()
    for number in range(FARTHEST):
        span = _span(hours, day - timedelta(days=number))
        if span is None or span[0] >= end:
            continue
        ends = min(span[1], end)
        if left <= ends - span[0]:
            return ends - left
        left -= ends - span[0]
    return end - timedelta(minutes=minutes)


def _span(hours: OpeningHours, day: date) -> Span | None:
    """When the hotline opens and closes on a day of its own time zone."""
    times = hours.days.get(DAYS[day.weekday()])
    if times is None or day in hours.holidays:
        return None
    opens, closes = times
    return _at(hours.zone, day, opens), _at(hours.zone, day, closes)


@lru_cache(maxsize=4096)
def _at(zone: str, day: date, text: str) -> datetime:
    """Kept, since each row of a page asks for the same days; it says nothing of anybody."""
    if text == "24:00":
        day, text = day + timedelta(days=1), "00:00"
    there = datetime.combine(day, time.fromisoformat(text), ZoneInfo(zone))
    return there.astimezone(UTC)
