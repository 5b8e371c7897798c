"""A process that runs jobs whenever it is told the time on standard input, for `test_jobs_killed`."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from datetime import UTC, datetime

from sqlalchemy import text

from config.logs import ErrorCounts
from config.settings import load_settings
from moderation.jobs.runner import Job, Runner, Turn
from webapp.store import open_store

told: dict[str, str] = {"now": "0", "hang": "-"}


def noting(name: str) -> Job:
    """A job that notes when it begins and when it is done, and may hang in between."""

    def run(turn: Turn) -> None:
        here = {"name": name, "due": turn.now - turn.late}
        with turn.database.writing() as session:
            session.execute(text("INSERT INTO content.ran VALUES (:name, :due, false)"), here)
        if told["hang"] == name:
            sys.stdout.write(f"in {name}\n")
            sys.stdout.flush()
            threading.Event().wait()
        with turn.database.writing() as session:
            session.execute(text("INSERT INTO content.ran VALUES (:name, :due, true)"), here)

    return Job(name, 60, run)


def main() -> None:
    """Run what is due at each time that is told."""
    store = open_store(load_settings(os.environ))
    jobs = [noting(name) for name in sys.argv[1:]]
    counts = ErrorCounts()

    def now() -> datetime:
        return datetime.fromtimestamp(int(told["now"]), UTC)

    runner = Runner(store, jobs, counts, now, secrets.token_bytes)
    for line in sys.stdin:
        told["now"], told["hang"] = line.split()
        runner.run_due()
        sys.stdout.write("idle\n" if not counts._counts else f"{dict(counts._counts)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
