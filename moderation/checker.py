"""The checker: every promise about what is stored, put as a question that must find nothing.

Keys commit before content, so a crash between the two leaves key rows that belong to nothing.
Those are torn, harmless, and removed; anything else that is found is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from chat.erasure import is_erased, leaves_traces, may_lack_keys
from chat.live_models import ChatMember, Share
from chat.models import Conversation, Envelope, KeyRecordRow, WayBack
from crypto.binary import u64
from crypto.envelope import parse_header
from crypto.hashes import digest
from crypto.records import parse_record_header
from moderation import strangers
from moderation.audit_check import faults_of_rows
from moderation.audit_models import AuditRow
from moderation.checker_counters import counters
from moderation.checker_epochs import readable
from moderation.checker_files import files
from moderation.checker_keys import keys_of_the_desk
from moderation.checker_live import live_chats
from moderation.checker_orphans import orphans
from moderation.checker_retention import half_deleted, retention
from moderation.checker_trainings import trainings
from moderation.directory.models import OrganisationNote
from moderation.finding import Finding
from moderation.models import (
    Arrival,
    Case,
    CaseRecord,
    ContainerWrap,
    NoteContainer,
    PrivateNote,
    QueueItem,
    SavedReply,
    Shelf,
)
from moderation.month_models import ClosedMonth
from moderation.queue_filters import HELD
from moderation.queue_models import Quarantine, SavedView
from moderation.records import Kept
from moderation.transitions import ITEM_MOVES

ZERO = bytes(32)
LOT = 100
"""Rows that are fetched at once."""

MOVES = {action for action, _ in ITEM_MOVES} | {"arrive"}


def check(session: Session) -> list[Finding]:
    """Everything that is not as it must be; empty for a sound store."""
    return [
        *_torn(session),
        *orphans(session),
        *_keys(session),
        *keys_of_the_desk(session),
        *_threads(session),
        *_erased(session),
        *_queue(session),
        *_containers(session),
        *_records(session, CaseRecord),
        *_records(session, PrivateNote),
        *_records(session, SavedReply),
        *_records(session, OrganisationNote),
        *_records(session, SavedView),
        *_records(session, ClosedMonth),
        *live_chats(session),
        *files(session),
        *counters(session),
        *trainings(session),
        *retention(session),
        *_audit(session),
        *_chain(session),
    ]


def remove_torn(session: Session) -> int:
    """Delete the key rows that a crash left without content; gives how many."""
    gone = [
        session.execute(delete(table).where(belongs_to_nothing))
        for table, belongs_to_nothing in _TORN
    ]
    torn = sum(result.rowcount for result in gone)  # type: ignore[attr-defined]
    return int(torn) + strangers.forget(session)


_NO_CONVERSATION = ~select(1).where(Conversation.conv == WayBack.conv).exists()
_NO_GENERATION = (
    ~select(1)
    .where(Conversation.conv == KeyRecordRow.conv, Conversation.gen >= KeyRecordRow.gen)
    .exists()
)
_NO_CONTAINER = and_(
    ~select(1).where(Case.case_id == ContainerWrap.container_id).exists(),
    ~select(1).where(NoteContainer.container_id == ContainerWrap.container_id).exists(),
    ~select(1).where(Shelf.container_id == ContainerWrap.container_id).exists(),
)
_NO_MEMBER = (
    ~select(1).where(ChatMember.conv == Share.conv, ChatMember.staff_id == Share.staff_id).exists()
)
_TORN: tuple[
    tuple[type[WayBack | KeyRecordRow | ContainerWrap | Share], ColumnElement[bool]], ...
] = (
    (WayBack, _NO_CONVERSATION),
    (KeyRecordRow, _NO_GENERATION),
    (ContainerWrap, _NO_CONTAINER),
    (Share, _NO_MEMBER),
)


def _torn(session: Session) -> Iterator[Finding]:
    for conv in session.scalars(select(WayBack.conv).where(_NO_CONVERSATION)):
        yield Finding("a way back leads somewhere", conv)
    for conv in session.scalars(select(KeyRecordRow.conv).where(_NO_GENERATION)):
        yield Finding("a key belongs to a conversation", conv)
    for container in session.scalars(select(ContainerWrap.container_id).where(_NO_CONTAINER)):
        yield Finding("a key belongs to a case, to notes or to the shelf", container)
    for conv in session.scalars(select(Share.conv).where(_NO_MEMBER)):
        yield Finding("a share is somebody's who is in the chat", conv)


def _keys(session: Session) -> Iterator[Finding]:
    records = select(func.count()).where(KeyRecordRow.conv == Conversation.conv).scalar_subquery()
    wrong = and_(records != Conversation.gen, ~may_lack_keys())
    for conv in session.scalars(select(Conversation.conv).where(wrong)):
        yield Finding("each generation of a conversation has its key", conv)


def _threads(session: Session) -> Iterator[Finding]:
    for talk in session.scalars(_a_few(select(Conversation).where(~is_erased()))):
        for direction, seq, last in (
            ("S", talk.s_seq, talk.s_hash),
            ("D", talk.d_seq, talk.d_hash),
        ):
            if not _is_chain(session, talk.conv, direction, seq, last):
                yield Finding("messages follow each other without a gap", talk.conv)
        if talk.s_seq == 0:
            yield Finding("a conversation begins with a message", talk.conv)


def _a_few(chosen: Select[Any]) -> Select[Any]:
    """The same, fetched in small lots: a store may be larger than memory."""
    return chosen.execution_options(yield_per=LOT)


def _is_chain(session: Session, conv: bytes, direction: str, seq: int, last: bytes) -> bool:
    chosen = select(Envelope).where(Envelope.conv == conv, Envelope.direction == direction)
    previous, expected = ZERO, 1
    for envelope in session.scalars(_a_few(chosen.order_by(Envelope.seq))):
        header = parse_header(envelope.sealed)
        here = (envelope.seq, header.seq, header.prev, header.gen, header.direction)
        if here != (expected, expected, previous, envelope.gen, direction):
            return False
        if digest(envelope.sealed) != envelope.hash:
            return False
        previous, expected = envelope.hash, expected + 1
    return (expected - 1, previous) == (seq, last)


def _erased(session: Session) -> Iterator[Finding]:
    for conv in session.scalars(select(Conversation.conv).where(leaves_traces())):
        yield Finding("with the words goes every way to them", conv)
    still_open = is_erased() & (QueueItem.status != "closed")
    at_work = select(QueueItem.conv).join(Conversation, Conversation.conv == QueueItem.conv)
    for conv in session.scalars(at_work.where(still_open)):
        yield Finding("words are deleted of closed items only", conv)


def _queue(session: Session) -> Iterator[Finding]:
    no_item = ~select(1).where(QueueItem.conv == Conversation.conv).exists()
    for conv in session.scalars(select(Conversation.conv).where(no_item)):
        yield Finding("a conversation is in the queue", conv)
    held = QueueItem.status.in_(HELD)
    wrong_holder = or_(
        and_(held, QueueItem.holder.is_(None)), and_(~held, QueueItem.holder.is_not(None))
    )
    for conv in session.scalars(select(QueueItem.conv).where(wrong_holder)):
        yield Finding("an item is held exactly while somebody works on it", conv)
    arrived = select(1).where(Arrival.conv == QueueItem.conv).exists()
    over = QueueItem.status.in_(("closed", "quarantined"))
    wrong_arrival = or_(and_(over, arrived), and_(~over, ~arrived))
    for conv in session.scalars(select(QueueItem.conv).where(wrong_arrival)):
        yield Finding("the arrival minute is kept exactly while an item waits or is held", conv)
    aside = select(1).where(Quarantine.conv == QueueItem.conv).exists()
    for conv in session.scalars(
        select(QueueItem.conv).where(aside != (QueueItem.status == "quarantined"))
    ):
        yield Finding("an item is set aside exactly while it says why", conv)


def _containers(session: Session) -> Iterator[Finding]:
    for table, key in ((Case, Case.case_id), (NoteContainer, NoteContainer.container_id)):
        no_key = ~select(1).where(ContainerWrap.container_id == key).exists()
        lost = select(key).select_from(table).where(no_key, ~half_deleted(key))
        for container in session.scalars(lost):
            yield Finding("a case or container of notes has its key", container)
    yield from readable(session)
    no_main = ~select(1).where(CaseRecord.record_id == Case.main_record_id).exists()
    for case in session.scalars(select(Case.case_id).where(no_main)):
        yield Finding("a case has its main record", case)


def _records(session: Session, table: type[Kept]) -> Iterator[Finding]:
    record, previous, expected = b"", ZERO, 1
    for row in session.scalars(_a_few(select(table).order_by(table.record_id, table.rev))):
        if row.record_id != record:
            record, previous, expected = row.record_id, ZERO, 1
        header = parse_record_header(row.sealed)
        follows = (header.record, header.rev, header.prev) == (record, expected, previous)
        if row.rev != expected or not follows or digest(row.sealed) != row.hash:
            yield Finding("revisions follow each other without a gap", record)
        previous, expected = row.hash, expected + 1


def _chain(session: Session) -> Iterator[Finding]:
    for fault in faults_of_rows(session):
        yield Finding("rows of the audit follow each other without a gap", u64(fault.number, "row"))


def _audit(session: Session) -> Iterator[Finding]:
    """Each state is the one that its last audit row says: both were written together, or neither."""
    newest = select(func.max(AuditRow.number)).group_by(AuditRow.subject)
    moves = newest.where(AuditRow.action.in_(MOVES))
    said = select(AuditRow.new).where(
        AuditRow.subject == QueueItem.conv, AuditRow.number.in_(moves)
    )
    for conv in session.scalars(
        select(QueueItem.conv).where(
            or_(said.scalar_subquery().is_(None), said.scalar_subquery() != QueueItem.status)
        )
    ):
        yield Finding("an item's state is the one in its audit", conv)
    moves = newest.where(AuditRow.action.in_({"open_case", "case_status"}))
    said = select(AuditRow.new).where(AuditRow.subject == Case.case_id, AuditRow.number.in_(moves))
    for case in session.scalars(
        select(Case.case_id).where(
            or_(said.scalar_subquery().is_(None), said.scalar_subquery() != Case.status)
        )
    ):
        yield Finding("a case's state is the one in its audit", case)
