"""Runners in processes of their own, killed at any moment: no turn runs twice, none is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from config import migrate
from config.database import Database
from config.settings import load_settings
from moderation.jobs.table import LEASE
from tests.databases import fresh_database, often_on
from tests.server import ROOT
from webapp.store import open_store

pytestmark = pytest.mark.long

SEED = 20_261_124
TURNS = 12
NAMES = ("a", "b", "c")


@pytest.fixture(params=often_on("postgresql"))
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of an empty store of each kind, with a table in which runs are noted."""
    with fresh_database(request.param) as url:
        given = {"QUIETLINE_DATA_DIR": str(tmp_path), "QUIETLINE_DATABASE_URL": url}
        store = open_store(load_settings(given))
        migrate.upgrade(store)
        with store.writing() as session:
            session.execute(text("CREATE TABLE content.ran (name TEXT, due BIGINT, done BOOLEAN)"))
        store.engine.dispose()
        yield given


@contextmanager
def runners(environ: dict[str, str], count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """So many runners, each of which runs what is due whenever it is told the time."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.job_worker", *NAMES],
            cwd=ROOT,
            env={**environ, "PATH": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def tell(process: subprocess.Popen[str], now: int, *, hang: str = "-") -> None:
    """It is `now`; in the middle of the job `hang` the process says so and goes no further."""
    assert process.stdin is not None
    process.stdin.write(f"{now} {hang}\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    """What the process says next."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def noted(environ: dict[str, str]) -> list[tuple[str, int, bool]]:
    """A line for each run that began, and one for each that came to its end: job, due time, end."""
    store: Database = open_store(load_settings(environ))
    with store.reading() as session:
        found = session.execute(text("SELECT name, due, done FROM content.ran"))
        rows = [(str(row[0]), int(row[1]), bool(row[2])) for row in found]
    store.engine.dispose()
    return rows


def test_two_processes_never_run_one_turn_twice(environ: dict[str, str]) -> None:
    chance = random.Random(SEED)
    now = 1_800_000_000
    with runners(environ, 2) as both:
        for _ in range(TURNS):
            now += chance.choice([60, 60, 60, 1, 59, 7200])
            for process in both:
                tell(process, now)
            assert [hear(process) for process in both] == ["idle", "idle"]
    turns = Counter(noted(environ))
    assert set(turns.values()) == {1}  # each began once and ended once
    assert {turn for turn in turns if turn[2]} == {(n, due, True) for n, due, _ in turns}
    assert {name for name, *_ in turns} == set(NAMES)


def test_a_job_whose_process_was_killed_is_taken_over_once_its_lease_is_over(
    environ: dict[str, str],
) -> None:
    now = 1_800_000_000
    with runners(environ, 2) as (first, second):
        tell(first, now, hang="b")
        assert hear(first) == "in b"
        first.send_signal(signal.SIGKILL)
        first.wait()
        tell(second, now + LEASE - 1)
        assert hear(second) == "idle"
        assert [run for run in noted(environ) if run[0] == "b"] == [("b", now, False)]
        tell(second, now + LEASE)
        assert hear(second) == "idle"
    runs = [run for run in noted(environ) if run[0] == "b"]
    assert runs == [("b", now, False), ("b", now, False), ("b", now, True)]


def test_however_often_runners_are_killed_every_job_goes_on(environ: dict[str, str]) -> None:
    chance = random.Random(SEED)
    now = 1_800_000_000
    for _ in range(6):
        victim = chance.choice(NAMES)
        with runners(environ, 1) as (process,):
            tell(process, now, hang=victim)
            assert hear(process) == f"in {victim}"
        now += LEASE + 60
    with runners(environ, 1) as (process,):
        tell(process, now)
        assert hear(process) == "idle"
    done = Counter((name, due) for name, due, finished in noted(environ) if finished)
    assert max(done.values()) == 1
    assert {name for name, _ in done} == set(NAMES)
