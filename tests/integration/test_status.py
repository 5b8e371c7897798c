"""Is the line well: what each role at the desk is told, and what it says when something is not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from chat.live_models import JobRow
from config import clock
from tests.actors import Person
from tests.integration.conftest import Town
from webapp.jobs import NAMES, expect_jobs
from webapp.standing import facts, release

AN_HOUR = 3600


def told(person: Person) -> dict[str, Any]:
    answer = person.call("GET", "/api/v1/status")
    assert answer.status == 200
    return dict(answer.body)


def test_who_answers_is_told_the_part_that_matters_and_who_manages_all_of_it(town: Town) -> None:
    expect_jobs(town.store)
    part, whole = told(town.ana), told(town.nora)
    calm = {"tips": "calm", "chats": "calm"}
    well = {"line": "none", "files": "room", "load": calm, "late": False, "alerts_failed": 0}
    assert part == {**well, "whole": None}
    assert {name: whole[name] for name in well} == well
    assert [job["name"] for job in whole["whole"]["jobs"]] == list(NAMES)
    assert (whole["whole"]["revision"], whole["whole"]["backup_day"]) == (True, None)
    assert (whole["whole"]["version"], whole["whole"]["newer"]) == (release.VERSION, None)


@pytest.mark.parametrize(("job", "late"), [("on_call", True), ("sweep", False)])
def test_a_job_that_nobody_runs_is_told_to_all_where_somebody_waits_for_its_work(
    town: Town, job: str, late: bool
) -> None:
    expect_jobs(town.store)
    due = clock.unix(clock.now()) - AN_HOUR
    with town.store.writing() as session:
        session.execute(update(JobRow).where(JobRow.name == job).values(due=due))
    assert told(town.ana)["late"] is late
    (row,) = (each for each in told(town.nora)["whole"]["jobs"] if each["name"] == job)
    assert (row["late"], row["minutes"]) == (True, 60)


def test_an_alert_that_was_not_taken_is_told_until_it_is(town: Town) -> None:
    now = clock.unix(clock.now())
    with town.store.writing() as session:
        session.add(JobRow(name="alert:ana", due=now, lease=now + 60, runner=None))
        session.add(JobRow(name="alert:sam", due=now + AN_HOUR, lease=0, runner=None))
    assert told(town.ana)["alerts_failed"] == 1
    with town.store.writing() as session:
        taken = update(JobRow).where(JobRow.name == "alert:ana")
        session.execute(taken.values(due=now + AN_HOUR, lease=0))
    assert told(town.ana)["alerts_failed"] == 0


@pytest.mark.parametrize("how", ["up", "away"])
def test_processes_that_do_not_hear_each_other_are_told(
    town: Town, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(facts, "fan_out", lambda _made: how)
    assert told(town.ana)["line"] == how
