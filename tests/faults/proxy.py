"""A bad line between clients and a server: slow, far away, stalling, cut anywhere, with late bytes.

It works on bytes, from outside both processes. Within one connection TCP keeps the order, so
what arrives twice or out of order comes as it does in the world: a connection breaks, the client
sends again on a new one, and what the old one still carried reaches the server afterwards.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Any, Literal, Self

from tests.faults.connection import CHUNK, Connection, Pace, Way

Trouble = Literal["cut", "torn", "deaf", "late", "stall"]
"""What happens to a connection.

- `cut`: it ends both ways at once.
- `torn`: the next bytes arrive in part, as far as a random point, then it ends.
- `deaf`: requests arrive, answers do not (an acknowledgement is lost), then it ends.
- `late`: requests are held; the client sees the end; they arrive once it has connected anew.
- `stall`: nothing moves for a while, then everything does.
"""

ALL_TROUBLE: tuple[Trouble, ...] = ("cut", "torn", "deaf", "late", "stall")


@dataclass(frozen=True)
class Line:
    """What a line is like: `rate` in bits per second each way, `delay` in seconds each way.

    All connections of a proxy share its rate, as a phone's do. Each connection lives between
    `lives` seconds until one of `troubles` comes; a stalled or held one waits `pause` seconds.
    """

    rate: float | None = None
    delay: float = 0.0
    troubles: tuple[Trouble, ...] = ()
    lives: tuple[float, float] = (0.5, 4.0)
    pause: tuple[float, float] = (0.1, 0.8)
    websocket: bool = True


FARM = Line(rate=250_000, delay=0.4)
"""The farm worker's phone: 250 kbit/s, 800 ms there and back."""


@dataclass
class Proxy:
    """One address through which one client (or several) reaches `target`; made by `Switchboard`.

    `heard` is what clients sent so far, connection by connection.
    """

    target: int
    line: Line
    seed: object
    board: Switchboard
    port: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    heard: list[bytearray] = field(default_factory=list)
    _open: set[Connection] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _carrying: set[asyncio.Task[None]] = field(default_factory=set)
    _made: int = 0
    _down: bool = False
    _newer: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The address, for a page or a client."""
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        """End every connection now."""
        self.board.run(self._cut())

    def down(self) -> None:
        """End every connection and refuse new ones (airplane mode), until `up`."""
        self._down = True
        self.cut()

    def up(self) -> None:
        """Take connections again."""
        self._down = False

    def change(self, line: Line) -> None:
        """Connections made from now on have this line."""
        self.line = line

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=CHUNK)
        self.port = self._server.sockets[0].getsockname()[1]
        self._paces = {way: Pace(self.line.rate, self.line.delay) for way in Way}

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await self._cut()
        await asyncio.gather(*self._tasks, *self._carrying, return_exceptions=True)

    async def _cut(self) -> None:
        for connection in list(self._open):
            connection.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = self._made
        self._made += 1
        self._newer.set()
        self._newer = asyncio.Event()
        try:
            if self._down:
                raise ConnectionRefusedError
            server = await asyncio.open_connection("127.0.0.1", self.target, limit=CHUNK)
        except OSError:
            writer.transport.abort()
            return
        connection = Connection((reader, writer), server, self._paces, self.line.websocket)
        self._open.add(connection)
        self.heard.append(connection.heard)
        carrying = asyncio.ensure_future(connection.carry())
        self._carrying.add(carrying)
        self._spawn(self._trouble(connection, number, self._newer))
        try:
            await carrying
        finally:
            self._open.discard(connection)
            self._carrying.discard(carrying)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _trouble(self, connection: Connection, number: int, newer: asyncio.Event) -> None:
        for fate in fates(self.line, f"{self.seed}/{number}"):
            await asyncio.sleep(fate.after)
            if connection.over:
                return
            self.counts[fate.kind] = self.counts.get(fate.kind, 0) + 1
            await _befall(connection, fate, newer)


@dataclass(frozen=True)
class Fate:
    """One trouble: what, after how many seconds, for how long, at which part of a message."""

    kind: Trouble
    after: float
    pause: float
    part: float


def fates(line: Line, seed: str) -> Iterator[Fate]:
    """What befalls a connection, one after the other; the same seed draws the same."""
    chance = Random(seed)
    while line.troubles:
        yield Fate(
            chance.choice(line.troubles),
            chance.uniform(*line.lives),
            chance.uniform(*line.pause),
            chance.random(),
        )


async def _befall(connection: Connection, fate: Fate, newer: asyncio.Event) -> None:
    if fate.kind == "cut":
        connection.abort()
    elif fate.kind == "torn":
        connection.tear(fate.part)
    elif fate.kind == "deaf":
        connection.drop(Way.BACK)
        await asyncio.sleep(fate.pause)
        connection.abort()
    elif fate.kind == "late":
        connection.hold()
        await asyncio.sleep(fate.pause)
        connection.abandon_client()
        await newer.wait()
        await asyncio.sleep(fate.pause)
        await connection.release()
    else:
        connection.stall()
        await asyncio.sleep(fate.pause)
        connection.go_on()


class Switchboard:
    """A thread that carries every proxy's bytes, so that no client's work slows a line down."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._proxies: list[Proxy] = []

    def __enter__(self) -> Self:
        """Carry until the block ends."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every proxy and the thread."""
        for proxy in self._proxies:
            self.run(proxy._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def proxy(
        self, target: int, line: Line | None = None, seed: object = 0, port: int = 0
    ) -> Proxy:
        """A new address that leads to the port `target` of this machine over such a line."""
        made = Proxy(target, line or Line(), seed, self, port)
        self.run(made._start())
        self._proxies.append(made)
        return made

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something on the thread and wait until it is done."""
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(timeout=30)


@contextmanager
def proxied(target: int, line: Line | None = None, seed: object = 0) -> Iterator[Proxy]:
    """One proxy as long as the block lasts: the address in is a port, the address out `proxy.url`."""
    with Switchboard() as board:
        yield board.proxy(target, line, seed)
