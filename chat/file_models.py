"""Tables of files: what is on its way or whole; the bytes themselves lie in the store of blobs."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from chat.blobs import Address
from chat.models import Conversation
from config.database import Content, Day, Digest, Id, Number
from config.order import WITHOUT_ROW_NUMBERS


class File(Content):
    """A file of a conversation. It is whole once it has its `hash`; before, its parts are counted.

    `file_id` is the sender's. `upload` is ours, drawn for each beginning and never used again: by
    it the store names the bytes, so whatever is deleted can never be what somebody else just sent.
    `length` is that of the blob.
    """

    __tablename__ = "file"
    __table_args__ = (
        Index(
            "ix_file_unfinished",
            "day",
            postgresql_where=text("hash IS NULL"),
            sqlite_where=text("hash IS NULL"),
        ),
        WITHOUT_ROW_NUMBERS,
    )

    file_id: Mapped[Id] = mapped_column(primary_key=True)
    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), index=True)
    upload: Mapped[Id] = mapped_column(unique=True)
    length: Mapped[int]
    hash: Mapped[Digest | None]
    day: Mapped[Day]

    def address(self) -> Address | None:
        """Where the bytes lie, once they are whole."""
        return Address(self.hash, self.upload) if self.hash is not None else None


class FilePart(Content):
    """A part that was acknowledged; the rows go when the file is whole."""

    __tablename__ = "file_part"
    __table_args__ = WITHOUT_ROW_NUMBERS

    file_id: Mapped[Id] = mapped_column(ForeignKey(File.file_id), primary_key=True)
    number: Mapped[Number]
