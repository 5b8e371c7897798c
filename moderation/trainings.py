"""Trainings: from a request to a day on which so many people were reached, as a table of moves.

An item of the category `training` is one; what is agreed about it stays in the item's sealed notes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from chat.models import Conversation
from moderation import margins
from moderation.audit import Act, record
from moderation.codes import TrainingStatus
from moderation.counting import up_to
from moderation.errors import BrokenRule, CaseChanged, NotAllowed, NotFound
from moderation.models import QueueItem
from moderation.training_models import Training

CATEGORY = "training"
MOST_PEOPLE = 100_000
FARTHEST = timedelta(days=731)
"""Two years ahead: whatever is kept for a training that is to come is not kept for good."""

PAGE = 50


class Standing(NamedTuple):
    """How a training stands: the day and the number of people where its status has them."""

    status: TrainingStatus
    day: date | None = None
    people: int | None = None


REQUESTED = Standing("requested")

TRAINING_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        ("requested", "scheduled"),
        ("requested", "cancelled"),
        ("scheduled", "scheduled"),  # another day
        ("scheduled", "held"),
        ("scheduled", "requested"),
        ("scheduled", "cancelled"),
        ("held", "held"),  # another number of people, or the day on which it really was
        ("held", "scheduled"),
        ("cancelled", "requested"),
    }
)
"""From, to. What was held can be taken back, because somebody may have pressed the wrong button."""


class Found(NamedTuple):
    """One training of a list, with what the queue knows of its item."""

    item: QueueItem
    language: str
    standing: Standing


def standing_of(session: Session, conv: bytes) -> Standing:
    """How the training of this item stands; raises NotFound where it is none."""
    category = select(QueueItem.category).where(QueueItem.conv == conv)
    if session.scalar(category) != CATEGORY:
        raise NotFound
    return _standing(session.get(Training, conv))


def move(
    session: Session, item: QueueItem, was: Standing, now: Standing, today: date, act: Act
) -> None:
    """The training stands as `now`, if it stood as `was`; the same again changes nothing.

    `item` is locked: of two who move at once the second finds what the first did. Raises NotFound
    for an item that is no training, CaseChanged where a colleague was first, NotAllowed where the
    table has no such move, BrokenRule for a day or number that its status cannot have.
    """
    if item.category != CATEGORY:
        raise NotFound
    row = session.get(Training, item.conv)
    standing = _standing(row)
    if standing == now:
        return
    if standing != was:
        raise CaseChanged
    if (was.status, now.status) not in TRAINING_MOVES:
        raise NotAllowed
    _check(now, today)
    if row is None:
        row = Training(conv=item.conv)
        session.add(row)
    row.status, row.day, row.people = now
    row.staff_id, row.hour = act.actor or b"", act.hour
    session.flush()
    count(session, was, now)
    record(session, act, "move_training", item.conv, was.status, now.status)


def recategorised(session: Session, item: QueueItem, old: str) -> None:
    """A held training counts as long as its item is one; called after its category was `old`."""
    if CATEGORY not in {old, item.category} or old == item.category:
        return
    row = session.get(Training, item.conv)
    if row is not None and item.category == CATEGORY:
        count(session, REQUESTED, _standing(row))
    elif row is not None:
        count(session, _standing(row), REQUESTED)


def count(session: Session, was: Standing, now: Standing) -> None:
    """The months of both say what is held now: a training moved back counts no longer.

    The earlier month first: two who move trainings opposite ways wait for each other's rows.
    """
    steps = [
        (each.day, by, each.people or 0)
        for each, by in ((was, -1), (now, 1))
        if each.status == "held" and each.day is not None
    ]
    for day, by, people in sorted(steps):
        margins.trained(session, day, people, by)


def page_of(session: Session, status: str, page: int) -> tuple[list[Found], int]:
    """One page of the trainings of this status, and how many there are of it, up to `counting.MOST`.

    What is scheduled has the next day first, what was held the latest; requests the oldest first.
    """
    where = _of_status(status)
    joined = (
        select(QueueItem, Conversation.language, Training)
        .join(Conversation, Conversation.conv == QueueItem.conv)
        .outerjoin(Training, Training.conv == QueueItem.conv)
        .where(where)
    )
    order = {"scheduled": Training.day.asc(), "held": Training.day.desc()}
    by = order.get(status, QueueItem.day.asc())
    rows = session.execute(joined.order_by(by, QueueItem.conv).limit(PAGE).offset(page * PAGE))
    found = [Found(item, language, _standing(row)) for item, language, row in rows]
    return found, up_to(session, joined.with_only_columns(QueueItem.conv))


def _of_status(status: str) -> ColumnElement[bool]:
    """A request whose item is closed, or set aside, led to none: nobody needs to look at it again."""
    is_one = QueueItem.category == CATEGORY
    if status != "requested":
        return and_(is_one, Training.status == status)
    asked = or_(Training.status.is_(None), Training.status == "requested")
    return and_(is_one, asked, QueueItem.status.not_in(("closed", "quarantined")))


def _standing(row: Training | None) -> Standing:
    return REQUESTED if row is None else Standing(row.status, row.day, row.people)  # type: ignore[arg-type]


def _check(now: Standing, today: date) -> None:
    """A day where it is scheduled or was held, people where it was held; nothing is held before its day."""
    has_day, has_people = now.status in {"scheduled", "held"}, now.status == "held"
    if (now.day is not None, now.people is not None) != (has_day, has_people):
        raise BrokenRule("what a training of this status has")
    if now.day is not None and now.day > today + FARTHEST:
        raise BrokenRule("a training in many years")
    # Somewhere on earth it is tomorrow already.
    if has_people and now.day is not None and now.day > today + timedelta(days=1):
        raise BrokenRule("a training that is held before its day")
