"""Tables of the directory. What organisations say of themselves is public, so it is not sealed."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from config.database import Blob, Code, Content, Day, Digest, Id
from moderation.models import SealedRevision, Shelf

THE_ONE = 1
"""There is one directory, and its state is the row of this number."""


class DirectoryState(Content):
    """How often the directory was changed: whoever has this number has seen everything."""

    __tablename__ = "directory_state"

    directory: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    serial: Mapped[int]


class Organisation(Content):
    """One organisation: `doc` is its whole HSDS document, packed, `card` what a search needs of it.

    `lot` is drawn from the id: documents are handed out by lots, so that whoever reads one does
    not tell which. `changed` is the directory's serial at the last change. `key_signature`
    is the word of whoever named the key, without which no browser seals to it.
    """

    __tablename__ = "organisation"

    org_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[Code]
    lot: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    changed: Mapped[int] = mapped_column(index=True)
    removed: Mapped[bool] = mapped_column(Boolean)
    verified_on: Mapped[Day | None]
    verified_by: Mapped[Id | None]
    age_recipient: Mapped[str | None] = mapped_column(String(100))
    key_by: Mapped[Id | None]
    key_day: Mapped[Day | None]
    key_signature: Mapped[Blob | None]
    digest: Mapped[Digest]
    doc: Mapped[Blob]
    card: Mapped[str] = mapped_column(Text)


class LooseRow(Content):
    """A row of an imported package that hangs on no organisation: kept, and given back on export."""

    __tablename__ = "directory_loose"

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    row_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    doc: Mapped[str] = mapped_column(Text)


class OrganisationNote(SealedRevision, Content):
    """What staff experienced with an organisation, sealed for the desk only; which one is inside."""

    __tablename__ = "organisation_note"

    @declared_attr
    @classmethod
    def container_id(cls) -> Mapped[bytes]:
        """The shelf of all such notes."""
        return mapped_column(ForeignKey(Shelf.container_id), index=True, nullable=False)
