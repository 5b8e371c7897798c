"""One act on many items: each succeeds or is refused by itself, by the rules of a single one.

All of it is one transaction, and its answer is kept with it under the caller's id. So whoever lost
the answer gets the same one, and nothing is done twice. An item that is no longer as the caller had
it on screen is left alone: a colleague took it, or its source wrote again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chat.models import Conversation
from config.database import attempt, changed
from moderation import assignment, quarantine, wrap_up
from moderation.audit import Act
from moderation.errors import BulkDiffers, ItemChanged, ModerationError, NotFound
from moderation.models import QueueItem
from moderation.permissions import may
from moderation.policy import ACTS
from moderation.queue_models import BulkDone
from moderation.review_queue import relabel
from moderation.site_settings import SiteSettings
from moderation.staff_models import Staff

MOST = 200
"""Items of one call."""


class Seen(NamedTuple):
    """An item as it was on somebody's screen."""

    conv: bytes
    status: str
    s_seq: int


@dataclass(frozen=True)
class Order:
    """What is to be done with each item; `what` names the act, the rest belongs to some acts only."""

    what: str
    category: str | None = None
    priority: str | None = None
    disposition: str | None = None
    reason: str | None = None
    to: bytes | None = None


@dataclass(frozen=True)
class By:
    """Who orders it, in which hour, and by which settings."""

    me: Staff
    act: Act
    site: SiteSettings


class Came(NamedTuple):
    """What came of one item: nothing refused it, or this did."""

    conv: bytes
    refusal: ModerationError | None


def carry_out(session: Session, by: By, order: Order, seen: Sequence[Seen]) -> list[Came]:
    """Do it with each item that is still as it was seen, in their order."""
    items = _locked(session, [one.conv for one in seen])
    return [Came(one.conv, _one(session, by, order, one, items.get(one.conv))) for one in seen]


def begin(session: Session, bulk_id: bytes, asked: bytes, hour: str) -> str | None:
    """What was answered under this id before; None where it is this block's to act under.

    Whoever asks again while the first call is still at work waits for its answer. Raises
    BulkDiffers where it was another order.
    """
    try:
        with attempt(session):
            session.add(BulkDone(bulk_id=bulk_id, hour=hour, asked=asked, answer=""))
    except IntegrityError:
        row = session.get_one(BulkDone, bulk_id)
        if row.asked != asked:
            raise BulkDiffers from None
        return row.answer
    return None


def keep_answer(session: Session, bulk_id: bytes, answer: str) -> None:
    """Whoever asks again under this id gets the same answer."""
    session.get_one(BulkDone, bulk_id).answer = answer
    session.flush()


def forget_answers(session: Session, before: str) -> int:
    """No answer of an hour before this one is kept."""
    return changed(session, delete(BulkDone).where(BulkDone.hour < before))


def _locked(session: Session, convs: list[bytes]) -> dict[bytes, QueueItem]:
    """The items, locked in one order: whoever takes one locks it before anything else too."""
    chosen = select(QueueItem).where(QueueItem.conv.in_(convs)).order_by(QueueItem.conv)
    locking = chosen.with_for_update().execution_options(populate_existing=True)
    return {item.conv: item for item in session.scalars(locking)}


def _one(
    session: Session, by: By, order: Order, seen: Seen, item: QueueItem | None
) -> ModerationError | None:
    try:
        with attempt(session):
            if item is None:
                raise NotFound
            _unchanged(session, item, seen)
            DOING[order.what](session, by, order, item)
    except ModerationError as refusal:
        return refusal
    return None


def _unchanged(session: Session, item: QueueItem, seen: Seen) -> None:
    wrote = session.scalar(select(Conversation.s_seq).where(Conversation.conv == item.conv))
    if (item.status, wrote) != (seen.status, seen.s_seq):
        raise ItemChanged


def _claim(session: Session, by: By, _order: Order, item: QueueItem) -> None:
    assignment.claim(session, by.me, item, by.act)


def _release(session: Session, by: By, _order: Order, item: QueueItem) -> None:
    assignment.release(session, item, by.act)


def _labels(session: Session, by: By, order: Order, item: QueueItem) -> None:
    category, priority = order.category or item.category, order.priority or item.priority
    relabel(session, item, category, priority, by.act)


def _quarantine(session: Session, by: By, order: Order, item: QueueItem) -> None:
    quarantine.set_aside(session, by.me, item, order.reason or "", by.act)


def _restore(session: Session, by: By, _order: Order, item: QueueItem) -> None:
    quarantine.restore(session, item, by.act)


def _close(session: Session, by: By, order: Order, item: QueueItem) -> None:
    wrap_up.close(session, item, order.disposition or "", by.act, by.site)


def _hand_over(session: Session, by: By, order: Order, item: QueueItem) -> None:
    assignment.hand_over(session, by.me, item.conv, order.to or b"", by.act)


DOING: dict[str, Callable[[Session, By, Order, QueueItem], None]] = {
    "claim": _claim,
    "release": _release,
    "relabel": _labels,
    "quarantine": _quarantine,
    "restore": _restore,
    "close": _close,
    "hand_over": _hand_over,
}
"""What each act does with one item; each is an act of `policy.ACTS` too."""


def may_order(me: Staff, what: str) -> bool:
    """Whether somebody's role may do this act at all."""
    return may(me.role, ACTS[what].permission)
