from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from config.hours import OpeningHours, opening_hours
from config.open_minutes import earlier, later

WEEK = opening_hours("mon-fri 09:00-21:00", "America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-24T15:00", 60, "2026-11-24T16:00"),  # Tuesday, 10:00 there
        ("2026-11-24T08:00", 60, "2026-11-24T15:00"),  # before it opens
        ("2026-11-25T01:30", 60, "2026-11-25T14:30"),  # 20:30 there: half an hour tomorrow
        ("2026-11-27T22:00", 720, "2026-11-30T22:00"),  # Friday 17:00 to Monday 17:00
        ("2026-11-28T12:00", 1, "2026-11-30T14:01"),  # Saturday
    ],
)
def test_minutes_count_while_the_hotline_is_open(start: str, minutes: int, due: str) -> None:
    assert later(WEEK, at(start), minutes) == at(due)


def test_a_holiday_counts_for_nothing() -> None:
    closed = OpeningHours(WEEK.zone, WEEK.days, {date(2026, 11, 26): "Thanksgiving"})
    assert later(closed, at("2026-11-26T15:00"), 60) == at("2026-11-27T15:00")


def test_around_the_clock_and_without_any_day_every_minute_counts() -> None:
    never = OpeningHours("UTC", {}, {})
    for hours in (None, never):
        assert later(hours, at("2026-11-28T23:30"), 60) == at("2026-11-29T00:30")
        assert earlier(hours, at("2026-11-29T00:30"), 60) == at("2026-11-28T23:30")


def test_both_directions_say_the_same_of_what_is_late() -> None:
    draw = random.Random(7)
    zones = [WEEK, opening_hours("mon-sun 00:00-24:00", "Europe/Berlin")]
    for _ in range(400):
        hours = draw.choice(zones)
        start = at("2026-10-23T00:00") + timedelta(minutes=draw.randrange(12_000))
        now = start + timedelta(minutes=draw.randrange(9_000))
        minutes = draw.randrange(1, 3_000)
        assert (later(hours, start, minutes) <= now) == (start <= earlier(hours, now, minutes))
