"""How long each kind of thing is kept: the numbers of one schedule, and the bounds that each has."""

from __future__ import annotations

from math import inf
from typing import NamedTuple


class Bounds(NamedTuple):
    """The least and the most that somebody may set, and what applies until they do."""

    least: int
    most: int
    usual: int


TEN_YEARS = 3653
"""Days, leap days and all."""

CHAT_WORDS_HOURS = Bounds(1, 24 * 90, 24)
TIP_DAYS = Bounds(1, TEN_YEARS, 180)
FILE_DAYS = Bounds(1, TEN_YEARS, TEN_YEARS)
CONTACT_DAYS = Bounds(1, TEN_YEARS, 366)
QUARANTINE_DAYS = Bounds(30, TEN_YEARS, 180)
"""Never under a month: a frightened person can sound like a prank, and somebody must find them."""

CASE_DAYS = Bounds(30, 5 * TEN_YEARS, 1827)
AUDIT_DAYS = Bounds(366, TEN_YEARS, 732)
COUNTER_MONTHS = Bounds(25, 600, 120)
"""A year is compared with the one before it, and the month under way is one more."""


class Schedule(NamedTuple):
    """How long things are kept after they are over.

    `file_days` is None where files stay as long as the words that they came with.
    """

    chat_words_hours: int = CHAT_WORDS_HOURS.usual
    tip_days: int = TIP_DAYS.usual
    file_days: int | None = None
    contact_days: int = CONTACT_DAYS.usual
    quarantine_days: int = QUARANTINE_DAYS.usual
    case_days: int = CASE_DAYS.usual
    audit_days: int = AUDIT_DAYS.usual
    counter_months: int = COUNTER_MONTHS.usual


def longest(schedules: list[Schedule]) -> Schedule:
    """Of each kind the longest time; files that stay with their words in one of them do so here."""
    kinds = [max(each, key=_or_for_good) for each in zip(*schedules, strict=True)]
    return Schedule(*kinds)


def _or_for_good(number: int | None) -> float:
    return inf if number is None else number
