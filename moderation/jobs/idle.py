"""Chats in which nothing happens: asked first, then laid to rest, and never taken from the person.

A minute in which the service itself was away counts for nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from chat.live_models import LiveChat
from config.database import changed, locked
from config.timings import Timings
from moderation import live, wrap_up
from moderation.jobs.news import News
from moderation.jobs.runner import Turn
from moderation.jobs.table import LEASE
from moderation.models import QueueItem

WARNED_FOR = 5
"""Minutes in which one tap answers the warning."""


@dataclass(frozen=True)
class Idle:
    """Five steps, each for the chats for which its condition holds at this minute.

    The words of what nobody wrapped up are deleted `words_hours` later.
    """

    news: News
    timings: Timings
    words_hours: Callable[[Session], int]

    def run(self, turn: Turn) -> None:
        """Every chat is in the phase that its person's silence makes it."""
        if turn.late > LEASE:
            with turn.database.writing() as session:
                _absence_counts_for_nobody(session, turn)
        now = live.minute_number(turn.moment)
        idle = LiveChat.active < now - self.timings.idle_minutes
        unanswered = LiveChat.active < now - self.timings.idle_minutes - WARNED_FOR
        gone = LiveChat.seen < now - self.timings.unseen_minutes
        over = LiveChat.active < now - self.timings.resting_hours * 60
        owed = LiveChat.active < now - self.timings.wrap_up_hours * 60
        talking = LiveChat.phase == "live"
        self._each(turn, talking & LiveChat.warned & unanswered, _lay_to_rest)
        self._each(turn, talking & ~LiveChat.warned & idle, self._warner(now))
        self._each(turn, (LiveChat.phase == "waiting") & gone, _go_on_as_an_item)
        self._each(turn, (LiveChat.phase == "resting") & over, _ender(turn.moment))
        self._each(turn, (LiveChat.phase == "ended") & owed, self._closer(turn.moment))

    def _warner(self, now: int) -> Callable[[Session, LiveChat], None]:
        def warn(_session: Session, chat: LiveChat) -> None:
            chat.warned = True
            chat.active = now - self.timings.idle_minutes  # the answer has its minutes from here

        return warn

    def _closer(self, moment: datetime) -> Callable[[Session, LiveChat], None]:
        def close(session: Session, chat: LiveChat) -> None:
            wrap_up.lapse(session, chat.conv, moment, self.words_hours(session))

        return close

    def _each(
        self,
        turn: Turn,
        where: ColumnElement[bool],
        act: Callable[[Session, LiveChat], None],
    ) -> None:
        with turn.database.reading() as session:
            found = list(session.scalars(select(LiveChat.conv).where(where)))
        moved = [conv for conv in found if _moved(turn, conv, where, act)]
        for conv in moved:
            self.news.chat_changed(conv)
        if moved:
            self.news.queue_changed()


def _moved(
    turn: Turn,
    conv: bytes,
    where: ColumnElement[bool],
    act: Callable[[Session, LiveChat], None],
) -> bool:
    """Act on the chat, if its person did nothing at the last moment."""
    with turn.database.writing() as session:
        locked(session, QueueItem, conv)
        chat = live.of(session, conv, to_write=True)
        still = session.scalar(select(LiveChat.conv).where(LiveChat.conv == conv, where))
        if chat is None or still is None:
            return False
        act(session, chat)
        return True


def _lay_to_rest(_session: Session, chat: LiveChat) -> None:
    """It waits for the person, and takes none of its holder's places meanwhile."""
    chat.phase, chat.warned = "resting", False


def _go_on_as_an_item(session: Session, chat: LiveChat) -> None:
    """The person left while waiting: what they wrote keeps its place and is answered like a tip."""
    live.forget(session, chat.conv)


def _ender(moment: datetime) -> Callable[[Session, LiveChat], None]:
    """Who holds it wraps it up; where nobody does, it goes on as an item."""
    return lambda session, chat: live.end(session, chat, moment)


def _absence_counts_for_nobody(session: Session, turn: Turn) -> None:
    """While the service did not run nobody could write or be seen."""
    now, missed = live.minute_number(turn.moment), turn.late // 60
    sooner = func.least if session.get_bind().dialect.name == "postgresql" else func.min
    values = {
        "active": sooner(LiveChat.active + missed, now),
        "seen": sooner(LiveChat.seen + missed, now),
    }
    changed(session, update(LiveChat).values(values))
