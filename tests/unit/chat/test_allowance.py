"""What one receipt may ask of the line, at a moment that the test chooses."""

from __future__ import annotations

from typing import Any

from chat.allowance import A_SECOND, MANY, MOST, MOST_LINES, Allowances
from chat.keeper import OVER

ONE, OTHER = b"1" * 32, b"2" * 32


class Clock:
    """Stands where it was put."""

    now = 100.0

    def __call__(self) -> float:
        """Now."""
        return self.now


def test_what_is_spent_comes_back_with_time_and_is_nobody_elses() -> None:
    clock = Clock()
    those = Allowances(clock)
    assert sum(those.take(ONE, "seen") for _ in range(2_000)) == MOST
    assert those.take(OTHER, "seen")
    clock.now += 2
    assert sum(those.take(ONE, "seen") for _ in range(2_000)) == 2 * A_SECOND
    clock.now += 1_000
    assert sum(those.take(ONE, "sync") for _ in range(2_000)) == MOST / 5


def test_nothing_is_kept_of_a_proof_that_never_came_in() -> None:
    those = Allowances(Clock())
    assert all(those.may(ONE, "connect") for _ in range(1_000))
    those.came_in(ONE, {})
    assert sum(those.may(ONE, "connect") for _ in range(1_000)) == MOST / 10


def test_the_oldest_line_is_over_where_there_are_too_many() -> None:
    those, lines = Allowances(Clock()), [dict[str, Any]() for _ in range(MOST_LINES + 1)]
    for line in lines[:-1]:
        those.came_in(ONE, line)
    those.left(ONE, lines[3])
    those.came_in(ONE, lines[-1])
    assert [OVER in line for line in lines] == [n == 3 for n in range(MOST_LINES + 1)]
    those.came_in(ONE, {})
    assert OVER in lines[0]


def test_whoever_came_and_went_is_forgotten_and_whoever_is_there_is_not() -> None:
    clock = Clock()
    those = Allowances(clock)
    those.came_in(ONE, {})
    assert sum(those.take(ONE, "seen") for _ in range(2_000)) == MOST
    for number in range(MANY - 1):
        those.take(number.to_bytes(32, "big"), "seen")
    clock.now += 61
    those.take(OTHER, "seen")
    assert len(those._purses) == 2


def test_what_one_process_tells_the_other_charges_whatever_it_knew_of_the_receipt() -> None:
    clock = Clock()
    here, there = Allowances(clock), Allowances(clock)
    here.shared = True
    assert sum(here.take(ONE, "seen") for _ in range(2_000)) == MOST
    for name, cost in here.spent().items():
        there.charge(name, cost)
    assert not there.take(ONE, "seen")
    assert there.take(OTHER, "seen")
    assert here.spent() == {}


def test_the_few_taps_of_a_person_are_told_to_nobody() -> None:
    here = Allowances(Clock())
    here.shared = True
    assert [here.take(ONE, "seen") for _ in range(5)] == [True] * 5
    assert here.spent() == {}
