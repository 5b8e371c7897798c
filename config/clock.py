"""The clock: the only place that asks what time it is, so that everything inside can be told."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day of a moment: all that is kept of when a source wrote."""
    return moment.date()


def hour_of(moment: datetime) -> str:
    """The hour of a moment as `YYYY-MM-DDTHH`: all that the audit keeps of when staff acted."""
    return moment.strftime("%Y-%m-%dT%H")


def minute_of(moment: datetime) -> str:
    """The minute of a moment as `YYYY-MM-DDTHH:MM`: kept only while an item waits or is held."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def unix(moment: datetime) -> int:
    """A moment as whole Unix seconds, the unit of rosters and tokens."""
    return int(moment.timestamp())
