"""Many who have something told go together; while Redis is away nobody waits, and then everybody asks."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import redis

from chat.protocol import DESK
from tests.server import patiently
from webapp.teller import MOST, Teller

NOBODY = "redis://127.0.0.1:9/0"
"""Where no Redis answers: only the library's own listening would go there, and these do not listen."""


class Line:
    """A Redis that says what it was told, waits while it is held up, and may be away."""

    def __init__(self) -> None:
        self.trips: list[list[dict[str, Any]]] = []
        self.open, self.asked = threading.Event(), threading.Event()
        self.away = False
        self._together: list[dict[str, Any]] = []

    def pipeline(self, *, transaction: bool) -> Line:
        """What goes together."""
        assert not transaction
        self._together = []
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def publish(self, _channel: str, text: str) -> None:
        """One of them."""
        self._together.append(json.loads(text))

    def ping(self) -> None:
        """Only whether it is there."""

    def execute(self) -> None:
        """They go, once it is open."""
        self.asked.set()
        assert self.open.wait(20)
        if self.away:
            raise redis.ConnectionError
        self.trips.append(self._together)

    @property
    def said(self) -> list[str]:
        """The events that were told, in their order."""
        return [one["event"] for trip in self.trips for one in trip]


def telling(line: Line, patience: float = 10) -> Teller:
    return Teller(lambda: line, patience, NOBODY, channel="c", write_only=True)  # type: ignore[arg-type, return-value]


def say(teller: Teller, event: str) -> None:
    teller.emit(event, {}, namespace=DESK, room="here")


def test_many_who_are_told_at_once_go_together_and_are_told_when_the_call_returns() -> None:
    line, many = Line(), MOST + 50
    teller = telling(line)
    with ThreadPoolExecutor(many) as people:
        calls = [people.submit(say, teller, f"e{number}") for number in range(many)]
        assert line.asked.wait(20)
        patiently(lambda: teller._news.qsize() + len(line._together) == many)
        assert not any(call.done() for call in calls)
        line.open.set()
    assert sorted(line.said) == sorted(f"e{number}" for number in range(many))
    assert len(line.trips) <= 4


def test_of_one_who_has_two_things_told_the_first_is_told_first() -> None:
    line = Line()
    line.open.set()
    teller = telling(line)
    for number in range(20):
        say(teller, f"e{number}")
    assert line.said == [f"e{number}" for number in range(20)]


def test_while_redis_is_away_nobody_waits_and_then_everybody_asks() -> None:
    line = Line()
    line.open.set()
    line.away = True
    teller = telling(line)
    say(teller, "lost")
    line.open.clear()  # whoever asked it now would wait
    say(teller, "dropped")
    line.away = False
    line.open.set()
    patiently(lambda: line.said == ["resync", "resync"])
    say(teller, "told")
    assert line.said[-1] == "told"
