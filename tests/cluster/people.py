"""People in many chats over nginx, each with a client that keeps its promises, and when what happened to them."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import update

from chat.live_models import Presence
from config import clock
from config.database import Database
from tests.actors import Office, Person, Source, founding
from tests.faults.chat_client import ChatClient, Memory
from tests.faults.chat_compare import Transcript
from tests.faults.chat_thread import Direction, Keys
from tests.faults.chat_ways import Side
from webapp.schemas import b64, unb64

HELD = 10
"""Chats that one advocate holds. A site is founded by twenty people at most, and a supervisor lets
nobody hold more than nine; so the store is told."""

AT_ONCE = 8
"""Calls at once while everybody comes in."""

AHEAD = 3
"""Texts that somebody writes on before the first of them is acknowledged."""


@dataclass
class Journal:
    """Moments of the machine's monotonic clock, which all processes share.

    `written` is when a text was written; `acknowledged` and `shown` pair the moment with the
    seconds since it was written.
    """

    written: dict[str, float] = field(default_factory=dict)
    acknowledged: list[tuple[float, float]] = field(default_factory=list)
    shown: list[tuple[float, float]] = field(default_factory=list)
    sent: dict[bytes, float] = field(default_factory=dict)


class Acknowledged(list[tuple[str, bytes]]):
    """What was acknowledged; the moment is noted."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def append(self, entry: tuple[str, bytes]) -> None:
        """One more."""
        super().append(entry)
        now, written = time.monotonic(), self._journal.written[entry[0]]
        self._journal.acknowledged.append((now, now - written))


class Timed(Memory):
    """A memory that notes when what the other side wrote came to the screen."""

    def __init__(self, direction: Direction, journal: Journal, beats: bool) -> None:
        super().__init__(direction)
        self.beats = beats
        self.acknowledged = Acknowledged(journal)
        self._journal = journal

    def show(self, envelope: bytes) -> None:
        """An envelope is on the screen."""
        super().show(envelope)
        began = self._journal.sent.get(envelope) if envelope[3:4] != self._letter else None
        if began is not None:
            now = time.monotonic()
            self._journal.shown.append((now, now - began))
            del self._journal.sent[envelope]

    @property
    def _letter(self) -> bytes:
        return self.direction.encode()


class TimedClient(ChatClient):
    """A client that notes which envelope carries which text."""

    memory: Timed

    async def _keep_beating(self) -> None:
        """One screen of each advocate says for all of them that they are there, as browsers do."""
        await (super()._keep_beating() if self.memory.beats else asyncio.Event().wait())

    def note(self, journal: Journal) -> None:
        """From now on each sealed text is known by its envelope."""
        seal = self.thread.seal

        def noted(text: str) -> bytes:
            envelope = seal(text)
            journal.sent[envelope] = journal.written[text]
            return envelope

        self.thread.seal = noted  # type: ignore[method-assign]


@dataclass
class Talker:
    """One end of one chat."""

    name: str
    side: Side
    keys: Keys
    memory: Timed
    chance: Random
    journal: Journal
    client: TimedClient = field(init=False)

    def come(self) -> None:
        """The page is opened."""
        self.client = TimedClient(self.side, self.keys, self.memory, self.chance)
        self.client.note(self.journal)

    async def talk(self, rate: float, enough: asyncio.Event) -> None:
        """Write so many texts a second on average, until it is enough."""
        while not enough.is_set() and self.client.works:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.chance.expovariate(rate)):
                    await enough.wait()
            if self.client.unsent < AHEAD and not enough.is_set():
                text = f"{self.name} {len(self.memory.written)}"
                self.journal.written[text] = time.monotonic()
                self.client.write(text)

    async def all_sent(self) -> None:
        """Return once nothing waits for an acknowledgement."""
        while self.client.unsent and self.client.works:  # noqa: ASYNC110 - it has no event for this
            await asyncio.sleep(0.05)

    async def last_look(self) -> Transcript:
        """All that the person has once they have asked, unsealed."""
        await self.client.catch_up()
        thread = self.client.thread
        await self.client.close()
        texts = {"S": thread.texts("S"), "D": thread.texts("D")}
        return Transcript(self.name, thread.known, texts)


@dataclass
class Chat:
    """A conversation with both its ends."""

    conv: bytes
    talkers: list[Talker]


class Town:
    """A site that is set up just now, with its people in chats that advocates have taken."""

    def __init__(self, job: dict[str, Any], store: Database) -> None:
        self.source_url, self.desk_url = job["source_url"], job["desk_url"]
        self.office, self.journal, self._seed = Office(), Journal(), job["seed"]
        many = -(-job["chats"] // HELD)
        self.people = [Person(self.desk_url, name=f"person{i:03}") for i in range(many)]
        body = founding(self.office, self.people, job["code"], clock.unix(clock.now()))
        set_up = self.people[0].call("POST", "/api/v1/setup", body)
        assert set_up.status == 201, set_up
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._on_shift, self.people))
            with store.writing() as session:
                session.execute(update(Presence).values(capacity=HELD))
            taken = [self.people[i // HELD] for i in range(job["chats"])]
            self.chats = list(pool.map(self._chat, range(job["chats"]), taken))

    @property
    def talkers(self) -> list[Talker]:
        """Every end of every chat."""
        return [talker for chat in self.chats for talker in chat.talkers]

    def _on_shift(self, person: Person) -> None:
        assert person.sign_in().status == 201
        assert person.call("POST", "/api/v1/shift", {"status": "on"}).status == 200

    def _chat(self, number: int, advocate: Person) -> Chat:
        source = Source(self.source_url, office=self.office)
        opened = source.send_tip(channel="chat", door="need_help", urgency="soon")
        assert opened.status == 201, opened.body
        taken = advocate.call("POST", f"/api/v1/items/{b64(source.conv)}/claim", {})
        assert taken.status == 200, taken.body
        keys = Keys.of_source(self.office.site, source.records[0], source.receipt)
        outside = Side(self.source_url, "source", source.receipt.auth)
        token = unb64((advocate.auth or "").removeprefix("Bearer "))
        theirs = Keys.of_desk(self.office.site, source.records[0], self.office.epoch_seed)
        inside = Side(self.desk_url, "desk", token, source.conv)
        ends = [
            self._talker(number, "S", outside, keys),
            self._talker(number, "D", inside, theirs),
        ]
        ends[0].memory.written.append("hello")  # what opened the chat
        return Chat(source.conv, ends)

    def _talker(self, number: int, direction: Direction, side: Side, keys: Keys) -> Talker:
        name = f"{'source' if direction == 'S' else 'desk'} {number}"
        chance = Random(f"{self._seed}/{name}")
        beats = direction == "D" and number % HELD == 0
        memory = Timed(direction, self.journal, beats)
        return Talker(name, side, keys, memory, chance, self.journal)
