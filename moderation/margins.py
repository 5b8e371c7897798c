"""What reports count: each contact when it arrives and how it ended, without anybody in it.

Every margin is a table of its own, by month or by quarter, and none is crossed with another: from
category and language apart nobody learns in which language whom spoke. All of a month's margins but
the hours speak of the contacts that arrived in that month, so they have one total.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from chat.models import Conversation
from moderation.counters import count
from moderation.models import QueueItem

NAMED_LANGUAGES = ("en", "es")
"""Others are one bucket: of a rare language few people speak."""

OTHER = "other"


def arrived(
    session: Session, item: QueueItem, talk: Conversation, moment: datetime, zone: str
) -> None:
    """One more contact; `zone` is where the hotline's hours are told."""
    month = month_of(item.day)
    count(session, "category", item.category, month)
    count(session, "channel", talk.channel, month)
    there = moment.astimezone(ZoneInfo(zone))
    count(session, "hour_of_week", f"{there.weekday()}-{there.hour:02}", quarter_of(there.date()))
    count(session, "language", language_of(talk.language), month)


def recategorised(session: Session, item: QueueItem, old: str) -> None:
    """The contact has another category than `old` now: it counts there, in its own month."""
    _moved(session, "category", (old, item.category), month_of(item.day))


def spoken_in(session: Session, item: QueueItem, old: str, new: str) -> None:
    """Whoever waits asked for another language: they count there, in their own month."""
    way = language_of(old), language_of(new)
    if way[0] != way[1]:
        _moved(session, "language", way, month_of(item.day))


def concluded(session: Session, item: QueueItem, old: str | None) -> None:
    """The contact ended otherwise than it had before, or goes on: its month says how it ended last."""
    _moved(session, "outcome", (old, item.disposition), month_of(item.day))


def _moved(session: Session, name: str, way: tuple[str | None, str | None], month: str) -> None:
    """One less in the first bucket and one more in the other, as far as there are any."""
    for bucket, by in zip(way, (-1, 1), strict=True):
        if bucket is not None:
            count(session, name, bucket, month, by)


def trained(session: Session, day: date, people: int, by: int) -> None:
    """One training more, or less, was held on this day, and reached so many people."""
    month = month_of(day)
    count(session, "training", "held", month, by)
    count(session, "training", "people", month, by * people)


def language_of(tag: str) -> str:
    """The bucket of a language tag (BCP 47)."""
    language = tag.split("-", maxsplit=1)[0].lower()
    return language if language in NAMED_LANGUAGES else OTHER


def month_of(day: date) -> str:
    """`YYYY-MM`."""
    return f"{day:%Y-%m}"


def quarter_of(day: date) -> str:
    """`YYYY-Qn`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
