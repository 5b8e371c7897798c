"""Log lines: from an allow-list of fields, and none of them caused by one source's request.

Errors are counted by kind and written once an hour; a library's own message is reduced to the
library's name, since its text could quote what a person wrote, and counted too where people are
served: whoever keeps the lines notes the moment of each, and with it that of what caused it.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from config import clock

ALLOWED = ("event", "side", "kind", "count", "port", "revision", "signal")
"""The only fields besides time and level that a line may hold."""

A_DAY = 86_400

OURS = {"unavailable", "server-error", "busy", "no-room", "TimeoutError"}
"""Kinds of errors that are no answer to what somebody asked, besides exceptions by their class."""

_log = logging.getLogger("quietline")


class AllowListFormatter(logging.Formatter):
    """One JSON object a line: the hour, the level and allowed fields, never free text."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for `record`; text of other libraries is left out."""
        line: dict[str, object] = {"hour": clock.hour_of(clock.now()), "level": record.levelname}
        if record.name == _log.name:
            fields = record.__dict__.get("fields", {})
            line.update({name: fields[name] for name in ALLOWED if name in fields})
        else:
            line.update({"event": "library", "kind": record.name.split(".", 1)[0]})
        return json.dumps(line)


def configure_logs() -> None:
    """Send every logger of the process through the allow-list to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AllowListFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _log.setLevel(logging.INFO)


def count_libraries(counts: ErrorCounts) -> None:
    """From now on what a library says is no line of its own: it is counted by its name."""

    def ours(record: logging.LogRecord) -> bool:
        if record.name == _log.name:
            return True
        counts.add("library", record.name.split(".", 1)[0])
        return False

    for handler in logging.getLogger().handlers:
        handler.addFilter(ours)


def write(event: str, **fields: str | int) -> None:
    """Write one line about the service itself (never about one request)."""
    _log.info(event, extra={"fields": {"event": event, **fields}})


class ErrorCounts:
    """Counts errors by kind until the hour is over; then they become one line a kind.

    What an hour had of our own errors stands in a file in `folder` too, for the metrics, until the
    next one is over. What answers somebody's mistake is in no file: lines are never on a disk.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, side: str, kind: str) -> None:
        """Count one error; `kind` is a class or problem name, never a message."""
        with self._lock:
            self._counts[(side, kind)] += 1

    def flush(self) -> None:
        """Write and forget what was counted since the last flush."""
        with self._lock:
            counted, self._counts = self._counts, Counter()
        for (side, kind), count in sorted(counted.items()):
            write("errors", side=side, kind=kind, count=count)
        if self._folder is not None:
            with suppress(OSError):  # a full disk
                ours = [
                    (which, count) for which, count in sorted(counted.items()) if is_ours(*which)
                ]
                _leave(self._folder, [[*which, count] for which, count in ours])


def is_ours(side: str, kind: str) -> bool:
    """Whether such an error says how the service stands; alerts that failed say that somebody waited."""
    return side != "alerts" and (kind in OURS or kind[0].isupper())


def _leave(folder: Path, counted: list[list[str | int]]) -> None:
    """This process's last hour is in its file; files of those that ended long ago are gone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = time.time()
    for path in folder.iterdir():
        if path.stat().st_mtime < now - A_DAY:
            path.unlink(missing_ok=True)
    new = folder / f"{os.getpid()}.new"
    new.touch(mode=0o600)
    new.write_text(json.dumps(counted))
    new.replace(folder / f"{os.getpid()}.json")
