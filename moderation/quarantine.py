"""Spam, abuse and pranks are set aside, whole and readable, and come back whenever anybody says so.

What a program sent is set aside by the service itself, by the same rules. Nobody is cut off by it:
the source may go on writing, and who comes back to talk live waits again among the others, since a
frightened person can sound like a prank. Against whoever does that again and again there are blocks
(`blocks`). The arrival minute goes, as the item neither waits nor is held; restored, it counts as
come when its day began, so a mistake costs its person no place.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.models import Conversation
from moderation import live
from moderation.audit import Act
from moderation.codes import OwnReason
from moderation.errors import ChatLive, NeedsSupervisor
from moderation.models import Arrival, QueueItem
from moderation.policy import reaches
from moderation.queue_models import Quarantine
from moderation.staff_models import Staff
from moderation.transitions import move_item


def set_aside(session: Session, me: Staff, item: QueueItem, reason: str, act: Act) -> QueueItem:
    """The item is in quarantine, with why and with how much its source had written.

    Raises ChatLive where somebody is in a chat or waits for one, NeedsSupervisor where the source
    says that somebody is in danger now, and what `move_item` raises.
    """
    no_chat(session, item)
    no_danger(session, me, item)
    _move(session, item, reason, act)
    return item


def by_itself(session: Session, item: QueueItem, reason: OwnReason, hour: str) -> None:
    """The service sets the item aside as it comes; staff see it and why, and can give it back."""
    _move(session, item, reason, Act(None, hour))


def _move(session: Session, item: QueueItem, reason: str, act: Act) -> None:
    move_item(session, item, "quarantine", act)
    wrote = select(Conversation.s_seq).where(Conversation.conv == item.conv)
    row = Quarantine(conv=item.conv, reason=reason, s_seq=session.scalar(wrote) or 0)
    session.add(row)
    session.flush()


def restore(session: Session, item: QueueItem, act: Act) -> QueueItem:
    """The item waits as before, as one that came when its day began; raises what `move_item` raises."""
    move_item(session, item, "restore", act)
    session.add(Arrival(conv=item.conv, minute=f"{item.day.isoformat()}T00:00"))
    session.flush()
    return item


def comes_back(session: Session, item: QueueItem, act: Act, minute: str) -> None:
    """Their source is here and wants to talk: the item waits again, from this minute on."""
    move_item(session, item, "comes_back", act)
    session.add(Arrival(conv=item.conv, minute=minute))
    session.flush()


def no_chat(session: Session, item: QueueItem) -> None:
    """Nobody is in a chat here; one that rests, since its person left, is over. Raises ChatLive."""
    chat = live.of(session, item.conv, to_write=True)
    if chat is None:
        return
    if chat.phase != "resting":
        raise ChatLive
    live.forget(session, item.conv)


def no_danger(session: Session, me: Staff, item: QueueItem) -> None:
    """Nobody is said to be in danger now, or whoever acts supervises; raises NeedsSupervisor."""
    if item.priority == "urgent" and not reaches(session, me, item.conv, "quarantine_urgent"):
        raise NeedsSupervisor
