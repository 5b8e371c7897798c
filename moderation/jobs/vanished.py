"""An advocate whose client fell silent: their live chats wait for somebody else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from chat.live_models import LiveChat, Presence
from config.database import changed
from moderation import live
from moderation.audit import Act
from moderation.jobs.news import News
from moderation.jobs.runner import Turn
from moderation.jobs.table import LEASE
from moderation.models import QueueItem
from moderation.presence import CAPACITY, FRESH
from moderation.review_queue import find_item
from moderation.transitions import move_item


@dataclass(frozen=True)
class Vanished:
    """Whoever gave no sign of life for FRESH and `grace` seconds is off shift."""

    news: News
    grace: int

    def run(self, turn: Turn) -> None:
        """Nobody who fell silent is on shift or holds a chat whose person waits for an answer."""
        last = turn.now - FRESH - self.grace
        with turn.database.writing() as session:
            if turn.late > LEASE:
                _absence_counts_for_nobody(session, turn)
            _know_every_holder(session, turn.now)
            silent = Presence.beat <= last, Presence.status != "off"
            gone = changed(session, update(Presence).where(*silent).values(status="off"))
            orphans = list(session.scalars(_orphans(last)))
        freed = [conv for conv in orphans if _free(turn, conv, last)]
        for conv in freed:
            self.news.chat_changed(conv)
            self.news.chat_waiting(conv)
        if gone or freed:
            self.news.queue_changed()


def _absence_counts_for_nobody(session: Session, turn: Turn) -> None:
    """While the service did not run nobody could give a sign of life."""
    sooner = func.least if session.get_bind().dialect.name == "postgresql" else func.min
    beat = sooner(Presence.beat + turn.late, turn.now)
    changed(session, update(Presence).values(beat=beat))


def _know_every_holder(session: Session, now: int) -> None:
    """Who holds a live chat without ever having gone on shift (a supervisor) is watched too."""
    known = select(1).where(Presence.staff_id == QueueItem.holder).exists()
    unknown = (
        select(QueueItem.holder)
        .join(LiveChat, LiveChat.conv == QueueItem.conv)
        .where(LiveChat.phase == "live", QueueItem.holder.is_not(None), ~known)
    )
    for staff_id in set(session.scalars(unknown)):
        session.add(Presence(staff_id=staff_id, status="off", beat=now, capacity=CAPACITY))
    session.flush()


def _orphans(last: int) -> Select[bytes]:
    return (
        select(LiveChat.conv)
        .join(QueueItem, QueueItem.conv == LiveChat.conv)
        .join(Presence, Presence.staff_id == QueueItem.holder)
        .where(LiveChat.phase == "live", Presence.beat <= last)
    )


def _free(turn: Turn, conv: bytes, last: int) -> bool:
    """The chat waits again, if nobody gave a sign of life or took it over at the last moment."""
    with turn.database.writing() as session:
        item = find_item(session, conv)
        chat = live.of(session, conv, to_write=True)
        if chat is None or session.scalar(_orphans(last).where(LiveChat.conv == conv)) is None:
            return False
        move_item(session, item, "lost", Act(None, turn.hour))
        live.wait_again(session, chat, turn.moment, lost=True)
        return True
