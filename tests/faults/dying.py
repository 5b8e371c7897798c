"""A copy of this process that is killed, as by a power cut, at the n-th step of what it does to a disk.

Steps are counted and not timed, so every moment between two of them can be tried, one after another.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from moderation.backup import loading
from moderation.backup.folder import Writing

Steps = tuple[tuple[Any, str], ...]

DONE = 0
FAILED = 70

STEPS: Steps = (
    (os, "fsync"),
    (Path, "rename"),
    (Path, "unlink"),
    (shutil, "rmtree"),
    (Writing, "write"),
)
"""What stands for a step: each is a moment at which something on the disk is about to change."""

ROWS: Steps = ((loading, "insert"),)
"""Steps inside the one transaction of a restore, of which there are many."""


def killed_at(step: int, work: Callable[[], object], steps: Steps = STEPS) -> bool:
    """Do the work in a copy that is killed right before this step; False where it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            with _deadly(step, steps):
                work()
        except BaseException:  # noqa: BLE001 - the copy must never go on with its parent's test
            os._exit(FAILED)
        os._exit(DONE)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == DONE
    return False


@contextmanager
def _deadly(step: int, steps: Steps) -> Iterator[None]:
    left = [step]

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def either(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        return either

    with ExitStack() as stack:
        for owner, name in steps:
            stack.enter_context(patch.object(owner, name, counted(getattr(owner, name))))
        yield
