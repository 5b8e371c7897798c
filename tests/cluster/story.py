"""What happens to a cluster under load, told and measured: each fault, how long until all is as before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.cluster.cluster import Cluster
from tests.server import ROOT

WINDOW = 4.0
"""Seconds over which messages are counted."""

AS_BEFORE = 0.7
"""Messages flow as before where a window has so much of the rate before. At 24 a second chance alone
takes a window below that once in 600."""

STEP = 0.1
SERVERS = ("pages", "line", "jobs", "nginx", "redis", "postgresql", "bucket")


@dataclass
class Happened:
    """One fault: its moments, and the processor time that each kind of process took in them."""

    name: str
    began: float
    ended: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)


@dataclass
class Load:
    """The load generator, as a process; `told` is what it found once it has ended."""

    process: subprocess.Popen[str]
    told: dict[str, Any] = field(default_factory=dict)

    def enough(self) -> None:
        """It ends and tells."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.told = json.loads(self.process.stdout.readline())
        self.process.wait(timeout=60)


@contextmanager
def loaded(cluster: Cluster, chats: int, rate: float) -> Iterator[Load]:
    """Everybody talks as long as the block lasts: two in each chat, so many texts a second each."""
    job = {"chats": chats, "rate": rate, "seed": 20_261_128, "code": cluster.code}
    job |= {"source_url": cluster.source_url, "desk_url": cluster.desk_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cluster.load"],
        cwd=ROOT,
        env={**os.environ, **cluster.environ, "SSL_CERT_FILE": str(cluster.certificate)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "talking\n"
        yield Load(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


class Story:
    """What happened so far, one thing after the other."""

    def __init__(self, cluster: Cluster, load: Load) -> None:
        self._cluster, self._load = cluster, load
        self.faults: list[Happened] = []

    def begins(self, after: float) -> None:
        """So many seconds in which what was written while people came in is sent."""
        time.sleep(after)

    def happens(self, name: str, fault: Callable[[], None], after: float) -> None:
        """The fault, and then so many seconds in which all must become as before."""
        before, began = self._cpu(), time.monotonic()
        fault()
        time.sleep(after)
        ended = time.monotonic()
        took = {kind: (used - before[kind]) / (ended - began) for kind, used in self._cpu().items()}
        self.faults.append(Happened(name, began, ended, took))

    def _cpu(self) -> dict[str, float]:
        used = {
            kind: sum(part.cpu() for part in self._cluster.parts if part.name.startswith(kind))
            for kind in SERVERS
        }
        return {"load": _used_by(self._load.process.pid), **used}


def _used_by(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - not a file of anybody's
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Recovery:
    """How it went: seconds until each kind of thing was as before, and what people met."""

    name: str
    flow: float
    seen: float
    slowest: float
    admitted: float
    errors: list[str]
    load: float
    servers: float


def recoveries(faults: list[Happened], told: dict[str, Any]) -> list[Recovery]:
    """One line of the table for each fault; the first of them is the time before any."""
    calm = faults[0]
    found = []
    for fault in faults:
        acknowledged = Moments(told["acknowledged"], calm)
        shown = Moments(told["shown"], calm)
        errors = [met for at, met in told["visits"]["seen"] if fault.began <= at < fault.ended]
        servers = sum(used for kind, used in fault.cpu.items() if kind != "load")
        found.append(
            Recovery(
                fault.name,
                acknowledged.as_before_after(fault),
                shown.as_before_after(fault),
                acknowledged.slowest(fault),
                _admitted(told["visits"]["admitted"], fault),
                errors,
                fault.cpu["load"],
                servers,
            )
        )
    return found


class Moments:
    """When something happened, each with the seconds that it took; `calm` is what is usual."""

    def __init__(self, happened: list[tuple[float, float]], calm: Happened) -> None:
        self._all = sorted((at, took) for at, took in happened)
        self._at = [at for at, _ in self._all]
        self.rate = self._count(calm.began, calm.ended) / (calm.ended - calm.began)

    def _count(self, begin: float, end: float) -> int:
        return bisect_left(self._at, end) - bisect_left(self._at, begin)

    def as_before_after(self, fault: Happened) -> float:
        """Seconds from the fault to the end of the last window that had too few."""
        last, begin = 0.0, fault.began
        while begin + WINDOW <= fault.ended:
            if self._count(begin, begin + WINDOW) < AS_BEFORE * self.rate * WINDOW:
                last = begin + WINDOW - fault.began
            begin += STEP
        return last

    def slowest(self, fault: Happened) -> float:
        """The longest that one took which ended in the time of the fault."""
        return max((took for at, took in self._all if fault.began <= at < fault.ended), default=0.0)


def _admitted(admitted: list[tuple[float, float]], fault: Happened) -> float:
    """Seconds that whoever began in the time of the fault waited at most for their chat."""
    return max(
        (took for at, took in admitted if fault.began <= at - took < fault.ended), default=0.0
    )


def table(found: list[Recovery]) -> str:
    """As Markdown."""
    head = (
        "| what | messages acknowledged as before | on the other screen as before"
        " | slowest acknowledgement | slowest new chat | errors seen | CPU load | CPU servers |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {it.name} | {it.flow:.1f} s | {it.seen:.1f} s | {it.slowest:.1f} s"
        f" | {it.admitted:.1f} s | {len(it.errors)} | {it.load:.0%} | {it.servers:.0%} |\n"
        for it in found
    )
