"""The jobs of this installation, and the loop that runs them: inside the server, or on its own."""

from __future__ import annotations

import secrets
import ssl
import time
from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from chat import uploads
from chat.uploads import Lying
from config import clock
from config.database import Database
from config.logs import ErrorCounts
from config.order import lay_anew
from config.settings import Settings
from moderation.jobs import by_mail, by_webhook, sweep
from moderation.jobs.erasing import Erasing
from moderation.jobs.escalation import Escalation
from moderation.jobs.idle import Idle
from moderation.jobs.laying import Laying
from moderation.jobs.news import News
from moderation.jobs.old_rows import OldRows
from moderation.jobs.on_call import Alerts
from moderation.jobs.orphans import Orphans
from moderation.jobs.retaining import Retaining
from moderation.jobs.runner import Job, Runner
from moderation.jobs.table import enter
from moderation.jobs.vanished import Vanished
from moderation.schedule import Schedule
from moderation.site_settings import SiteNow
from webapp.services import OffLoop, right_here
from webapp.store import open_blobs

TICK = 5
"""Seconds between two looks for a job that is due."""

SOON = 20
"""Seconds between two runs of what people wait for."""

A_WHILE = 300
AN_HOUR = 3600
A_DAY = 86_400

EVERY = {
    "sweep": AN_HOUR,
    "retaining": AN_HOUR,
    "erasing": A_WHILE,
    "vanished": SOON,
    "idle": SOON,
    "escalation": SOON,
    "on_call": SOON,
    "old_rows": A_DAY,
    "orphans": AN_HOUR,
    "laying": AN_HOUR,
}
"""Every job with its pace in seconds; one that is long overdue means that no runner works."""

NAMES = tuple(EVERY)


class NoMailServer(Exception):
    """Somebody on call wants mail, and no mail server is set."""


def runner_of(
    settings: Settings,
    site: SiteNow,
    database: Database,
    counts: ErrorCounts,
    news: News,
    off_loop: OffLoop = right_here,
) -> Runner:
    """A runner of this installation's jobs, in this process; `off_loop` does what takes long."""
    timings, blobs = settings.timings, open_blobs(settings)

    def schedule(session: Session) -> Schedule:
        return site.current(session).retention

    def words_hours(session: Session) -> int:
        return schedule(session).chat_words_hours

    def forget(lying: list[Lying]) -> None:
        off_loop(uploads.forget, blobs, lying)

    works = {
        "sweep": sweep.run,
        "retaining": Retaining(schedule, site.settled_schedule, forget).run,
        "erasing": Erasing(words_hours, forget).run,
        "vanished": Vanished(news, timings.grace_seconds).run,
        "idle": Idle(news, timings, words_hours).run,
        "escalation": Escalation(news, timings.escalate_minutes).run,
        "on_call": _alerts(settings, counts, off_loop).run,
        "old_rows": OldRows(site.settled_schedule).run,
        "orphans": Orphans(blobs, off_loop).run,
        "laying": Laying(partial(_lay_anew, settings, off_loop)).run,
    }
    jobs = [Job(name, every, works[name]) for name, every in EVERY.items()]
    return Runner(database, jobs, counts, clock.now, secrets.token_bytes)


def expect_jobs(database: Database) -> None:
    """From now on somebody must run the jobs; where nobody ever does, `/readyz` will say so."""
    with database.writing() as session:
        for name in NAMES:
            enter(session, name, clock.unix(clock.now()))


def _lay_anew(settings: Settings, off_loop: OffLoop) -> None:
    """On SQLite; of PostgreSQL's files docs/safety-outside.md says what they tell."""
    if settings.database_url is None:
        off_loop(lay_anew, settings.data_dir)


def _alerts(settings: Settings, counts: ErrorCounts, off_loop: OffLoop) -> Alerts:
    context = ssl.create_default_context()

    def send(kind: str, address: str) -> None:
        if kind == "webhook":
            private = settings.private_webhooks
            off_loop(partial(by_webhook.send, private=private), address, context)
        elif settings.mail is None:
            raise NoMailServer
        else:
            off_loop(by_mail.send, settings.mail, address, context)

    return Alerts(send, settings.timings.alert_minutes * 60, counts)


def keep_running(runner: Runner, pause: Callable[[float], object]) -> None:
    """Run what is due at every tick, and write this process's error counts every hour.

    `pause` waits so many seconds, and says with a true value that it is time to end.
    """
    counted_until = time.monotonic() + AN_HOUR
    while True:
        runner.run_due()
        if time.monotonic() >= counted_until:
            runner.counts.flush()
            counted_until += AN_HOUR
        if pause(TICK):
            return
