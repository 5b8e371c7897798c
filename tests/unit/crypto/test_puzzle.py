"""Work and places in line: good for one thing, for a while, as they were made, and for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.puzzle import (
    PuzzleRefused,
    Work,
    check_challenge,
    check_work,
    due_of_place,
    make_challenge,
    make_place,
    solve,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
MINE, YOURS = b"m" * 32, b"y" * 32
WORK = Work(parts=4, bits=3, rounds=10)
UNTIL = 1_800_000_000
CHALLENGE = make_challenge(KEY, MINE, WORK, UNTIL)


def test_what_was_asked_and_solved_is_accepted_until_it_is_over() -> None:
    for now in (UNTIL - 600, UNTIL):
        check_challenge(KEY, MINE, WORK, CHALLENGE, now)
    check_work(WORK, CHALLENGE, solve(WORK, CHALLENGE))


@pytest.mark.parametrize(
    ("key", "bound", "work", "challenge", "now"),
    [
        pytest.param(KEY, MINE, WORK, CHALLENGE, UNTIL + 1, id="over"),
        pytest.param(KEY, YOURS, WORK, CHALLENGE, UNTIL, id="somebody else's"),
        pytest.param(OTHER_KEY, MINE, WORK, CHALLENGE, UNTIL, id="of another site"),
        pytest.param(KEY, MINE, replace(WORK, bits=2), CHALLENGE, UNTIL, id="fewer bits"),
        pytest.param(KEY, MINE, replace(WORK, parts=1), CHALLENGE, UNTIL, id="fewer parts"),
        pytest.param(KEY, MINE, replace(WORK, rounds=1), CHALLENGE, UNTIL, id="fewer rounds"),
        pytest.param(KEY, MINE, WORK, b"\xff" + CHALLENGE[1:], UNTIL, id="made longer"),
        pytest.param(KEY, MINE, WORK, CHALLENGE[:-1], UNTIL, id="cut"),
        pytest.param(KEY, MINE, WORK, make_place(KEY, MINE, UNTIL), UNTIL, id="a place"),
    ],
)
def test_a_challenge_that_is_over_shared_forged_or_made_easier_is_refused(
    key: bytes, bound: bytes, work: Work, challenge: bytes, now: int
) -> None:
    with pytest.raises(PuzzleRefused):
        check_challenge(key, bound, work, challenge, now)


def test_every_part_must_be_solved_for_this_challenge() -> None:
    found = solve(WORK, CHALLENGE)
    elsewhere = solve(WORK, make_challenge(KEY, YOURS, WORK, UNTIL))
    wrong = [(*found[:2], found[2] + offset, *found[3:]) for offset in range(1, 40)]
    for numbers in (elsewhere, found[:-1], (*found, 0), ()):
        with pytest.raises(PuzzleRefused):
            check_work(WORK, CHALLENGE, numbers)
    refused = 0
    for numbers in wrong:  # an eighth of all numbers solve a part
        try:
            check_work(WORK, CHALLENGE, numbers)
        except PuzzleRefused:
            refused += 1
    assert refused > len(wrong) / 2


def test_a_place_says_when_to_whom_it_was_given_and_to_nobody_else() -> None:
    place = make_place(KEY, MINE, UNTIL)
    assert due_of_place(KEY, MINE, place) == UNTIL
    sooner = (UNTIL - 60).to_bytes(4) + place[4:]
    for key, bound, shown in (
        (KEY, YOURS, place),
        (OTHER_KEY, MINE, place),
        (KEY, MINE, sooner),
        (KEY, MINE, CHALLENGE),
        (KEY, MINE, b""),
    ):
        with pytest.raises(PuzzleRefused):
            due_of_place(key, bound, shown)
