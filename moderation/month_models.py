"""Table of months that are closed: what their reports said then, sealed for the desk and signed."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from config.database import Content
from moderation.models import SealedRevision, Shelf


class ClosedMonth(SealedRevision, Content):
    """One edition of a month's summary: its record's id is the month's (`crypto.month`)."""

    __tablename__ = "closed_month"

    @declared_attr
    @classmethod
    def container_id(cls) -> Mapped[bytes]:
        """The shelf that all summaries lie on."""
        return mapped_column(ForeignKey(Shelf.container_id), index=True, nullable=False)
