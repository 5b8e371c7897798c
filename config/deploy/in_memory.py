"""What this process has in memory stays there: none of it is swapped to a disk, where that is allowed.

Locked are pages as they are first used, so that it costs no memory (measured in docs/secrets.md).
"""

from __future__ import annotations

import ctypes
import resource
import sys

MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT = 1, 2, 4


def lock() -> bool:
    """Whether nothing of this process can be swapped from now on.

    Only where the limit (`ulimit -l`) is none: under any other the kernel would refuse memory as soon
    as all that is reserved, used or not, is more. The units and the containers that we deliver set
    it so. A child that is forked locks its own.
    """
    if sys.platform != "linux":
        return False
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0)
