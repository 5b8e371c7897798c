"""The audit's oldest rows go after two years, and none that anything still needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from config import clock
from moderation import checker
from moderation.audit_check import faults
from moderation.audit_models import AuditRow
from moderation.founding import site_or_refuse
from moderation.jobs.old_rows import OldRows
from moderation.jobs.runner import Job
from moderation.schedule import AUDIT_DAYS, Schedule
from tests.audits import anchored
from tests.integration.conftest import Town
from tests.ticking import Bench, Clock

A_DAY = 86_400


def later(town: Town, days: int) -> Bench:
    """The job has run so many days from now."""
    bench = Bench(town.store, Clock(clock.now() + timedelta(days=days)))
    runner = bench.runner(Job("old_rows", A_DAY, OldRows(lambda *_: Schedule()).run))
    for _ in range(2):
        runner.run_due()
        bench.clock.forward(days=1)
    assert bench.counted() == {}
    return bench


def numbers(town: Town) -> list[int]:
    """The rows that are there."""
    with town.store.reading() as session:
        return list(session.scalars(select(AuditRow.number).order_by(AuditRow.number)))


def is_sound(town: Town) -> bool:
    """Neither chain, anchors nor any other promise about what is stored is broken."""
    with town.store.reading() as session:
        return faults(session, site_or_refuse(session)) == [] == checker.check(session)


@pytest.fixture
def vouched(town: Town) -> Town:
    """A town in which somebody vouched for the first row, and then work began."""
    assert anchored(town.ana, town.office).status == 201
    town.held_tip(town.ana)
    return town


def test_rows_about_nothing_that_exists_go_and_a_row_says_so(vouched: Town) -> None:
    before = numbers(vouched)
    later(vouched, AUDIT_DAYS.usual + 1)
    assert numbers(vouched) == [*before[1:], before[-1] + 1]
    with vouched.store.reading() as session:
        newest = session.get_one(AuditRow, before[-1] + 1)
        assert (newest.action, newest.actor, newest.new) == ("let_go", None, "1")
    vouched.held_tip(vouched.sam)
    assert is_sound(vouched)


def test_a_row_of_less_than_two_years_stays(vouched: Town) -> None:
    before = numbers(vouched)
    later(vouched, AUDIT_DAYS.usual - 2)
    assert numbers(vouched) == before


def test_a_row_about_an_item_that_exists_stays_and_so_does_what_follows(town: Town) -> None:
    town.held_tip(town.ana)
    assert anchored(town.ana, town.office).status == 201
    before = numbers(town)
    later(town, AUDIT_DAYS.usual + 1)
    assert numbers(town) == before
    assert is_sound(town)


def test_without_an_anchor_no_row_goes(town: Town) -> None:
    before = numbers(town)
    later(town, AUDIT_DAYS.usual + 1)
    assert numbers(town) == before


def test_whoever_reads_the_chain_afterwards_begins_at_the_anchor(vouched: Town) -> None:
    later(vouched, AUDIT_DAYS.usual + 1)
    head = vouched.ana.call("GET", "/api/v1/audit/head").body
    assert head["start"]["number"] == 1
    assert vouched.ana.call("GET", "/api/v1/audit/links?after=0").status == 404
    assert vouched.ana.call("GET", "/api/v1/audit/links?after=1").status == 200
    with vouched.store.reading() as session:
        assert session.scalar(select(func.min(AuditRow.number))) == 2
