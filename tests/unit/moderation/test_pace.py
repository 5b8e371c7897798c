from __future__ import annotations

import pytest

from moderation import pace
from moderation.pace import NAME, Limit

FEW = Limit(at_once=3, every=10)
NOW = 1_800_000_000


def wrong(times: int, until: int = 0, now: int = NOW) -> int:
    for _ in range(times):
        assert pace.wait(FEW, until, now) == 0
        until = pace.spend(FEW, until, now)
    return until


def test_so_many_wrong_attempts_are_allowed_at_once_and_then_one_after_each_pause() -> None:
    until = wrong(3)
    assert pace.wait(FEW, until, NOW) == 10
    assert pace.wait(FEW, until, NOW + 9) == 1
    until = wrong(1, until, NOW + 10)
    assert pace.wait(FEW, until, NOW + 10) == 10


def test_after_a_quiet_while_the_allowance_is_whole_again() -> None:
    assert pace.wait(FEW, wrong(3, wrong(3), NOW + 30), NOW + 30) == 10


@pytest.mark.parametrize("jump", [-86_400, -3_600, -1])
def test_a_clock_that_was_put_back_costs_one_pause_at_most(jump: int) -> None:
    assert pace.wait(FEW, wrong(3), NOW + jump) == FEW.every


def test_a_clock_that_was_put_forward_locks_nobody_out_when_it_comes_back() -> None:
    ahead = wrong(3, now=NOW + 86_400)
    back = pace.settled(FEW, ahead, NOW)
    assert [pace.wait(FEW, back, NOW + passed) for passed in (0, FEW.every)] == [FEW.every, 0]


def test_a_night_of_guessing_is_a_small_number_of_guesses() -> None:
    guesses, until = 0, 0
    for second in range(8 * 3600):
        if pace.wait(NAME, until, NOW + second) == 0:
            guesses, until = guesses + 1, pace.spend(NAME, until, NOW + second)
    assert guesses == NAME.at_once + 8 * 3600 // NAME.every - 1
