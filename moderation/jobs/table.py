"""The rows by which processes agree who runs a job: each step is one conditional UPDATE.

So no lock of a process decides, and a process that is killed in the middle loses its job to the
next one when its lease is over.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Update, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chat.live_models import JobRow
from config.database import changed

LEASE = 120
"""Seconds for which a claimed job is nobody else's, unless its runner renews it."""

OVERDUE = 600
"""Seconds after which a job that nobody has run means that no runner works."""

ALERT = "alert:"
"""How the rows begin by which one person's alerts are told apart from the jobs."""

A_DAY = 86_400


def enter(session: Session, name: str, due: int) -> None:
    """The job has a row; one that is there already stays as it is."""
    if session.get(JobRow, name) is not None:
        return
    try:
        with session.begin_nested():
            session.add(JobRow(name=name, due=due, lease=0, runner=None))
    except IntegrityError:
        return  # another process entered it just now


def claim(session: Session, name: str, every: int, now: int, runner: bytes) -> int | None:
    """The job is this runner's until its lease is over; gives when it was due.

    None where it is not due or somebody else has it. A due time or lease that lies further
    ahead than either ever can was written before the clock was set back, and counts as past.
    """
    due = session.scalar(select(JobRow.due).where(JobRow.name == name))
    if due is None:
        return None
    free = (
        _named(name)
        .where(JobRow.due == due, or_(JobRow.due <= now, JobRow.due > now + every))
        .where(or_(JobRow.lease <= now, JobRow.lease > now + LEASE))
    )
    taken = free.values(lease=now + LEASE, runner=runner)
    return min(due, now) if changed(session, taken) == 1 else None


def renew(session: Session, name: str, now: int, runner: bytes) -> bool:
    """The lease begins again; False where the job is somebody else's by now."""
    return changed(session, _held(name, runner).values(lease=now + LEASE)) == 1


def finish(session: Session, name: str, due: int, runner: bytes) -> bool:
    """The job is done and due again then; False where it is somebody else's by now."""
    return changed(session, _held(name, runner).values(due=due, lease=0, runner=None)) == 1


def put_off(session: Session, name: str, until: int, runner: bytes) -> None:
    """The job failed: nobody tries before then, and it stays due since when it was."""
    session.execute(_held(name, runner).values(lease=until, runner=None))


def forget_alerts(session: Session, now: int) -> None:
    """Rows of alerts that nobody needs any more are gone; one that is needed enters anew."""
    old = JobRow.name.startswith(ALERT), JobRow.due < now - A_DAY, JobRow.lease <= now
    session.execute(delete(JobRow).where(*old))


def overdue(session: Session, names: Iterable[str], now: int) -> list[str]:
    """Which of these jobs should have been run long ago."""
    late = JobRow.name.in_(list(names)) & (JobRow.due < now - OVERDUE)
    return sorted(session.scalars(select(JobRow.name).where(late)))


def _named(name: str) -> Update:
    return update(JobRow).where(JobRow.name == name)


def _held(name: str, runner: bytes) -> Update:
    return _named(name).where(_is(runner))


def _is(runner: bytes) -> ColumnElement[bool]:
    return JobRow.runner == runner
