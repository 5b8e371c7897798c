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
from sqlalchemy.sql.elements import True_

from chat.live_models import ChatMember, LiveChat
from chat.models import Conversation
from config import clock
from config.database import locked
from moderation import margins, trainings
from moderation.audit import Act, record
from moderation.counting import up_to
from moderation.errors import NotFound, NotHolder
from moderation.models import Arrival, Case, CaseConversation, QueueItem
from moderation.queue_filters import ANYTHING, HELD, Filter
from moderation.queue_models import Quarantine, ReceiptBlock

PAGE = 50
"""Items on one page of the queue."""

A_CHAT = 2
"""The step of somebody who writes now; below are danger (0) and a minor (1)."""

VIEWS = ("waiting", "mine", "quarantined", "all")

SILENT = case((LiveChat.answered.is_(False), 1), else_=0)
"""Last within a step: chats whose person was not heard of since they opened it."""

Items = Select[*tuple[Any, ...]]
"""A question for items, joined with what is beside them."""

MOST_COUNTED = 500
"""Items of a filter that are counted; a screen says "500 or more"."""


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
    arrival: Arrival | None
    live: LiveChat | None
    aside: Quarantine | None
    block: ReceiptBlock | None
    cases: list[CaseLink]

    @property
    def arrived(self) -> str | None:
        """The minute it arrived, while it waits or is held."""
        return self.arrival.minute if self.arrival else None


@dataclass(frozen=True)
class Page:
    """One page of a view, with how many items each view has.

    They are counted up to `counting.MOST`; `total` of a filtered view up to MOST_COUNTED.
    """

    rows: list[Row]
    total: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Wanted:
    """What somebody looks at: a view, a filter in it, and a condition about what is due."""

    view: str
    me: bytes
    chosen: Filter = ANYTHING
    due: ColumnElement[bool] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must be so of an item."""
        due = [self.due] if self.due is not None else []
        return [_in_view(self.view, self.me), *self.chosen.conditions(), *due]


def find_item(session: Session, conv: bytes) -> QueueItem:
    """The item of this conversation, locked until the block ends; raises NotFound."""
    item = locked(session, QueueItem, conv)
    if item is None:
        raise NotFound
    return item


def page_of(session: Session, wanted: Wanted, page: int, moment: datetime) -> Page:
    """One page of a view, `PAGE` items long, in the order of the words and codes."""
    counts = {name: _count(session, _in_view(name, wanted.me)) for name in VIEWS}
    chosen = _rows().where(*wanted.conditions()).order_by(*_order(wanted.view, moment))
    found = session.execute(chosen.limit(PAGE).offset(page * PAGE)).all()
    total = counts[wanted.view] if wanted.chosen.is_any else _count_some(session, wanted)
    return Page(_with_cases(session, found), total, counts)


def wrote_again(session: Session) -> int:
    """How many items in quarantine have messages that came after they were set aside."""
    more = (
        select(func.count())
        .select_from(Quarantine)
        .join(Conversation, Conversation.conv == Quarantine.conv)
    )
    return session.scalar(more.where(Conversation.s_seq > Quarantine.s_seq)) or 0


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    some: Items = select(QueueItem.conv).where(condition)
    if isinstance(condition, True_):  # in the order of an index: it is read no further either
        some = some.order_by(QueueItem.day.desc(), QueueItem.conv.desc())
    return up_to(session, some)


def _count_some(session: Session, wanted: Wanted) -> int:
    """How many items a filter finds, counted no further than MOST_COUNTED: the store may be large."""
    some: Items = select(QueueItem.conv)
    if wanted.chosen.asks_of_talk or wanted.due is not None:
        some = some.join(Conversation, Conversation.conv == QueueItem.conv)
    if wanted.due is not None:
        some = some.join(Arrival, Arrival.conv == QueueItem.conv)
        some = some.outerjoin(LiveChat, LiveChat.conv == QueueItem.conv)
    # In the order of an index, so that it ends as soon as so many are found.
    some = some.order_by(QueueItem.day.desc(), QueueItem.conv.desc())
    return up_to(session, some.where(*wanted.conditions()), MOST_COUNTED)


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
            if name == "category":
                margins.recategorised(session, item, old)
                trainings.recategorised(session, item, old)
    session.flush()
    return item


def rows_of_case(session: Session, case_id: bytes) -> list[tuple[Row, CaseConversation]]:
    """The conversations attached to a case, as the queue shows them."""
    links = session.scalars(
        select(CaseConversation)
        .where(CaseConversation.case_id == case_id)
        .order_by(CaseConversation.linked_day)
    )
    by_conv = {link.conv: link for link in links}
    found = session.execute(_rows().where(QueueItem.conv.in_(by_conv))).all()
    rows = {row.item.conv: row for row in _with_cases(session, found)}
    return [(rows[conv], link) for conv, link in by_conv.items()]


def _rows() -> Items:
    return _joined(select(QueueItem, Conversation, Arrival, LiveChat, Quarantine, ReceiptBlock))


def _joined(chosen: Select[*tuple[Any, ...]]) -> Items:
    """The items with all that is beside them."""
    joined = chosen.join(Conversation, Conversation.conv == QueueItem.conv)
    beside: tuple[Any, ...] = (Arrival, LiveChat, Quarantine, ReceiptBlock)
    for table in beside:
        joined = joined.outerjoin(table, table.conv == QueueItem.conv)
    return joined


def _in_view(view: str, me: bytes) -> ColumnElement[bool]:
    if view == "waiting":
        return QueueItem.status == "waiting"
    if view == "mine":
        let_in = select(ChatMember.conv).where(ChatMember.staff_id == me)
        return and_(
            or_(QueueItem.holder == me, QueueItem.conv.in_(let_in)), QueueItem.status.in_(HELD)
        )
    return QueueItem.status == "quarantined" if view == "quarantined" else true()


def _order(view: str, moment: datetime) -> tuple[UnaryExpression[Any], ...]:
    """Immediate danger; a minor; a victim writing now; a tip under a day old; the rest; oldest first."""
    if view == "all":
        return (QueueItem.day.desc(), QueueItem.conv.desc())
    if (
        view == "quarantined"
    ):  # first whoever wrote again: it may be somebody who was not understood
        again = case((Conversation.s_seq > Quarantine.s_seq, 0), else_=1)
        return (again.asc(), QueueItem.day.desc(), QueueItem.conv.desc())
    a_day_ago = clock.minute_of(moment - timedelta(days=1))
    rank = rank_of((Conversation.channel == "chat", A_CHAT), (Arrival.minute > a_day_ago, 3))
    place = (rank, SILENT, Arrival.minute, QueueItem.lot, QueueItem.conv)
    return tuple(column.asc() for column in place)


def rank_of(*between: tuple[ColumnElement[bool], int]) -> Ladder[int]:
    """Which step of the ladder an item stands on; among live chats nothing is `between`.

    Whoever opened a chat and never wrote or tapped since has said nothing of danger: the waiting
    room asks. A program that claims it all the same, and falls silent, stands before nobody who is.
    """
    return case(
        (and_(QueueItem.priority == "urgent", LiveChat.answered.is_(False)), 1),
        (QueueItem.priority == "urgent", 0),
        (QueueItem.priority == "high", 1),
        (QueueItem.priority == "low", 4),
        *between,
        else_=4,
    )


def place_of_chat() -> tuple[Any, ...]:
    """What decides which waiting chat is answered first, of a chat joined with its item."""
    return (rank_of((true(), A_CHAT)), SILENT, LiveChat.arrived, QueueItem.lot, LiveChat.conv)


def _with_cases(session: Session, found: Sequence[Found[*tuple[Any, ...]]]) -> list[Row]:
    convs = [item.conv for item, *_ in found]
    links: dict[bytes, list[CaseLink]] = {conv: [] for conv in convs}
    linked = select(CaseConversation.conv, Case.case_id, Case.number).join(
        Case, Case.case_id == CaseConversation.case_id
    )
    for conv, case_id, number in session.execute(linked.where(CaseConversation.conv.in_(convs))):
        links[conv].append(CaseLink(case_id, number))
    return [
        Row(item, talk, arrival, chat, aside, block, links[item.conv])
        for item, talk, arrival, chat, aside, block in found
    ]
