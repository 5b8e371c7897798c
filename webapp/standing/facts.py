"""What is known of the service itself at a moment: nothing in it follows from one person's visit.

The desk's status page and the metrics are both made of these; whoever waits, and what they wrote,
is seen in the queue and nowhere here.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.live_models import JobRow
from config import clock, migrate
from crypto.roster import parse_certificate, parse_roster
from moderation import anchors, founding
from moderation.backup.models import THE_ONE, BackupRun
from moderation.errors import NotSetUp
from moderation.jobs.table import ALERT, OVERDUE
from moderation.presence import on_shift
from webapp.jobs import EVERY
from webapp.services import Services

A_DAY = 86_400
NEVER = -1


class JobFact(NamedTuple):
    """One job: whether it should have been run long ago, and for how many whole minutes it is due.

    `ran` is how many minutes ago it was run; None where it never was.
    """

    name: str
    late: bool
    minutes: int
    ran: int | None


@dataclass(frozen=True)
class Stored:
    """What the database says. Days are whole; None is never."""

    revision: bool
    jobs: list[JobFact]
    backup_day: date | None
    anchor_day: date | None
    certificate_days: int | None
    roster_days: int | None
    on_shift: bool


def stored(session: Session, moment: datetime) -> Stored:
    """Everything that one look at the database gives."""
    now = clock.unix(moment)
    run = session.get(BackupRun, THE_ONE)
    newest = anchors.standing(session, clock.day_of(moment)).newest
    certificate, roster = _runs_out(session, now)
    return Stored(
        revision=migrate.current(session.connection()) == migrate.head(),
        jobs=_jobs(session, now),
        backup_day=run.day if run is not None and run.serial else None,
        anchor_day=newest.day if newest else None,
        certificate_days=certificate,
        roster_days=roster,
        on_shift=on_shift(session, now) > 0,
    )


def free_share(made: Services) -> float:
    """Which part of the disk is free where the data is."""
    usage = shutil.disk_usage(made.settings.data_dir)
    return usage.free / usage.total


def fan_out(made: Services) -> str:
    """Whether the processes hear each other: `up`, `away`, or `none` where there is one process."""
    if made.settings.redis_url is None:
        return "none"
    import redis  # noqa: PLC0415 - starting without Redis must not wait for its import

    line = redis.Redis.from_url(made.settings.redis_url, socket_timeout=1, socket_connect_timeout=1)
    try:
        line.ping()
    except redis.RedisError:
        return "away"
    finally:
        line.close()
    return "up"


def alerts_failed(session: Session) -> int:
    """Of how many people on call the last alert was not taken. It says that somebody waited.

    So it is for the desk only, which sees who waits.
    """
    failed = JobRow.name.startswith(ALERT), JobRow.runner.is_(None), JobRow.lease > JobRow.due
    return len(list(session.scalars(select(JobRow.name).where(*failed, JobRow.lease > 0))))


def age(day: date | None, moment: datetime) -> int:
    """Whole days since then; NEVER where there was none."""
    return NEVER if day is None else max(0, (clock.day_of(moment) - day) // timedelta(days=1))


def _jobs(session: Session, now: int) -> list[JobFact]:
    due = {row.name: row.due for row in session.scalars(select(JobRow))}
    return [_job(name, due.get(name), now) for name in EVERY]


def _job(name: str, due: int | None, now: int) -> JobFact:
    """A job is due its pace after it was run; one that was entered just now is due at once."""
    if due is None:
        return JobFact(name, late=False, minutes=0, ran=None)
    over = max(0, now - due)
    return JobFact(name, over > OVERDUE, over // 60, max(0, now - due + EVERY[name]) // 60)


def _runs_out(session: Session, now: int) -> tuple[int | None, int | None]:
    """For how many days the roster key's certificate and the roster still hold."""
    try:
        certificate = parse_certificate(founding.newest_certificate(session).body)
        roster = parse_roster(founding.newest_roster(session).body)
    except NotSetUp:
        return None, None
    return (certificate.not_after - now) // A_DAY, (roster.not_after - now) // A_DAY
