"""How soon people get an answer: what is due when, what is late, and counts of what was in time.

Nothing is stored but the minute of an arrival and of the first message that waits for an answer
(`Arrival`), which go with the item's end. What is late is a question with one moment for each
category and kind; due times are worked out for the rows that are shown. Minutes count while the
hotline is open, by its published hours; of a crisis and of a live chat they always count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple, get_args

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from chat.live_models import LiveChat
from chat.models import Conversation
from config import clock
from config.hours import OpeningHours
from config.open_minutes import earlier, later
from moderation.codes import Category
from moderation.counters import count
from moderation.models import Arrival, QueueItem

CHAT = "chat"
LANES = (CHAT, *get_args(Category))
"""What has targets of its own: a live chat, and each category."""

ALWAYS = {CHAT, "crisis"}
"""Whose minutes count day and night."""

FIRST, NEXT, CONCLUSION = "first", "next", "conclusion"
OPEN = ("waiting", "claimed", "answered", "converted")
WARN_AT = 75
"""Percent of a target after which its item is shown as due soon."""


class Targets(NamedTuple):
    """Minutes until the first answer, until each further one, until the end; None is no target."""

    first: int | None = None
    next: int | None = None
    conclusion: int | None = None


DEFAULTS: dict[str, Targets] = {
    CHAT: Targets(first=5),
    "crisis": Targets(first=60, next=60, conclusion=1440),
    "tip": Targets(first=720, next=720, conclusion=7200),
    "referral": Targets(first=720, next=720, conclusion=3600),
    "training": Targets(first=1440, next=1440, conclusion=7200),
    "information": Targets(first=1440, next=1440, conclusion=7200),
    "related_topic": Targets(first=1440, next=1440, conclusion=7200),
}
"""Why these: docs/queue.md."""


class Promise(NamedTuple):
    """The targets of a site, and its hours."""

    targets: dict[str, Targets]
    hours: OpeningHours

    def hours_of(self, lane: str) -> OpeningHours | None:
        """The hours in which minutes of this lane count; None where they always do."""
        return None if lane in ALWAYS else self.hours


class Standing(NamedTuple):
    """What is known of an item that waits or is held."""

    category: str
    live: bool
    answered: bool
    arrived: str
    wrote: str | None


class Due(NamedTuple):
    """What is due next: its kind, the minute, and the minute from which it is shown as due soon."""

    kind: str
    minute: str
    warn: str


def due_of(promise: Promise, standing: Standing) -> Due | None:
    """What is due first of an item, or None where nothing is."""
    lane = CHAT if standing.live else standing.category
    hours, targets = promise.hours_of(lane), promise.targets[lane]
    found = [
        (clock.minute_of(later(hours, began, minutes)), kind, began, minutes)
        for kind, began in _running(standing)
        if (minutes := getattr(targets, kind)) is not None
    ]
    if not found:
        return None
    ends, kind, began, minutes = min(found, key=lambda each: each[0])
    return Due(kind, ends, clock.minute_of(later(hours, began, _soon(minutes))))


def is_due(promise: Promise, moment: datetime, *, soon: bool) -> ColumnElement[bool]:
    """Which items are late; with `soon`, those as well of which three quarters have passed.

    Of an item joined with its conversation, its arrival and its live chat.
    """
    late = [
        _of_lane(lane) & condition
        for lane, targets in promise.targets.items()
        for condition in _late_in(promise.hours_of(lane), targets, moment, soon=soon)
    ]
    return and_(QueueItem.status.in_(OPEN), or_(false(), *late))


def how_many_late(session: Session, promise: Promise, moment: datetime) -> int:
    """How many items are late now."""
    chosen = (
        select(func.count())
        .select_from(Arrival)  # few: only what waits or is held has one
        .join(QueueItem, QueueItem.conv == Arrival.conv)
        .join(Conversation, Conversation.conv == Arrival.conv)
        .outerjoin(LiveChat, LiveChat.conv == Arrival.conv)
        .where(is_due(promise, moment, soon=False))
    )
    return session.scalar(chosen) or 0


def count_answer(session: Session, promise: Promise, standing: Standing, moment: datetime) -> None:
    """An answer was given just now: its target was met or missed, without the conversation."""
    kind = NEXT if standing.answered else FIRST
    began = standing.wrote if standing.answered else standing.arrived
    if began is not None:
        _count(session, promise, standing, kind, began, moment)


def count_conclusion(
    session: Session, promise: Promise, standing: Standing, moment: datetime
) -> None:
    """The item was closed just now: counted in the same way."""
    _count(session, promise, standing, CONCLUSION, standing.arrived, moment)


def standing_of(session: Session, item: QueueItem) -> Standing | None:
    """How an item stands before an answer or its end; None where its minute is not known."""
    arrival = session.get(Arrival, item.conv)
    talk = session.get(Conversation, item.conv)
    if arrival is None or talk is None:
        return None
    is_live = session.get(LiveChat, item.conv) is not None
    return Standing(item.category, is_live, talk.d_seq > 0, arrival.minute, arrival.wrote)


def _count(
    session: Session,
    promise: Promise,
    standing: Standing,
    kind: str,
    began: str,
    moment: datetime,
) -> None:
    lane = CHAT if standing.live else standing.category
    minutes = getattr(promise.targets[lane], kind)
    if minutes is None:
        return
    due = later(promise.hours_of(lane), _moment(began), minutes)
    how = "met" if moment <= due else "missed"
    count(session, f"service_{kind}", f"{lane}:{how}", f"{moment:%Y-%m}")


def _running(standing: Standing) -> Iterator[tuple[str, datetime]]:
    """The kinds of target whose time runs, with when it began."""
    arrived = _moment(standing.arrived)
    if not standing.answered:
        yield FIRST, arrived
    elif standing.wrote is not None and not standing.live:
        yield NEXT, _moment(standing.wrote)
    yield CONCLUSION, arrived


def _of_lane(lane: str) -> ColumnElement[bool]:
    if lane == CHAT:
        return LiveChat.conv.is_not(None)
    return and_(LiveChat.conv.is_(None), QueueItem.category == lane)


def _late_in(
    hours: OpeningHours | None, targets: Targets, moment: datetime, *, soon: bool
) -> Iterator[ColumnElement[bool]]:
    for kind, minutes in targets._asdict().items():
        if minutes is None:
            continue
        since = earlier(hours, moment, _soon(minutes) if soon else minutes)
        before = clock.minute_of(since)
        if kind == FIRST:
            yield and_(Conversation.d_seq == 0, Arrival.minute <= before)
        elif kind == NEXT:
            yield and_(Conversation.d_seq > 0, Arrival.wrote <= before, LiveChat.conv.is_(None))
        else:
            yield Arrival.minute <= before


def _soon(minutes: int) -> int:
    return -(-minutes * WARN_AT // 100)


def _moment(minute: str) -> datetime:
    return datetime.fromisoformat(minute).replace(tzinfo=UTC)
