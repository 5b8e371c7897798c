"""What the schedules delete: files, contacts and cases, each with its keys and its line in the list.

Everything of one thing goes in one transaction. On SQLite the keys commit first; a crash in between
leaves sealed rows that nobody can open, named in the list of what is deleted (which lies with the
keys), and their end, by which the next run deletes them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from chat import deleted
from chat.erasure import erase_words
from chat.file_models import File, FilePart
from chat.live_models import ChatMember, DeletionDue, LiveChat, Looking
from chat.models import Conversation
from chat.uploads import Lying, lying_of
from config.database import changed, leave_no_trace
from moderation import file_locks
from moderation.card_models import CaseCard
from moderation.lock_models import FileLock
from moderation.models import (
    Arrival,
    Case,
    CaseConversation,
    CaseRecord,
    ContainerWrap,
    NoteContainer,
    PrivateNote,
    QueueItem,
)
from moderation.queue_models import Quarantine, ReceiptBlock
from moderation.referral_models import PacketLink, Release
from moderation.retention_models import CaseEnd, ContactEnd, LegalHold
from moderation.team_models import CaseAssignment, CaseFollowUp
from moderation.training_models import Training

BESIDE_A_CONTACT = (
    *(Training, Quarantine, ReceiptBlock, Arrival, ChatMember, Looking, LiveChat, DeletionDue),
    *(ContactEnd, CaseConversation, QueueItem, Conversation),
)
"""Tables with a row for each contact, those first that point to others."""

OF_A_CASE = (
    *(CaseConversation, CaseAssignment, CaseFollowUp, CaseCard, LegalHold, CaseEnd, Release),
    Case,
)
"""The same of a case."""


def delete_files(session: Session, conv: bytes) -> list[Lying]:
    """No whole file of the conversation is left but locked ones; gives what the store has of them.

    The words stay, and with them the keys of these files: so what is not in the store of blobs any
    more is gone, and what was copied from there before is not.
    """
    gone = list(session.scalars(files_of(conv)))
    for file in gone:
        deleted.note(session, deleted.FILE, file.file_id)
        session.execute(delete(FilePart).where(FilePart.file_id == file.file_id))
        session.delete(file)
    session.flush()
    leave_no_trace(session)
    return [Lying(file.upload, file.address()) for file in gone]


def files_of(conv: bytes) -> Select[File]:
    """The whole files of a conversation that are not locked."""
    is_locked = select(1).where(FileLock.file_id == File.file_id).exists()
    return select(File).where(File.conv == conv, File.hash.is_not(None), ~is_locked)


def delete_contact(session: Session, conv: bytes) -> list[Lying]:
    """Nothing of the contact is left but what the audit says of it; gives what the store has of it."""
    deleted.note(session, deleted.CONTACT, conv)
    notes = select(NoteContainer.container_id).where(NoteContainer.conv == conv)
    for container in list(session.scalars(notes)):
        deleted.note(session, deleted.NOTES, container)
        _without_keys(session, container)
        _gone(session, PrivateNote, PrivateNote.container_id == container)
        _gone(session, NoteContainer, NoteContainer.container_id == container)
    lying = lying_of(session, conv)
    file_locks.forget(session, conv)
    erase_words(session, conv)
    for table in BESIDE_A_CONTACT:
        _gone(session, table, table.conv == conv)
    leave_no_trace(session)
    return lying


def delete_case(session: Session, case_id: bytes) -> None:
    """Nothing of the case is left but what the audit says of it; its contacts belong to no case."""
    deleted.note(session, deleted.CASE, case_id)
    _without_keys(session, case_id)
    _gone(session, CaseRecord, CaseRecord.container_id == case_id)
    releases = select(Release.release_id).where(Release.case_id == case_id)
    _gone(session, PacketLink, PacketLink.release_id.in_(releases))
    for table in OF_A_CASE:
        _gone(session, table, table.case_id == case_id)
    leave_no_trace(session)


def _without_keys(session: Session, container: bytes) -> None:
    _gone(session, ContainerWrap, ContainerWrap.container_id == container)


def _gone(session: Session, table: type[Any], which: ColumnElement[bool]) -> None:
    changed(session, delete(table).where(which))


def delete_words(session: Session, conv: bytes) -> bool:
    """No word and no file of the conversation is left; True where any was. Labels and notes stay."""
    file_locks.forget(session, conv)
    was_there = erase_words(session, conv)
    _gone(session, DeletionDue, DeletionDue.conv == conv)
    leave_no_trace(session)
    return was_there
