"""One connection through the proxy: its bytes each way, and what can be done to them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from enum import Enum

CHUNK = 2048
"""Bytes read at once: small, so that a cut can fall anywhere in a message."""

WAITING = 64
"""Chunks on their way; beyond that the sender waits, as it does before a full line."""

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Way(Enum):
    """Where bytes go: from client to server, or back."""

    THERE = 0
    BACK = 1


class Pace:
    """When bytes arrive that are sent now, over a line that all connections of a proxy share."""

    def __init__(self, rate: float | None, delay: float) -> None:
        self._rate, self._delay, self._free = rate, delay, 0.0

    def arrival(self, length: int, now: float) -> float:
        """The moment at which so many bytes are through."""
        took = length * 8 / self._rate if self._rate else 0.0
        self._free = max(self._free, now) + took
        return self._free + self._delay


class Connection:
    """A client's connection and ours to the server, with the bytes between them.

    `heard` is all that the client has sent so far.
    """

    def __init__(
        self, client: Ends, server: Ends, paces: Mapping[Way, Pace], websocket: bool
    ) -> None:
        self.heard = bytearray()
        self._client, self._server, self._paces = client, server, paces
        self._websocket = websocket
        self._moving = asyncio.Event()
        self._moving.set()
        self._dropped: set[Way] = set()
        self._held: list[bytes] | None = None
        self._tear: float | None = None
        self._ended = asyncio.Event()

    @property
    def over(self) -> bool:
        """Whether nothing will move here any more."""
        return self._ended.is_set()

    async def carry(self) -> None:
        """Carry bytes both ways until both ends are done or the line breaks."""
        pumps = {asyncio.ensure_future(self._pump(way)) for way in Way}
        ended = asyncio.ensure_future(self._ended.wait())
        waiting = {*pumps}
        try:
            while waiting and not self.over:
                done, _ = await asyncio.wait({*waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
                if any(isinstance(task.exception(), OSError) for task in done):
                    self.abort()
                waiting -= done
        finally:
            self._ended.set()
            for task in (ended, *pumps):
                task.cancel()
            await asyncio.gather(ended, *pumps, return_exceptions=True)
            for _, writer in (self._client, self._server):
                writer.close()

    def abort(self) -> None:
        """End it now, without a farewell; what was on its way is lost."""
        self._ended.set()
        for _, writer in (self._client, self._server):
            writer.transport.abort()

    def tear(self, where: float) -> None:
        """Of the next bytes either way only the first `where` (0 to 1) arrive; then it ends."""
        self._tear = where

    def drop(self, way: Way) -> None:
        """What goes this way from now on never arrives."""
        self._dropped.add(way)

    def hold(self) -> None:
        """What goes to the server from now on is kept until `release`."""
        self._held = []

    def abandon_client(self) -> None:
        """The client sees the end; the server does not."""
        self.drop(Way.BACK)
        self._client[1].transport.abort()

    async def release(self) -> None:
        """What was held reaches the server after all, then the connection ends there too."""
        writer = self._server[1]
        try:
            for data in self._held or []:
                writer.write(data)
            await writer.drain()
        except OSError:
            pass  # the server is gone; then nothing arrives late
        self._ended.set()

    def stall(self) -> None:
        """Nothing moves until `go_on`."""
        self._moving.clear()

    def go_on(self) -> None:
        """Everything moves again."""
        self._moving.set()

    async def _pump(self, way: Way) -> None:
        reader = (self._client if way is Way.THERE else self._server)[0]
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WAITING)
        writing = asyncio.ensure_future(self._write(way, queue))
        loop = asyncio.get_running_loop()
        first = True
        try:
            while True:
                data = await self._read(reader, way)
                if first and way is Way.THERE and not self._may_pass(data):
                    raise ConnectionAbortedError
                first = False
                if way is Way.THERE:
                    self.heard += data
                await queue.put((self._paces[way].arrival(len(data), loop.time()), data))
                if not data:
                    break
            await writing
        finally:
            writing.cancel()

    async def _read(self, reader: asyncio.StreamReader, way: Way) -> bytes:
        try:
            return await reader.read(CHUNK)
        except OSError:
            if way is Way.THERE and self._held is not None:
                await asyncio.Event().wait()  # until `release`, which ends the server's side
            raise

    def _may_pass(self, data: bytes) -> bool:
        return self._websocket or b"upgrade: websocket" not in data.lower()

    async def _write(self, way: Way, queue: asyncio.Queue[tuple[float, bytes]]) -> None:
        writer = (self._server if way is Way.THERE else self._client)[1]
        loop = asyncio.get_running_loop()
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            await self._moving.wait()
            if way in self._dropped:
                continue
            if way is Way.THERE and self._held is not None:
                self._held.append(data)
                continue
            if not data:
                writer.write_eof()
                return
            if self._tear is not None:
                writer.write(data[: int(len(data) * self._tear)])
                await writer.drain()
                self.abort()
                return
            writer.write(data)
            await writer.drain()
