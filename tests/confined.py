"""Becomes a program under the limits of a systemd unit, as systemd would set them, without systemd.

`python tests/confined.py SPEC PROGRAM …`: no new privileges, no capabilities, the unit's umask and
limits, its filter of system calls and of address families, and no memory that is both written and
run. systemd makes the filter with this same library.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import socket
import sys
from pathlib import Path

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
EQUAL, MASKED = 4, 7
PROT_WRITE, PROT_EXEC = 2, 4
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
CAPABILITIES = 41


class Condition(ctypes.Structure):
    """One argument of a system call, as libseccomp compares it."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("comparison", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


def conditions(call: str, families: list[str]) -> list[Condition | None]:
    """The conditions under which a call is allowed, each by itself enough; None is always."""
    if call == "socket":
        return [Condition(0, EQUAL, getattr(socket, name), 0) for name in families]
    if call == "mmap":  # written, or run, or neither, and never both
        both = PROT_WRITE | PROT_EXEC
        return [Condition(2, MASKED, both, one) for one in (0, PROT_WRITE, PROT_EXEC)]
    if call in {"mprotect", "pkey_mprotect"}:
        return [Condition(2, MASKED, PROT_EXEC, 0)]
    return [None]


def filter_calls(calls: list[str], families: list[str]) -> None:
    """From here on every other system call fails with EPERM, in children too."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    made = ctypes.c_void_p(library.seccomp_init(REFUSE))
    for call in calls:
        number = library.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            continue  # another machine's
        for one in conditions(call, families):
            given = (0, None) if one is None else (1, ctypes.byref(one))
            if library.seccomp_rule_add_array(made, ALLOW, number, *given) != 0:
                raise OSError(call)
    if library.seccomp_load(made) != 0:
        raise OSError("the filter was not taken")


def main(spec: str, *program: str) -> None:
    """Become the program."""
    limits = json.loads(Path(spec).read_text())
    libc = ctypes.CDLL(None)
    if os.geteuid() == 0:
        for capability in range(CAPABILITIES):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.umask(int(limits["umask"], 8))
    resource.setrlimit(resource.RLIMIT_CORE, (limits["core"], limits["core"]))
    highest = min(limits["files"], resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    filter_calls(limits["calls"], limits["families"])
    os.execv(program[0], list(program))  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
