"""A client of a live chat, for either side, that keeps the promises that the browsers keep.

One message at a time: sealed once, the same bytes sent until there is an answer, sealed anew only
after a 409 whose sync shows that they were not stored. It asks for what it missed at every
connect, at every gap, on `resync` and every 20 s, and goes on by HTTP where there is no line.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

from crypto.envelope import parse_header
from tests.faults.chat_thread import BrokenChain, Direction, Keys, Thread
from tests.faults.chat_ways import Answer, Body, Side, Unreachable, Ways
from webapp.schemas import b64, unb64

SYNC_SECONDS = 20.0
ASK_SECONDS = 2.0
"""Seconds between two questions without a line. Browsers ask every 4 or 5, and more seldom where an
answer is slow, as here: `SLOWER` times as long as the last one took."""
SLOWER = 4
BEAT_SECONDS = 10.0
RETRY_SECONDS = (0.3, 2.0)
"""The shortest and the longest wait between two tries. Browsers wait longer (1 s and 4 s); the test
has less time, but forty clients that never wait would take the machine from the server's start."""

STORED = (200, 201)
CONFLICT = 409
SLOW_DOWN = 429


@dataclass
class Memory:
    """What a person can swear to, over all lives of their client.

    `acknowledged` are the envelopes that were called sent, in order; `written` every text that
    they wrote; `shown` what any screen of theirs ever showed under a number.
    """

    direction: Direction
    acknowledged: list[tuple[str, bytes]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    shown: dict[tuple[str, int], bytes] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def show(self, envelope: bytes) -> None:
        """An envelope is on the screen; what stood under its number before must be the same."""
        header = parse_header(envelope)
        place = (header.direction, header.seq)
        if self.shown.setdefault(place, envelope) != envelope:
            self.complaints.append(f"{place} changed")


class Wait:
    """The time between two tries: twice as long after each failure, short again after an answer."""

    def __init__(self, chance: Random) -> None:
        self._chance, self._next = chance, RETRY_SECONDS[0]

    async def __call__(self) -> None:
        """Return when it is time for the next try."""
        waiting, self._next = self._next, min(2 * self._next, RETRY_SECONDS[1])
        await asyncio.sleep(waiting * self._chance.uniform(1, 1.5))

    def is_over(self) -> None:
        """An answer came."""
        self._next = RETRY_SECONDS[0]


class ChatClient:
    """One life of one person's client: from opening the page until it is closed."""

    def __init__(self, side: Side, keys: Keys, memory: Memory, chance: Random) -> None:
        self.thread = Thread(keys, memory.direction)
        self.memory = memory
        self._side, self._chance = side, chance
        self._unsent: deque[str] = deque()
        self._something = asyncio.Event()
        self._hurry = asyncio.Event()
        self._asking = asyncio.Lock()
        self._ways = Ways(side, self._on_event)
        work: list[Coroutine[Any, Any, None]] = [
            self._keep_connecting(),
            self._keep_asking(),
            self._keep_sending(),
        ]
        if side.kind == "desk":
            work.append(self._keep_beating())
        self._tasks = [asyncio.ensure_future(coroutine) for coroutine in work]

    @property
    def unsent(self) -> int:
        """How many texts wait for their acknowledgement."""
        return len(self._unsent)

    @property
    def works(self) -> bool:
        """Whether nothing of it has ended by an error, and nobody has complained."""
        return not self.memory.complaints and not any(task.done() for task in self._tasks)

    def write(self, text: str) -> None:
        """The person wrote this."""
        self.memory.written.append(text)
        self._unsent.append(text)
        self._something.set()

    async def close(self) -> None:
        """The page is closed: what was not acknowledged is gone with it."""
        going: set[asyncio.Future[None]] = set(self._tasks)
        while going:  # asyncio.wait_for, deep in the libraries, loses a cancellation now and then
            for task in going:
                task.cancel()
            _, going = await asyncio.wait(going, timeout=1)
        results = await asyncio.gather(*self._tasks, return_exceptions=True)
        self.memory.complaints += [
            repr(error)
            for error in results
            if error is not None and not isinstance(error, asyncio.CancelledError)
        ]
        await self._ways.close()

    async def catch_up(self) -> None:
        """Ask until an answer came, however often it takes."""
        wait = Wait(self._chance)
        while not await self._sync():
            await wait()

    async def _on_event(self, event: str, body: Body) -> None:
        if event == "envelope" and not self._take(unb64(body["envelope"])):
            self._hurry.set()
        if event == "resync":
            self._hurry.set()

    def _take(self, envelope: bytes) -> bool:
        try:
            taken = self.thread.take(envelope)
        except BrokenChain as error:
            self.memory.complaints.append(str(error))
            return True
        if taken:
            self.memory.show(envelope)
        return taken

    async def _sync(self) -> bool:
        """Ask for everything after what is known; False where no answer came."""
        async with self._asking:
            try:
                answer = await self._ways.ask("sync", self.thread.numbers)
            except Unreachable:
                return False
        if answer.status == SLOW_DOWN:
            return False
        if answer.status not in STORED:
            self._complain("sync", answer)
            return True
        taken = [self._take(unb64(text)) for text in answer.body["envelopes"]]
        if not all(taken):
            self.memory.complaints.append("an answer to sync has a gap")
        return not answer.body["more"] or await self._sync()

    def _complain(self, event: str, answer: Answer) -> None:
        self.memory.complaints.append(f"{event}: {answer.status} {answer.slug}")

    async def _keep_connecting(self) -> None:
        wait = Wait(self._chance)
        while True:
            try:
                await self._ways.connect()
            except Unreachable:
                pass
            else:
                wait.is_over()
                self._hurry.set()
                await self._ways.gone()
                self._hurry.set()
            await wait()

    async def _keep_asking(self) -> None:
        while True:
            began = time.monotonic()
            reached = await self._sync()
            self._hurry.clear()
            slow = min(SLOWER * (time.monotonic() - began), SYNC_SECONDS)
            is_live = self._ways.open and reached
            wait = SYNC_SECONDS if is_live else max(ASK_SECONDS, slow)
            try:
                async with asyncio.timeout(wait):
                    await self._hurry.wait()
            except TimeoutError:
                continue

    async def _keep_beating(self) -> None:
        wait = Wait(self._chance)
        while True:
            try:
                answer = await self._ways.ask("beat", {})
            except Unreachable:
                await wait()
                continue
            wait.is_over()
            if answer.status not in STORED:
                self._complain("beat", answer)
            await asyncio.sleep(BEAT_SECONDS)

    async def _keep_sending(self) -> None:
        while True:
            while self._unsent:
                await self._deliver(self._unsent[0])
                self._unsent.popleft()
            self._something.clear()
            await self._something.wait()

    async def _deliver(self, text: str) -> None:
        """The text is stored, and only then acknowledged to the person."""
        envelope: bytes | None = None
        wait = Wait(self._chance)
        while True:
            envelope = envelope or self.thread.seal(text)
            had = self.thread.numbers
            try:
                answer = await self._ways.ask("send", {"envelope": b64(envelope)})
            except Unreachable:
                await wait()
                continue
            if answer.status in STORED:
                break
            if answer.status == CONFLICT:
                await self.catch_up()
                if self.thread.holds(envelope):
                    self.memory.complaints.append("bytes that are stored were refused")
                    break
                if any(answer.body[side]["seq"] < seq for side, seq in had.items()):
                    self.memory.complaints.append("the server has less than it gave")
                    return
                envelope = None
            elif answer.status == SLOW_DOWN:
                await wait()
            else:
                self._complain("send", answer)
                return
        self.memory.acknowledged.append((text, envelope))
        if not self._take(envelope):
            self._hurry.set()
