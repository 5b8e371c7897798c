"""What is measured, started as processes: the raw relay, Quietline, Quietline without storing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql

from tests.bench.stock import Stock, chats, drop, run
from tests.databases import SERVER
from tests.server import ROOT, free_pair

SERVER_CPU, LOAD_CPU = 0, 1
"""The server has one core to itself, the load generator the other; PostgreSQL runs on both."""

PATIENCE = 60.0
LONGEST = 300.0
"""Seconds that a start and a measurement may take."""

REDIS = os.environ.get("QUIETLINE_TEST_REDIS", "redis://127.0.0.1:6379/15")


@dataclass(frozen=True)
class Stack:
    """A running stack: its name, its ports, its process, and the chats a generator can play."""

    name: str
    source_ports: list[int]
    desk_ports: list[int]
    pids: list[int]
    raw: bool = False

    def chats(self, live: int) -> list[dict[str, Any]]:
        """Chats as this stack lets people in."""
        if not self.raw:
            return chats(live)
        return [{**chat, "source_auth": {"room": chat["conv"]}} for chat in chats(live)]


@contextmanager
def raw_relay(kind: str) -> Iterator[Stack]:
    """The raw relay, with a store of its own."""
    name = f"quietline_bench_raw_{os.getpid()}" if kind == "postgresql" else None
    with tempfile.TemporaryDirectory() as folder:
        place = f"{folder}/relay.db"
        if name:
            run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            place = f"{SERVER.rsplit('/', 1)[0]}/{name}"
        port = free_pair()
        command = ["-m", "tests.bench.relay", str(port), kind, place]
        try:
            with _process(command, {}, SERVER_CPU) as process:
                assert process.stdout is not None
                process.stdout.readline()
                yield Stack("raw relay", [port], [port], [process.pid], raw=True)
        finally:
            drop(name)


@contextmanager
def quietline(
    stock: Stock, module: str = "config.deploy.embedded", cpu: int | None = SERVER_CPU, **more: str
) -> Iterator[Stack]:
    """One process of Quietline on this store; `module` is what starts it."""
    port = free_pair()
    doors = {"QUIETLINE_TIPS_AT_ONCE": "1000000"}  # measured is what they take, not who is let in
    environ = {**stock.environ, **doors, "QUIETLINE_PORT": str(port), **more}
    with _process(["-m", module], environ, cpu) as process:
        _wait(process, (port, port + 1))
        yield Stack("Quietline", [port], [port + 1], [process.pid])


def without_storing(stock: Stock) -> Any:
    """The same program, whose messages go to no store."""
    return quietline(stock, "tests.bench.without_storing")


@contextmanager
def line_processes(stock: Stock, lines: int) -> Iterator[Stack]:
    """So many processes of Quietline on one store, pinned nowhere, telling each other over Redis."""
    with ExitStack() as running:
        stacks = [
            running.enter_context(quietline(stock, cpu=None, QUIETLINE_REDIS_URL=REDIS))
            for _ in range(lines)
        ]
        yield Stack(
            f"{lines} lines",
            [port for stack in stacks for port in stack.source_ports],
            [port for stack in stacks for port in stack.desk_ports],
            [pid for stack in stacks for pid in stack.pids],
        )


def load(job: dict[str, Any], module: str = "tests.bench.load") -> dict[str, Any]:
    """What a load generator counted, run as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        input=json.dumps({"cpus": [LOAD_CPU], "seed": 1, "shift": 0, **job}),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


@contextmanager
def _process(
    command: Sequence[str], environ: dict[str, str], cpu: int | None
) -> Iterator[subprocess.Popen[str]]:
    pinned = [] if cpu is None else ["taskset", "-c", str(cpu)]
    process = subprocess.Popen(
        [*pinned, sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()  # its store is a copy, and a farewell to all who are connected takes seconds
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait(process: subprocess.Popen[str], ports: Sequence[int]) -> None:
    end = time.monotonic() + PATIENCE
    while not all(map(_answers, ports)):
        if process.poll() is not None or time.monotonic() > end:
            raise TimeoutError("the server did not start")
        time.sleep(0.05)  # between two looks


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def memory(pid: int) -> int:
    """Bytes of memory that the process holds now (its resident set)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)
