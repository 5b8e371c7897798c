"""The list of what was deleted for good: it only grows, and every restore obeys it.

A backup of content lives for 30 days and may hold what was deleted since. The list lies with the
keys, so on SQLite a line of it commits in the same moment as the deletion that it names.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from config.database import Code, Id, Keys
from config.order import WITHOUT_ROW_NUMBERS

WORDS = "words"
"""A conversation's words: all its keys, envelopes and ways to them."""

WAY_BACK = "way_back"
"""A source's way back to a conversation, with the source's own copies of its keys."""

RELEASE = "release"
"""A consent to share parts of a case, by the release's own id."""

FILE = "file"
"""One file whose conversation is still there, by the file's own id."""

NOTES = "notes"
"""The private notes of a contact, by their container's own id."""

CONTACT = "contact"
"""All that was left of a contact: its labels, its place in the queue, its notes."""

CASE = "case"
"""A case with all its records, by the case's own id."""


class Deleted(Keys):
    """One thing that may never come back; no row is ever changed or deleted."""

    __tablename__ = "deleted"
    __table_args__ = WITHOUT_ROW_NUMBERS

    kind: Mapped[Code] = mapped_column(primary_key=True)
    conv: Mapped[Id] = mapped_column(primary_key=True)


def note(session: Session, kind: str, conv: bytes) -> None:
    """The deletion is on the list, once, in the transaction that carries it out."""
    if session.get(Deleted, (kind, conv)) is None:
        session.add(Deleted(kind=kind, conv=conv))
        session.flush()


def listed(session: Session, kind: str) -> list[bytes]:
    """Everything on the list of this kind."""
    return list(session.scalars(select(Deleted.conv).where(Deleted.kind == kind)))
