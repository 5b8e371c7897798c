"""What every test run says at its end: on which databases it ran. CI must have run on both."""

from __future__ import annotations

import os

import pytest

from tests.databases import POSTGRESQL


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which databases the tests ran on."""
    postgresql = f"PostgreSQL {POSTGRESQL}" if POSTGRESQL else "NOT PostgreSQL: no server answers"
    terminalreporter.section("Databases")
    terminalreporter.line(f"These tests ran on SQLite and {postgresql}.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a run without PostgreSQL has failed."""
    if POSTGRESQL is None and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
