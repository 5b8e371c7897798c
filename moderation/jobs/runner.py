"""The runner: runs each job that is due, once among all processes, and outlives every error.

A job that was due several times while nothing ran is run once. Clock and randomness are
arguments; whoever owns the process decides when `run_due` is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from chat.live_models import JobRow
from config import clock
from config.database import Database
from config.logs import ErrorCounts
from moderation.jobs import table

RETRY: Final = 60
"""Seconds after which a job that failed is tried again, if it is not due more often anyway."""

ID_LENGTH: Final = 16


class LeaseLost(Exception):
    """The job took so long that another process may have begun it."""


@dataclass(frozen=True)
class Turn:
    """One run of one job: at which moment it began, and how many seconds late."""

    database: Database
    moment: datetime
    late: int
    runner: bytes
    renew: Callable[[], bool]

    @property
    def now(self) -> int:
        """The moment in Unix seconds."""
        return clock.unix(self.moment)

    @property
    def hour(self) -> str:
        """The moment as the audit keeps it."""
        return clock.hour_of(self.moment)

    def keep(self) -> None:
        """Work goes on; between two steps of a long job. Raises LeaseLost."""
        if not self.renew():
            raise LeaseLost


@dataclass(frozen=True)
class Job:
    """Something that is done every so many seconds."""

    name: str
    every: int
    run: Callable[[Turn], None]


class Runner:
    """Runs jobs in this process."""

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        counts: ErrorCounts,
        now: Callable[[], datetime],
        random: Callable[[int], bytes],
    ) -> None:
        self.database = database
        self.jobs = jobs
        self.counts = counts
        self.now = now
        self.id = random(ID_LENGTH)

    def run_due(self) -> list[str]:
        """Run what is due and free; gives the names of what was run to its end."""
        try:
            self._enter()
            due = self._due()
        except Exception as error:  # noqa: BLE001 - a database that is away comes back
            self._count(error)
            return []
        return [job.name for job in due if self._run(job)]

    def _enter(self) -> None:
        with self.database.reading() as session:
            known = set(session.scalars(select(JobRow.name)))
        missing = [job for job in self.jobs if job.name not in known]
        if missing:
            with self.database.writing() as session:
                for job in missing:
                    table.enter(session, job.name, self._unix())

    def _due(self) -> list[Job]:
        """Looks before it writes: an idle service must not write to its disk at every tick."""
        now = self._unix()
        with self.database.reading() as session:
            rows = {row.name: row for row in session.scalars(select(JobRow))}
        return [
            job
            for job in self.jobs
            if (row := rows.get(job.name)) and not now < row.due <= now + job.every
        ]

    def _run(self, job: Job) -> bool:
        try:
            turn = self._claim(job)
        except Exception as error:  # noqa: BLE001 - the next job may have better luck
            self._count(error)
            return False
        if turn is None:
            return False
        try:
            job.run(turn)
            return self._finish(job)
        except Exception as error:  # noqa: BLE001 - one job's error is not another's
            self._count(error)
            self._put_off(job)
            return False

    def _claim(self, job: Job) -> Turn | None:
        moment = self.now()
        now = clock.unix(moment)
        with self.database.writing() as session:
            due = table.claim(session, job.name, job.every, now, self.id)
        if due is None:
            return None
        return Turn(self.database, moment, now - due, self.id, lambda: self._renew(job))

    def _renew(self, job: Job) -> bool:
        with self.database.writing() as session:
            return table.renew(session, job.name, self._unix(), self.id)

    def _finish(self, job: Job) -> bool:
        with self.database.writing() as session:
            return table.finish(session, job.name, self._unix() + job.every, self.id)

    def _put_off(self, job: Job) -> None:
        until = self._unix() + min(RETRY, job.every)
        try:
            with self.database.writing() as session:
                table.put_off(session, job.name, until, self.id)
        except Exception as error:  # noqa: BLE001 - then its lease runs out
            self._count(error)

    def _unix(self) -> int:
        return clock.unix(self.now())

    def _count(self, error: Exception) -> None:
        self.counts.add("jobs", type(error).__name__)
