"""A year of made-up contacts at the volumes of the report that this service starts from.

The half year before now has 2,500 contacts, the year doubles; 85 of 100 people write in English and
15 in Spanish; most come from Monday to Friday between 9 and 21; 52 asked for a training. Drawn from
a seed, so the same numbers go in each time. Nothing here is about anybody.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from moderation.trainings import REQUESTED, Standing
from webapp.tips import Tip

SEED = 2008
HALF_YEAR = 2500
DOUBLES_IN = 12
"""Months."""

TRAININGS = 52
SPANISH = 0.15
AT_WORK = 0.8
"""So much comes from Monday to Friday between 9 and 21 by the hotline's clock."""

ONE_CALLED_OFF_IN = 17
ONE_WITHOUT_DAY_IN = 3
"""Of the trainings whose day has come few were called off; of the others some have no day yet."""

CATEGORIES = {
    "crisis": 0.10,
    "tip": 0.34,
    "referral": 0.18,
    "information": 0.28,
    "related_topic": 0.10,
}
"""Shares of what is no training: made up, like everything here."""

OUTCOMES = {
    "crisis": (("case_created", 5), ("reported", 3), ("referral_given", 2)),
    "tip": (("case_created", 3), ("reported", 3), ("no_action", 3), ("duplicate", 1)),
    "referral": (("referral_given", 8), ("information_given", 2)),
    "training": (("information_given", 1),),
    "information": (("information_given", 8), ("silent", 1), ("wrong_number", 1)),
    "related_topic": (("referral_given", 4), ("no_action", 4), ("prank", 1), ("test", 1)),
}
CHANNELS = {
    "crisis": (["chat", "tip_form"], [3, 1]),
    "referral": (["request_form", "tip_form", "chat"], [3, 3, 2]),
    "information": (["request_form", "tip_form", "chat"], [3, 3, 2]),
}
DOORS = {"crisis": "need_help", "tip": "saw_something"}
WORDS = {
    "en": "A made-up contact of the demonstration year.",
    "es": "Un contacto inventado del año de demostración.",
}


@dataclass(frozen=True)
class Contact:
    """One contact: when it came, what it is by its labels, and how it ended."""

    moment: datetime
    category: str
    channel: str
    language: str
    outcome: str | None
    wait: int
    """Minutes until an advocate was in the chat."""
    training: Standing | None = None
    """How the training stands today that somebody asked for."""

    def tip(self) -> Tip:
        """What is sealed of it."""
        door = DOORS.get(self.category, "ask_something")
        return Tip(self.language, door, {"what": WORDS[self.language]})


def year_before(day: date, zone: str) -> list[Contact]:
    """The contacts of the twelve whole months before `day`, by the clock of `zone`, oldest first."""
    random = Random(SEED)  # noqa: S311 - nothing here is secret
    found = [
        contact
        for months_ago, count in enumerate(_per_month(), start=1)
        for contact in _month(random, _first_of(day, months_ago), count, zone)
    ]
    found.sort(key=lambda contact: contact.moment)
    return _with_trainings(random, found, day)


def _per_month() -> list[int]:
    """How many contacts in the last month, the one before it, and so on."""
    weights = [2 ** (-ago / DOUBLES_IN) for ago in range(DOUBLES_IN)]
    newest = HALF_YEAR / sum(weights[: DOUBLES_IN // 2])
    counts = [round(newest * weight) for weight in weights]
    counts[0] += HALF_YEAR - sum(counts[: DOUBLES_IN // 2])
    return counts


def _first_of(day: date, months_ago: int) -> date:
    number = day.year * 12 + day.month - 1 - months_ago
    return date(number // 12, number % 12 + 1, 1)


def _month(random: Random, first: date, count: int, zone: str) -> Iterator[Contact]:
    next_first = (first + timedelta(days=31)).replace(day=1)
    days = (next_first - first).days
    for _ in range(count):
        category = random.choices([*CATEGORIES], [*CATEGORIES.values()])[0]
        ends, weights = zip(*OUTCOMES[category], strict=True)
        yield Contact(
            moment=_moment(random, first, days, zone),
            category=category,
            channel=_channel(random, category),
            language="es" if random.random() < SPANISH else "en",
            outcome=random.choices(ends, weights)[0],
            wait=min(int(random.expovariate(1 / 6)), 90),
        )


def _moment(random: Random, first: date, days: int, zone: str) -> datetime:
    """A moment of this month; in the night's corner of the last day it would be another month in UTC."""
    while True:
        day = first + timedelta(days=random.randrange(days))
        at_work = random.random() < AT_WORK
        if at_work and day.weekday() > 4:  # noqa: PLR2004 - Friday
            continue
        hour = random.randrange(9, 21) if at_work else random.randrange(24)
        there = datetime(
            day.year, day.month, day.day, hour, random.randrange(60), tzinfo=ZoneInfo(zone)
        )
        moment = there.astimezone(UTC)
        if moment.month == first.month:
            return moment


def _channel(random: Random, category: str) -> str:
    return random.choices(*CHANNELS.get(category, (["tip_form", "chat"], [4, 1])))[0]


def _with_trainings(random: Random, contacts: list[Contact], today: date) -> list[Contact]:
    """So many of them, spread over the year, ask for a training instead."""
    chosen = set(random.sample(range(len(contacts)), TRAININGS))
    past, ahead = itertools.count(1), itertools.count(1)

    def standing(asked: date) -> Standing:
        """Held three to nine weeks later, or called off; or it will be, or has no day yet."""
        day = asked + timedelta(days=random.randrange(21, 64))
        people = random.randrange(8, 90)
        if day < today:
            called_off = next(past) % ONE_CALLED_OFF_IN == 0
            return Standing("cancelled") if called_off else Standing("held", day, people)
        return REQUESTED if next(ahead) % ONE_WITHOUT_DAY_IN == 0 else Standing("scheduled", day)

    return [
        _asking(it, standing(it.moment.date())) if at in chosen else it
        for at, it in enumerate(contacts)
    ]


def _asking(contact: Contact, standing: Standing) -> Contact:
    over = standing.status in {"held", "cancelled"}
    return replace(
        contact,
        category="training",
        channel="request_form",
        outcome="information_given" if over else None,
        training=standing,
    )
