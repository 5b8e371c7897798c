"""Stretching words off the event loop, a few at a time: each takes 16 MiB and a thirtieth of a second."""

from __future__ import annotations

import threading

from crypto.receipt import stretch
from webapp.errors import Problem
from webapp.services import services

AT_ONCE = 2
"""As many as a small machine has cores; more would only slow each other down."""

IN_LINE = 40
"""People who may wait for their turn; whoever comes after them is asked to try again."""

TURN_SECONDS = 15

_running = threading.BoundedSemaphore(AT_ONCE)
_in_line = threading.BoundedSemaphore(IN_LINE)


OF_CHATS = 20
"""People who open a chat have a line of their own, which no flood of tips or words fills."""

_of_chats = threading.BoundedSemaphore(OF_CHATS)


def stretched(words: str, site: bytes, *, chat: bool = False) -> bytes:
    """The receipt's master for these words; raises the problem `busy` where too many wait."""
    line = _of_chats if chat else _in_line
    if not line.acquire(blocking=False):
        raise Problem(503, "busy")
    try:
        if not _running.acquire(timeout=TURN_SECONDS):
            raise Problem(503, "busy")
        try:
            return services().off_loop(stretch, words, site)
        finally:
            _running.release()
    finally:
        line.release()
