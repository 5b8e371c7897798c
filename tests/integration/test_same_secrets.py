"""From how long a refusal takes nobody learns how much of a guess was right: tokens, codes, links, receipts.

Each guess is tried beside one that is wrong from its first byte, in turns that a seed draws; compared
are ranks (Mann and Whitney) and means (Welch). The control is a comparison that stops at the first
byte that differs.
"""

from __future__ import annotations

import hmac
import secrets
import statistics
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from random import Random
from time import perf_counter_ns
from typing import Any

import pytest

from config import clock
from moderation import links
from moderation.errors import InviteRefused
from moderation.founding import site_or_refuse
from moderation.sign_in import Attempt, Refused, sign_in
from tests.actors import Answer, Caller, Person
from tests.databases import often_on
from tests.integration.conftest import Town, empty, town
from tests.integration.test_same_receipts import odds
from tests.integration.test_same_time import FAR_APART
from tests.invited import Invited
from webapp.schemas import b64, unb64

__all__ = ["empty", "town"]

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ROUNDS = 1_500
WARM = 100
ALIKE = 0.06
"""How far from even the odds may be; chance alone goes that far once in 100 million measurements."""

WELCH = 6.0
"""Standard errors between two means; chance alone goes that far once in 500 million."""

EACH_BYTE_NS = 15_000

Guess = Callable[[], Callable[[], object]]
"""Draws what is guessed, and gives the asking."""


def half_right(secret: bytes) -> bytes:
    """A guess whose first half is right."""
    return secret[: len(secret) // 2] + secrets.token_bytes(len(secret) - len(secret) // 2)


def measured(first: Guess, second: Guess) -> tuple[list[int], list[int]]:
    """Nanoseconds of each, in turns that nobody could foresee; both are refused, and alike."""
    turns = [False, True] * ROUNDS
    Random(f"{ROUNDS} turns").shuffle(turns)
    times: tuple[list[int], list[int]] = ([], [])
    for _ in range(WARM):
        assert refusal(first()()) == refusal(second()())
    for turn in turns:
        ask = (second if turn else first)()  # what is guessed is drawn before the clock runs
        began = perf_counter_ns()
        ask()
        times[turn].append(perf_counter_ns() - began)
    return times


def refusal(got: object) -> object:
    """What whoever guesses is told; never that it was right."""
    if isinstance(got, Answer):
        assert got.status >= 400
        return got.raw
    assert isinstance(got, Refused | InviteRefused)
    return str(got)


def tells(times: tuple[list[int], list[int]]) -> bool:
    """Whether one could tell the two apart, by either measure."""
    return abs(odds(*times) - 0.5) > ALIKE or abs(welch(*(middle(each) for each in times))) > WELCH


def figures(times: tuple[list[int], list[int]]) -> str:
    """What was measured, for whoever reads it."""
    means = [statistics.median(each) / 1e6 for each in times]
    apart = welch(*(middle(each) for each in times))
    return f"{means[0]:.3f} and {means[1]:.3f} ms, odds {odds(*times):.3f}, {apart:+.1f} errors"


def middle(times: list[int]) -> list[int]:
    """Without the slowest tenth, which the machine's other work made."""
    return sorted(times)[: len(times) * 9 // 10]


def welch(some: list[int], others: list[int]) -> float:
    """The difference of the means, in standard errors."""
    spread = statistics.variance(some) / len(some) + statistics.variance(others) / len(others)
    return float((statistics.fmean(some) - statistics.fmean(others)) / spread**0.5)


def tokens(town: Town) -> tuple[Guess, Guess]:
    """A wrong token, and one whose first half is somebody's."""
    token = unb64(str(town.ana.auth).removeprefix("Bearer "))

    def ask(shown: bytes) -> Answer:
        return Caller(town.desk_app, f"Bearer {b64(shown)}").call("GET", "/api/v1/account")

    return lambda: partial(ask, secrets.token_bytes(32)), lambda: partial(ask, half_right(token))


def ended_tokens(town: Town) -> tuple[Guess, Guess]:
    """A wrong token, and one that was somebody's until a moment ago."""
    was = str(town.sam.auth)
    assert town.sam.call("DELETE", "/api/v1/session").status == 204

    def ask(shown: str) -> Answer:
        return Caller(town.desk_app, shown).call("GET", "/api/v1/account")

    return lambda: partial(ask, f"Bearer {b64(secrets.token_bytes(32))}"), lambda: partial(ask, was)


def receipts(town: Town) -> tuple[Guess, Guess]:
    """A wrong receipt, and one whose first half is somebody's."""
    person = town.source()
    assert person.send_tip().status == 201

    def ask(shown: bytes) -> Answer:
        return Caller(town.source_app, f"Receipt {b64(shown)}").call("GET", "/api/v1/conversation")

    return lambda: partial(ask, secrets.token_bytes(32)), lambda: partial(
        ask, half_right(person.receipt.auth)
    )


def setup_codes(town: Town) -> tuple[Guess, Guess]:
    """A wrong code, and one whose first half is right."""
    code = secrets.token_hex(16)
    town.settings.setup_code_file.write_text(code)

    def ask(shown: str) -> Answer:
        return town.stranger().call("POST", "/api/v1/setup/code", {"code": shown})

    return (
        lambda: partial(ask, secrets.token_hex(16)),
        lambda: partial(ask, code[:16] + secrets.token_hex(8)),
    )


def proofs_of_links(town: Town) -> tuple[Guess, Guess]:
    """A wrong link, and one whose first half is somebody's."""
    asked = Invited(Person(town.desk_app, name="eve", role=2))
    assert asked.invite(town.nora).status == 201

    def ask(proof: bytes) -> Answer:
        return town.stranger().call("POST", "/api/v1/invite/state", {"proof": b64(proof)})

    return lambda: partial(ask, secrets.token_bytes(32)), lambda: partial(
        ask, half_right(asked.proof)
    )


def proofs(town: Town) -> tuple[Guess, Guess]:
    """A proof that is wrong for somebody, and one whose first half is theirs; none is slowed down."""
    later = count(1, FAR_APART)

    def try_it(proof: bytes) -> object:
        tried = Attempt(town.ana.staff_id, 1, proof)
        with town.store.reading() as session:
            return sign_in(session, site_or_refuse(session), tried, next(later))

    return lambda: partial(try_it, secrets.token_bytes(32)), lambda: partial(
        try_it, half_right(town.ana.proof)
    )


def spoken_codes(town: Town) -> tuple[Guess, Guess]:
    """A wrong spoken code, and one whose first half is right; tries are never committed."""
    asked = Invited(Person(town.desk_app, name="eve", role=2))
    assert asked.invite(town.nora).status == 201
    now = clock.unix(clock.now())

    def knock(code: str) -> object:
        with town.store.reading() as session:
            return links.knock(session, links.Shown(asked.proof, code), now)

    return lambda: partial(knock, "987654"), lambda: partial(knock, asked.code[:3] + "999")


FOUNDED: dict[str, Callable[[Town], tuple[Guess, Guess]]] = {
    "token": tokens,
    "ended token": ended_tokens,
    "receipt": receipts,
    "link": proofs_of_links,
    "spoken code": spoken_codes,
    "proof": proofs,
}


def assert_alike(make: Callable[[], tuple[Guess, Guess]]) -> None:
    """A machine that is busy elsewhere can spoil one measurement, hardly three."""
    pair, told = make(), []
    for _ in range(3):
        times = measured(*pair)
        told.append(figures(times))
        if not tells(times):
            break
    sys.stdout.write(f"{told}\n")  # pytest -rP
    assert not tells(times), told


@pytest.mark.parametrize("empty", often_on("sqlite"), indirect=True)
@pytest.mark.parametrize("what", FOUNDED)
def test_a_guess_that_is_half_right_takes_as_long_as_one_that_is_all_wrong(
    town: Town, what: str
) -> None:
    assert_alike(lambda: FOUNDED[what](town))


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_a_setup_code_that_is_half_right_takes_as_long_as_a_wrong_one(empty: Town) -> None:
    assert_alike(lambda: setup_codes(empty))


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_a_comparison_that_stops_at_the_first_difference_would_be_found(
    empty: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops_early(left: Any, right: Any) -> bool:
        for mine, theirs in zip(left, right, strict=False):
            until = perf_counter_ns() + EACH_BYTE_NS
            while perf_counter_ns() < until:
                pass
            if mine != theirs:
                return False
        return len(left) == len(right)

    monkeypatch.setattr(hmac, "compare_digest", stops_early)
    times = measured(*setup_codes(empty))
    sys.stdout.write(f"{figures(times)}\n")
    assert tells(times)
