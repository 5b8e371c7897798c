"""A wrong, an unknown, a removed and an empty receipt take the same time: measured, beside a planted delay."""

from __future__ import annotations

import secrets
import statistics
from collections.abc import Callable
from random import Random
from time import perf_counter_ns

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat.models import Conversation
from tests.integration.conftest import Town
from webapp.schemas import b64

TRIES = 160
"""Of each kind, in an order that is drawn with a seed."""

WARM = 40
ALIKE = 0.12
"""How far from even the odds may be that one takes longer; chance goes that far once in 5,000 times."""

PLANTED_NS = 2_000_000


def receipts(town: Town) -> dict[str, Callable[[], str]]:
    """What each kind of person shows; `another unknown` is the measure of what chance does."""
    removed = town.source()
    assert removed.send_tip().status == 201
    assert removed.call("DELETE", "/api/v1/conversation/way-back").status == 204
    return {
        "unknown": lambda: f"Receipt {b64(secrets.token_bytes(32))}",
        "another unknown": lambda: f"Receipt {b64(secrets.token_bytes(32))}",
        "removed": lambda: str(removed.auth),
        "wrong": lambda: f"Receipt {b64(secrets.token_bytes(31))}",
        "empty": lambda: "Receipt ",
    }


def measured(town: Town, kinds: dict[str, Callable[[], str]]) -> dict[str, list[int]]:
    """Nanoseconds of every try, kind by kind, in turns that nobody could foresee."""
    person = town.source_app.test_client(use_cookies=False)
    turns = [kind for kind in kinds for _ in range(TRIES)]
    Random(f"turns of {len(turns)}").shuffle(turns)
    for _ in range(WARM):
        tried(person, kinds["unknown"]())
    times: dict[str, list[int]] = {kind: [] for kind in kinds}
    for kind in turns:
        times[kind].append(tried(person, kinds[kind]()))
    return times


def tried(person: FlaskClient, shown: str) -> int:
    """How long one look for a thread took; it is refused."""
    began = perf_counter_ns()
    got = person.get("/api/v1/conversation", headers={"Host": "localhost", "Authorization": shown})
    took = perf_counter_ns() - began
    assert got.status_code == 401
    return took


def odds(some: list[int], others: list[int]) -> float:
    """How often one of the first takes longer than one of the others (Mann and Whitney's measure)."""
    longer = sum((a > b) + (a == b) / 2 for a in some for b in others)
    return longer / (len(some) * len(others))


def telling(times: dict[str, list[int]]) -> dict[str, tuple[float, float]]:
    """The kinds that could be told from unknown ones: their odds, and the ratio of the medians."""
    unknown = times["unknown"]
    compared = {
        kind: (odds(took, unknown), statistics.median(took) / statistics.median(unknown))
        for kind, took in times.items()
    }
    return {kind: both for kind, both in compared.items() if abs(both[0] - 0.5) > ALIKE}


def test_wrong_unknown_removed_and_empty_receipts_take_the_same_time(town: Town) -> None:
    kinds = receipts(town)
    found = telling(measured(town, kinds))
    for _ in range(2):  # a machine that is busy elsewhere can spoil one measurement, hardly three
        found = found and telling(measured(town, kinds))
    assert found == {}


def test_two_milliseconds_more_for_a_removed_one_would_be_found(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = receipts(town)
    removed, look = kinds["removed"]().removeprefix("Receipt "), conversations.find_by_receipt

    def slow_where_removed(session: Session, auth: bytes, **how: bool) -> Conversation:
        until = perf_counter_ns() + (PLANTED_NS if b64(auth) == removed else 0)
        while perf_counter_ns() < until:
            pass
        return look(session, auth, **how)

    monkeypatch.setattr(conversations, "find_by_receipt", slow_where_removed)
    found = telling(measured(town, kinds))
    assert "removed" in found
    assert "another unknown" not in found
