"""Who answers a live chat: taking, giving and taking over, each decided by one conditional UPDATE.

Whoever takes one locks the item, then their own row of presence (always in this order), so that two
tabs of one advocate cannot both find room for one more; who gets the chat is decided by the UPDATE
in `transitions`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from chat.live_models import ChatMember, LiveChat, Presence
from config import clock
from config.database import locked
from moderation import live
from moderation.audit import Act
from moderation.errors import AtCapacity, NotAllowed, NotOnline, NotOnShift, WrapUpDue
from moderation.models import QueueItem
from moderation.permissions import may
from moderation.policy import demand
from moderation.presence import FRESH, ON_SHIFT
from moderation.review_queue import find_item, place_of_chat
from moderation.staff_models import Staff
from moderation.transitions import move_item

TRIES = 8
"""How often the chat that waits first is waited for, where each time a colleague takes it just before."""

_SKIPPING: dict[str, Any] = {"of": QueueItem, "skip_locked": True}


def load_of(session: Session, staff_id: bytes) -> int:
    """How many live chats this person holds now."""
    return _count(session, staff_id, LiveChat.phase == "live")


def loads_of(session: Session, staff: list[bytes]) -> dict[bytes, int]:
    """How many live chats each of these people holds now; who holds none is not in it."""
    chosen = (
        select(QueueItem.holder, func.count())
        .join(LiveChat, LiveChat.conv == QueueItem.conv)
        .where(QueueItem.holder.in_(staff), LiveChat.phase == "live")
        .group_by(QueueItem.holder)
    )
    return {holder: count for holder, count in session.execute(chosen) if holder is not None}


def wrap_ups_of(session: Session, staff_id: bytes) -> list[bytes]:
    """The ended chats whose wrap-up this person owes, postponed ones too."""
    chosen = (
        select(LiveChat.conv)
        .join(QueueItem, QueueItem.conv == LiveChat.conv)
        .where(QueueItem.holder == staff_id, LiveChat.phase == "ended")
    )
    return list(session.scalars(chosen.order_by(LiveChat.arrived, LiveChat.conv)))


def claim(session: Session, me: Staff, item: QueueItem, act: Act) -> QueueItem:
    """The item is mine; a live chat only where I may take one more.

    Raises what `move_item` raises, and NotOnShift, WrapUpDue or AtCapacity.
    """
    chat = live.of(session, item.conv, to_write=True)
    if chat is not None and item.status == "waiting":
        _room_for_one(session, me.staff_id)
    move_item(session, item, "claim", act)
    if chat is not None:
        live.taken(session, chat, clock.now())
    return item


def take_next(session: Session, me: Staff, act: Act) -> QueueItem | None:
    """The waiting live chat that is first in order is mine; None where none waits.

    Raises NotOnShift, WrapUpDue or AtCapacity.
    """
    _room_for_one(session, me.staff_id, to_take=False)  # whoever may take none holds nobody up
    item: QueueItem | None = session.scalars(_first().with_for_update(**_SKIPPING)).first()
    for _ in range(TRIES):
        conv = None if item is not None else session.scalar(_first(QueueItem.conv))
        if conv is None:
            break
        # Somebody waits, and a colleague or the person's own next words have the row: till then.
        item = _still_waiting(find_item(session, conv))
    if item is None:
        return None
    chat = live.of(session, item.conv, to_write=True)
    _room_for_one(session, me.staff_id)
    move_item(session, item, "claim", act)
    if chat is not None:
        live.taken(session, chat, clock.now())
    return item


def release(session: Session, item: QueueItem, act: Act) -> QueueItem:
    """The item waits again; a live chat in its old place.

    Raises WrapUpDue for a chat that has ended: nobody waits in it.
    """
    chat = live.of(session, item.conv, to_write=True)
    if chat is not None and chat.phase == "ended" and item.holder == act.actor:
        raise WrapUpDue
    move_item(session, item, "release", act)
    if chat is not None:
        live.wait_again(session, chat, clock.now(), lost=False)
    return item


def hand_over(session: Session, me: Staff, conv: bytes, to: bytes, act: Act) -> QueueItem:
    """A colleague who is there holds the item now.

    Raises NotHolder, NotOnline where the colleague is not on shift, AtCapacity, and WrapUpDue for
    a chat that has ended: whoever held it then owes its wrap-up.
    """
    item = find_item(session, conv)
    demand(session, me, item, "hand_over")
    colleague = session.get(Staff, to)
    if colleague is None or to == me.staff_id or not may(colleague.role, "queue.work"):
        raise NotOnline
    chat = live.of(session, conv, to_write=True)
    if chat is not None and chat.phase == "ended":
        raise WrapUpDue
    row = _there(session, to)
    if row is None or not colleague.active:
        raise NotOnline
    if chat is not None and load_of(session, to) >= row.capacity:
        raise AtCapacity
    move_item(session, item, "hand_over", act, to=to)
    partner = session.get(ChatMember, (conv, to))
    if partner is not None:
        session.delete(partner)
        session.flush()
    return item


def take_over(session: Session, conv: bytes, act: Act) -> QueueItem:
    """A supervisor holds the item now, whoever had it; capacity does not stop them."""
    item = find_item(session, conv)
    if item.holder == act.actor:
        raise NotAllowed
    move_item(session, item, "take_over", act)
    chat = live.of(session, conv, to_write=True)
    if chat is not None and chat.phase in {"waiting", "live", "resting"}:
        live.taken(session, chat, clock.now())
    member = session.get(ChatMember, (conv, act.actor))
    if member is not None:
        session.delete(member)
        session.flush()
    return item


def _first(*columns: Any) -> Select[Any]:  # noqa: ANN401 - columns, or the whole item
    """The waiting live chat that is first in order."""
    return (
        select(*(columns or (QueueItem,)))
        .join(LiveChat, LiveChat.conv == QueueItem.conv)
        .where(LiveChat.phase == "waiting", QueueItem.status == "waiting")
        .order_by(*place_of_chat())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _still_waiting(item: QueueItem) -> QueueItem | None:
    return item if item.status == "waiting" else None


def _room_for_one(session: Session, staff_id: bytes, *, to_take: bool = True) -> None:
    """Raises NotOnShift, WrapUpDue or AtCapacity; `to_take` locks the row until the block ends."""
    row = _there(session, staff_id, to_write=to_take)
    if row is None or row.status != "on":
        raise NotOnShift
    owed = _count(session, staff_id, (LiveChat.phase == "ended") & ~LiveChat.postponed)
    if owed:
        raise WrapUpDue
    if load_of(session, staff_id) >= row.capacity:
        raise AtCapacity


def _there(session: Session, staff_id: bytes, *, to_write: bool = True) -> Presence | None:
    """The row of somebody who is on shift and shows signs of life, or None."""
    find = locked if to_write else Session.get
    row = find(session, Presence, staff_id)
    fresh = row is not None and row.beat > clock.unix(clock.now()) - FRESH
    return row if row is not None and fresh and row.status in ON_SHIFT else None


def _count(session: Session, staff_id: bytes, which: object) -> int:
    chosen = (
        select(func.count())
        .select_from(LiveChat)
        .join(QueueItem, QueueItem.conv == LiveChat.conv)
        .where(QueueItem.holder == staff_id, which)  # type: ignore[arg-type]  # a condition
    )
    return session.scalar(chosen) or 0
