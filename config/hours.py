"""Opening hours: when somebody should be on shift, as people outside are told while they wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.refusal import SettingsError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

AHEAD = 14
"""Days of which the holidays are told: the week that is shown, wherever on earth it is read."""

_PART = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? (?P<opens>\d\d:[0-5]\d)-(?P<closes>\d\d:[0-5]\d)"
)


@dataclass(frozen=True)
class OpeningHours:
    """`days` maps open days to their opening and closing time, `HH:MM`, in the time zone `zone`.

    On a holiday it is closed all day; `holidays` maps each to its label, which may be empty.
    """

    zone: str
    days: dict[str, tuple[str, str]]
    holidays: dict[date, str]

    def is_open(self, moment: datetime) -> bool:
        """Whether the hotline is open at this moment."""
        there = moment.astimezone(ZoneInfo(self.zone))
        if there.date() in self.holidays:
            return False
        opens, closes = self.days.get(DAYS[there.weekday()], ("24:00", "24:00"))
        return opens <= f"{there:%H:%M}" < closes

    def holidays_soon(self, moment: datetime) -> dict[date, str]:
        """The holidays of the next days, the nearest first."""
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        soon = (day for day in self.holidays if today <= day < today + timedelta(days=AHEAD))
        return {day: self.holidays[day] for day in sorted(soon)}


def opening_hours(text: str, zone: str) -> OpeningHours:
    """Read `mon-fri 09:00-21:00, sat 10:00-14:00`; raises SettingsError for anything else."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            "QUIETLINE_ZONE must be a time zone such as America/New_York"
        ) from error
    days: dict[str, tuple[str, str]] = {}
    for part in (p.strip() for p in text.lower().split(",")):
        days |= _days_of(part) if part else {}
    return OpeningHours(zone, days, {})


def _days_of(part: str) -> dict[str, tuple[str, str]]:
    found = _PART.fullmatch(part)
    first, last = (found["first"], found["last"] or found["first"]) if found else ("", "")
    if (
        found is None
        or first not in DAYS
        or last not in DAYS
        or not found["opens"] < found["closes"] <= "24:00"
    ):
        raise SettingsError("QUIETLINE_OPEN must be like: mon-fri 09:00-21:00, sat 10:00-14:00")
    chosen = DAYS[DAYS.index(first) : DAYS.index(last) + 1]
    return dict.fromkeys(chosen, (found["opens"], found["closes"]))
