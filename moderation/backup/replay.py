"""What a restored store still needs before it may open: deletions carried out, and everything sound.

Content may be older than keys. Whatever the keys no longer open, or never opened yet, goes; whatever
was never backed up (who is there, minutes, live chats) begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, cast, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from chat import deleted
from chat.erasure import erase_words
from chat.file_models import File, FilePart
from chat.live_models import DeletionDue
from chat.models import KeyRecordRow, WayBack
from config import clock
from config.database import changed, leave_no_trace
from moderation import checker, deletion, file_locks, founding
from moderation.audit import Act, record
from moderation.models import Arrival, Case, CaseConversation, QueueItem
from moderation.queue_filters import HELD
from moderation.referral_models import Release
from moderation.retention_models import LegalHold
from moderation.review_queue import find_item
from moderation.staff_models import Staff
from moderation.transitions import move_item

MIDNIGHT = "T00:00"
"""Of when an item arrived only the day is in a backup."""


@dataclass(frozen=True)
class Replayed:
    """How much had to be done: conversations erased, keys without content, items given back."""

    erased: int
    torn: int
    released: int


def replay(session: Session, moment: datetime) -> Replayed:
    """Nothing that was deleted is left, and the store is sound; its audit says that it was restored."""
    act = Act(None, clock.hour_of(moment))
    leave_no_trace(session)
    torn = checker.remove_torn(session)
    _forget_ways_back(session)
    _forget_unfinished(session)
    _withdraw_listed(session)
    _delete_listed(session)
    erased = _erase_listed(session, act) + _erase_overdue(session, act)
    released = release_of(session, ~_works_here(), act)
    _arrive(session)
    record(session, act, "restored", founding.site_or_refuse(session).site)
    return Replayed(erased, torn, released)


def release_of(session: Session, whose: ColumnElement[bool], act: Act) -> int:
    """Items that somebody like this holds wait again; gives how many."""
    held = select(QueueItem.conv).where(QueueItem.status.in_(HELD), whose)
    found = list(session.scalars(held))
    for conv in found:
        move_item(session, find_item(session, conv), "lost", act)
    return len(found)


def _works_here() -> ColumnElement[bool]:
    return select(1).where(Staff.staff_id == QueueItem.holder, Staff.active).exists()


def _forget_ways_back(session: Session) -> None:
    gone = select(deleted.Deleted.conv).where(deleted.Deleted.kind == deleted.WAY_BACK)
    session.execute(delete(WayBack).where(WayBack.conv.in_(gone)))
    statement = update(KeyRecordRow).where(KeyRecordRow.conv.in_(gone)).values(self_wrap=None)
    changed(session, statement)


def _forget_unfinished(session: Session) -> None:
    """Parts are in no backup: whoever was sending a file begins it anew."""
    session.execute(delete(FilePart))
    session.execute(delete(File).where(File.hash.is_(None)))


def _withdraw_listed(session: Session) -> None:
    """No consent comes back; and of a packet that waited for its link nobody knows who has read it."""
    gone = select(deleted.Deleted.conv).where(deleted.Deleted.kind == deleted.RELEASE)
    withdrawn = update(Release).where(Release.release_id.in_(gone)).values(state="withdrawn")
    session.execute(withdrawn)
    by_link = Release.way == "link", Release.state.in_(("handed_over", "opened"))
    session.execute(update(Release).where(*by_link).values(is_out=True))


def _delete_listed(session: Session) -> None:
    """Cases, contacts and holds of cases that were deleted after the content set are not here either.

    A hold that is newer than the content holds, though its reason is lost with the newer records.
    """
    for case_id in deleted.listed(session, deleted.CASE):
        deletion.delete_case(session, case_id)
    for conv in deleted.listed(session, deleted.CONTACT):
        deletion.delete_contact(session, conv)
    lost = ~select(1).where(Case.case_id == LegalHold.case_id).exists()
    session.execute(delete(LegalHold).where(lost))


def _erase_listed(session: Session, act: Act) -> int:
    """What was erased after the content set is erased here too, and its item is closed."""
    erased = 0
    for conv in deleted.listed(session, deleted.WORDS):
        item = session.get(QueueItem, conv)
        if item is None:
            continue
        erase_words(session, conv)
        session.execute(delete(DeletionDue).where(DeletionDue.conv == conv))
        if item.status != "closed":
            erased += 1
            move_item(session, item, "erased", act)
    return erased


def _erase_overdue(session: Session, act: Act) -> int:
    """Words whose hour came while there was no service are gone before there is one.

    What a locked file is held for stays due, as it does for the job that erases words.
    """
    day = date.fromisoformat(act.hour[:10])
    of_a_case = select(1).where(CaseConversation.conv == DeletionDue.conv).exists()
    closed = select(1).where(QueueItem.conv == DeletionDue.conv, QueueItem.status == "closed")
    due = select(DeletionDue.conv).where(DeletionDue.hour <= act.hour, closed.exists(), ~of_a_case)
    found = [conv for conv in session.scalars(due) if not file_locks.is_held(session, conv, day)]
    for conv in found:
        file_locks.forget(session, conv)
        erase_words(session, conv)
        record(session, act, "erase_words", conv)
    session.execute(delete(DeletionDue).where(DeletionDue.conv.in_(found)))
    return len(found)


def _arrive(session: Session) -> None:
    minute = cast(QueueItem.day, String(10)) + literal(MIDNIGHT)
    open_items = select(QueueItem.conv, minute).where(
        QueueItem.status.not_in(("closed", "quarantined"))
    )
    session.execute(delete(Arrival))
    session.execute(insert(Arrival).from_select(["conv", "minute"], open_items))
