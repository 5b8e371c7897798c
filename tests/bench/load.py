"""The load generator: a process of its own that plays both sides of many chats and counts.

It reads a job (JSON) from standard input and writes its results to standard output. It seals
nothing: what the server looks at (header, chain, lengths) is right, the body is random.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.wire import Connection

BODY = 1024 + 16
"""Bytes of a sealed body in the smallest bucket."""

NOW = time.perf_counter
ALL = 0xFFFFFFFF


def b64(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """And back."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Tally:
    """What was counted: moments of acknowledgements and deliveries, and how long they took."""

    acknowledged: list[tuple[float, float]] = field(default_factory=list)
    delivered: list[tuple[float, float]] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    under_way: dict[bytes, float] = field(default_factory=dict)

    def arrived(self, name: str, body: dict[str, Any]) -> None:
        """An event came; an envelope ends the way of its message."""
        if name != "envelope":
            return
        head = unb64(body["envelope"][:36])[3:26]
        sent = self.under_way.pop(head, None)
        if sent is not None:
            self.delivered.append((NOW(), NOW() - sent))


class Writer:
    """One side of one chat: makes the next envelope of its chain."""

    def __init__(self, line: Connection, direction: str, conv: bytes, tally: Tally) -> None:
        self._line, self._tally = line, tally
        self._start = bytes((1, 1, 0)) + direction.encode() + conv + (1).to_bytes(2, "big")
        self._named = f'"conv":"{b64(conv)}",' if direction == "D" else ""
        self._side = direction.lower()
        self._seq, self._hash = 0, bytes(32)

    async def look(self) -> None:
        """Take up the chain where it stands."""
        self.go_on(await self.state())

    async def state(self) -> dict[str, Any]:
        """Where the chains of both sides stand."""
        answer = await self._line.call("sync", f'{{{self._named}"s":{ALL},"d":{ALL}}}')
        if answer["status"] != 200:
            raise RuntimeError(f"sync: {answer}")
        return answer

    def go_on(self, state: dict[str, Any]) -> None:
        """The next message follows this state."""
        side = state[self._side]
        self._seq, self._hash = side["seq"], unb64(side["hash"])

    async def send(self, due: float) -> None:
        """Send the next message, due at that moment, and wait for its acknowledgement."""
        self._seq += 1
        head = self._start + self._seq.to_bytes(4, "big")
        envelope = head + self._hash + bytes(36) + os.urandom(24 + BODY)
        self._hash = hashlib.blake2b(envelope, digest_size=32).digest()
        self._tally.under_way[head[3:26]] = due
        answer = await self._line.call("send", f'{{{self._named}"envelope":"{b64(envelope)}"}}')
        if answer["status"] in {200, 201}:
            self._tally.acknowledged.append((NOW(), NOW() - due))
            return
        kind = str(answer.get("type", answer["status"]))
        self._tally.refused[kind] = self._tally.refused.get(kind, 0) + 1
        await self.look()


async def opened(job: dict[str, Any], tally: Tally) -> list[Writer]:
    """Every connection of the job, its rooms watched, its chains taken up."""
    writers = []
    for number, chat in enumerate(job["chats"]):
        source = Connection("/line", tally.arrived)
        ports = job["source_ports"]
        await source.connect(ports[number % len(ports)], chat["source_auth"])
        desk = Connection("/desk", tally.arrived)
        ports = job["desk_ports"]
        await desk.connect(ports[(number + job["shift"]) % len(ports)], chat["desk_auth"])
        conv = unb64(chat["conv"])
        watched = await desk.call("watch", f'{{"conv":"{chat["conv"]}"}}')
        if watched["status"] != 200:
            raise RuntimeError(f"watch: {watched}")
        both = [
            Writer(line, direction, conv, tally) for line, direction in ((source, "S"), (desk, "D"))
        ]
        state = await both[0].state()
        for writer in both:
            writer.go_on(state)
        writers += both
    return writers


async def closed_loop(writer: Writer, until: float) -> None:
    """As many messages as the server takes, one after the other."""
    while NOW() < until:
        await writer.send(NOW())


async def open_loop(writer: Writer, rate: float, until: float, chance: random.Random) -> None:
    """`rate` messages a second at evenly drawn moments, whatever the answers take."""
    due = NOW() + chance.uniform(0, 1 / rate)
    while due < until:
        await asyncio.sleep(max(0.0, due - NOW()))
        await writer.send(due)  # what waits for its turn waits: its time counts from here
        due += 1 / rate


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Everything the job asks for, counted after its warm-up."""
    if job["cpus"]:
        os.sched_setaffinity(0, job["cpus"])
    tally, chance = Tally(), random.Random(job["seed"])
    writers = await opened(job, tally)
    begin = NOW() + job["warm_up"]
    end = begin + job["seconds"]
    rate = job["rate"]
    used = time.process_time()
    talks = [
        open_loop(writer, rate / 2, end, chance) if rate else closed_loop(writer, end)
        for writer in writers
    ]
    watching = asyncio.ensure_future(server_busy(job["pids"], begin, end))
    await asyncio.gather(*talks)
    busy = (time.process_time() - used) / (job["warm_up"] + job["seconds"])
    await asyncio.sleep(0.3)  # the last deliveries are still under way
    acknowledged = [took for at, took in tally.acknowledged if begin <= at <= end]
    delivered = [took for at, took in tally.delivered if begin <= at <= end]
    return {
        "acknowledged": len(acknowledged),
        "per_second": len(acknowledged) / job["seconds"],
        "delivered_per_second": len(delivered) / job["seconds"],
        "undelivered": len(tally.under_way),
        "ack": percentiles(acknowledged),
        "delivery": percentiles(delivered),
        "refused": tally.refused,
        "generator_busy": busy,
        "server_busy": (worked := await watching) / job["seconds"],
        "server_ms_each": worked * 1000 / max(1, len(acknowledged)),
    }


async def server_busy(pids: list[int], begin: float, end: float) -> float:
    """Seconds of processor time that the server's processes used between the two moments."""
    used = []
    for moment in (begin, end):
        await asyncio.sleep(max(0.0, moment - NOW()))
        used.append(sum(map(processor_time, pids)))
    return used[1] - used[0]


def processor_time(pid: int) -> float:
    """Seconds of processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentiles(times: list[float]) -> dict[str, float]:
    """Milliseconds: the median, the 99th percentile and the longest."""
    if not times:
        return {"p50": float("nan"), "p99": float("nan"), "max": float("nan")}
    ordered = sorted(times)
    last = len(ordered) - 1
    return {
        "p50": ordered[last // 2] * 1000,
        "p99": ordered[int(last * 0.99)] * 1000,
        "max": ordered[last] * 1000,
    }


def raise_limit() -> None:
    """As many open files as the machine lets us have."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    raise_limit()
    sys.stdout.write(json.dumps(asyncio.run(run(json.load(sys.stdin)))) + "\n")
