"""Each measurement that has a goal, with what it stands beside; all of one run, on one machine."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.load import percentiles, processor_time
from tests.bench.stacks import (
    LOAD_CPU,
    Stack,
    line_processes,
    load,
    memory,
    quietline,
    raw_relay,
    without_storing,
)
from tests.bench.stock import Stock, token_of
from tests.server import ROOT
from webapp.schemas import b64

Result = dict[str, Any]

WAITING = 100
"""Items in the queue of every store that grows: what grows with it is the store's own."""

AS_INSTALLED = str(ROOT / "tests" / "bench" / "as_installed")


@dataclass(frozen=True)
class Size:
    """How long and how much is measured."""

    seconds: float = 6
    warm_up: float = 1
    rounds: int = 1
    busy_chats: int = 100
    live_chats: int = 200
    idle: int = 10_000
    tips: int = 1500
    pages: int = 60
    stored: tuple[int, ...] = (1_000, 10_000, 100_000)
    waiting: tuple[int, ...] = (10, 1_000)
    live: tuple[int, ...] = (10, 100, 1_000)
    growth_seconds: float = 4
    file_megabytes: float = 50
    uploads: tuple[int, ...] = (1, 10, 50)


FULL = Size(seconds=10, warm_up=2, rounds=3, growth_seconds=15, file_megabytes=200)
"""Takes about half an hour; the plain size fits into ten minutes."""

QUICK = Size(
    seconds=3,
    warm_up=1,
    rounds=1,
    idle=1_000,
    tips=200,
    pages=20,
    stored=(1_000, 5_000),
    live=(10, 100),
    growth_seconds=4,
    file_megabytes=20,
    uploads=(1, 5),
)

Start = Callable[[], AbstractContextManager[Stack]]


def on_copy(stock: Stock, start: Callable[[Stock], AbstractContextManager[Stack]]) -> Start:
    """Start the stack on a copy of the stock of its own."""

    @contextmanager
    def started() -> Any:
        with (
            tempfile.TemporaryDirectory() as folder,
            stock.copied(Path(folder) / "data") as copy,
            start(copy) as stack,
        ):
            yield stack

    return started


def stacks_of(stock: Stock) -> dict[str, Start]:
    """The three that stand beside each other on this kind of database."""
    return {
        "raw": lambda: raw_relay(stock.kind),
        "without": on_copy(stock, without_storing),
        "quietline": on_copy(stock, quietline),
    }


def talk(stack: Stack, chats: int, rate: float, size: Size, **more: Any) -> Result:
    """Let so many chats talk: as fast as they can (rate 0), or so many messages a second each."""
    return load(
        {
            "chats": stack.chats(chats),
            "source_ports": stack.source_ports,
            "desk_ports": stack.desk_ports,
            "warm_up": size.warm_up,
            "seconds": size.seconds,
            "rate": rate,
            "pids": stack.pids,
            **more,
        }
    )


def side_by_side(stock: Stock, size: Size, rate: float) -> dict[str, Result]:
    """All three, in turns, several rounds; of each the round in the middle."""
    rounds: dict[str, list[Result]] = {name: [] for name in stacks_of(stock)}
    chats = size.live_chats if rate else size.busy_chats
    for _ in range(size.rounds):
        for name, start in stacks_of(stock).items():
            with start() as stack:
                rounds[name].append(talk(stack, chats, rate, size))
    sort_by: Callable[[Result], float] = (
        (lambda r: r["delivery"]["p50"]) if rate else (lambda r: r["per_second"])
    )
    return {name: middle(results, sort_by) for name, results in rounds.items()}


def middle(results: list[Result], by: Callable[[Result], float]) -> Result:
    """The result in the middle, with how far the rounds lay apart."""
    ordered = sorted(results, key=by)
    chosen = ordered[len(ordered) // 2]
    return {**chosen, "spread": [by(ordered[0]), by(ordered[-1])]}


@contextmanager
def spent(stack: Stack, into: Result) -> Iterator[None]:
    """`into` says what the block took: seconds, and seconds of the server's processor time."""
    begin, used = time.perf_counter(), sum(map(processor_time, stack.pids))
    yield
    into["seconds"] = time.perf_counter() - begin
    into["processor"] = sum(map(processor_time, stack.pids)) - used


def flush() -> Result:
    """Milliseconds of one small write and its flush to disk, where the stores of this run lie."""
    times = []
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(200):
            begin = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begin)
    return percentiles(times)


def idle(stock: Stock, size: Size) -> Result:
    """Ten thousand connections in one process: how fast they come, what each costs, who is lost."""
    with on_copy(stock, quietline)() as stack:
        before = memory(stack.pids[0])
        command = [sys.executable, "-m", "tests.bench.idle"]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as crowd:
            assert crowd.stdin is not None
            assert crowd.stdout is not None
            job = {"port": stack.source_ports[0], "connections": size.idle}
            took: Result = {}
            with spent(stack, took):
                crowd.stdin.write(json.dumps(job) + "\n")
                crowd.stdin.flush()
                came = json.loads(crowd.stdout.readline())
            time.sleep(2)  # what was needed only for coming in is given back by now
            held = memory(stack.pids[0])
            crowd.stdin.close()
            left = json.loads(crowd.stdout.readline())
    return {
        "connections": came["connections"],
        "per_second": came["connections"] / came["seconds"],
        "bytes_each": (held - before) / came["connections"],
        "lost": left["lost"],
        "server_ms_each": took["processor"] * 1000 / came["connections"],
    }


def tips(stock: Stock, size: Size) -> Result:
    """Tips accepted: one client for the time of one, eight for how many a second."""
    found: Result = {}
    for clients, count in ((1, size.tips // 5), (8, size.tips)):
        with on_copy(stock, quietline)() as stack:
            job = {
                "source_url": f"http://localhost:{stack.source_ports[0]}",
                "tips": count,
                "clients": clients,
            }
            took: Result = {}
            with spent(stack, took):
                counted = load(job, "tests.bench.tips")
            found[str(clients)] = {**counted, "server_ms_each": took["processor"] * 1000 / count}
    return found


def queue_page(stack: Stack, size: Size) -> Result:
    """One page of the queue, asked for again and again."""
    job = {
        "desk_url": f"http://localhost:{stack.desk_ports[0]}",
        "token": b64(token_of(0)),
        "pages": size.pages,
    }
    took: Result = {}
    with spent(stack, took):
        got: Result = load(job, "tests.bench.tips")["page"]
    return {**got, "server_ms_each": took["processor"] * 1000 / size.pages}


def at_rest(stock: Stock) -> Result:
    """Memory of the embedded default when nobody is there, five times over ten seconds.

    As it is installed: Socket.IO reads `requests` and `aiohttp` too where tests brought them.
    """
    with on_copy(stock, partial(quietline, PYTHONPATH=AS_INSTALLED))() as stack:
        looks = []
        for _ in range(5):
            time.sleep(2)
            looks.append(memory(stack.pids[0]))
    return {"bytes": statistics.median(looks), "modules": _modules_alone()}


def _modules_alone() -> int:
    """Bytes of a process that has read the same modules and done nothing else."""
    read = (
        "import config.deploy.embedded, webapp.serve, os; print(os.getpid(), flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", read],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": AS_INSTALLED},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        held = memory(process.pid)
        process.communicate(b"\n")
    return held


def growth(stock: Stock, stored: int, size: Size) -> list[Result]:
    """Delivery at each number of live chats, and the queue page, on a store of this size."""
    shorter = Size(seconds=size.growth_seconds, warm_up=size.warm_up)
    found = []
    with on_copy(stock, quietline)() as stack:
        page = queue_page(stack, size)
        for live in size.live:
            counted = talk(stack, live, 1, shorter)
            found.append({"stored": stored, "live": live, "page": page, **counted})
    return found


def queue(stock: Stock, size: Size) -> Result:
    """The queue page on a store of its own."""
    with on_copy(stock, quietline)() as stack:
        return queue_page(stack, size)


def two_lines(stock: Stock, size: Size) -> dict[str, Result]:
    """One line process and two over Redis, pinned nowhere, with people crossing between the two."""
    found = {}
    both = [0, LOAD_CPU]
    for name, lines in (("one", 1), ("two", 2)):
        with on_copy(stock, partial(line_processes, lines=lines))() as stack:
            found[name] = talk(stack, size.busy_chats, 0, size, cpus=both, shift=1)
            found[f"{name}_calm"] = talk(stack, size.live_chats, 1, size, cpus=both, shift=1)
    return found
