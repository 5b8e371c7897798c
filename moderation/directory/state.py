"""How often the directory was changed: the number by which a desk knows whether it has it all."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.database import locked
from moderation.directory.models import THE_ONE, DirectoryState


def serial_of(session: Session) -> int:
    """The number now; 0 before the first change."""
    chosen = select(DirectoryState.serial).where(DirectoryState.directory == THE_ONE)
    return session.scalar(chosen) or 0


def advance(session: Session) -> int:
    """The next number is this writing block's, and nobody else changes anything before it ends."""
    row = locked(session, DirectoryState, THE_ONE)
    if row is None:
        row = DirectoryState(directory=THE_ONE, serial=0)
        session.add(row)
    row.serial += 1
    session.flush()
    return row.serial
