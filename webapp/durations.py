"""How long something lasts, in the reader's words: "24 hours", "180 days", "5 years"."""

from __future__ import annotations

from babel.units import format_unit


def lasting(number: int, unit: str, language: str) -> str:
    """So many hours, days or months; what makes whole years, leap days and all, is years."""
    least, most = {"day": (365, 366), "month": (12, 12)}.get(unit, (0, 0))
    years = round(number * 2 / (least + most)) if most else 0
    if years and least * years <= number <= most * years:
        number, unit = years, "year"
    measure = f"duration-{unit}"
    said = format_unit(number, measure, locale=language)
    # CLDR has Arabic days and months in the short form only; Babel gives a code where it has none.
    return format_unit(number, measure, "short", locale=language) if measure in said else said
