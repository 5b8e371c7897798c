"""Time that passed, as a journey needs it: the stored moments go back, and a job is due now.

So nobody waits for minutes, and no process has another clock than the rest.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.server import RunningSite

DUE = "UPDATE job SET due = CAST(strftime('%s', 'now') AS INTEGER) - 1 WHERE name = ?"
"""Not long ago, or the job would think that nobody ran it and that the absence counts for nobody."""


def _pass(site: RunningSite, statement: str, job: str) -> None:
    with closing(sqlite3.connect(site.data_dir / "content.db", timeout=15)) as store, store:
        store.execute(statement)
        store.execute(DUE, (job,))


def waited_long(site: RunningSite) -> None:
    """Whoever waits has waited for long, and the job that looks for it is due."""
    ago = "UPDATE live_chat SET arrived = '2026-01-01T00:00' WHERE phase = 'waiting'"
    _pass(site, ago, "escalation")


def silent_long(site: RunningSite) -> None:
    """Nobody at the desk gave a sign of life for long, and the job that looks for it is due."""
    _pass(site, "UPDATE presence SET beat = beat - 3600", "vanished")
