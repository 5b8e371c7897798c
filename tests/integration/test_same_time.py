"""Whether a name exists cannot be told from how long an answer takes: measured, beside a leak."""

from __future__ import annotations

import secrets
import statistics
from collections.abc import Callable
from time import perf_counter_ns
from typing import NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.founding import site_or_refuse
from moderation.sign_in import Attempt, id_for_name, sign_in
from moderation.staff_models import SignInMethod, Staff
from tests.integration.conftest import Town

ROUNDS = 400
FAR_APART = 10_000
"""Seconds between two attempts, so that nobody is ever slowed down."""

Work = Callable[[Session, bool, int], object]


class Measured(NamedTuple):
    """How two sets of times compare: the ratio of their medians, and how often one is the longer."""

    ratio: float
    longer: float

    @property
    def tells(self) -> bool:
        """Whether one could tell the two apart (an even 0.5 strays by 0.1 once in a million runs)."""
        return abs(self.ratio - 1) > 0.1 or abs(self.longer - 0.5) > 0.1


def measure(town: Town, work: Work) -> Measured:
    """Time the work for a name that exists and one that does not, in turns, on a warm store."""
    times: dict[bool, list[int]] = {True: [], False: []}
    for number in range(2 * ROUNDS + 100):
        exists = bool(number % 2) ^ bool(secrets.randbits(1))
        with town.store.reading() as session:
            began = perf_counter_ns()
            work(session, exists, number)
            took = perf_counter_ns() - began
        if number >= 100:
            times[exists].append(took)
    known, unknown = times[True], times[False]
    longer = sum((a > b) + (a == b) / 2 for a in known for b in unknown)
    ratio = statistics.median(known) / statistics.median(unknown)
    return Measured(ratio, longer / (len(known) * len(unknown)))


@pytest.fixture
def works(town: Town) -> dict[str, Work]:
    with town.store.reading() as session:
        site = site_or_refuse(session)
        false_id = id_for_name(session, site, "zoe")

    def name(session: Session, exists: bool, _number: int) -> bytes:
        return id_for_name(session, site, "ana" if exists else "zoe")

    def proof(session: Session, exists: bool, number: int) -> object:
        staff_id = town.ana.staff_id if exists else false_id
        tried = Attempt(staff_id, 1, secrets.token_bytes(32))
        return sign_in(session, site, tried, number * FAR_APART)

    def leak(session: Session, exists: bool, _number: int) -> object:
        staff_id = town.ana.staff_id if exists else false_id
        member = session.get(Staff, staff_id)
        mine = select(SignInMethod).where(SignInMethod.staff_id == staff_id)
        return member and session.scalars(mine).all()

    return {"name": name, "proof": proof, "leak": leak}


@pytest.mark.parametrize("what", ["name", "proof"])
def test_a_name_that_exists_and_one_that_does_not_take_the_same_time(
    town: Town, works: dict[str, Work], what: str
) -> None:
    # A machine that is busy elsewhere can spoil one measurement, hardly three of them.
    measured = [measure(town, works[what]) for _ in range(1)]
    while measured[-1].tells and len(measured) < 3:
        measured.append(measure(town, works[what]))
    assert not measured[-1].tells, measured


def test_the_same_measurement_finds_a_leak_where_there_is_one(
    town: Town, works: dict[str, Work]
) -> None:
    assert measure(town, works["leak"]).tells
