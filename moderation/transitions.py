"""The whole policy of how items and cases change state, as one table each.

A move and its audit row happen together, and only if the item still is as it was read: the
UPDATE names the old state, so of two advocates who click at once exactly one wins.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from config.database import changed
from moderation import ends, margins
from moderation.audit import Act, record
from moderation.errors import CaseChanged, Held, NotAllowed, NotHolder, Outdated
from moderation.models import Arrival, Case, QueueItem
from moderation.queue_models import Quarantine
from moderation.staff_models import Staff


class Holder(Enum):
    """What a move does to who holds the item."""

    TAKE = "take"
    KEEP = "keep"
    DROP = "drop"
    GIVE = "give"


class Move(NamedTuple):
    """One row of the table: the new status, what happens to the holder, who may do it."""

    status: str
    holder: Holder
    by_holder: bool


ITEM_MOVES: dict[tuple[str, str], Move] = {
    # action, from:                  to, holder, only who holds it
    ("claim", "waiting"): Move("claimed", Holder.TAKE, by_holder=False),
    ("release", "claimed"): Move("waiting", Holder.DROP, by_holder=True),
    ("release", "answered"): Move("waiting", Holder.DROP, by_holder=True),
    ("release", "converted"): Move("waiting", Holder.DROP, by_holder=True),
    ("lost", "claimed"): Move("waiting", Holder.DROP, by_holder=False),
    ("lost", "answered"): Move("waiting", Holder.DROP, by_holder=False),
    ("lost", "converted"): Move("waiting", Holder.DROP, by_holder=False),
    ("reply", "claimed"): Move("answered", Holder.KEEP, by_holder=True),
    ("reply", "answered"): Move("answered", Holder.KEEP, by_holder=True),
    ("reply", "converted"): Move("converted", Holder.KEEP, by_holder=True),
    ("convert", "claimed"): Move("converted", Holder.KEEP, by_holder=True),
    ("convert", "answered"): Move("converted", Holder.KEEP, by_holder=True),
    ("convert", "converted"): Move("converted", Holder.KEEP, by_holder=True),
    ("close", "claimed"): Move("closed", Holder.DROP, by_holder=True),
    ("close", "answered"): Move("closed", Holder.DROP, by_holder=True),
    ("close", "converted"): Move("closed", Holder.DROP, by_holder=True),
    ("lapse", "claimed"): Move("closed", Holder.DROP, by_holder=False),
    ("lapse", "answered"): Move("closed", Holder.DROP, by_holder=False),
    ("lapse", "converted"): Move("closed", Holder.DROP, by_holder=False),
    # Set aside as spam, abuse or a prank: never dropped, and back whenever anybody says so.
    ("quarantine", "waiting"): Move("quarantined", Holder.DROP, by_holder=False),
    ("quarantine", "claimed"): Move("quarantined", Holder.DROP, by_holder=True),
    ("quarantine", "answered"): Move("quarantined", Holder.DROP, by_holder=True),
    ("restore", "quarantined"): Move("waiting", Holder.DROP, by_holder=False),
    ("comes_back", "quarantined"): Move("waiting", Holder.DROP, by_holder=False),
    ("erased", "waiting"): Move("closed", Holder.DROP, by_holder=False),
    ("erased", "claimed"): Move("closed", Holder.DROP, by_holder=False),
    ("erased", "answered"): Move("closed", Holder.DROP, by_holder=False),
    ("erased", "converted"): Move("closed", Holder.DROP, by_holder=False),
    ("erased", "quarantined"): Move("closed", Holder.DROP, by_holder=False),
    ("hand_over", "claimed"): Move("claimed", Holder.GIVE, by_holder=True),
    ("hand_over", "answered"): Move("answered", Holder.GIVE, by_holder=True),
    ("hand_over", "converted"): Move("converted", Holder.GIVE, by_holder=True),
    ("take_over", "waiting"): Move("claimed", Holder.TAKE, by_holder=False),
    ("take_over", "claimed"): Move("claimed", Holder.TAKE, by_holder=False),
    ("take_over", "answered"): Move("answered", Holder.TAKE, by_holder=False),
    ("take_over", "converted"): Move("converted", Holder.TAKE, by_holder=False),
    ("source_writes", "waiting"): Move("waiting", Holder.KEEP, by_holder=False),
    ("source_writes", "claimed"): Move("claimed", Holder.KEEP, by_holder=False),
    ("source_writes", "answered"): Move("claimed", Holder.KEEP, by_holder=False),
    ("source_writes", "converted"): Move("claimed", Holder.KEEP, by_holder=False),
    ("source_writes", "closed"): Move("waiting", Holder.KEEP, by_holder=False),
    ("source_writes", "quarantined"): Move("quarantined", Holder.KEEP, by_holder=False),
}

_ORDER = ("open", "in_progress", "ready_for_review", "referred", "reported", "closed")

CASE_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(old, new) for i, old in enumerate(_ORDER) for new in _ORDER[i + 1 :]}
    | {
        ("ready_for_review", "in_progress"),
        ("referred", "in_progress"),
        ("reported", "in_progress"),
    }
)
"""Forward always, back to `in_progress` always; from `closed` nothing but the row below."""

REOPEN = ("closed", "in_progress")
"""The only way back from `closed`; it needs the permission `case.reopen`."""


def move_item(
    session: Session,
    item: QueueItem,
    action: str,
    act: Act,
    *,
    disposition: str | None = None,
    to: bytes | None = None,
) -> QueueItem:
    """Move the item and write its audit row; gives the item as it is afterwards.

    `to` is the colleague to whom a move gives it.
    Raises Outdated where whoever would hold it was suspended or left at this moment, NotHolder
    where only the holder may, Held where a colleague has it or was first, NotAllowed where the
    table has no such move.
    """
    move = ITEM_MOVES.get((action, item.status))
    if move is None:
        if action == "claim" and item.holder is not None:
            raise Held(item)
        raise NotAllowed
    if move.by_holder and item.holder != act.actor:
        raise NotHolder(item)
    old, ended = item.status, item.disposition
    holder = _holder_after(move, item, act, to)
    if move.holder in {Holder.TAKE, Holder.GIVE}:
        check_still_there(session, holder)
    values = {
        "status": move.status,
        "holder": holder,
        "unanswered": _unanswered(action, item),
        "disposition": None if action == "source_writes" else disposition or item.disposition,
    }
    moved = changed(
        session,
        update(QueueItem)
        .where(QueueItem.conv == item.conv, QueueItem.status == old, _same_holder(item))
        .values(values),
    )
    session.refresh(item)
    if moved != 1:
        raise Held(item)
    if item.disposition != ended:
        margins.concluded(session, item, ended)
    _let_go(session, item, old)
    ends.contact_moved(session, item, old, act)
    record(session, act, action, item.conv, old, move.status)
    return item


def _holder_after(move: Move, item: QueueItem, act: Act, to: bytes | None) -> bytes | None:
    return {
        Holder.TAKE: act.actor,
        Holder.KEEP: item.holder,
        Holder.DROP: None,
        Holder.GIVE: to,
    }[move.holder]


def _let_go(session: Session, item: QueueItem, old: str) -> None:
    """What is kept only while an item waits, is held, or is set aside goes with that."""
    if item.status in {"closed", "quarantined"}:
        session.execute(delete(Arrival).where(Arrival.conv == item.conv))
    if old == "quarantined" != item.status:
        session.execute(delete(Quarantine).where(Quarantine.conv == item.conv))


def move_case(
    session: Session, case: Case, old: str, new: str, act: Act, *, may_reopen: bool
) -> Case:
    """Move the case from `old` to `new` with its audit row.

    Raises NotAllowed where the table has no such move, CaseChanged where the case is no longer
    in `old`.
    """
    if (old, new) not in CASE_MOVES and not ((old, new) == REOPEN and may_reopen):
        raise NotAllowed
    moved = changed(
        session,
        update(Case).where(Case.case_id == case.case_id, Case.status == old).values(status=new),
    )
    session.refresh(case)
    if moved != 1:
        raise CaseChanged
    ends.case_moved(session, case, act)
    record(session, act, "case_status", case.case_id, old, new)
    return case


def _unanswered(action: str, item: QueueItem) -> bool:
    if action == "source_writes":
        return True
    return False if action in {"reply", "close", "erased"} else item.unanswered


def check_still_there(session: Session, staff_id: bytes | None) -> None:
    """Whoever is suspended or leaves at this moment takes nothing with them."""
    active = select(Staff.staff_id).where(Staff.staff_id == staff_id, Staff.active)
    if session.scalar(active.with_for_update(read=True)) is None:
        raise Outdated


def _same_holder(item: QueueItem) -> ColumnElement[bool]:
    return QueueItem.holder.is_(None) if item.holder is None else QueueItem.holder == item.holder
