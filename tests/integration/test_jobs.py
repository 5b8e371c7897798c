"""The job runner: once among all processes, once after a long absence, and no error ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from chat.live_models import JobRow
from config.logs import ErrorCounts
from moderation.jobs.news import Silence
from moderation.jobs.runner import Job, Runner, Turn
from moderation.site_settings import SiteNow
from tests.integration.conftest import Town
from tests.server import ROOT
from tests.ticking import Bench
from webapp.jobs import NAMES, expect_jobs, runner_of


@pytest.fixture
def bench(empty: Town) -> Bench:
    """Runners on an empty store."""
    return Bench(empty.store)


def noting(name: str, ran: list[tuple[str, int]], every: int = 60) -> Job:
    """A job that notes each run, and how late it was."""
    return Job(name, every, lambda turn: ran.append((name, turn.late)))


def failing(_turn: Turn) -> None:
    """A job that always fails."""
    raise ZeroDivisionError


def test_a_new_job_runs_at_once_and_then_every_time_it_is_due(bench: Bench) -> None:
    ran: list[tuple[str, int]] = []
    runner = bench.runner(noting("a", ran), noting("b", ran, every=3600))
    assert runner.run_due() == ["a", "b"]
    assert runner.run_due() == []
    bench.clock.forward(seconds=59)
    assert runner.run_due() == []
    bench.clock.forward(seconds=1)
    assert runner.run_due() == ["a"]


def test_after_a_long_absence_a_job_runs_once_and_learns_how_late_it_is(bench: Bench) -> None:
    ran: list[tuple[str, int]] = []
    bench.runner(noting("a", ran)).run_due()
    bench.clock.forward(days=3)
    later = bench.runner(noting("a", ran))
    assert [later.run_due(), later.run_due()] == [["a"], []]
    assert ran == [("a", 0), ("a", 3 * 86400 - 60)]


def test_a_clock_that_was_set_back_stops_no_job(bench: Bench) -> None:
    ran: list[tuple[str, int]] = []
    runner = bench.runner(noting("a", ran))
    runner.run_due()
    bench.clock.forward(days=-365)
    assert runner.run_due() == ["a"]
    assert runner.run_due() == []


def test_an_error_counts_and_stops_neither_the_others_nor_the_runner(bench: Bench) -> None:
    ran: list[tuple[str, int]] = []
    runner = bench.runner(Job("bad", 3600, failing), noting("good", ran, every=3600))
    assert runner.run_due() == ["good"]
    assert runner.run_due() == []  # not at every tick
    bench.clock.forward(seconds=60)
    runner.run_due()
    assert bench.counted() == {"ZeroDivisionError": 2}


def test_a_database_that_is_away_counts_and_the_runner_goes_on(bench: Bench) -> None:
    ran: list[tuple[str, int]] = []
    runner = bench.runner(noting("a", ran))
    with bench.store.writing() as session:
        session.execute(text("ALTER TABLE content.job RENAME TO away"))
    assert runner.run_due() == []
    with bench.store.writing() as session:
        session.execute(text("ALTER TABLE content.away RENAME TO job"))
    assert runner.run_due() == ["a"]
    assert bench.counted() == {"OperationalError": 1} or bench.counted() == {"ProgrammingError": 1}


def test_a_job_that_fails_stays_due_so_that_whoever_watches_sees_it(bench: Bench) -> None:
    runner = bench.runner(Job("bad", 60, failing))
    for _ in range(12):
        runner.run_due()
        bench.clock.forward(seconds=60)
    with bench.store.reading() as session:
        row = session.get_one(JobRow, "bad")
    assert bench.clock.moment.timestamp() - row.due > 600


def test_while_one_runner_works_no_other_begins_and_after_its_lease_another_takes_over(
    bench: Bench,
) -> None:
    ran: list[str] = []

    def first(_turn: Turn) -> None:
        assert bench.runner(Job("a", 60, lambda _: ran.append("too early"))).run_due() == []
        bench.clock.forward(seconds=121)
        assert bench.runner(Job("a", 60, lambda _: ran.append("second"))).run_due() == ["a"]

    assert bench.runner(Job("a", 60, first)).run_due() == []  # it lost the job meanwhile
    assert ran == ["second"]


def test_a_long_job_keeps_its_lease_and_is_told_when_it_lost_it(bench: Bench) -> None:
    def long(turn: Turn) -> None:
        for _ in range(5):
            bench.clock.forward(seconds=100)
            turn.keep()
        bench.clock.forward(seconds=121)
        bench.runner(Job("a", 60, lambda _: None)).run_due()
        turn.keep()

    assert bench.runner(Job("a", 60, long)).run_due() == []
    assert bench.counted() == {"LeaseLost": 1}


def test_two_runners_at_once_never_run_one_turn_twice(bench: Bench) -> None:
    ran: list[tuple[str, int]] = []
    turns = 25
    start = threading.Barrier(2, action=lambda: bench.clock.forward(seconds=60))
    names = ("a", "b", "c")
    runners = [bench.runner(*(noting(name, ran) for name in names)) for _ in range(2)]

    def work(number: int) -> None:
        for _ in range(turns):
            start.wait()
            runners[number].run_due()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert sorted(name for name, _ in ran) == sorted(names * turns)
    assert bench.counted() == {}


def service_runner(town: Town) -> Runner:
    """The runner of the service itself."""
    return runner_of(town.settings, SiteNow(town.settings), town.store, ErrorCounts(), Silence())


def test_not_ready_while_a_job_is_long_overdue(town: Town) -> None:
    service_runner(town).run_due()
    assert town.stranger().call("GET", "/readyz").status == 200
    with town.store.writing() as session:
        session.get_one(JobRow, NAMES[0]).due -= 2 * 3600 + 601
    answer = town.stranger().call("GET", "/readyz")
    assert (answer.status, answer.body) == (503, {"status": "jobs"})


def test_where_nobody_ever_runs_the_jobs_that_is_seen_too(town: Town) -> None:
    expect_jobs(town.store)
    with town.store.writing() as session:
        for row in session.scalars(select(JobRow)):
            row.due -= 601
    assert town.stranger().call("GET", "/readyz").body == {"status": "jobs"}
    service_runner(town).run_due()
    assert town.stranger().call("GET", "/readyz").status == 200


def test_each_job_of_the_service_has_its_name_in_the_list_that_is_watched(town: Town) -> None:
    runner = service_runner(town)
    assert tuple(job.name for job in runner.jobs) == NAMES


def test_the_command_runs_jobs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    environ = {"QUIETLINE_DATA_DIR": str(tmp_path), "PATH": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "jobs"],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "jobs_running" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert "jobs_stopped" in process.stderr.read()
