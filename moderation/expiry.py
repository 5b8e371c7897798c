"""One thing whose day has come: whether it may go after all, and how it goes.

Whoever works at the desk does so meanwhile. So each step asks again under the locks that they take,
in their order: the case, then the conversation, then its item.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from chat.file_models import File
from chat.live_models import DeletionDue, LiveChat
from chat.models import Conversation, KeyRecordRow
from chat.uploads import Lying, lying_of
from config.database import locked
from moderation import deletion, file_locks, holds
from moderation.audit import Act, record
from moderation.lock_models import FileLock
from moderation.models import Case, CaseConversation, QueueItem
from moderation.retention_models import CaseEnd, ContactEnd, LegalHold
from moderation.training_models import Training
from moderation.transitions import move_item

Step = Callable[[Session, bytes, date, str], list[Lying]]
"""What happens to a thing that is due, on which day and in which hour; gives what the store has of it."""


def is_still(session: Session, which: Select[bytes], key: bytes) -> bool:
    """Whether the thing is among these now, under the locks that its step takes too.

    Since they were listed somebody may have worked on the case, or have taken up the contact again.
    """
    if locked(session, Case, key) is None:
        _locked_item(session, key)
    return session.scalar(which.where(which.selected_columns[0] == key)) is not None


_IN_A_CASE = select(1).where(CaseConversation.conv == ContactEnd.conv).exists()
_IS_LIVE = select(1).where(LiveChat.conv == ContactEnd.conv).exists()
_HAS_WORDS = select(1).where(KeyRecordRow.conv == ContactEnd.conv).exists()
_IS_DUE = select(1).where(DeletionDue.conv == ContactEnd.conv).exists()


def _of_items(status: str, *also: ColumnElement[bool]) -> Select[bytes]:
    ended = select(ContactEnd.conv).join(QueueItem, QueueItem.conv == ContactEnd.conv)
    return ended.where(QueueItem.status == status, ~_IN_A_CASE, ~_IS_LIVE, *also)


def tips(due: ColumnElement[bool], day: date) -> Select[bytes]:
    """Closed contacts whose words nobody has put on the list of what is due."""
    return _of_items("closed", due, _HAS_WORDS, ~_IS_DUE, _was_written(), _nothing_ahead(day))


def _was_written() -> ColumnElement[bool]:
    """A chat has its own hours."""
    talk = select(1).where(Conversation.conv == ContactEnd.conv, Conversation.channel != "chat")
    return talk.exists()


def words_are_due(session: Session, conv: bytes, _day: date, hour: str) -> list[Lying]:
    """The words of a written contact are on the list of what is deleted next."""
    item = _locked_item(session, conv)
    if item is not None and item.status == "closed" and session.get(DeletionDue, conv) is None:
        session.add(DeletionDue(conv=conv, hour=hour))
        session.flush()
    return []


def files(due: ColumnElement[bool], day: date) -> Select[bytes]:
    """Closed contacts with files that nobody locked."""
    is_locked = select(1).where(FileLock.file_id == File.file_id).exists()
    whole = select(1).where(File.conv == ContactEnd.conv, File.hash.is_not(None), ~is_locked)
    return _of_items("closed", due, whole.exists(), _nothing_ahead(day))


def files_go(session: Session, conv: bytes, _day: date, hour: str) -> list[Lying]:
    """The files are gone and the words stay."""
    item = _locked_item(session, conv)
    if item is None or item.status != "closed" or _belongs_to_a_case(session, conv):
        return []
    lying = deletion.delete_files(session, conv)
    if lying:
        record(session, Act(None, hour), "delete_files", conv)
    return lying


def aside(due: ColumnElement[bool]) -> Select[bytes]:
    """What was set aside, and nobody restored."""
    return _of_items("quarantined", due)


def aside_goes(session: Session, conv: bytes, _day: date, hour: str) -> list[Lying]:
    """The item is closed, and its words are deleted next."""
    item = _locked_item(session, conv)
    if item is not None and item.status == "quarantined":
        move_item(session, item, "erased", Act(None, hour))
        session.merge(DeletionDue(conv=conv, hour=hour))
        session.flush()
    return []


def contacts(due: ColumnElement[bool], day: date) -> Select[bytes]:
    """Closed contacts with nothing ahead of them: no locked file and no training to come."""
    held = select(1).where(FileLock.conv == ContactEnd.conv, FileLock.held_until >= day)
    return _of_items("closed", due, _nothing_ahead(day), ~held.exists())


def _nothing_ahead(day: date) -> ColumnElement[bool]:
    """Who asked for a training that is still to come, and what they wrote, is needed until then."""
    ahead = Training.conv == ContactEnd.conv, Training.status == "scheduled", Training.day >= day
    return ~select(1).where(*ahead).exists()


def contact_goes(session: Session, conv: bytes, day: date, hour: str) -> list[Lying]:
    """All that was left of the contact is gone."""
    item = _locked_item(session, conv)
    if item is None or item.status != "closed" or _belongs_to_a_case(session, conv):
        return []
    if session.get(LiveChat, conv) is not None or file_locks.is_held(session, conv, day):
        return []
    lying = deletion.delete_contact(session, conv)
    record(session, Act(None, hour), "delete_contact", conv)
    return lying


def cases(due: ColumnElement[bool]) -> Select[bytes]:
    """Closed cases that are due; who holds them back is asked case by case."""
    ended = select(CaseEnd.case_id).join(Case, Case.case_id == CaseEnd.case_id)
    return ended.where(due, Case.status == "closed")


def case_goes(session: Session, case_id: bytes, day: date, hour: str) -> list[Lying]:
    """The case is gone with the words of its contacts, unless it is held or somebody waits in it."""
    case = locked(session, Case, case_id)
    if case is None or case.status != "closed" or holds.is_held(session, case_id, day):
        return []
    convs = sorted(session.scalars(_attached(case_id)))
    items = [_locked_item(session, conv) for conv in convs]
    if any(item is not None and item.status not in {"closed", "quarantined"} for item in items):
        return []  # whoever wrote again is not over, and their advocate needs the case
    act, lying = Act(None, hour), []
    deletion.delete_case(session, case_id)
    record(session, act, "delete_case", case_id)
    for item in items:
        if item is not None and item.status == "closed":
            lying += _words_go(session, item.conv, day, act)
    return lying


def _words_go(session: Session, conv: bytes, day: date, act: Act) -> list[Lying]:
    """What the case kept goes with it, unless another case keeps it; a locked file waits for its day."""
    if _belongs_to_a_case(session, conv):
        return []
    if file_locks.is_held(session, conv, day):
        session.merge(DeletionDue(conv=conv, hour=act.hour))
        session.flush()
        return []
    lying = lying_of(session, conv)
    if deletion.delete_words(session, conv):
        record(session, act, "erase_words", conv)
    return lying


def ended_holds(day: date) -> Select[bytes]:
    """Holds whose day is over."""
    return select(LegalHold.record_id).where(~holds.stands(day))


def hold_ends(session: Session, record_id: bytes, day: date, hour: str) -> list[Lying]:
    """The hold has no row, and the audit says that it ended by itself.

    Whoever moves it at this moment has locked its case, so it is read again after that lock.
    """
    of_case = select(LegalHold.case_id).where(LegalHold.record_id == record_id)
    locked(session, Case, session.scalar(of_case) or b"")
    row = locked(session, LegalHold, record_id)
    if row is not None and holds.is_over(row, day):
        session.delete(row)
        session.flush()
        record(session, Act(None, hour), "hold_over", row.case_id)
    return []


def _attached(case_id: bytes) -> Select[bytes]:
    return select(CaseConversation.conv).where(CaseConversation.case_id == case_id)


def _belongs_to_a_case(session: Session, conv: bytes) -> bool:
    link = select(CaseConversation.case_id).where(CaseConversation.conv == conv)
    return session.scalars(link.limit(1)).first() is not None


def _locked_item(session: Session, conv: bytes) -> QueueItem | None:
    locked(session, Conversation, conv)
    return locked(session, QueueItem, conv)
