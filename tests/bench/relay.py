"""The raw relay that Quietline is measured beside: asyncio `websockets`, storing, and nothing else.

It speaks the same frames, so the same generator drives it; it stores each message in one INSERT,
in grouped commits at the same durability as Quietline, and acknowledges after the commit. It knows
no people, no order and no protocol.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Row = tuple[str, str, str]
OPEN = '0{"sid":"raw","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
NOTHING = {"seq": 0, "hash": "A" * 43}


def sqlite_store(path: str) -> Callable[[list[Row]], None]:
    """Stores rows in an SQLite file, on disk when it returns."""
    base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE message (conv TEXT, direction TEXT, body TEXT)")

    def store(rows: list[Row]) -> None:
        base.execute("BEGIN IMMEDIATE")
        base.executemany("INSERT INTO message VALUES (?, ?, ?)", rows)
        base.execute("COMMIT")

    return store


def postgresql_store(url: str) -> Callable[[list[Row]], None]:
    """Stores rows in a PostgreSQL database, on disk when it returns."""
    base = psycopg.connect(url, options="-c synchronous_commit=on")
    base.execute("CREATE TABLE message (conv TEXT, direction TEXT, body TEXT)")
    base.commit()

    def store(rows: list[Row]) -> None:
        base.cursor().executemany("INSERT INTO message VALUES (%s, %s, %s)", rows)
        base.commit()

    return store


class Relay:
    """Rooms of connections, and one writer that takes what queued while the last commit ran."""

    def __init__(self, store: Callable[[list[Row]], None]) -> None:
        self._store = store
        self._rooms: defaultdict[str, set[ServerConnection]] = defaultdict(set)
        self._waiting: asyncio.Queue[tuple[Row, asyncio.Future[None]]] = asyncio.Queue()

    async def write_for_ever(self) -> None:
        """Commit batch after batch."""
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await asyncio.to_thread(self._store, [row for row, _ in batch])
            for _, done in batch:
                done.set_result(None)

    async def serve(self, line: ServerConnection) -> None:
        """One connection, until it ends."""
        await line.send(OPEN)
        rooms: list[str] = []
        tasks: set[asyncio.Task[None]] = set()
        try:
            async for text in line:
                if not isinstance(text, str) or text == "3":
                    continue
                head, _, rest = text.partition(",")
                namespace = head[2:]
                if head.startswith("40"):
                    room = json.loads(rest).get("room")
                    rooms += self._join(line, room)
                    await line.send(f'40{namespace},{{"sid":"raw"}}')
                    continue
                number, _, said = rest.partition("[")
                event, body = json.loads("[" + said)
                if event == "watch":
                    rooms += self._join(line, body["conv"])
                work = self._answer(line, namespace, number, event, body, rooms)
                task = asyncio.ensure_future(work)
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        except ConnectionClosed:
            pass
        finally:
            for room in rooms:
                self._rooms[room].discard(line)

    def _join(self, line: ServerConnection, room: str | None) -> list[str]:
        if room is None:
            return []
        self._rooms[room].add(line)
        return [room]

    async def _answer(
        self,
        line: ServerConnection,
        namespace: str,
        number: str,
        event: str,
        body: dict[str, Any],
        rooms: list[str],
    ) -> None:
        answer: dict[str, Any] = {"status": 200, "s": NOTHING, "d": NOTHING}
        if event == "send":
            room = body.get("conv") or rooms[0]
            await self._stored((room, namespace, body["envelope"]))
            other = "/desk" if namespace == "/line" else "/line"
            told = json.dumps(["envelope", {"conv": room, "envelope": body["envelope"]}])
            answer["status"] = 201
            for member in self._rooms[room]:
                if member is not line:
                    await member.send(f"42{other},{told}")
        await line.send(f"43{namespace},{number}[{json.dumps(answer)}]")

    async def _stored(self, row: Row) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((row, done))
        await done


async def main(port: int, store: Callable[[list[Row]], None]) -> None:
    """Serve until the process is ended; says on standard output when it listens."""
    relay = Relay(store)
    writing = asyncio.ensure_future(relay.write_for_ever())
    listening: Server = await serve(
        relay.serve, "127.0.0.1", port, compression=None, ping_interval=None, backlog=1024
    )
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    async with listening:
        await writing


if __name__ == "__main__":
    kind, place = sys.argv[2], sys.argv[3]
    chosen = sqlite_store(place) if kind == "sqlite" else postgresql_store(place)
    asyncio.run(main(int(sys.argv[1]), chosen))
