"""How a live chat stands, in the values that its page and its frame show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import get_day_names, get_timezone_name
from sqlalchemy.orm import Session

from config.hours import DAYS
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
    return {
        "live": told,
        "pace": pace.current(),
        "questions": open_questions(messages) if told is not None else [],
        "asks": offered(answered) if waits else {},
        "helped": chat is not None and chat.helped,
        "words_hours": services().settings.chat_words_hours,
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
    return {
        "live": told,
        "messages": messages[::-1],
        "hours": opening_hours() if nobody else [],
        "zone": _zone() if nobody else "",
    }


def opening_hours() -> list[tuple[str, str, str]]:
    """Each open day with its opening and closing time, in the reader's words."""
    days = services().settings.hours.days
    names = get_day_names("wide", "stand-alone", pages.current_language())
    return [(names[n], *days[day]) for n, day in enumerate(DAYS) if day in days]


def _zone() -> str:
    return get_timezone_name(services().settings.hours.zone, locale=pages.current_language())
