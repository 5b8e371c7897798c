"""Tips, sealed and signed like a browser's, sent by so many clients at once; and pages of the queue."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

import aiohttp

from crypto.receipt import Receipt
from crypto.roster import parse_roster
from tests.bench.load import percentiles
from webapp.client.tip import sealed_tip
from webapp.demo.stories import PILOT
from webapp.schemas import b64, unb64

NOW = time.perf_counter
JSON = {"Content-Type": "application/json"}


async def tips(session: aiohttp.ClientSession, job: dict[str, Any]) -> dict[str, Any]:
    """Send the job's tips with its number of clients; sealing is done before the clock starts."""
    async with session.get(f"{job['source_url']}/api/v1/desk") as answer:
        desk = parse_roster(unb64((await answer.json())["roster"]))
    ready = []
    for _ in range(job["tips"]):
        receipt = Receipt.from_master(secrets.token_bytes(32))
        body = sealed_tip(PILOT["en"], receipt, desk, datetime.now(UTC), secrets.token_bytes)
        ready.append((f"Receipt {b64(receipt.auth)}", json.dumps(body).encode()))
    times: list[float] = []
    statuses: dict[int, int] = {}

    async def client() -> None:
        while ready:
            proof, body = ready.pop()
            begin = NOW()
            headers = {**JSON, "Authorization": proof}
            url = f"{job['source_url']}/api/v1/conversations"
            async with session.post(url, data=body, headers=headers) as answer:
                await answer.read()
            times.append(NOW() - begin)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1

    begin = NOW()
    await asyncio.gather(*(client() for _ in range(job["clients"])))
    return {
        "per_second": len(times) / (NOW() - begin),
        "tip": percentiles(times),
        "statuses": statuses,
    }


async def pages(session: aiohttp.ClientSession, job: dict[str, Any]) -> dict[str, Any]:
    """Ask for the first page of the queue again and again, one after the other."""
    headers = {"Authorization": f"Bearer {job['token']}"}
    times = []
    for _ in range(job["pages"]):
        begin = NOW()
        async with session.get(
            f"{job['desk_url']}/api/v1/queue?view=waiting", headers=headers
        ) as answer:
            await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"queue: {answer.status}")
        times.append(NOW() - begin)
    return {"page": percentiles(times)}


async def main(job: dict[str, Any]) -> dict[str, Any]:
    """Either kind of job."""
    os.sched_setaffinity(0, job["cpus"])
    async with aiohttp.ClientSession() as session:
        return await (tips if "tips" in job else pages)(session, job)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(json.load(sys.stdin)))) + "\n")
