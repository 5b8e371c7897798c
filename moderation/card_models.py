"""The table of cards: of each case about a kilobyte of sealed words, by which browsers find it."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Blob, Content, Digest, Id
from moderation.models import Case


class CaseCard(Content):
    """The newest card of a case: a sealed and signed record of its container, kept in no history."""

    __tablename__ = "case_card"

    case_id: Mapped[Id] = mapped_column(ForeignKey(Case.case_id), primary_key=True)
    sealed: Mapped[Blob]
    signature: Mapped[Blob]
    hash: Mapped[Digest]
