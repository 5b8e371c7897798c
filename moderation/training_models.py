"""Table of trainings that were asked for: how far each has come, and nothing of who asked."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Code, Content, Day, Hour, Id
from config.order import WITHOUT_ROW_NUMBERS
from moderation.models import QueueItem


class Training(Content):
    """How a training stands since staff first moved it; one without a row was asked for and no more.

    The day is the one on which it is to be, or was: a public event of the hotline's. Who asked,
    where it is and what was agreed stay in sealed words.
    """

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("people IS NULL OR people >= 0", name="people"),
        Index("ix_training_status_day", "status", "day"),
        WITHOUT_ROW_NUMBERS,
    )

    conv: Mapped[Id] = mapped_column(ForeignKey(QueueItem.conv), primary_key=True)
    status: Mapped[Code]
    day: Mapped[Day | None]
    people: Mapped[int | None]
    staff_id: Mapped[Id]
    hour: Mapped[Hour]
