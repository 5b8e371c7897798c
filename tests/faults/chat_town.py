"""A served site with people in live chats, whose lines break and whose server is killed meanwhile."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import select

from chat.models import Envelope
from config import clock
from config.settings import load_settings
from tests.actors import Office, Person, Source, founding
from tests.faults.chat_client import ChatClient, Memory
from tests.faults.chat_compare import Transcript, differences
from tests.faults.chat_thread import Direction, Keys
from tests.faults.chat_ways import Side
from tests.faults.proxy import ALL_TROUBLE, Line, Proxy, Switchboard
from tests.server import ROOT, RunningSite, environ_of, free_pair, start_site
from webapp.cli import write_setup_code
from webapp.schemas import b64, unb64
from webapp.store import open_store

BAD = Line(delay=0.01, troubles=ALL_TROUBLE, lives=(0.5, 5.0))
BLOCKED = Line(delay=0.01, troubles=ALL_TROUBLE, lives=(0.5, 5.0), websocket=False)
GOOD = Line()
LONGEST_PAUSE = 0.05
"""Seconds between two texts of one person, drawn up to this."""

RESTARTS = 0.02
"""How often, before a text, the person's client is closed and opened again."""

A_LOOK = 0.05
"""Seconds between two looks at how far everybody is."""

AHEAD = 3
"""Texts that a person writes on before the first of them is acknowledged: nobody types for ever
at a screen that does not move, and what a closed page loses is not much."""


@dataclass
class Plan:
    """How much is written and how often the server dies; everything is drawn from the seed.

    Between two kills the server is up for `between_kills` seconds, and until `least` messages
    were acknowledged: a slow machine gets as far as a fast one. `broken` names a promise that the
    server does not keep (`tests.faults.sabotage`).
    """

    seed: int
    chats: int
    messages: int
    between_kills: tuple[float, float]
    least: int = 1
    broken: str | None = None
    kills: int | None = None

    def chance(self, name: object) -> Random:
        """The luck of one part, so that no part disturbs another's."""
        return Random(f"{self.seed}/{name}")


@dataclass
class Talker:
    """A person with a client, over a line of their own; `memory` outlives the clients."""

    name: str
    side: Side
    keys: Keys
    memory: Memory
    proxy: Proxy
    chance: Random
    client: ChatClient | None = None
    lives: int = 0

    def open_client(self) -> ChatClient:
        """A new page: it knows nothing but the keys."""
        self.lives += 1
        self.client = ChatClient(self.side, self.keys, self.memory, self.chance)
        return self.client

    async def talk(self, messages: int) -> None:
        """Write until so many messages were acknowledged; now and then the page is opened anew.

        A client that has failed writes no more: the end will say why.
        """
        client = self.open_client()
        while client.works and len(self.memory.acknowledged) < messages:
            more = len(self.memory.acknowledged) + client.unsent < messages
            if more and client.unsent < AHEAD:
                if self.chance.random() < RESTARTS:
                    await client.close()
                    client = self.open_client()
                client.write(f"{self.name} life {self.lives} text {len(self.memory.written)}")
            await asyncio.sleep(self.chance.uniform(0, LONGEST_PAUSE))

    async def last_look(self) -> Transcript:
        """All that the person's client has once it has asked, unsealed."""
        assert self.client is not None
        await self.client.catch_up()
        thread = self.client.thread
        await self.client.close()
        texts = {"S": thread.texts("S"), "D": thread.texts("D")}
        return Transcript(self.name, thread.known, texts)


@dataclass
class Chat:
    """One conversation with everybody in it."""

    conv: bytes
    talkers: list[Talker] = field(default_factory=list)


class ChatTown:
    """A site on fixed ports, its people and their chats."""

    def __init__(self, home: Path, url: str, plan: Plan, board: Switchboard) -> None:
        self.plan, self.home, self.port = plan, home, free_pair()
        self.more = {"QUIETLINE_DATABASE_URL": url}
        self.office, self.kills = Office(), 0
        self.away: list[float] = []
        self._board = board
        self.site = self._start()
        advocates = [
            Person(self.site.desk_url, name=f"person{i:02}") for i in range(self.plan.chats)
        ]
        self._found(advocates)
        self.chats = [self._chat(number, person) for number, person in enumerate(advocates)]

    def _start(self) -> RunningSite:
        if self.plan.broken is None:
            return start_site(self.home, "serve", self.port, self.more)
        return start_site(
            self.home, self.plan.broken, self.port, self.more, "tests.faults.sabotage"
        )

    def _found(self, people: list[Person]) -> None:
        settings = load_settings({**environ_of(self.site), **self.more})
        code = write_setup_code(settings)
        body = founding(self.office, people, code, clock.unix(clock.now()))
        assert people[0].call("POST", "/api/v1/setup", body).status == 201
        for person in people:
            assert person.sign_in().status == 201
            assert person.call("POST", "/api/v1/shift", {"status": "on"}).status == 200

    def _chat(self, number: int, advocate: Person) -> Chat:
        """A chat that an advocate has taken; every fourth person has it open in two tabs."""
        source = Source(self.site.source_url, office=self.office)
        opened = source.send_tip(channel="chat", door="need_help", urgency="soon")
        assert opened.status == 201, opened.body
        taken = advocate.call("POST", f"/api/v1/items/{b64(source.conv)}/claim", {})
        assert taken.status == 200, taken.body
        chat = Chat(source.conv)
        keys = Keys.of_source(self.office.site, source.records[0], source.receipt)
        for tab in range(2 if number % 4 == 3 else 1):
            line = BLOCKED if number % 5 == 4 else BAD
            chat.talkers.append(
                self._talker(f"source {number}.{tab}", "S", source.receipt.auth, keys, line, None)
            )
        chat.talkers[0].memory.written.append("hello")  # what opened the chat
        token = unb64((advocate.auth or "").removeprefix("Bearer "))
        theirs = Keys.of_desk(self.office.site, source.records[0], self.office.epoch_seed)
        chat.talkers.append(self._talker(f"desk {number}", "D", token, theirs, BAD, source.conv))
        return chat

    def _talker(
        self,
        name: str,
        direction: Direction,
        proof: bytes,
        keys: Keys,
        line: Line,
        conv: bytes | None,
    ) -> Talker:
        port = self.port if direction == "S" else self.port + 1
        proxy = self._board.proxy(port, line, f"{self.plan.seed}/{name}")
        side = Side(proxy.url, "source" if direction == "S" else "desk", proof, conv)
        return Talker(name, side, keys, Memory(direction), proxy, self.plan.chance(name))

    async def live(self) -> list[str]:
        """Everybody writes all they have to say; gives every difference found afterwards."""
        spoken = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_killing(spoken))
            talks = [
                group.create_task(talker.talk(self._share(chat, talker)))
                for chat in self.chats
                for talker in chat.talkers
            ]
            await asyncio.wait(talks)
            spoken.set()
        for talker in self.talkers:
            talker.proxy.change(GOOD)
            talker.proxy.cut()
        return [line for chat in self.chats for line in await self._look_at(chat)]

    def _share(self, chat: Chat, talker: Talker) -> int:
        """How many messages are this client's part: two tabs of one person share them."""
        same = [other for other in chat.talkers if other.side.kind == talker.side.kind]
        return self.plan.messages // len(same)

    async def _keep_killing(self, spoken: asyncio.Event) -> None:
        chance = self.plan.chance("kills")
        while self.plan.kills is None or self.kills < self.plan.kills:
            enough = self.messages + self.plan.least
            await _passes(chance.uniform(*self.plan.between_kills), spoken)
            while self.messages < enough and not spoken.is_set():
                await _passes(A_LOOK, spoken)
            if spoken.is_set():
                return
            await asyncio.to_thread(self.site.kill)
            self.kills += 1
            killed = time.monotonic()
            self.site = await asyncio.to_thread(self._start)
            self.away.append(time.monotonic() - killed)

    @property
    def talkers(self) -> list[Talker]:
        """Everybody, with every tab of theirs."""
        return [talker for chat in self.chats for talker in chat.talkers]

    @property
    def messages(self) -> int:
        """How many messages were acknowledged so far."""
        return sum(len(talker.memory.acknowledged) for talker in self.talkers)

    async def _look_at(self, chat: Chat) -> list[str]:
        screens = [await talker.last_look() for talker in chat.talkers]
        return differences(
            self._stored(chat.conv), screens, [talker.memory for talker in chat.talkers]
        )

    def _stored(self, conv: bytes) -> dict[str, list[bytes]]:
        with open_store(load_settings({**environ_of(self.site), **self.more})).reading() as session:
            rows = session.execute(
                select(Envelope.direction, Envelope.sealed)
                .where(Envelope.conv == conv)
                .order_by(Envelope.seq)
            )
            kept: dict[str, list[bytes]] = {"S": [], "D": []}
            for direction, sealed in rows:
                kept[direction].append(sealed)
            return kept

    def check(self) -> str:
        """What `quietline check` says of the store."""
        got = subprocess.run(
            [sys.executable, "-m", "webapp.cli", "check"],
            cwd=ROOT,
            env={**environ_of(self.site), **self.more, "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        return got.stdout


async def _passes(seconds: float, spoken: asyncio.Event) -> None:
    """Return after so many seconds, or as soon as everything is said."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await spoken.wait()


def troubles(town: ChatTown) -> dict[str, int]:
    """How often each trouble came, over all lines."""
    restarts = sum(talker.lives - 1 for talker in town.talkers)
    counts = {"kill": town.kills, "message": town.messages, "restart": restarts}
    counts["seconds away"] = round(sum(town.away))
    for talker in town.talkers:
        for kind, times in talker.proxy.counts.items():
            counts[kind] = counts.get(kind, 0) + times
    return counts
