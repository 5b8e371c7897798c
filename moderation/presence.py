"""Presence: which advocates are there, from what they chose and their client's last sign of life."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from chat.live_models import Presence
from config.database import locked

CAPACITY = 2
"""Live chats that one advocate holds at once unless a supervisor says otherwise."""

FRESH = 60
"""Seconds after a sign of life during which somebody counts as there; a client gives one every 20."""

ON_SHIFT = ("on", "busy")
CONNECTED = (*ON_SHIFT, "away")


def there(now: int) -> ColumnElement[bool]:
    """Whoever is on shift and gave a sign of life within FRESH seconds of `now` (Unix seconds)."""
    return Presence.status.in_(ON_SHIFT) & (Presence.beat > now - FRESH)


def connected(now: int) -> ColumnElement[bool]:
    """The same, and whoever is away for a moment: colleagues see them, and that they take no chat."""
    return Presence.status.in_(CONNECTED) & (Presence.beat > now - FRESH)


def on_shift(session: Session, now: int) -> int:
    """How many advocates are there."""
    return session.scalar(select(func.count()).select_from(Presence).where(there(now))) or 0


def set_status(session: Session, staff_id: bytes, status: str, now: int) -> Presence:
    """The person is `on`, `busy`, `away` or `off` from now; that is a sign of life too."""
    row = locked(session, Presence, staff_id)
    if row is None:
        row = Presence(staff_id=staff_id, status=status, beat=now, capacity=CAPACITY)
        session.add(row)
    row.status, row.beat = status, now
    session.flush()
    return row


def set_capacity(session: Session, staff_id: bytes, capacity: int, now: int) -> Presence:
    """The person holds so many live chats at most from now; those that they hold they keep."""
    row = locked(session, Presence, staff_id) or set_status(session, staff_id, "off", now)
    row.capacity = capacity
    session.flush()
    return row


def beat(session: Session, staff_id: bytes, now: int) -> None:
    """A sign of life of somebody's client; whoever never went on shift stays as they are."""
    row = locked(session, Presence, staff_id)
    if row is not None:
        row.beat = now
