"""The jobs of this installation, and the loop that runs them: inside the server, or on its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from config import clock
from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from moderation.jobs import sweep
from moderation.jobs.erasing import Erasing
from moderation.jobs.escalation import Escalation
from moderation.jobs.idle import Idle
from moderation.jobs.news import News
from moderation.jobs.runner import Job, Runner
from moderation.jobs.vanished import Vanished

TICK = 5
"""Seconds between two looks for a job that is due."""

SOON = 20
"""Seconds between two runs of what people wait for."""

A_WHILE = 300
AN_HOUR = 3600

NAMES = ("sweep", "erasing", "vanished", "idle", "escalation")
"""Every job; one that is long overdue means that no runner works."""


def runner_of(settings: Settings, database: Database, counts: ErrorCounts, news: News) -> Runner:
    """A runner of this installation's jobs, in this process."""
    timings = settings.timings
    jobs = [
        Job("sweep", AN_HOUR, sweep.run),
        Job("erasing", A_WHILE, Erasing(settings.chat_words_hours).run),
        Job("vanished", SOON, Vanished(news, timings.grace_seconds).run),
        Job("idle", SOON, Idle(news, timings).run),
        Job("escalation", SOON, Escalation(news, timings.escalate_minutes).run),
    ]
    return Runner(database, jobs, counts, clock.now, secrets.token_bytes)


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
