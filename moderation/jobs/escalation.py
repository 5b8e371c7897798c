"""A live chat that waits too long although somebody is on shift: supervisors hear of it, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from chat.live_models import LiveChat
from config import clock
from config.database import changed
from moderation.jobs.news import News
from moderation.jobs.runner import Turn
from moderation.presence import on_shift


@dataclass(frozen=True)
class Escalation:
    """After so many minutes."""

    news: News
    minutes: int

    def run(self, turn: Turn) -> None:
        """Each chat that waits too long is marked, and told of if it was not marked before."""
        since = clock.minute_of(turn.moment - timedelta(minutes=self.minutes))
        with turn.database.writing() as session:
            found = _too_long(session, since) if on_shift(session, turn.now) else []
            marked = [conv for conv in found if _mark(session, conv)]
        for conv in marked:
            self.news.chat_escalated(conv)
            self.news.chat_changed(conv)


def _too_long(session: Session, since: str) -> list[bytes]:
    too_long = LiveChat.phase == "waiting", ~LiveChat.escalated, LiveChat.arrived <= since
    return list(session.scalars(select(LiveChat.conv).where(*too_long)))


def _mark(session: Session, conv: bytes) -> bool:
    waits = LiveChat.conv == conv, LiveChat.phase == "waiting", ~LiveChat.escalated
    return changed(session, update(LiveChat).where(*waits).values(escalated=True)) == 1
