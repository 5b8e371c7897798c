"""Files: sealed and unsealed in a browser, stored by the server, and what many at once take of it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chat.blobs import PART
from tests.bench import in_a_browser, machine
from tests.bench.load import processor_time
from tests.bench.measures import Result, Size, on_copy
from tests.bench.stacks import Stack, load, memory, quietline
from tests.bench.stock import Stock

LOOK_EVERY = 0.05


def files(stock: Stock, size: Size) -> Result:
    """Everything about files, beside what the same machine does without us."""
    return {
        "load": machine.load_average(),
        "browser": in_a_browser.sealing(size.file_megabytes),
        "disk": _disk(size.file_megabytes),
        "uploads": {str(count): _uploads(stock, size, count) for count in size.uploads},
    }


def _uploads(stock: Stock, size: Size, count: int) -> Result:
    with on_copy(stock, quietline)() as stack, _watched(stack) as peak:
        pid = stack.pids[0]
        before, used = memory(pid), processor_time(pid)
        job: dict[str, Any] = {
            "source_url": f"http://localhost:{stack.source_ports[0]}",
            "uploads": count,
            "megabytes": size.file_megabytes / count,
        }
        counted = load(job, "tests.bench.uploads")
        spent = processor_time(pid) - used
    return {
        **counted,
        "per_second": counted["megabytes"] / counted["seconds"],
        "server_ms_each": spent * 1000 / counted["megabytes"],
        "bytes_each": max(0, peak.bytes - before) / count,
        "grown": max(0, peak.bytes - before),
    }


def _disk(megabytes: float) -> float:
    """Megabytes a second of parts that are written and flushed to disk, one after the other."""
    part, parts = os.urandom(PART), int(megabytes * 2**20 / PART)
    with TemporaryDirectory() as folder, (Path(folder) / "parts").open("wb", buffering=0) as file:
        begin = time.perf_counter()
        for _ in range(parts):
            file.write(part)
            os.fsync(file.fileno())
        return parts * PART / 2**20 / (time.perf_counter() - begin)


@dataclass
class Peak:
    """The most memory that a process held while somebody looked."""

    bytes: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self, pid: int) -> None:
        """Look again and again until it is over."""
        while not self.over.wait(LOOK_EVERY):
            self.bytes = max(self.bytes, memory(pid))


@contextmanager
def _watched(stack: Stack) -> Iterator[Peak]:
    peak = Peak()
    watcher = threading.Thread(target=peak.watch, args=(stack.pids[0],))
    watcher.start()
    try:
        yield peak
    finally:
        peak.over.set()
        watcher.join()
