"""What the kernel answers a running program is changed for a while, by strace: a disk that is read-only or slow."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

TO_DISK = "pwrite64,pwritev,ftruncate,fallocate,fdatasync,fsync,mkdir,rename,unlink"
"""Calls by which our programs and SQLite change a disk. (A socket is written by others.)"""

SYNCS = "fdatasync,fsync"


@contextmanager
def answered(pid: int, calls: str, how: str) -> Iterator[None]:
    """As long as the block lasts these calls of the process, and of all its threads, are answered so.

    `how` is what strace injects: `error=EROFS`, `delay_enter=200000` (microseconds).
    """
    strace = shutil.which("strace")
    assert strace, "tests/debian-packages installs strace"
    command = [strace, "-f", "-p", str(pid), "-o", "/dev/null"]
    command += ["-e", f"trace={calls}", "-e", f"inject={calls}:{how}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stderr is not None
        for line in watching.stderr:
            if "attached" in line:
                break
        else:
            raise AssertionError("strace could not attach")
        try:
            yield
        finally:
            watching.send_signal(signal.SIGTERM)
            watching.communicate(timeout=20)
