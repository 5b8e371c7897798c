"""Bytes of a message on the wire and memory of a call, counted and not timed: neither may grow unseen.

A ceiling is what was counted when it was written. Whoever needs more says so here, with a reason.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from tests.actors import Answer, Source
from tests.counting import CountedLine, counted_line
from tests.integration.conftest import Town
from tests.integration.line_town import line_town
from tests.integration.test_counted_work import Scene
from tests.lines import LineClient
from webapp.schemas import b64

MESSAGES = 20

ON_THE_WIRE = {"sent": 1_590, "acknowledged": 168, "told": 1_620}
"""Bytes of a chat message of the smallest size, frames included, and of what is told of it."""

KILOBYTES = {"page": 430, "tip": 110, "write": 106, "sync": 90, "queue": 230, "cases": 92}
"""The most memory that a call holds at once, of the client that makes it and the server together."""

AS_SERVED = (700, 10, 10)
"""How often the collector looks in a server, which is how Python begins; tests let it look seldom."""


def test_a_message_takes_no_more_bytes_than_it_did(tmp_path: Path) -> None:
    with line_town(tmp_path, "eventlet", "sqlite") as (town, _):
        source, port = town.held_chat(), town.site.port
        with counted_line(port) as outside, counted_line(port + 1) as inside:
            told = {"receipt": b64(source.receipt.auth)}
            person = LineClient(outside.url, "/line", told)
            token = {"token": str(town.ana.auth).removeprefix("Bearer ")}
            staff = LineClient(inside.url, "/desk", token)
            assert staff.ask("watch", {"conv": b64(source.conv)})["status"] == 200
            spent = _each(outside, inside, lambda: _say(source, person, staff))
            for line in (person, staff):
                line.leave()
    assert {name: count for name, count in spent.items() if count > ON_THE_WIRE[name]} == {}


def _say(source: Source, person: LineClient, staff: LineClient) -> None:
    said = source.envelope()
    assert person.ask("send", {"envelope": b64(said)})["status"] == 201
    source.sent["S"].append(said)
    staff.hear("envelope")


def _each(outside: CountedLine, inside: CountedLine, do: Callable[[], None]) -> dict[str, float]:
    do()
    before = outside.now, inside.now
    for _ in range(MESSAGES):
        do()
    (sent, acknowledged), (_, told) = outside.since(before[0]), inside.since(before[1])
    spent = {"sent": sent, "acknowledged": acknowledged, "told": told}
    return {name: count / MESSAGES for name, count in spent.items()}


def most_held(call: Callable[[], Answer]) -> float:
    """Kilobytes that were held at once while the call was made, beyond what was held before."""
    for _ in range(2):  # what is kept in memory is there
        assert call().status < 300
    seldom = gc.get_threshold()
    gc.set_threshold(*AS_SERVED)
    gc.collect()
    tracemalloc.start()
    try:
        assert call().status < 300
        return tracemalloc.get_traced_memory()[1] / 1000
    finally:
        tracemalloc.stop()
        gc.set_threshold(*seldom)


def test_a_call_holds_no_more_memory_than_it_did(town: Town) -> None:
    scene = Scene(town)
    held = {name: most_held(call) for name, call in scene.calls().items() if name in KILOBYTES}
    assert {name: count for name, count in held.items() if count > KILOBYTES[name]} == {}


def test_a_call_that_keeps_everything_would_be_counted(town: Town) -> None:
    """The control: rows that are fetched without need are seen in the memory."""
    scene = Scene(town)

    def wasteful() -> Answer:
        kept = [town.ana.call("GET", "/api/v1/queue?view=waiting").raw * 50 for _ in range(10)]
        assert kept
        return town.ana.call("GET", "/api/v1/queue?view=waiting")

    assert most_held(wasteful) > 2 * most_held(scene.calls()["queue"])
