"""The life of a live chat: waiting, live, resting or ended, and what either side is told of it.

Every function acts inside the caller's writing block, on the row of `chat.live_models.LiveChat`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from chat.live_models import ChatMember, LiveChat, Looking, Share
from chat.models import Conversation
from config import clock
from config.database import changed, leave_no_trace, locked
from moderation import waits
from moderation.audit import was_given_back
from moderation.models import QueueItem
from moderation.presence import on_shift
from moderation.review_queue import place_of_chat

STILL_THERE = 2
"""Minutes after its last sign of life during which a source's client counts as there."""


@dataclass(frozen=True)
class SourceLive:
    """What the person outside is told of their live chat."""

    phase: str
    seen: int
    position: int | None
    on_shift: int
    estimate: int | None
    advocates: int
    supervisors: int
    interpreters: int
    warned: bool
    lost: bool


@dataclass(frozen=True)
class DeskLive:
    """What staff are told of a live chat."""

    chat: LiveChat
    online: bool
    members: list[ChatMember]
    looking: list[bytes]


def minute_number(moment: datetime) -> int:
    """The moment as whole minutes since 1970."""
    return clock.unix(moment) // 60


def begin(session: Session, conv: bytes, moment: datetime, *, held: bool = False) -> LiveChat:
    """The conversation waits for an advocate, or is live with who holds it."""
    now = minute_number(moment)
    row = LiveChat(
        conv=conv,
        phase="live" if held else "waiting",
        arrived=clock.minute_of(moment),
        seen=now,
        active=now,
        source_read=0,
        desk_read=0,
        warned=False,
        lost=False,
        postponed=False,
        escalated=False,
        helped=False,
        answered=False,
    )
    session.add(row)
    session.flush()
    return row


def of(session: Session, conv: bytes, *, to_write: bool = False) -> LiveChat | None:
    """The live chat of a conversation, locked where it is to be written, or None."""
    return locked(session, LiveChat, conv) if to_write else session.get(LiveChat, conv)


def source_was_there(session: Session, conv: bytes, moment: datetime) -> None:
    """The person's client asked: at most one write a minute."""
    row = session.get(LiveChat, conv)
    if row is not None and row.seen < minute_number(moment):
        row.seen = minute_number(moment)


def was_read(session: Session, conv: bytes, by: Literal["source", "desk"], seq: int) -> None:
    """The other side's envelopes up to this number were on a screen; never less than before.

    A number beyond what is stored counts as the last one that is.
    """
    column = LiveChat.source_read if by == "source" else LiveChat.desk_read
    last = Conversation.d_seq if by == "source" else Conversation.s_seq
    stored = select(last).where(Conversation.conv == conv).scalar_subquery()
    least = case((stored < seq, stored), else_=seq)
    session.execute(
        update(LiveChat)
        .where(LiveChat.conv == conv, column < least)
        .values({column: least})
        .execution_options(synchronize_session=False)
    )


def source_acted(session: Session, chat: LiveChat, moment: datetime) -> None:
    """The person wrote or tapped: the idle clock begins again, a resting or ended chat goes on.

    It goes on with who holds it, or waits again where nobody does.
    """
    now = minute_number(moment)
    if chat.active < now or chat.seen < now:
        chat.active = chat.seen = now
    if chat.warned:
        chat.warned = False
    if not chat.answered:
        chat.answered = True
    if chat.phase in {"resting", "ended"}:
        item = session.get(QueueItem, chat.conv)
        chat.postponed = False  # its next wrap-up is due like any other
        chat.phase = "live" if item is not None and item.holder is not None else "waiting"


def taken(session: Session, chat: LiveChat, moment: datetime) -> None:
    """An advocate has it: the wait is counted, without the chat, and its estimate feeds others.

    Only the first wait: after a hand-back it would be the length of the talk as well.
    """
    if chat.phase == "waiting" and not was_given_back(session, chat.conv):
        waits.record(session, chat.arrived, moment)
    chat.phase, chat.lost, chat.escalated, chat.warned = "live", False, False, False
    chat.active = minute_number(moment)


def wait_again(session: Session, chat: LiveChat, moment: datetime, *, lost: bool) -> None:
    """It waits for an advocate again, with its first arrival; `lost` where one vanished."""
    chat.phase, chat.lost, chat.warned = "waiting", lost, False
    chat.active = minute_number(moment)
    _everybody_out(session, chat.conv)


def end(session: Session, chat: LiveChat, moment: datetime) -> None:
    """Nobody writes any more; its holder owes the wrap-up. Whoever had joined has left.

    Where nobody holds it, it goes on as an ordinary item.
    """
    item = session.get_one(QueueItem, chat.conv)
    if item.holder is None:
        forget(session, chat.conv)
        return
    chat.phase, chat.active = "ended", minute_number(moment)
    _everybody_out(session, chat.conv)


def forget(session: Session, conv: bytes) -> None:
    """The rows of the live chat are gone: it was wrapped up, or goes on as an ordinary item."""
    _everybody_out(session, conv)
    for table in (Looking, LiveChat):
        session.execute(delete(table).where(table.conv == conv))


def for_source(session: Session, conv: bytes, moment: datetime) -> SourceLive | None:
    """What the person is told; None where the chat is not live (any more)."""
    chat = session.get(LiveChat, conv)
    if chat is None:
        return None
    now_on_shift = on_shift(session, clock.unix(moment))
    waiting = chat.phase == "waiting"
    item = session.get(QueueItem, conv)
    kinds = list(session.scalars(select(ChatMember.kind).where(ChatMember.conv == conv)))
    held = chat.phase == "live" and item is not None and item.holder is not None
    return SourceLive(
        phase=chat.phase,
        seen=chat.desk_read,
        position=_position(session, conv) if waiting else None,
        on_shift=now_on_shift,
        estimate=waits.estimate(session) if waiting and now_on_shift else None,
        advocates=int(held) + kinds.count("partner"),
        supervisors=kinds.count("supervisor"),
        interpreters=kinds.count("interpreter"),
        warned=chat.warned,
        lost=chat.lost,
    )


def for_desk(session: Session, conv: bytes, moment: datetime) -> DeskLive | None:
    """What staff are told; None where the chat is not live (any more)."""
    chat = session.get(LiveChat, conv)
    return of_many(session, [chat], moment)[conv] if chat is not None else None


def of_many(session: Session, chats: list[LiveChat], moment: datetime) -> dict[bytes, DeskLive]:
    """What staff are told of each of these chats, by its conversation."""
    convs = [chat.conv for chat in chats]
    fresh = Looking.until > clock.unix(moment)
    looking = session.execute(
        select(Looking.conv, Looking.staff_id).where(Looking.conv.in_(convs), fresh)
    ).all()
    members = list(session.scalars(select(ChatMember).where(ChatMember.conv.in_(convs))))
    since = minute_number(moment - timedelta(minutes=STILL_THERE))
    return {
        chat.conv: DeskLive(
            chat=chat,
            online=chat.seen > since,
            members=[member for member in members if member.conv == chat.conv],
            looking=[staff_id for conv, staff_id in looking if conv == chat.conv],
        )
        for chat in chats
    }


def _everybody_out(session: Session, conv: bytes) -> None:
    """Nobody is in the chat besides its holder; the keys that were shared are gone, from the log too."""
    session.execute(delete(ChatMember).where(ChatMember.conv == conv))
    if changed(session, delete(Share).where(Share.conv == conv)):
        leave_no_trace(session)


def _position(session: Session, conv: bytes) -> int:
    """How many waiting chats are answered before this one, and itself."""
    place = place_of_chat()
    mine = (
        select(*place).join(QueueItem, QueueItem.conv == LiveChat.conv).where(LiveChat.conv == conv)
    )
    found = session.execute(mine).one()
    before = (
        select(func.count())
        .select_from(LiveChat)
        .join(QueueItem, QueueItem.conv == LiveChat.conv)
        .where(LiveChat.phase == "waiting", tuple_(*place) < tuple_(*found))
    )
    return (session.scalar(before) or 0) + 1
