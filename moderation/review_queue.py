"""The queue as staff see it: which items, in which order, and what one item says without its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Case as Ladder
from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, case, func, or_, select, true
from sqlalchemy.engine import Row as Found
from sqlalchemy.orm import Session

from chat.live_models import ChatMember, LiveChat
from chat.models import Conversation
from config import clock
from config.database import locked
from moderation.audit import Act, record
from moderation.errors import NotFound, NotHolder
from moderation.models import Arrival, Case, CaseConversation, QueueItem

PAGE = 50
"""Items on one page of the queue."""

A_CHAT = 2
"""The step of somebody who writes now; below are danger (0) and a minor (1)."""

HELD = ("claimed", "answered", "converted")


@dataclass(frozen=True)
class CaseLink:
    """A case that a conversation is attached to."""

    case_id: bytes
    number: str


@dataclass(frozen=True)
class Row:
    """An item with what the queue shows beside it."""

    item: QueueItem
    conversation: Conversation
    arrived: str | None
    live: LiveChat | None
    cases: list[CaseLink]


@dataclass(frozen=True)
class Page:
    """One page of a view, with how many items each view has."""

    rows: list[Row]
    total: int
    counts: dict[str, int]


def find_item(session: Session, conv: bytes) -> QueueItem:
    """The item of this conversation, locked until the block ends; raises NotFound."""
    item = locked(session, QueueItem, conv)
    if item is None:
        raise NotFound
    return item


def page_of(session: Session, view: str, page: int, me: bytes, moment: datetime) -> Page:
    """One page of `waiting`, `mine` or `all`, `PAGE` items long, in the order of the words and codes."""
    counts = {
        name: session.scalar(select(func.count()).select_from(QueueItem).where(_in_view(name, me)))
        or 0
        for name in ("waiting", "mine", "all")
    }
    chosen = _rows().where(_in_view(view, me)).order_by(*_order(view, moment))
    found = session.execute(chosen.limit(PAGE).offset(page * PAGE)).all()
    return Page(_with_cases(session, found), counts[view], counts)


def row_of(session: Session, conv: bytes, *only: ColumnElement[bool]) -> Row:
    """One item as the queue shows it; raises NotFound where there is `only` none such."""
    found = session.execute(_rows().where(QueueItem.conv == conv, *only)).all()
    if not found:
        raise NotFound
    return _with_cases(session, found)[0]


def relabel(session: Session, item: QueueItem, category: str, priority: str, act: Act) -> QueueItem:
    """Give the item another category or priority; only who holds it may (raises NotHolder)."""
    if item.holder != act.actor:
        raise NotHolder(item)
    for name, value in (("category", category), ("priority", priority)):
        old = getattr(item, name)
        if old != value:
            setattr(item, name, value)
            record(session, act, f"set_{name}", item.conv, old, value)
    session.flush()
    return item


def rows_of_case(session: Session, case_id: bytes) -> list[tuple[Row, CaseConversation]]:
    """The conversations attached to a case, as the queue shows them."""
    links = session.scalars(
        select(CaseConversation)
        .where(CaseConversation.case_id == case_id)
        .order_by(CaseConversation.linked_day)
    )
    return [(row_of(session, link.conv), link) for link in links]


def _rows() -> Select[QueueItem, Conversation, str, LiveChat]:
    return (
        select(QueueItem, Conversation, Arrival.minute, LiveChat)
        .join(Conversation, Conversation.conv == QueueItem.conv)
        .outerjoin(Arrival, Arrival.conv == QueueItem.conv)
        .outerjoin(LiveChat, LiveChat.conv == QueueItem.conv)
    )


def _in_view(view: str, me: bytes) -> ColumnElement[bool]:
    if view == "waiting":
        return QueueItem.status == "waiting"
    if view == "mine":
        let_in = select(ChatMember.conv).where(ChatMember.staff_id == me)
        return and_(
            or_(QueueItem.holder == me, QueueItem.conv.in_(let_in)), QueueItem.status.in_(HELD)
        )
    return true()


def _order(view: str, moment: datetime) -> tuple[UnaryExpression[Any], ...]:
    """Immediate danger; a minor; a victim writing now; a tip under a day old; the rest; oldest first."""
    if view == "all":
        return (QueueItem.day.desc(), QueueItem.conv.desc())
    a_day_ago = clock.minute_of(moment - timedelta(days=1))
    rank = rank_of((Conversation.channel == "chat", A_CHAT), (Arrival.minute > a_day_ago, 3))
    return (rank.asc(), Arrival.minute.asc(), QueueItem.lot.asc(), QueueItem.conv.asc())


def rank_of(*between: tuple[ColumnElement[bool], int]) -> Ladder[int]:
    """Which step of the ladder an item stands on; among live chats nothing is `between`."""
    return case(
        (QueueItem.priority == "urgent", 0),
        (QueueItem.priority == "high", 1),
        (QueueItem.priority == "low", 4),
        *between,
        else_=4,
    )


def place_of_chat() -> tuple[Any, ...]:
    """What decides which waiting chat is answered first, of a chat joined with its item."""
    return (rank_of((true(), A_CHAT)), LiveChat.arrived, QueueItem.lot, LiveChat.conv)


def _with_cases(
    session: Session, found: Sequence[Found[QueueItem, Conversation, str, LiveChat]]
) -> list[Row]:
    convs = [item.conv for item, *_ in found]
    links: dict[bytes, list[CaseLink]] = {conv: [] for conv in convs}
    linked = select(CaseConversation.conv, Case.case_id, Case.number).join(
        Case, Case.case_id == CaseConversation.case_id
    )
    for conv, case_id, number in session.execute(linked.where(CaseConversation.conv.in_(convs))):
        links[conv].append(CaseLink(case_id, number))
    return [
        Row(item, conversation, minute, live, links[item.conv])
        for item, conversation, minute, live in found
    ]
