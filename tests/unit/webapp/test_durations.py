"""How long something lasts is told like the reader tells it, and never shorter than it is."""

from __future__ import annotations

import pytest

from webapp.durations import lasting


@pytest.mark.parametrize(
    ("number", "unit", "language", "said"),
    [
        (24, "hour", "en", "24 hours"),
        (1, "day", "en", "1 day"),
        (180, "day", "es", "180 días"),
        (366, "day", "en", "1 year"),
        (364, "day", "en", "364 days"),
        (367, "day", "en", "367 days"),
        (1827, "day", "es", "5 años"),
        (1827, "day", "ar", "5 سنوات"),
        (120, "month", "en", "10 years"),
        (25, "month", "es", "25 meses"),
        (48, "hour", "en", "48 hours"),
        (90, "day", "ar", "90 يومًا"),
        (2, "day", "ar", "يومان"),
        (25, "month", "ar", "25 شهرًا"),
    ],
)
def test_whole_years_are_years_and_all_else_is_what_it_is(
    number: int, unit: str, language: str, said: str
) -> None:
    assert lasting(number, unit, language) == said


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("unit", ["hour", "day", "month"])
def test_no_number_of_anything_is_told_by_its_code(unit: str, language: str) -> None:
    assert not [n for n in range(1, 400) if "duration" in lasting(n, unit, language)]
