"""People who send files at once: parts of blobs, one after the other, as a browser brings them.

The bytes are random; sealing is measured in a browser (`sealing.py`) and is no work of the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import time
from typing import Any

import aiohttp

from chat.blobs import PART
from crypto.files import blob_length
from crypto.hashes import digest
from tests.bench.stock import proof_of
from webapp.schemas import b64

OCTETS = {"Content-Type": "application/octet-stream"}
SOON = 0.1


async def send(session: aiohttp.ClientSession, number: int, parts: list[bytes], hash_: str) -> int:
    """One file of a conversation is whole on the server; gives how often it was asked to slow down."""
    file_id, slowed = b64(secrets.token_bytes(16)), 0
    proof = {"Authorization": f"Receipt {b64(proof_of(number))}"}

    async def call(method: str, path: str, **more: Any) -> None:
        nonlocal slowed
        while True:
            headers = {**proof, **more.pop("headers", {})}
            async with session.request(method, path, headers=headers, **more) as answer:
                text = await answer.text()
            if answer.status < 300:
                return
            if answer.status != 429:
                raise RuntimeError(f"{method} {path}: {answer.status} {text}")
            slowed += 1
            await asyncio.sleep(SOON)

    files, length = "/api/v1/conversation/files", sum(map(len, parts))
    await call("POST", files, json={"file_id": file_id, "length": length})
    for n, part in enumerate(parts):
        await call("PUT", f"{files}/{file_id}/parts/{n}", data=part, headers=OCTETS)
    await call("POST", f"{files}/{file_id}/whole", json={"hash": hash_})
    return slowed


async def main(job: dict[str, Any]) -> dict[str, Any]:
    """So many files of so many megabytes at once, each of a conversation of its own."""
    os.sched_setaffinity(0, job["cpus"])
    blob = os.urandom(blob_length(int(job["megabytes"] * 2**20)))
    parts = [blob[at : at + PART] for at in range(0, len(blob), PART)]
    hash_ = b64(digest(blob))
    limit = aiohttp.TCPConnector(limit=job["uploads"])
    async with aiohttp.ClientSession(job["source_url"], connector=limit) as session:
        begin = time.perf_counter()
        slowed = await asyncio.gather(
            *(send(session, number, parts, hash_) for number in range(job["uploads"]))
        )
    took, sent = time.perf_counter() - begin, len(blob) * job["uploads"] / 2**20
    return {"seconds": took, "megabytes": sent, "slowed": sum(slowed)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(json.loads(sys.stdin.read())))))
