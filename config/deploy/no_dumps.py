"""No picture of this process's memory is ever written to disk by the kernel.

For a moment the server has what people without scripts type. A crash in that moment must not
leave it in a core file, whatever the limits of the shell or the unit that started the server.
"""

from __future__ import annotations

import ctypes
import resource
import sys
from contextlib import suppress
from pathlib import Path

PR_SET_DUMPABLE = 4

FILTER = Path("/proc/self/coredump_filter")
NOTHING = "0"


def forbid() -> None:
    """This process cannot be dumped; raises OSError where the kernel refuses to promise it.

    The limit stops core files and is inherited by children. On Linux a dump that goes to a
    program (systemd-coredump, apport) knows no limit; a process that is not dumpable has none
    either, and nobody but root can attach to it or read its memory. Of what root dumps all the
    same (gcore) the filter leaves the memory out. Swap is another matter (`in_memory`).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError):  # root's file where this is forbidden already; then it is set, too
            FILTER.write_text(NOTHING)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the kernel would not forbid core dumps")
