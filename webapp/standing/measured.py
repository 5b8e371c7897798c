"""Every metric there is, with what an observer learns of it; docs/metrics.md has the same table.

None of them may change by what one person outside does: no counter of requests, tips, chats, files
or refused words, nothing of the queue. What grows with use is told in steps that no visit fills,
and as it was at one moment of an hour: whoever fills the last place of a step would be seen coming.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from config.logs import is_ours
from config.settings import Settings
from webapp import health
from webapp.services import Services
from webapp.standing import facts
from webapp.standing.exposition import Gauge, Labels, gauge
from webapp.standing.processes import Process

AWAY = -1.0
STEPS = (1000, 100, 10)
"""At least so many errors of a kind in an hour; fewer are told as none."""

WAITS = (5.0, 1.0, 0.25)
"""At least so many seconds until a process answers; what is quicker is told as none."""

PROBE_SECONDS = 10
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what is compared, not bound
TEN_MINUTES = 10
TWENTIETHS = 20
NEWEST = 2 * 3600
"""Seconds for which an hour's errors are told."""


class Grown(NamedTuple):
    """What grows with use: the processes, and the part of the disk that is free."""

    running: Mapping[str, list[Process]]
    free: float


def gauges(
    made: Services, moment: datetime, running: Mapping[str, list[Process]], grown: Grown
) -> Iterator[Gauge]:
    """What is scraped at this moment; `grown` is of an earlier one."""
    site = made.site
    try:
        with made.database.reading() as session:
            known: facts.Stored | None = facts.stored(session, moment)
            is_open = site.current(session).hours.is_open(moment)
    except SQLAlchemyError:
        known, is_open = None, False
    yield gauge("quietline_database_up", "1 where the database answers.", known is not None)
    if known is not None:
        yield from _of_store(known, moment, is_open=is_open)
    yield from _of_machine(made, grown.free)
    count = {role: float(len(some)) for role, some in running.items()}
    yield gauge("quietline_processes", "Processes of the service here.", count, "role")
    yield from _of_processes(grown.running)
    yield _answers(made.settings)
    yield _errors(made.settings.errors_dir, time.time())


def _of_store(known: facts.Stored, moment: datetime, *, is_open: bool) -> Iterator[Gauge]:
    late = {job.name: float(job.late) for job in known.jobs}
    minutes = {job.name: float(job.minutes // TEN_MINUTES * TEN_MINUTES) for job in known.jobs}
    yield gauge("quietline_revision_current", "1 where tables and program fit.", known.revision)
    yield gauge("quietline_job_late", "1 where nobody ran it for ten minutes.", late, "job")
    yield gauge("quietline_job_overdue_minutes", "Since when it is due, in tens.", minutes, "job")
    age = facts.age(known.backup_day, moment)
    yield gauge("quietline_backup_age_days", "Whole days since the last backup; -1 is never.", age)
    for name, days in (("certificate", known.certificate_days), ("roster", known.roster_days)):
        told = f"For how many days the {name} holds; -1 where there is none."
        yield gauge(f"quietline_{name}_days", told, facts.NEVER if days is None else days)
    yield gauge("quietline_open", "1 within the published opening hours.", is_open)
    yield gauge("quietline_attended", "1 where any advocate is on shift.", known.on_shift)


def _of_machine(made: Services, free: float) -> Iterator[Gauge]:
    room, heard = health.room(made), facts.fan_out(made)
    yield gauge("quietline_files_taken", "1 where files find room.", room == "room")
    told = "Part of the disk that is free, in twentieths."
    yield gauge("quietline_disk_free_ratio", told, int(free * TWENTIETHS) / TWENTIETHS)
    yield gauge("quietline_fan_out_up", "0 where Redis is needed and away.", heard != "away")


def _of_processes(running: Mapping[str, list[Process]]) -> Iterator[Gauge]:
    for name, told in (
        ("memory", "Bytes of the largest, in steps of 64 MB."),
        ("files", "Open files of whoever has most, in steps of 64."),
        ("busy", "Part of a processor since it began, in tenths; the highest."),
    ):
        most = {role: float(max(getattr(p, name) for p in some)) for role, some in running.items()}
        yield gauge(f"quietline_process_{name}", told, most, "role")


def _answers(settings: Settings) -> Gauge:
    ports = {"source": settings.source_port, "desk": settings.desk_port}
    if settings.line_port is not None:
        ports["line"] = settings.line_port
    host = "127.0.0.1" if settings.bind in ANYWHERE else settings.bind
    waited = {name: _wait_for(f"http://{host}:{port}/healthz") for name, port in ports.items()}
    told = "Seconds until it answers a question of ours: 0, 0.25, 1, 5; -1 where it does not."
    return gauge("quietline_answers_seconds", told, waited, "process")


def _wait_for(url: str) -> float:
    """What stands in the way of this question stands in everybody's: the hub, or all threads."""
    begun, asked = time.monotonic(), urllib.request.Request(url, headers={"Host": "localhost"})  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(asked, timeout=PROBE_SECONDS):  # noqa: S310 - ours
            took = time.monotonic() - begun
    except (OSError, urllib.error.URLError):
        return AWAY
    return next((step for step in WAITS if took >= step), 0.0)


def _errors(folder: Path, now: float) -> Gauge:
    """Errors of the last whole hour that are ours, by side and kind, in steps of ten."""
    counted: Counter[tuple[str, str]] = Counter()
    for path in folder.glob("*.json"):
        try:
            if path.stat().st_mtime > now - NEWEST:
                for side, kind, count in json.loads(path.read_text()):
                    counted[(side, kind)] += count
        except (OSError, ValueError):
            continue
    steps: dict[Labels, float] = {
        (("side", side), ("kind", kind)): float(next((s for s in STEPS if count >= s), 0))
        for (side, kind), count in sorted(counted.items())
        if is_ours(side, kind) and count >= STEPS[-1]
    }
    return Gauge("quietline_errors", "At least so many in an hour: 10, 100, 1000.", steps)
