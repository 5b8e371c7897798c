"""The store: its revision, its jobs, its backups, its clock's own past, and whose signatures run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config import clock, migrate
from config.database import Database
from crypto.roster import parse_certificate, parse_roster
from moderation import founding
from moderation.audit_models import AuditRow
from moderation.backup.models import THE_ONE, BackupRun
from moderation.errors import NotSetUp
from moderation.jobs.table import overdue
from webapp.doctor.finding import Found, look, well, wrong
from webapp.jobs import NAMES

A_DAY = timedelta(days=1)
CERTIFICATE_DAYS = 60
ROSTER_DAYS = 76
"""A roster holds for 90 days and is signed anew whenever somebody signs in: the desk warns then too."""


def store(database: Database, moment: datetime) -> Iterator[Found]:
    """Everything about the store; what cannot be asked of one at another revision is not asked."""
    try:
        with database.engine.connect() as connection:
            revision = migrate.current(connection)
            ahead = migrate.is_newer(revision) and migrate.fits(connection)
    except SQLAlchemyError as error:
        yield wrong(f"the database does not answer ({type(error).__name__})", "Start it.")
        return
    if ahead:
        yield look(
            f"the database is of a newer release (revision {revision}), and this one works with it",
            "Only the newer release's ./quietline backup is whole. Go forward again soon.",
        )
    elif revision != migrate.head():
        yield wrong(
            f"the database is at revision {revision}, this program at {migrate.head()}",
            "Stop the service, make a backup, run: ./quietline migrate",
        )
        return
    else:
        yield well(f"the database answers and is at revision {revision}")
    with database.reading() as session:
        yield _jobs(session, moment)
        yield _backups(session, clock.day_of(moment))
        yield _past(session, moment)
        yield from _signatures(session, clock.unix(moment))


def _jobs(session: Session, moment: datetime) -> Found:
    late = overdue(session, NAMES, clock.unix(moment))
    if late:
        return wrong(
            f"nobody runs the jobs {', '.join(late)}: nothing is deleted, nobody is alerted",
            "Start ./quietline serve, or ./quietline jobs beside pages and line.",
        )
    return well("the jobs are run")


def _backups(session: Session, today: date) -> Found:
    row = session.get(BackupRun, THE_ONE)
    if row is None or row.serial == 0:
        return wrong("there never was a backup", "docs/guides/backup.md: a timer must call it.")
    if row.day < today - A_DAY:
        return wrong(f"the last backup began on {row.day}", "Look at the timer that calls it.")
    return well(f"the last backup began on {row.day}")


def _past(session: Session, moment: datetime) -> Found:
    """An hour of the audit that has not come yet was written by a clock that was ahead, or this one is behind."""
    newest = select(AuditRow.hour).order_by(AuditRow.number.desc()).limit(1)
    hour = session.scalar(newest)
    if hour is not None and hour > clock.hour_of(moment + timedelta(hours=1)):
        return wrong(
            f"the audit's last act was in {hour}, which has not come yet", "Set the clock."
        )
    return well("the clock is not behind what was done")


def _signatures(session: Session, now: int) -> Iterator[Found]:
    try:
        certificate = parse_certificate(founding.newest_certificate(session).body)
        roster = parse_roster(founding.newest_roster(session).body)
    except NotSetUp:
        yield look(
            "no hotline is set up here yet", "./quietline setup-code, then the desk's /setup"
        )
        return
    yield _runs_out(
        "the key of the list of people",
        certificate.not_after - now,
        CERTIFICATE_DAYS,
        "Bring the root's word for a new one: docs/guides, Staff, A new key.",
    )
    yield _runs_out(
        "the list of people",
        roster.not_after - now,
        90 - ROSTER_DAYS,
        "A supervisor or administrator signs in at the desk; it is signed anew then.",
    )


def _runs_out(what: str, seconds: int, soon: int, do: str) -> Found:
    days = seconds // 86_400
    if seconds <= 0:
        return wrong(f"{what} ran out: people outside see phone numbers only", do)
    if days < soon:
        return look(f"{what} holds for {days} more days", do)
    return well(f"{what} holds for {days} more days")
