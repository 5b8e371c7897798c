"""Intake: a new conversation becomes a queue item, and a source's further words bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chat.live_models import DeletionDue, LiveChat
from chat.models import Conversation
from config import clock
from moderation import ends, live, margins, quarantine
from moderation.audit import Act, record
from moderation.codes import Lane, OwnReason
from moderation.models import Arrival, QueueItem
from moderation.review_queue import find_item
from moderation.transitions import move_item


@dataclass(frozen=True)
class QueueLabels:
    """The labels by which the queue sorts, computed in the source's browser."""

    category: str
    urgency: str
    priority: str


class How(NamedTuple):
    """How something came in during a flood, and why the service sets it aside at once, if it does."""

    lane: Lane | None = None
    aside: OwnReason | None = None


AT_ONCE = How()


def admit(
    session: Session,
    conversation: Conversation,
    labels: QueueLabels,
    moment: datetime,
    zone: str,
    how: How = AT_ONCE,
) -> QueueItem:
    """The conversation waits in the queue; its arrival minute and audit row are kept with it.

    It is counted for the report, its hour by the clock of `zone`.
    """
    item = QueueItem(
        conv=conversation.conv,
        status="waiting",
        category=labels.category,
        urgency=labels.urgency,
        priority=labels.priority,
        day=clock.day_of(moment),
        holder=None,
        unanswered=True,
        disposition=None,
    )
    session.add(item)
    session.flush()
    session.add(Arrival(conv=item.conv, minute=clock.minute_of(moment), lane=how.lane))
    record(session, Act(None, clock.hour_of(moment)), "arrive", item.conv, None, "waiting")
    if conversation.channel == "chat":
        live.begin(session, conversation.conv, moment)
    margins.arrived(session, item, conversation, moment, zone)
    if how.aside is not None:
        quarantine.by_itself(session, item, how.aside, clock.hour_of(moment))
    return item


def source_wrote(session: Session, conv: bytes, moment: datetime) -> bool:
    """The item is unanswered again; a closed one waits again, with a new arrival minute.

    What is set aside stays so, and its days begin anew: somebody must find these words too.
    True where its place in the queue, or its live chat's phase, changed.
    """
    item = find_item(session, conv)
    chat = live.of(session, conv, to_write=True)
    if chat is not None:
        return _wrote_live(session, item, chat, moment)
    before = (item.status, item.unanswered)
    move_item(session, item, "source_writes", Act(None, clock.hour_of(moment)))
    session.execute(delete(DeletionDue).where(DeletionDue.conv == conv))
    if item.status == "quarantined":
        ends.contact_counts_anew(session, conv, clock.day_of(moment))
    else:
        _note_arrival(session, item, moment)
    return before != (item.status, item.unanswered)


def _wrote_live(session: Session, item: QueueItem, chat: LiveChat, moment: datetime) -> bool:
    """In a live chat a message is no change of state: only what it changes is written."""
    before = (chat.phase, chat.warned, item.unanswered)
    live.source_acted(session, chat, moment)
    if not item.unanswered:
        item.unanswered = True
    session.flush()
    return before[:2] != (chat.phase, chat.warned)


def _note_arrival(session: Session, item: QueueItem, moment: datetime) -> None:
    """The item's minute is known, and that of the first message since the desk's last answer."""
    row, minute = session.get(Arrival, item.conv), clock.minute_of(moment)
    if row is None:
        row = Arrival(conv=item.conv, minute=minute)
        session.add(row)
    talk = session.get(Conversation, item.conv)
    if row.wrote is None and talk is not None and talk.d_seq > 0:
        row.wrote = minute
    session.flush()
