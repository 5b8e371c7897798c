"""On which databases tests run, and what each run says of it at its end. CI must have run on both."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path
from zlib import crc32

import pytest

from tests import long_run
from tests.databases import DATABASES, POSTGRESQL

HERE = Path(__file__).parent

ON_BOTH = frozenset(
    ["erasure", "races", "commit_order", "sent_again", "pool", "away", "test_database"]
)
"""Files of which each test runs on both databases each time: where they differ most, what happens at
once and what is left. All others run on both in the long run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test, and each case of its table, is tried on one of the databases; the long tests on both."""
    _mark_what_takes_long(items)
    known = [(item, *_database_and_case(item)) for item in items]
    times = Counter(
        (item.path, case)
        for item, database, case in known
        if database and not item.get_closest_marker("long")
    )
    for item, database, case in known:
        if database is None or _runs_on_both(item, case) or times[item.path, case] < len(DATABASES):
            continue
        chosen = DATABASES[crc32(f"{item.path.name} {case}".encode()) % len(DATABASES)]
        if database != chosen:
            item.add_marker(pytest.mark.long)


def _mark_what_takes_long(items: list[pytest.Item]) -> None:
    for item in items:
        path = item.path.relative_to(HERE).as_posix()
        if long_run.is_long(path, str(getattr(item, "originalname", item.name))):
            item.add_marker(pytest.mark.long)
        if path in long_run.ALONE:
            item.add_marker(pytest.mark.alone)


def _runs_on_both(item: pytest.Item, case: str) -> bool:
    """Whether this one is tried on every database each time, or says itself which are long."""
    if item.get_closest_marker("both_databases") or item.get_closest_marker("long"):
        return True
    return not case.endswith("]") and any(part in item.path.name for part in ON_BOTH)


def _database_and_case(item: pytest.Item) -> tuple[str | None, str]:
    """The database that a test runs on, and its name with the line of its table if it has one."""
    spec = getattr(item, "callspec", None)
    if spec is None:
        return None, ""
    parts = [str(part) for part in spec._idlist]
    database = next((part for part in parts if part in DATABASES), None)
    rest = [part for part in parts if part not in DATABASES]
    name = str(getattr(item, "originalname", item.name))
    return database, f"{name} {rest}" if rest else name


def pytest_collection_finish() -> None:
    """What was read stays for good, and of a test little is a circle: the collector looks seldom.

    As Python begins it looked through everything again and again, a fifth of the time (measured).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(300_000, 1, 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which databases the tests ran on."""
    postgresql = f"PostgreSQL {POSTGRESQL}" if POSTGRESQL else "NOT PostgreSQL: no server answers"
    terminalreporter.section("Databases")
    terminalreporter.line(f"These tests ran on SQLite and {postgresql}.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a run without PostgreSQL has failed."""
    if POSTGRESQL is None and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
