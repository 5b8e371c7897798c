"""Somebody leaves the desk, is suspended, is let back in, or gets another role: what goes with it.

The roster says who may have keys (`roster_changes`); here is what happens to everything else: tokens,
items, conversations that they were let into, and what was sealed to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chat.live_models import ChatMember, Looking, Presence, Share
from config import clock
from config.database import leave_no_trace, locked
from crypto.roster import READERS, ROSTER_KEY_HOLDERS
from moderation import epochs, invites, live, roster_changes, wrap_up
from moderation.audit import Act, record
from moderation.errors import BrokenRule, LastOne, NotAllowed, NotFound
from moderation.founding import living_members
from moderation.models import OnCall, QueueItem
from moderation.permissions import PERMISSIONS, ROLES
from moderation.review_queue import find_item
from moderation.roster_changes import EPOCH_MAKERS, Change
from moderation.staff import end_all_sessions
from moderation.staff_models import Staff
from moderation.transitions import move_item

MANAGERS = PERMISSIONS["staff.manage"]


@dataclass
class Gone:
    """What must be told after the commit: tokens that ended, conversations that changed hands."""

    tokens: list[bytes] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    changed: list[bytes] = field(default_factory=list)
    left: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Doing:
    """Who acts, when, and for how long the words of a chat are kept."""

    by: Staff
    moment: datetime
    words_hours: int

    @property
    def act(self) -> Act:
        """The same for the audit."""
        return Act(self.by.staff_id, clock.hour_of(self.moment))


def leave(session: Session, change: Change, doing: Doing) -> Gone:
    """The person is in the roster no more, and nothing of the desk is theirs.

    Raises LastOne, NotFound, and what `roster_changes.apply` raises.
    """
    roster_changes.in_turn(session, doing.by)
    invites.drop_link(session, change.staff_id)
    person = _somebody(session, change.staff_id, suspended=True)
    if person.active:
        check_not_last(session, person, None)
    roster_changes.apply(session, change, doing.by, clock.unix(doing.moment))
    gone = give_back(session, person, doing)
    person.active = person.lost = False
    epochs.take_keys(session, person.staff_id, seeds=True, roster_key=True)
    record(session, doing.act, "leave", person.staff_id, str(person.role))
    return gone


def suspend(session: Session, staff_id: bytes, doing: Doing) -> Gone:
    """The person cannot sign in, and what they held waits for others; they stay in the roster."""
    roster_changes.in_turn(session, doing.by)
    person = _somebody(session, staff_id)
    check_not_last(session, person, None)
    gone = give_back(session, person, doing)
    person.active = False
    record(session, doing.act, "suspend", person.staff_id)
    return gone


def let_back_in(session: Session, staff_id: bytes, doing: Doing) -> Staff:
    """Somebody who was suspended can sign in again.

    Raises NotAllowed for who left for good, or who lost a device and has no new keys yet.
    """
    roster_changes.in_turn(session, doing.by)
    person = locked(session, Staff, staff_id)
    if person is None:
        raise NotFound
    if person.active or person.lost or not stands_in_roster(session, person):
        raise NotAllowed
    person.active = True
    record(session, doing.act, "let_back_in", staff_id)
    return person


def change_role(session: Session, change: Change, role: int, doing: Doing) -> Gone:
    """The person has this role, and what was sealed to them for the old one alone is gone.

    Raises LastOne, NotFound, BrokenRule for a role that there is not, and what
    `roster_changes.apply` raises.
    """
    roster_changes.in_turn(session, doing.by)
    person = _somebody(session, change.staff_id)
    if role not in ROLES:
        raise BrokenRule("role")
    check_not_last(session, person, role)
    roster_changes.apply(session, change, doing.by, clock.unix(doing.moment))
    gone = give_back(session, person, doing)
    old, person.role = person.role, role
    lost_seeds, lost_key = role not in READERS, role not in ROSTER_KEY_HOLDERS
    epochs.take_keys(session, person.staff_id, seeds=lost_seeds, roster_key=lost_key)
    record(session, doing.act, "role", person.staff_id, str(old), str(role))
    return gone


def _somebody(session: Session, staff_id: bytes | None, *, suspended: bool = False) -> Staff:
    """Somebody on staff, who takes no item meanwhile (`transitions`); raises NotFound.

    Whoever is suspended counts only where the call says so.
    """
    person = locked(session, Staff, staff_id) if staff_id is not None else None
    if person is None or not (person.active or suspended) or not stands_in_roster(session, person):
        raise NotFound
    return person


def stands_in_roster(session: Session, person: Staff) -> bool:
    """Whether the newest roster has a line for them."""
    return any(m.staff_id == person.staff_id for m in living_members(session))


def check_not_last(session: Session, person: Staff, role: int | None) -> None:
    """`role` is what the person would be, None for nothing.

    Raises LastOne where nobody else would manage people, or make epochs, afterwards.
    """
    active = select(Staff.role).where(Staff.active, Staff.staff_id != person.staff_id)
    others = list(session.scalars(active))
    for needed in (MANAGERS, EPOCH_MAKERS):
        loses = person.role in needed and role not in needed
        if loses and not any(other in needed for other in others):
            raise LastOne


def give_back(session: Session, person: Staff, doing: Doing) -> Gone:
    """Sessions have ended, items wait for others, and conversations are left."""
    gone = Gone(tokens=end_all_sessions(session, person.staff_id))
    held = select(QueueItem.conv).where(QueueItem.holder == person.staff_id)
    for conv in session.scalars(held.order_by(QueueItem.conv)).all():
        _give_back_one(session, conv, person, doing, gone)
    mine = select(ChatMember.conv).where(ChatMember.staff_id == person.staff_id)
    for conv in session.scalars(mine.order_by(ChatMember.conv)).all():
        record(session, doing.act, "left", conv)
        gone.left.append(conv)
    for table in (ChatMember, Share, Looking, OnCall):
        session.execute(delete(table).where(table.staff_id == person.staff_id))
    there = session.get(Presence, person.staff_id)
    if there is not None:
        there.status = "off"
    leave_no_trace(session)
    session.flush()
    return gone


def _give_back_one(session: Session, conv: bytes, person: Staff, doing: Doing, gone: Gone) -> None:
    item = find_item(session, conv)
    chat = live.of(session, conv, to_write=True)
    if item.holder != person.staff_id:
        return  # a colleague took it over just before
    if chat is not None and chat.phase == "ended":
        wrap_up.lapse(session, conv, doing.moment, doing.words_hours)
        gone.changed.append(conv)
        return
    move_item(session, item, "lost", doing.act)
    if chat is None:
        return
    live.wait_again(session, chat, doing.moment, lost=True)
    gone.waiting.append(conv)
