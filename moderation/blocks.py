"""Blocks: a receipt that is used for abuse writes nothing for some hours, and can always read.

A block is of a conversation, ends by itself at an hour, and is told to nobody but whoever shows the
right receipt. Words that were typed stay with the person, who is told when they can be sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chat.errors import Blocked
from config import clock
from config.database import changed
from moderation.audit import Act, record
from moderation.errors import NotAllowed, NotHolder
from moderation.models import QueueItem
from moderation.quarantine import no_chat, no_danger
from moderation.queue_models import ReceiptBlock
from moderation.staff_models import Staff

HOURS = (1, 8, 24, 168)
"""How long a block may be."""


def block(
    session: Session, me: Staff, item: QueueItem, hours: int, moment: datetime
) -> ReceiptBlock:
    """The receipt writes nothing for so many whole hours, and for what is left of this one.

    The same again while it lasts changes nothing, and a longer one makes it longer. Raises ChatLive,
    NeedsSupervisor, and NotHolder where a colleague works on the item.
    """
    if item.holder not in {None, me.staff_id}:
        raise NotHolder(item)
    no_chat(session, item)
    no_danger(session, me, item)
    until = clock.hour_of(moment + timedelta(hours=hours + 1, microseconds=-1))
    row = session.get(ReceiptBlock, item.conv)
    if row is not None and row.until >= until:
        return row
    act = Act(me.staff_id, clock.hour_of(moment))
    record(session, act, "block_receipt", item.conv, row.until if row else None, until)
    row = session.merge(ReceiptBlock(conv=item.conv, until=until))
    session.flush()
    return row


def lift(session: Session, item: QueueItem, act: Act) -> None:
    """The receipt writes again; raises NotAllowed where there is no block."""
    row = session.get(ReceiptBlock, item.conv)
    if row is None:
        raise NotAllowed
    record(session, act, "unblock_receipt", item.conv, row.until, None)
    session.delete(row)
    session.flush()


def blocked_until(session: Session, conv: bytes, moment: datetime) -> str | None:
    """The hour in which the receipt writes again, while there is a block."""
    row = session.get(ReceiptBlock, conv)
    return row.until if row is not None and row.until > clock.hour_of(moment) else None


def check(session: Session, conv: bytes, moment: datetime) -> None:
    """The receipt may write; raises Blocked."""
    until = blocked_until(session, conv, moment)
    if until is not None:
        raise Blocked(until)


def forget_ended(session: Session, hour: str) -> int:
    """No block that has ended by this hour is left; gives how many there were."""
    return changed(session, delete(ReceiptBlock).where(ReceiptBlock.until <= hour))
