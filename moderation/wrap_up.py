"""After a chat: the wrap-up that its holder owes, and when the words are deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from chat.live_models import DeletionDue, LiveChat, Presence
from chat.models import Conversation
from config import clock
from config.database import locked
from moderation import desk_writes, live, notes
from moderation.audit import Act, record
from moderation.desk_writes import Written
from moderation.errors import NobodyWaits, NotAllowed, WrapUpDue
from moderation.models import CaseConversation, QueueItem
from moderation.policy import demand
from moderation.records import Signed, Wrap
from moderation.review_queue import find_item, relabel
from moderation.service_times import Promise, count_conclusion, standing_of
from moderation.site_settings import SiteSettings
from moderation.staff_models import Staff
from moderation.transitions import move_item


class WrapUp(NamedTuple):
    """How a chat ended: its codes, and the sealed summary with its container if that is new."""

    disposition: str
    category: str
    container: tuple[bytes, Wrap] | None
    summary: Signed


def end(
    session: Session,
    me: Staff,
    conv: bytes,
    envelope: bytes,
    moment: datetime,
    promise: Promise,
) -> Written:
    """The desk's last envelope is stored and the chat is over; the same bytes again change nothing."""
    written = desk_writes.write(session, me, conv, envelope, moment, promise)
    item, chat = _mine(session, me, conv, "end_chat")
    if written.is_new and chat is not None:
        live.end(session, chat, moment)
        record(session, Act(me.staff_id, clock.hour_of(moment)), "desk_ended", item.conv)
    return written


def postpone(session: Session, me: Staff, conv: bytes) -> QueueItem:
    """The next chat may come first, since somebody waits; raises NobodyWaits where nobody does.

    One at a time: raises WrapUpDue where another was postponed before.
    """
    item, chat = _mine(session, me, conv, "postpone")
    if chat is None or chat.phase != "ended":
        raise NotAllowed
    locked(session, Presence, me.staff_id)  # of two tabs one is first
    if session.scalar(_postponed(me.staff_id).where(LiveChat.conv != conv)) is not None:
        raise WrapUpDue
    waiting = select(LiveChat.conv).where(LiveChat.phase == "waiting").limit(1)
    if session.scalar(waiting) is None:
        raise NobodyWaits
    chat.postponed = True
    return item


def close(
    session: Session, item: QueueItem, disposition: str, act: Act, site: SiteSettings
) -> QueueItem:
    """The item is closed with how it ended, and one that was a chat has an hour for its words again.

    Raises WrapUpDue where a live chat is wrapped up instead, and what `move_item` raises.
    """
    moment = clock.now()
    if live.of(session, item.conv, to_write=True) is not None:
        raise WrapUpDue
    standing = standing_of(session, item)
    move_item(session, item, "close", act, disposition=disposition)
    if standing is not None:
        count_conclusion(session, site.promise, standing, moment)
    words_end(session, item.conv, moment, site.words_hours)
    return item


def wrap_up(
    session: Session, here: bytes, me: Staff, conv: bytes, done: WrapUp, site: SiteSettings
) -> QueueItem:
    """The item is closed with its sealed summary, and its words get their last hour.

    What is attached to a case stays as long as the case. Raises NotAllowed before the chat ended.
    """
    moment = clock.now()
    act = Act(me.staff_id, clock.hour_of(moment))
    item, chat = _mine(session, me, conv, "wrap_up")
    if chat is None or chat.phase != "ended":
        raise NotAllowed
    if done.container is not None:
        notes.open_container(session, conv, *done.container)
    notes.keep_note(session, here, me, conv, done.summary, act)
    relabel(session, item, done.category, item.priority, act)
    standing = standing_of(session, item)
    move_item(session, item, "close", act, disposition=done.disposition)
    if standing is not None:
        count_conclusion(session, site.promise, standing, moment)
    live.forget(session, conv)
    words_end(session, conv, moment, site.words_hours)
    return item


def lapse(session: Session, conv: bytes, moment: datetime, hours: int) -> None:
    """Nobody wrapped up this ended chat: it is closed without a summary, and its words have an end.

    The case keeps what it was attached to. The caller has locked item and chat.
    """
    item, act = find_item(session, conv), Act(None, clock.hour_of(moment))
    move_item(session, item, "lapse", act, disposition="no_action")
    live.forget(session, conv)
    words_end(session, conv, moment, hours)


def words_end(session: Session, conv: bytes, moment: datetime, hours: int) -> None:
    """The words of a closed chat are deleted once `hours` are over, unless a case keeps them.

    Within the hour after that, since the hour is all that is kept of the time.
    """
    item, talk = locked(session, QueueItem, conv), session.get(Conversation, conv)
    of_a_case = select(CaseConversation.case_id).where(CaseConversation.conv == conv).limit(1)
    is_chat = talk is not None and talk.channel == "chat"
    if item is None or item.status != "closed" or not is_chat or session.scalar(of_a_case):
        return
    until = moment + timedelta(hours=hours + 1, microseconds=-1)
    session.merge(DeletionDue(conv=conv, hour=clock.hour_of(until)))
    session.flush()


def keep_words(session: Session, conv: bytes) -> None:
    """The words are not deleted by the chat's own schedule any more."""
    session.execute(delete(DeletionDue).where(DeletionDue.conv == conv))


def _postponed(staff_id: bytes) -> Select[bytes]:
    return (
        select(LiveChat.conv)
        .join(QueueItem, QueueItem.conv == LiveChat.conv)
        .where(QueueItem.holder == staff_id, LiveChat.phase == "ended", LiveChat.postponed)
        .limit(1)
    )


def _mine(session: Session, me: Staff, conv: bytes, act: str) -> tuple[QueueItem, LiveChat | None]:
    item = find_item(session, conv)
    demand(session, me, item, act)
    return item, live.of(session, conv, to_write=True)
