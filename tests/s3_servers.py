"""Two servers that speak the S3 protocol and share no code, each with an empty bucket, as subprocesses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from config.files import BucketAt
from tests.server import ROOT, free_pair, patiently
from webapp.bucket import client_of

BUCKET = "files"
S3RVER_KEYS = "S3RVER"
"""Both of its keys, as it is delivered."""

COMMANDS: dict[str, Callable[[int, Path], list[str]]] = {
    "moto": lambda port, _: [
        sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)
    ],
    "s3rver": lambda port, folder: [
        str(ROOT / "node_modules/.bin/s3rver"), "--address", "127.0.0.1", "--port", str(port),
        "--directory", str(folder), "--silent", "--no-vhost-buckets",
    ],
}  # fmt: skip
SERVERS = list(COMMANDS)


@contextmanager
def s3_server(name: str, folder: Path) -> Iterator[tuple[BucketAt, Any]]:
    """A bucket of this server, and a client for looking into it past our store."""
    port = free_pair()
    folder.mkdir()
    with (folder.parent / f"{name}.out").open("wb") as output:
        process = subprocess.Popen(COMMANDS[name](port, folder), stdout=output, stderr=output)
    at = BucketAt(f"http://127.0.0.1:{port}", BUCKET, "us-east-1", S3RVER_KEYS, S3RVER_KEYS)
    client = client_of(at)
    try:
        patiently(lambda: _answers(client))
        client.create_bucket(Bucket=BUCKET)
        yield at, client
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(client: Any) -> bool:
    with suppress(Exception):
        client.list_buckets()
        return True
    return False
