"""PostgreSQL: how a process connects, how many connections it holds, and how long it waits there.

Whoever answers people gives up early and says so; what works by the clock waits longer; a command
that reads everything, such as a backup, as long as it takes.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import create_engine

from config.database import BUSY_MS, Database

CONNECT_SECONDS = 5
"""How long a connection may take before the request is told that the database is away."""

CONNECTIONS = 16
"""Connections that one process holds at most, unless a setting says otherwise."""


class Patience(NamedTuple):
    """Seconds for one statement, for a lock, and between two statements of a transaction; 0 is ever."""

    statement: float
    lock: float
    idle: float

    @property
    def options(self) -> str:
        """How a connection is told."""
        said = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in said.items())


REQUESTS = Patience(statement=20, lock=BUSY_MS / 1000, idle=60)
"""Pages and the line: below the minute after which gunicorn and nginx give a request up."""

JOBS = Patience(statement=600, lock=BUSY_MS / 1000, idle=600)
"""What the service does by itself: a deletion of a large contact, with its files, is one of these."""

COMMANDS = Patience(statement=0, lock=BUSY_MS / 1000, idle=0)
"""Backups, restores, checks and exports: somebody waits for them and can end them."""


def open_postgresql(
    url: str, patience: Patience = COMMANDS, connections: int = CONNECTIONS
) -> Database:
    """Open a PostgreSQL database that waits for its disk at each commit."""
    kept = connections // 2
    engine = create_engine(
        url,
        pool_size=kept,
        max_overflow=connections - kept,
        pool_timeout=BUSY_MS / 1000,
        pool_pre_ping=True,  # after a restart of the database the first request must not fail
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": f"-c synchronous_commit=on {patience.options}",
        },
    )
    return Database(engine)
