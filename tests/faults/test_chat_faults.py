"""Live chats over bad lines while the server dies again and again: both sides end with the same.

Drops, duplicates, late and torn bytes come from the proxies, deaths from signals, restarts of
clients from the talkers; all drawn from one seed.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.databases import DATABASES, fresh_database
from tests.faults.chat_town import ChatTown, Plan, troubles
from tests.faults.proxy import Switchboard

SMALL = Plan(seed=20_261_124, chats=4, messages=30, between_kills=(1.0, 2.0), kills=1)
FULL = Plan(seed=20_261_125, chats=20, messages=200, between_kills=(4.0, 10.0), least=100)


def chatted(home: Path, kind: str, plan: Plan) -> dict[str, int]:
    """The whole story: everybody says all they have to say, and nothing of it is lost or twice."""
    with fresh_database(kind) as url, Switchboard() as board:
        town = ChatTown(home, url, plan, board)
        try:
            # In a thread of its own: a browser test of the same worker leaves a running loop in this one.
            with ThreadPoolExecutor(1) as apart:
                found = apart.submit(asyncio.run, town.live()).result()
            assert town.check() == "sound\n"
        finally:
            town.site.stop()
        assert found == []
        logged = [json.loads(line) for line in town.site.output.splitlines()]
        assert {line["event"] for line in logged} <= {"serving", "errors"}  # not whose line broke
        texts = [len(talker.memory.acknowledged) for chat in town.chats for talker in chat.talkers]
        assert sum(texts) >= plan.chats * plan.messages * 2
        return troubles(town)


@pytest.mark.parametrize("kind", DATABASES)
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
    assert set(counts) == {"kill", "cut", "torn", "deaf", "late", "stall"}
    assert counts["kill"] >= 5
