"""A browser that is several times slower than this machine: all its processes stand still in between.

Chromium's own way of slowing down holds up scripts only, and WebCrypto works in threads of its own.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TURN = 0.06
"""Seconds of one turn of standing still and going on."""


def descendants(pid: int) -> list[int]:
    """Every process that this one has begun, and those that they have."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children[parent].append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        some = children[waiting.pop()]
        found += some
        waiting += some
    return found


def named(pids: list[int], name: str) -> list[int]:
    """Those of them whose program has this name in it."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if name in (Path("/proc") / str(pid) / "comm").read_text():
                found.append(pid)
    return found


@contextmanager
def slowed(pids: list[int], times: int) -> Iterator[None]:
    """These processes run one part in so many of the time, as long as the block lasts."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(pids, times, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(pids: list[int], times: int, over: threading.Event) -> None:
    while not over.is_set():
        _send(pids, signal.SIGSTOP)
        over.wait(TURN * (times - 1) / times)
        _send(pids, signal.SIGCONT)
        over.wait(TURN / times)
    _send(pids, signal.SIGCONT)


def _send(pids: list[int], which: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, which)
