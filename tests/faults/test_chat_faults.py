"""Live chats over bad lines while the server dies again and again: both sides end with the same.

Drops, duplicates, late and torn bytes come from the proxies, deaths from signals, restarts of
clients from the talkers; all drawn from one seed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.databases import DATABASES, fresh_database, often_on
from tests.faults.chat_town import ChatTown, Plan, troubles
from tests.faults.proxy import Switchboard

EVENTS = {"serving", "errors", "memory_locked", "memory_not_locked"}
"""What a served site may write."""

SMALL = Plan(
    seed=20_261_124, chats=3, messages=20, between_kills=(0.0, 0.0), least=15, kills=1
)  # killed by what was said, not by the clock: a fast machine would be done before
FULL = Plan(seed=20_261_125, chats=20, messages=200, between_kills=(4.0, 10.0), least=100)


CONTROL = Plan(seed=20_261_126, chats=4, messages=60, between_kills=(2.0, 4.0), kills=3)


def chatted(home: Path, kind: str, plan: Plan) -> dict[str, int]:
    """The whole story: everybody says all they have to say, and nothing of it is lost or twice."""
    with fresh_database(kind) as url, Switchboard() as board:
        town = ChatTown(home, url, plan, board)
        try:
            # In a thread of its own: a browser test of the same worker leaves a running loop in this one.
            with ThreadPoolExecutor(1) as apart:
                found = apart.submit(asyncio.run, town.live()).result()
            checked = town.check()
        finally:
            town.site.stop()
        assert found == []
        assert checked == "sound\n"
        lines = town.site.output.splitlines()  # where to set a site up is said in words
        logged = [json.loads(line) for line in lines if line.startswith("{")]
        assert "Traceback" not in town.site.output
        assert {line["event"] for line in logged} <= EVENTS  # not whose line broke
        assert town.messages >= plan.chats * plan.messages * 2
        return troubles(town)


@pytest.mark.parametrize("kind", often_on("sqlite"))
def test_chats_survive_bad_lines_and_a_kill(tmp_path: Path, kind: str) -> None:
    counts = chatted(tmp_path, kind, SMALL)
    assert counts["kill"] == 1


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", DATABASES)
def test_twenty_chats_of_200_messages_each_way_survive_everything(
    tmp_path: Path, kind: str
) -> None:
    counts = chatted(tmp_path, kind, FULL)
    sys.stdout.write(f"{kind}: {counts}\n")  # pytest -rP shows it
    assert set(counts) == {
        "kill",
        "message",
        "restart",
        "seconds away",
        "cut",
        "torn",
        "deaf",
        "late",
        "stall",
    }
    assert counts["kill"] >= 5


@pytest.mark.long
@pytest.mark.parametrize("broken", ["answers-early", "forgets", "knows-no-repeat"])
def test_a_server_that_breaks_its_promise_is_noticed(tmp_path: Path, broken: str) -> None:
    with pytest.raises(
        AssertionError, match=r"was acknowledged|less than it gave|stored were refused"
    ):
        chatted(tmp_path, "sqlite", replace(CONTROL, broken=broken))
