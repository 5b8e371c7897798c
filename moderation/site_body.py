"""What a version of the site's settings says, and the rules that it must keep, field by field."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from config.hours import DAYS
from moderation.plain_text import plain

ACCENTS = ("teal", "blue", "violet", "green", "brown")
"""Colours of which each was checked for contrast, in the light and in the dark."""

LONGEST_NOTICE = 600
LONGEST_KEPT = 24 * 90
"""Hours."""

FEWEST_DIGITS, MOST_DIGITS = 2, 15

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{0,28}[0-9]")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_ADDRESS = re.compile(r"https://[!#-&(-+.-:=?-\[\]_a-z~-]*")
"""Printable ASCII but quotes, commas, semicolons, angles, backslash, caret, backtick and braces."""


def _phone_number(text: str) -> str:
    tidy = text.strip(" ")
    digits = sum(mark.isdigit() for mark in tidy)
    if not _NUMBER.fullmatch(tidy) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise ValueError("phone number")
    return tidy


def _zone(text: str) -> str:
    if text not in _zones():
        raise ValueError("time zone")
    return text


@cache
def _zones() -> set[str]:
    return available_timezones()


def _exit_url(text: str) -> str:
    """It also stands in a header, so its host is checked letter by letter."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("exit page")
    parts = urlsplit(text)
    if parts.username is not None or parts.netloc != (parts.hostname or ""):
        raise ValueError("exit page")
    if not _HOST.fullmatch(parts.netloc):
        raise ValueError("exit page")
    return text


def _times(times: tuple[str, str]) -> tuple[str, str]:
    opens, closes = times
    if not _TIME.fullmatch(opens) or not _TIME.fullmatch(closes) or not opens < closes:
        raise ValueError("opening hours")
    return times


def _in_order(days: list[Holiday]) -> list[Holiday]:
    if len({holiday.day for holiday in days}) != len(days):
        raise ValueError("twice")
    return sorted(days, key=lambda holiday: holiday.day)


Name = Annotated[str, Field(max_length=60), AfterValidator(plain)]
Label = Annotated[str, Field(max_length=40), AfterValidator(plain)]
Notice = Annotated[
    str, Field(max_length=LONGEST_NOTICE), AfterValidator(lambda text: plain(text, lines=True))
]


class Part(BaseModel):
    """A part of the settings; what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Labels(Part):
    """A short text in each language; an empty one leaves the page's own words."""

    en: Label = ""
    es: Label = ""
    ar: Label = ""


class Notices(Part):
    """A notice in each language; an empty one leaves the page's own words."""

    en: Notice = ""
    es: Notice = ""
    ar: Notice = ""


class PhoneNumber(Part):
    """One number on every page."""

    kind: Literal["emergency", "hotline", "text"]
    number: Annotated[str, Field(max_length=40), AfterValidator(_phone_number)]
    labels: Labels = Labels()


class Hours(Part):
    """When the hotline is open, in its own time zone."""

    zone: Annotated[str, Field(max_length=60), AfterValidator(_zone)]
    days: dict[
        Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        Annotated[tuple[str, str], AfterValidator(_times)],
    ]

    @model_validator(mode="after")
    def _week(self) -> Hours:
        ordered = {day: self.days[day] for day in DAYS if day in self.days}
        object.__setattr__(self, "days", ordered)
        return self


class Holiday(Part):
    """A day on which it is closed."""

    day: date
    label: Label = ""


class Jurisdiction(Part):
    """Whom the hotline serves. The question for the region is one about the United States."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    place: Labels = Labels()


class Retention(Part):
    """How long things are kept."""

    chat_words_hours: Annotated[int, Field(ge=1, le=LONGEST_KEPT, strict=True)]


class Look(Part):
    """How the page outside looks."""

    accent: Literal["teal", "blue", "violet", "green", "brown"]
    scheme: Literal["auto", "light", "dark"]


class SiteBody(Part):
    """All settings of a site, as one version holds them."""

    name: Name
    phones: Annotated[list[PhoneNumber], Field(min_length=1, max_length=8)]
    hours: Hours
    holidays: Annotated[list[Holiday], Field(max_length=60), AfterValidator(_in_order)]
    jurisdiction: Jurisdiction
    legal_notice: Notices
    report_notice: Notices
    exit_url: Annotated[str, Field(max_length=300), AfterValidator(_exit_url)]
    retention: Retention
    look: Look
