"""The table that numbers backups, so that a missing newest one is noticed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Mapped, Session

from config.database import Content, Day, Number, changed

THE_ONE = 1


class BackupRun(Content):
    """The one row: the number and the day of the newest backup."""

    __tablename__ = "backup_run"

    one: Mapped[Number]
    serial: Mapped[int]
    day: Mapped[Day]


def next_serial(session: Session, at_least: int, day: date) -> int:
    """The number of the backup that begins now, above every number before and above `at_least`."""
    changed(session, update(BackupRun).values(day=day))  # of two that begin at once, one waits
    row = session.get(BackupRun, THE_ONE, populate_existing=True)
    serial = max(row.serial if row else 0, at_least) + 1
    keep_serial(session, serial, day)
    return serial


def keep_serial(session: Session, serial: int, day: date) -> None:
    """This is the newest backup's number."""
    session.merge(BackupRun(one=THE_ONE, serial=serial, day=day))
    session.flush()
