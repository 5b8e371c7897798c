"""Log lines: from an allow-list of fields, and none of them caused by one source's request.

Errors are counted by kind and written once an hour; a library's own message is reduced to the
library's name, since its text could quote what a person wrote.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections import Counter

from config import clock

ALLOWED = ("event", "side", "kind", "count", "port", "revision", "signal")
"""The only fields besides time and level that a line may hold."""

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


def write(event: str, **fields: str | int) -> None:
    """Write one line about the service itself (never about one request)."""
    _log.info(event, extra={"fields": {"event": event, **fields}})


class ErrorCounts:
    """Counts errors by kind until the hour is over; then they become one line a kind."""

    def __init__(self) -> None:
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
