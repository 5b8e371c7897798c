"""The service's own processes on this machine, in steps so coarse that no visit shows.

What one person does takes some milliseconds of a processor and some kilobytes for a moment. So
memory is told in steps of 64 MB, open files in steps of 64, and processor time as the part of the
time since the process began, in steps of a tenth; a chat or a tip is a ten-thousandth of an hour.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROLES = {
    "config.deploy.embedded": "line",
    "webapp.behind_gunicorn": "pages",
    "quietline jobs": "jobs",
}
"""What stands in a process's command line, and what it is."""

MEMORY_STEP = 64 * 1024 * 1024
FILES_STEP = 64
TENTHS = 10
TICKS = os.sysconf("SC_CLK_TCK")


class Process(NamedTuple):
    """One process in coarse steps: bytes, files, and tenths of a processor since it began."""

    memory: int
    files: int
    busy: float


def processes(proc: Path = Path("/proc")) -> dict[str, list[Process]]:
    """What runs here under this account, by role; a process that ends meanwhile is left out."""
    found: dict[str, list[Process]] = defaultdict(list)
    for folder in sorted(proc.glob("[0-9]*")):
        try:
            said = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            role = next((role for words, role in ROLES.items() if words in said), None)
            if role is not None and folder.stat().st_uid == os.getuid():
                found[role].append(_looked_at(folder))
        except (OSError, ValueError, IndexError):
            continue
    return found


def _looked_at(folder: Path) -> Process:
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    used = (int(fields[11]) + int(fields[12])) / TICKS
    began, pages = int(fields[19]) / TICKS, int(fields[21])
    lived = max(1.0, time.clock_gettime(time.CLOCK_BOOTTIME) - began)
    return Process(
        memory=_up(pages * os.sysconf("SC_PAGE_SIZE"), MEMORY_STEP),
        files=_up(sum(1 for _ in (folder / "fd").iterdir()), FILES_STEP),
        busy=round(used / lived * TENTHS) / TENTHS,
    )


def _up(value: int, step: int) -> int:
    return -(-value // step) * step
