"""Ten thousand people who say nothing: opens connections, says how fast, and holds them.

Reads a job from the first line of standard input, writes what it counted, and holds the
connections until its standard input ends.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from tests.bench.load import b64, raise_limit
from tests.bench.stock import proof_of
from tests.bench.wire import Connection

AT_ONCE = 100
PER_ADDRESS = 20_000
"""Connections from one 127.0.0.x; beyond that its ports run out."""


async def main(job: dict[str, Any]) -> None:
    """Open so many connections to the line, each with a receipt of its own."""
    ticket = asyncio.Semaphore(AT_ONCE)
    lines: list[Connection] = []

    async def one(number: int) -> None:
        line = Connection("/line", lambda *_: None)
        local = f"127.0.0.{1 + number // PER_ADDRESS}"
        async with ticket:
            await line.connect(job["port"], {"receipt": b64(proof_of(number))}, local)
        lines.append(line)

    begin = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(job["connections"])))
    took = time.perf_counter() - begin
    sys.stdout.write(json.dumps({"seconds": took, "connections": len(lines)}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    lost = sum(line.frames.lost.done() for line in lines)
    sys.stdout.write(json.dumps({"lost": lost}) + "\n")


if __name__ == "__main__":
    raise_limit()
    asyncio.run(main(json.loads(sys.stdin.readline())))
