"""Work in a process of its own that is killed at one of its system calls, as a power cut would."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest


class KillingOs:
    """The `os` module, which at its n-th call ends the process; n is counted from 0."""

    def __init__(self, step: int) -> None:
        self._left = step

    def __getattr__(self, name: str) -> Any:
        found = getattr(os, name)
        if not callable(found):
            return found

        def call(*args: Any, **more: Any) -> Any:
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self._left -= 1
            return found(*args, **more)

        return call


def killed_at(step: int, module: Any, work: Callable[[], object]) -> bool:
    """Do the work in a child whose `module` sees a KillingOs; whether it was killed."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "os", KillingOs(step))
            work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)
