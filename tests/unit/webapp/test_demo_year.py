"""The made-up year: as many contacts as the report had, in its shares and hours, each time the same."""

from __future__ import annotations

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from webapp.demo.year import HALF_YEAR, TRAININGS, Contact, year_before

ZONE = "America/New_York"
YEAR = year_before(date(2026, 11, 28), ZONE)


def share(*found: bool) -> float:
    """How many of them are true, of one."""
    return sum(found) / len(found)


def test_the_last_half_year_has_the_report_s_volume_and_the_year_doubles() -> None:
    months = Counter(f"{it.moment:%Y-%m}" for it in YEAR)
    assert min(months) == "2025-11"
    assert max(months) == "2026-10"
    assert len(months) == 12
    assert sum(months[month] for month in sorted(months)[6:]) == HALF_YEAR
    assert months["2026-10"] / months["2025-11"] == pytest.approx(2 ** (11 / 12), rel=0.02)


def test_languages_hours_categories_and_trainings_are_those_of_the_report() -> None:
    assert share(*(it.language == "es" for it in YEAR)) == pytest.approx(0.15, abs=0.02)
    there = [it.moment.astimezone(ZoneInfo(ZONE)) for it in YEAR]
    peak = share(*(it.weekday() < 5 and 9 <= it.hour < 21 for it in there))
    assert peak > 0.8
    kinds = Counter(it.category for it in YEAR)
    assert set(kinds) == {"crisis", "tip", "referral", "training", "information", "related_topic"}
    assert kinds["training"] == TRAININGS == 52


def test_of_the_trainings_those_of_the_past_were_held_and_the_others_wait_for_their_day() -> None:
    today = date(2026, 11, 28)
    stand = [it.training for it in YEAR if it.training is not None]
    kinds = Counter(it.status for it in stand)
    assert kinds["held"] > 35
    assert min(kinds[status] for status in ("scheduled", "requested", "cancelled")) > 0
    assert all(it.day and it.day < today and it.people for it in stand if it.status == "held")
    assert all(it.day and it.day >= today for it in stand if it.status == "scheduled")


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
def test_it_is_the_same_each_time_and_begins_a_year_before_any_day(day: date) -> None:
    drawn: list[Contact] = year_before(day, "Asia/Kolkata")
    assert drawn == year_before(day, "Asia/Kolkata")
    assert drawn[-1].moment.date() < day.replace(day=1)
    assert drawn == sorted(drawn, key=lambda it: it.moment)
