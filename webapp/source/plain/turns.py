"""How many forms with a file come at once where each holds a thread: half of them, so that pages go on.

Such a form is read as it arrives, as slowly as its sender likes. On a hub that holds nobody up.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from webapp.services import right_here, services

AT_ONCE = 4
"""Half of the threads of a process (config/deploy/gunicorn_conf.py)."""

_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[bool]:
    """Whether a form with a file may be read now, as long as the block lasts."""
    if services().off_loop is not right_here:
        yield True
        return
    is_mine = _turns.acquire(blocking=False)
    try:
        yield is_mine
    finally:
        if is_mine:
            _turns.release()
