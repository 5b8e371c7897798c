"""A visit without JavaScript: where somebody is, and their receipt's master sealed under their cookie.

The key that opens the master is only in the cookie (Protocol section 8). What people type is never
in here, and the end of a visit is kept in slots of ten minutes, since exact times are traces.
"""

from __future__ import annotations

from sqlalchemy import Index, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat.purge import KeyMaterial
from config.database import Code, Id, Keys, locked
from config.order import WITHOUT_ROW_NUMBERS

SLOT = 600
"""Seconds of one slot."""

SLOTS_TO_LIVE = 4
"""A visit that nobody used for 30 to 40 minutes is over."""


class Visit(Keys):
    """One visit; `last_form` is the form that was carried out last, `last_mark` knows its text again."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_last_slot", "last_slot"), WITHOUT_ROW_NUMBERS)

    visit_id: Mapped[Id] = mapped_column(primary_key=True)
    step: Mapped[Code]
    language: Mapped[Code]
    door: Mapped[Code | None]
    sealed: Mapped[bytes | None] = mapped_column(KeyMaterial)
    last_form: Mapped[Id | None]
    last_mark: Mapped[Id | None]
    last_slot: Mapped[int]


def begin_visit(session: Session, visit_id: bytes, language: str, now: int) -> Visit:
    """A visit that begins at the doors; visits that are over are forgotten on the way."""
    forget_ended(session, now)
    visit = Visit(
        visit_id=visit_id,
        step="doors",
        language=language,
        door=None,
        sealed=None,
        last_form=None,
        last_mark=None,
        last_slot=_last_slot(now),
    )
    session.add(visit)
    session.flush()
    return visit


def living_visit(session: Session, visit_id: bytes, now: int, *, to_write: bool) -> Visit | None:
    """The visit, locked where it is to be written, or None where it is over or never was."""
    find = locked if to_write else Session.get
    visit = find(session, Visit, visit_id)
    if visit is None or visit.last_slot < now // SLOT:
        return None
    if to_write:
        visit.last_slot = _last_slot(now)
    return visit


def end_visit(session: Session, visit_id: bytes) -> None:
    """The visit is over and its row is gone."""
    session.execute(delete(Visit).where(Visit.visit_id == visit_id))


def forget_ended(session: Session, now: int) -> None:
    """The rows of visits that are over are gone."""
    session.execute(delete(Visit).where(Visit.last_slot < now // SLOT))


def _last_slot(now: int) -> int:
    return now // SLOT + SLOTS_TO_LIVE - 1
