"""Tables of the queue and of cases: who holds what, and sealed records that the server cannot read."""

from __future__ import annotations

import secrets

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from chat.models import Conversation
from chat.purge import KeyMaterial
from config.database import Blob, Code, Content, Day, Digest, Hour, Id, Keys, Number
from config.order import WITHOUT_ROW_NUMBERS, Place, found_by

_BY_A_LANE = text("lane IS NOT NULL")


def _lot() -> int:
    return secrets.randbelow(1 << 31)


class QueueItem(Content):
    """A conversation waiting for, or in, the hands of an advocate.

    `lot` decides between items of one arrival minute: the server draws it, since the id is the
    client's choice, and whoever chose a low one would always be first.
    """

    __tablename__ = "queue_item"
    __table_args__ = (
        Index("ix_queue_item_status_holder", "status", "holder"),
        Index("ix_queue_item_day_conv", "day", "conv"),
        Index("ix_queue_item_category_day", "category", "day", "conv"),
        Index("ix_queue_item_priority_day", "priority", "day", "conv"),
        WITHOUT_ROW_NUMBERS,
    )

    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), primary_key=True)
    status: Mapped[Code]
    category: Mapped[Code]
    urgency: Mapped[Code]
    priority: Mapped[Code]
    day: Mapped[Day]
    holder: Mapped[Id | None]
    unanswered: Mapped[bool]
    disposition: Mapped[Code | None]
    lot: Mapped[int] = mapped_column(default=_lot)


class Arrival(Content):
    """The minute an item arrived: kept only while it waits or is held, never backed up.

    `wrote` is the minute since which an answer to a further message is due, as long as one is.
    `lane` is how it came in while very many came: after `work`, or by the `slow` lane.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        Index("ix_arrival_lane", "lane", postgresql_where=_BY_A_LANE, sqlite_where=_BY_A_LANE),
        WITHOUT_ROW_NUMBERS,
    )

    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv), primary_key=True)
    minute: Mapped[str] = mapped_column(String(16))
    wrote: Mapped[str | None] = mapped_column(String(16))
    lane: Mapped[Code | None]


class Case(Content):
    """What the desk opens from one or more items; all that it says is in sealed records."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("length(number) = 8", name="number"),
        Index("ix_case_day_case_id", "day", "case_id"),
        Index("ix_case_status_day", "status", "day", "case_id"),
        WITHOUT_ROW_NUMBERS,
    )

    case_id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(8))
    status: Mapped[Code]
    day: Mapped[Day]
    channel: Mapped[Code]
    category: Mapped[Code]
    language: Mapped[Code]
    main_record_id: Mapped[Id]


class CaseConversation(Content):
    """A conversation attached to a case; contacts attach and detach, messages are never merged."""

    __tablename__ = "case_conversation"
    __table_args__ = WITHOUT_ROW_NUMBERS

    case_id: Mapped[Id] = mapped_column(ForeignKey(Case.case_id), primary_key=True)
    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv), primary_key=True, index=True)
    linked_day: Mapped[Day]


class NoteContainer(Content):
    """The private notes of one conversation: a container with a key of its own."""

    __tablename__ = "note_container"
    __table_args__ = (UniqueConstraint("conv"), WITHOUT_ROW_NUMBERS)

    container_id: Mapped[Id] = mapped_column(primary_key=True)
    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv))


class SealedRevision:
    """One revision of one sealed record, with its author's signature beside it."""

    __mapper_args__ = found_by("record_id", "rev")

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[UniqueConstraint]:
        """Of a record each revision is there once."""
        return (UniqueConstraint("record_id", "rev"),)

    place: Mapped[Place]
    record_id: Mapped[Id]
    rev: Mapped[int]
    gen: Mapped[int]
    staff_id: Mapped[Id]
    sealed: Mapped[Blob]
    signature: Mapped[Blob]
    hash: Mapped[Digest]
    hour: Mapped[Hour]


class CaseRecord(SealedRevision, Content):
    """A section of a case."""

    __tablename__ = "case_record"

    @declared_attr
    @classmethod
    def container_id(cls) -> Mapped[bytes]:
        """The case that the record belongs to."""
        return mapped_column(ForeignKey(Case.case_id), index=True)


class PrivateNote(SealedRevision, Content):
    """A note of staff about a conversation, sealed for the desk only."""

    __tablename__ = "private_note"

    @declared_attr
    @classmethod
    def container_id(cls) -> Mapped[bytes]:
        """The container of notes that the note belongs to."""
        return mapped_column(ForeignKey(NoteContainer.container_id), index=True)


class Shelf(Content):
    """A container of records that belong to the whole desk: `saved_replies`."""

    __tablename__ = "shelf"
    __table_args__ = (UniqueConstraint("container_id"),)

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    container_id: Mapped[Id]


class SavedReply(SealedRevision, Content):
    """A sentence that staff use often, sealed for the desk only."""

    __tablename__ = "saved_reply"

    @declared_attr
    @classmethod
    def container_id(cls) -> Mapped[bytes]:
        """The shelf that the reply lies on."""
        return mapped_column(ForeignKey(Shelf.container_id), index=True, nullable=False)


class OnCall(Content):
    """How somebody wants to hear that people wait while nobody is on shift: `email` or `webhook`."""

    __tablename__ = "on_call"

    staff_id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    address: Mapped[str] = mapped_column(String(300))


class ContainerWrap(Keys):
    """The key of a case or of a container of notes, sealed under an epoch's records key."""

    __tablename__ = "container_wrap"
    __table_args__ = WITHOUT_ROW_NUMBERS

    container_id: Mapped[Id] = mapped_column(primary_key=True)
    gen: Mapped[Number]
    made: Mapped[int]
    epoch: Mapped[int] = mapped_column(index=True)
    kc: Mapped[Digest]
    wrap: Mapped[bytes] = mapped_column(KeyMaterial)
