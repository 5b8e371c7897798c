"""What a version of the site's settings says, and the rules that it must keep, field by field."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from config.hours import DAYS
from moderation import schedule
from moderation.addresses import https_address
from moderation.plain_text import plain
from moderation.schedule import Bounds, Schedule
from moderation.service_times import DEFAULTS, Targets

ACCENTS = ("teal", "blue", "violet", "green", "brown")
"""Colours of which each was checked for contrast, in the light and in the dark."""

LONGEST_NOTICE = 600
LONGEST_TARGET = 60 * 24 * 90
"""Minutes."""

FEWEST_DIGITS, MOST_DIGITS = 2, 15

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{0,28}[0-9]")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


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


def _within(bounds: Bounds) -> Any:  # noqa: ANN401 - what pydantic takes beside a type
    return Field(ge=bounds.least, le=bounds.most, strict=True)


class Retention(Part):
    """How long each kind of thing is kept after it is over; versions of before knew the first only."""

    chat_words_hours: Annotated[int, _within(schedule.CHAT_WORDS_HOURS)]
    tip_days: Annotated[int, _within(schedule.TIP_DAYS)] = schedule.TIP_DAYS.usual
    file_days: Annotated[int, _within(schedule.FILE_DAYS)] | None = None
    contact_days: Annotated[int, _within(schedule.CONTACT_DAYS)] = schedule.CONTACT_DAYS.usual
    quarantine_days: Annotated[int, _within(schedule.QUARANTINE_DAYS)] = (
        schedule.QUARANTINE_DAYS.usual
    )
    case_days: Annotated[int, _within(schedule.CASE_DAYS)] = schedule.CASE_DAYS.usual
    audit_days: Annotated[int, _within(schedule.AUDIT_DAYS)] = schedule.AUDIT_DAYS.usual
    counter_months: Annotated[int, _within(schedule.COUNTER_MONTHS)] = schedule.COUNTER_MONTHS.usual

    @model_validator(mode="after")
    def _words_first(self) -> Retention:
        """What is left of a contact stays at least as long as its words."""
        if self.contact_days < max(self.tip_days, -(-self.chat_words_hours // 24)):
            raise ValueError("labels before words")
        return self

    def as_schedule(self) -> Schedule:
        """The same, as the jobs count."""
        return Schedule(**self.model_dump())


Minutes = Annotated[int, Field(ge=1, le=LONGEST_TARGET, strict=True)] | None


class Times(Part):
    """Minutes until the first answer, each further one, the end; none is no target."""

    first: Minutes = None
    next: Minutes = None
    conclusion: Minutes = None


def _times_of(lane: str) -> Times:
    return Times(**DEFAULTS[lane]._asdict())


class ServiceTimes(Part):
    """How soon people should get an answer, in a live chat and for each category."""

    chat: Times = _times_of("chat")
    crisis: Times = _times_of("crisis")
    tip: Times = _times_of("tip")
    referral: Times = _times_of("referral")
    training: Times = _times_of("training")
    information: Times = _times_of("information")
    related_topic: Times = _times_of("related_topic")

    def targets(self) -> dict[str, Targets]:
        """The same, as the queue counts."""
        return {lane: Targets(**times) for lane, times in self.model_dump().items()}


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
    exit_url: Annotated[str, Field(max_length=300), AfterValidator(https_address)]
    retention: Retention
    service_times: ServiceTimes = ServiceTimes()  # versions of before had none
    look: Look
