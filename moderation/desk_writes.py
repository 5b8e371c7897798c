"""The desk writes into a conversation: who may, what is stored, and what it does to the item."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.errors import State
from chat.live_models import LiveChat
from config import clock
from moderation.audit import Act
from moderation.errors import NotFound
from moderation.models import Arrival, QueueItem
from moderation.policy import demand, reaches
from moderation.review_queue import find_item
from moderation.service_times import Promise, count_answer, standing_of
from moderation.staff_models import Staff
from moderation.transitions import move_item


class Written(NamedTuple):
    """Where the conversation stands, whether the envelope is new, and whether the item moved."""

    state: State
    is_new: bool
    moved: bool


SEEING = ("read_any", "read_joined")


def may_see(session: Session, me: Staff, conv: bytes) -> bool:
    """Whoever reads for the desk, and whoever was let into this conversation."""
    return reaches(session, me, conv, *SEEING)


def see(session: Session, me: Staff, conv: bytes) -> None:
    """Raises NotFound where there is no such conversation, or none that this person may see."""
    if not may_see(session, me, conv):
        raise NotFound


def see_as_writer(session: Session, me: Staff, conv: bytes) -> None:
    """Raises what `see` raises, and NotHolder for somebody who could not write there either."""
    see(session, me, conv)
    demand(session, me, session.get_one(QueueItem, conv), "write")


def write(
    session: Session,
    me: Staff,
    conv: bytes,
    envelope: bytes,
    moment: datetime,
    promise: Promise,
) -> Written:
    """The desk's next envelope is stored; the same bytes again are answered like the first time.

    Only who holds the item, or joined, may write: raises NotHolder, or NotFound for somebody who
    may not even know of the conversation, and what `store_envelope` raises.
    """
    see(session, me, conv)
    talk = conversations.find_to_write(session, conv)
    item = find_item(session, conv)
    header = delivery.read_header(envelope, conv, "D")
    holds = item.holder == me.staff_id
    known = delivery.is_stored(session, header, envelope)
    if not holds and not known:
        demand(session, me, item, "write")
    standing = standing_of(session, item)
    is_new = delivery.store_envelope(session, talk, envelope, "D", clock.day_of(moment))
    moved = is_new and holds and _answered(session, item, Act(me.staff_id, clock.hour_of(moment)))
    if moved and standing is not None:
        count_answer(session, promise, standing, moment)
    return Written(delivery.state_of(talk), is_new, moved)


def _answered(session: Session, item: QueueItem, act: Act) -> bool:
    """The item is answered; in a live chat only the first answer is a change of state."""
    live = session.get(LiveChat, item.conv) is not None
    arrival = session.get(Arrival, item.conv)
    if arrival is not None:
        arrival.wrote = None
    if not live or item.status == "claimed":
        move_item(session, item, "reply", act)
        return True
    item.unanswered = False
    session.flush()
    return False
