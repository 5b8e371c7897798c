"""The jobs of this installation, and the loop that runs them: inside the server, or on its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from config import clock
from config.database import Database
from config.logs import ErrorCounts
from moderation.jobs import sweep
from moderation.jobs.runner import Job, Runner

TICK = 5
"""Seconds between two looks for a job that is due."""

AN_HOUR = 3600

NAMES = ("sweep",)
"""Every job; one that is long overdue means that no runner works."""


def runner_of(database: Database, counts: ErrorCounts) -> Runner:
    """A runner of this installation's jobs, in this process."""
    jobs = [Job("sweep", AN_HOUR, sweep.run)]
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
