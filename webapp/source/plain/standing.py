"""How a live chat stands, in the values that its page and its frame show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_skeleton, get_day_names, get_timezone_name
from sqlalchemy.orm import Session

from config.hours import DAYS, OpeningHours
from moderation import live
from webapp import pages
from webapp.services import services
from webapp.source.plain import pace
from webapp.source.plain.questions import offered
from webapp.source.plain.reading import Message


def of_page(
    session: Session, conv: bytes, messages: list[Message], moment: datetime
) -> dict[str, Any]:
    """What the page around the frame needs to know."""
    told = live.for_source(session, conv, moment)
    chat = live.of(session, conv)
    answered = {name for message in messages if message.mine for name in message.answers}
    waits = told is not None and told.phase == "waiting"
    site = services().site.current(session)
    return {
        "live": told,
        "pace": pace.current(),
        "questions": open_questions(messages) if told is not None else [],
        "asks": offered(answered, region=site.asks_region) if waits else {},
        "helped": chat is not None and chat.helped,
        "words_hours": site.words_hours,
    }


def open_questions(messages: list[Message]) -> list[Message]:
    """The desk's questions that the person has not answered yet, the newest first."""
    answered = {name for message in messages if message.mine for name in message.answers}
    asked = [m for m in messages if m.kind == "question" and not m.mine]
    return [m for m in reversed(asked) if m.question and m.question not in answered]


def of_frame(
    session: Session, conv: bytes, messages: list[Message], moment: datetime
) -> dict[str, Any]:
    """What the frame shows: how it stands, and the messages, the newest first."""
    told = live.for_source(session, conv, moment)
    nobody = told is not None and told.phase == "waiting" and not told.on_shift
    hours, language = services().site.current(session).hours, pages.current_language()
    return {
        "live": told,
        "messages": messages[::-1],
        "hours": open_days(hours, language) if nobody else [],
        "closed": closed_days(hours, language, moment) if nobody else [],
        "zone": zone_name(hours, language) if nobody else "",
    }


def open_days(hours: OpeningHours, language: str) -> list[tuple[str, str, str]]:
    """Each open day with its opening and closing time, in the reader's words."""
    names = get_day_names("wide", "stand-alone", language)
    return [(names[n], *hours.days[day]) for n, day in enumerate(DAYS) if day in hours.days]


def closed_days(hours: OpeningHours, language: str, moment: datetime) -> list[tuple[str, str]]:
    """Each holiday of the next days and its label, in the reader's words."""
    soon = hours.holidays_soon(moment)
    return [
        (format_skeleton("MMMMEEEEd", day, locale=language), label) for day, label in soon.items()
    ]


def zone_name(hours: OpeningHours, language: str) -> str:
    """The time zone in the reader's words."""
    return get_timezone_name(hours.zone, locale=language)
