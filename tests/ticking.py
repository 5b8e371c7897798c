"""A clock that tests move, and a runner whose jobs note that they ran."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from config.database import Database
from config.logs import ErrorCounts
from moderation.jobs.runner import Job, Runner

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Says what it was told."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        """The moment."""
        return self.moment

    def forward(self, **by: float) -> None:
        """Time goes by (or back, where it is negative)."""
        self.moment += timedelta(**by)


@dataclass
class Bench:
    """Runners on one store that share a clock."""

    store: Database
    clock: Clock = field(default_factory=Clock)
    counts: ErrorCounts = field(default_factory=ErrorCounts)
    seed: int = 4

    def runner(self, *jobs: Job) -> Runner:
        """A runner of these jobs with an id of its own."""
        self.seed += 1
        return Runner(self.store, jobs, self.counts, self.clock, random.Random(self.seed).randbytes)

    def counted(self) -> dict[str, int]:
        """The errors so far, by their kind."""
        return {kind: count for (_, kind), count in self.counts._counts.items()}
