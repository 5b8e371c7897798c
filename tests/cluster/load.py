"""The load, a process of its own: it reads its job from the first line of its input, and works until the next.

It says `talking` once everybody talks. At the end it compares what each person remembers with
every screen and with the store, and writes what it found and when what happened.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from chat.models import Envelope
from config.settings import load_settings
from tests.bench.load import raise_limit
from tests.cluster.people import Chat, Town
from tests.cluster.visitors import Visitors
from tests.faults import chat_client
from tests.faults.chat_compare import differences
from webapp.store import open_store

LONGEST = 30.0
"""Seconds after which what is not acknowledged is called unsent."""

COMING_IN = 0.01
"""Seconds between two people who open their page."""


async def play(town: Town, rate: float) -> dict[str, Any]:
    """Everybody talks until a line says that it is enough; gives all that happened."""
    enough, visitors = asyncio.Event(), Visitors(town.source_url, town.office)
    for talker in town.talkers:
        talker.come()
        await asyncio.sleep(COMING_IN)
    say("talking")
    async with asyncio.TaskGroup() as group:
        group.create_task(visitors.come(enough))
        for talker in town.talkers:
            group.create_task(talker.talk(rate, enough))
        await asyncio.to_thread(sys.stdin.readline)
        enough.set()
    waiting = [asyncio.create_task(talker.all_sent()) for talker in town.talkers]
    _, late = await asyncio.wait(waiting, timeout=LONGEST)
    found = [f"{t.name}: {t.client.unsent} unsent" for t in town.talkers if t.client.unsent]
    for task in late:
        task.cancel()
    looks = await asyncio.gather(*map(look_at, town.chats))
    found += [line for differing in looks for line in differing]
    journal = town.journal
    return {
        "found": found,
        "acknowledged": journal.acknowledged,
        "shown": journal.shown,
        "unseen": len(journal.sent),
        "visits": asdict(visitors.visits),
        "cpu": time.process_time(),
    }


async def look_at(chat: Chat) -> list[str]:
    """Every difference between store, screens and memories of one chat."""
    screens = [await talker.last_look() for talker in chat.talkers]
    memories = [talker.memory for talker in chat.talkers]
    return differences(stored(chat.conv), screens, memories)


def stored(conv: bytes) -> dict[str, list[bytes]]:
    """What the store holds of a chat."""
    kept: dict[str, list[bytes]] = {"S": [], "D": []}
    with STORE.reading() as session:
        for direction, sealed in session.execute(
            select(Envelope.direction, Envelope.sealed)
            .where(Envelope.conv == conv)
            .order_by(Envelope.seq)
        ):
            kept[direction].append(sealed)
    return kept


def say(text: str) -> None:
    """One line to whoever started this."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise_limit()
    # As browsers do (line/transport.ts, use-poll.ts): everybody breaks off at once here.
    chat_client.RETRY_SECONDS, chat_client.ASK_SECONDS = (1.0, 16.0), 4.0
    STORE = open_store(load_settings(os.environ))
    job = json.loads(sys.stdin.readline())
    say(json.dumps(asyncio.run(play(Town(job, STORE), job["rate"]))))
