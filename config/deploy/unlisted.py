"""No listing of this process's environment shows a secret, once the settings were read.

`ps e` and /proc/PID/environ show the memory in which a program was handed its environment, whatever
became of the variables since. So that memory is written over.
"""

from __future__ import annotations

import ctypes
import os
import sys

from config.secret_files import SECRETS


def hide() -> None:
    """Of each secret the value is zeros there; `os.environ` still has it, for what reads it later.

    Where a secret is given as a file there was nothing to see but its path.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.getenv.restype = ctypes.c_void_p
    for name in SECRETS:
        where = libc.getenv(name.encode()) if name in os.environ else None
        if where:
            ctypes.memset(where, 0, len(ctypes.string_at(where)))
