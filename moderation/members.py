"""Who is in a live chat besides its holder: a partner, a supervisor who joined openly, an interpreter."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chat.live_models import ChatMember, LiveChat, Presence, Share
from chat.models import KeyRecordRow
from config import clock
from config.database import changed
from moderation import live
from moderation.audit import Act, record
from moderation.desk_writes import see
from moderation.errors import BrokenRule, NotAllowed, NotFound, NotOnline
from moderation.models import QueueItem
from moderation.permissions import INTERPRETER, may
from moderation.policy import demand
from moderation.presence import there
from moderation.review_queue import find_item
from moderation.staff_models import Staff
from moderation.transitions import check_still_there


class NewShare(NamedTuple):
    """One generation's key sealed to somebody from outside the desk."""

    gen: int
    kc: bytes
    wrap: bytes


def join(session: Session, me: Staff, conv: bytes, act: Act) -> QueueItem:
    """A supervisor is in the chat, and the person outside can see that; again is the same."""
    item, _ = _live_item(session, conv)
    if item.holder == me.staff_id:
        raise NotAllowed
    _let_in(session, item, me.staff_id, "supervisor", act)
    return item


def invite_partner(
    session: Session, me: Staff, conv: bytes, staff_id: bytes, act: Act
) -> QueueItem:
    """A colleague who is there is in the chat too; raises NotHolder and NotOnline."""
    item = _mine(session, me, conv)
    colleague = session.get(Staff, staff_id)
    able = colleague is not None and colleague.active and may(colleague.role, "queue.work")
    on_shift = select(Presence.staff_id).where(
        Presence.staff_id == staff_id, there(clock.unix(clock.now()))
    )
    if not able or staff_id == me.staff_id or session.scalar(on_shift) is None:
        raise NotOnline
    _let_in(session, item, staff_id, "partner", act)
    return item


def invite_interpreter(
    session: Session, me: Staff, conv: bytes, staff_id: bytes, shares: list[NewShare], act: Act
) -> QueueItem:
    """An interpreter is in this chat and can open it: a share is there for each of its keys.

    Again adds the shares of generations that came since. Raises NotHolder, and BrokenRule for
    somebody else than an interpreter or for shares of other keys.
    """
    item = _mine(session, me, conv)
    helper = session.get(Staff, staff_id)
    if helper is None or not helper.active or helper.role != INTERPRETER:
        raise BrokenRule("not an interpreter")
    rows = session.execute(
        select(KeyRecordRow.gen, KeyRecordRow.kc).where(KeyRecordRow.conv == conv)
    )
    keys = {gen: kc for gen, kc in rows}  # noqa: C416 - rows are no tuples to mypy
    if {s.gen: s.kc for s in shares} != keys or len(shares) != len(keys):
        raise BrokenRule("shares of other keys")
    for share in shares:
        row = Share(conv=conv, gen=share.gen, staff_id=staff_id, kc=share.kc, wrap=share.wrap)
        session.merge(row)
    _let_in(session, item, staff_id, "interpreter", act)
    return item


def leave(session: Session, me: Staff, conv: bytes, staff_id: bytes, act: Act) -> QueueItem:
    """The member is in the chat no more and their shares are gone.

    Only they themselves or who holds the item may; raises NotHolder, NotFound for no member.
    """
    see(session, me, conv)
    item = find_item(session, conv)
    if me.staff_id != staff_id:
        demand(session, me, item, "invite")
    gone = changed(
        session,
        delete(ChatMember).where(ChatMember.conv == conv, ChatMember.staff_id == staff_id),
    )
    if gone != 1:
        raise NotFound
    session.execute(delete(Share).where(Share.conv == conv, Share.staff_id == staff_id))
    record(session, act, "left", conv)
    return item


def joined_by(session: Session, staff_id: bytes) -> list[bytes]:
    """The conversations that this person was let into."""
    chosen = select(ChatMember.conv).where(ChatMember.staff_id == staff_id)
    return list(session.scalars(chosen.order_by(ChatMember.conv)))


def _live_item(session: Session, conv: bytes) -> tuple[QueueItem, LiveChat]:
    item = find_item(session, conv)
    chat = live.of(session, conv, to_write=True)
    if chat is None or chat.phase not in {"live", "resting"}:
        raise NotAllowed
    return item, chat


def _mine(session: Session, me: Staff, conv: bytes) -> QueueItem:
    item, _ = _live_item(session, conv)
    demand(session, me, item, "invite")
    return item


def _let_in(session: Session, item: QueueItem, staff_id: bytes, kind: str, act: Act) -> None:
    check_still_there(session, staff_id)
    if session.get(ChatMember, (item.conv, staff_id)) is None:
        session.add(ChatMember(conv=item.conv, staff_id=staff_id, kind=kind))
        record(session, act, f"joined_{kind}", item.conv)
    session.flush()
