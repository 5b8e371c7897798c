"""What the figures were measured on, without any name of a host."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from tests.databases import POSTGRESQL

LIBRARIES = ("eventlet", "python-socketio", "Flask-SocketIO", "SQLAlchemy", "psycopg", "websockets")


def description() -> str:
    """One paragraph of Markdown."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL {POSTGRESQL or 'not measured'}, {libraries}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def load_average() -> float:
    """How much else ran on the machine in the last minute."""
    return os.getloadavg()[0]
