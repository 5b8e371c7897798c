"""Tables beside the queue: what was set aside, whose receipt is blocked, what was done in bulk, views."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from config.database import Code, Content, Digest, Hour, Id
from config.order import WITHOUT_ROW_NUMBERS
from moderation.models import QueueItem, SealedRevision, Shelf


class Quarantine(Content):
    """Why an item was set aside, and the last message that its source had written by then."""

    __tablename__ = "quarantine"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv), primary_key=True)
    reason: Mapped[Code] = mapped_column(index=True)
    s_seq: Mapped[int]


class ReceiptBlock(Content):
    """Until the end of this hour the receipt of a conversation writes nothing; then the row goes."""

    __tablename__ = "receipt_block"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv), primary_key=True)
    until: Mapped[Hour] = mapped_column(index=True)


class BulkDone(Content):
    """What came of one act on many items, for a day: whoever lost the answer gets the same one.

    `asked` is a hash of who asked for what, so that an id never stands for two acts.
    """

    __tablename__ = "bulk_done"
    __table_args__ = WITHOUT_ROW_NUMBERS

    bulk_id: Mapped[Id] = mapped_column(primary_key=True)
    hour: Mapped[Hour]
    asked: Mapped[Digest]
    answer: Mapped[str] = mapped_column(Text)


class SavedView(SealedRevision, Content):
    """A name and a filter of one member of staff, sealed: the server knows neither."""

    __tablename__ = "saved_view"

    @declared_attr
    @classmethod
    def container_id(cls) -> Mapped[bytes]:
        """The shelf that the view lies on."""
        return mapped_column(ForeignKey(Shelf.container_id), index=True, nullable=False)
