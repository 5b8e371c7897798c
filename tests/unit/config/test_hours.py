from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config.hours import opening_hours
from config.refusal import SettingsError


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24T13:59", False),  # 08:59 in New York
        ("2026-11-24T14:00", True),
        ("2026-11-25T01:59", True),
        ("2026-11-25T02:00", False),
        ("2026-11-28T15:00", False),  # Saturday
    ],
)
def test_open_means_open_where_the_hotline_is(moment: str, *, is_open: bool) -> None:
    hours = opening_hours("mon-fri 09:00-21:00", "America/New_York")
    assert hours.is_open(datetime.fromisoformat(moment).replace(tzinfo=UTC)) is is_open


def test_every_day_and_all_night_is_open_always() -> None:
    hours = opening_hours("mon-sun 00:00-24:00", "UTC")
    assert hours.is_open(datetime(2026, 11, 28, 23, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    ["monday 9-5", "mon 09:00", "mon 21:00-09:00", "xxx 09:00-10:00", "mon-fri  09:00-10:00"],
)
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        opening_hours(text, "UTC")


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(SettingsError):
        opening_hours("mon 09:00-10:00", "Mars/Olympus")
