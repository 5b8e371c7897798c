"""Served programs in a fraction of the time: one process has read every module, the rest are its forks.

A start reads a thousand modules twice, once for the command and once for the server that it becomes,
which is most of what a start costs. The forks run the same command with the same environment; what
they do not repeat is reading the modules and `exec`. Tests that are about the start itself, memory,
limits or what a process shows of itself start the program as an operator does (`ANEW` in `tests/server.py`).

Run as `python -m tests.brood`: takes a line of JSON for each request, gives one for each answer.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

ROOT = Path(__file__).parent.parent
A_LOOK = 0.02
"""Seconds between two looks whether a process has ended."""

OURS = ("QUIETLINE_", "TMPDIR")
"""Settings that a fork can take up; all others mean something to an interpreter that begins."""

IN_TURN = threading.Lock()


class Forked:
    """A served program, with what `subprocess.Popen` has that tests use."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its code once it has ended, minus the number of the signal that ended it; else None."""
        if self.returncode is None:
            self.returncode = _ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its code, once it has ended; raises TimeoutExpired."""
        end = time.monotonic() + (timeout or float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("quietline", timeout or 0)
            time.sleep(A_LOOK)  # between two looks
        return code

    def send_signal(self, number: int) -> None:
        """The process has been sent this signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def can_serve(command: str, more: dict[str, str]) -> bool:
    """Whether a fork is the same as the program started with these settings."""
    plain = all(name.startswith(OURS) for name in more) and "QUIETLINE_ASYNC" not in more
    return command in {"run", "serve"} and plain and "QUIETLINE_ASYNC" not in os.environ


def forked(command: str, environ: dict[str, str], output: Path) -> Forked:
    """`quietline COMMAND`, begun; what it prints is added to `output`."""
    job = {"command": command, "environ": environ, "output": str(output), "cwd": str(ROOT)}
    return Forked(int(_ask(job)))


def _ask(request: dict[str, Any]) -> Any:
    with IN_TURN:
        to, back = _mother()
        to.write(json.dumps(request) + "\n")
        to.flush()
        return json.loads(back.readline())


@cache
def _mother() -> tuple[IO[str], IO[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.brood"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    atexit.register(process.stdin.close)
    return process.stdin, process.stdout


def main() -> None:
    """Answer until nobody asks any more."""
    import config.deploy.embedded  # noqa: F401, PLC0415 - patches, before all others
    import webapp.cli  # noqa: PLC0415
    import webapp.demo.__main__  # noqa: PLC0415
    import webapp.hub_eventlet  # noqa: PLC0415
    import webapp.serve  # noqa: F401, PLC0415

    while line := sys.stdin.readline():
        request = json.loads(line)
        answer = _ended(request["ended"]) if "ended" in request else _begun(request)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _ended(pid: int) -> int | None:
    which, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if which else None


def _begun(job: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _live(lambda: _become(job))
    return pid


def _live(life: Any) -> None:
    """Run it, and end this process as an interpreter ends."""
    code = 1
    try:
        life()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # noqa: BLE001 - printed, as an interpreter does
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(job: dict[str, Any]) -> None:
    import random  # noqa: PLC0415

    from config.deploy import no_dumps  # noqa: PLC0415
    from webapp import cli  # noqa: PLC0415

    _open_output(job["output"])
    os.environ.clear()
    os.environ.update(job["environ"])
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
    os.chdir(job["cwd"])
    random.seed()
    no_dumps.forbid()
    sys.argv = ["quietline", job["command"]]
    cli._serve = _serve
    vars(cli)["subprocess"] = SimpleNamespace(Popen=_beside)
    cli.quietline(prog_name="./quietline")


def _open_output(path: str) -> None:
    sys.stdout.flush()
    for number, (name, how) in enumerate(
        [(os.devnull, os.O_RDONLY), *[(path, os.O_WRONLY | os.O_APPEND)] * 2]
    ):
        opened = os.open(name, how)
        os.dup2(opened, number)
        os.close(opened)


def _serve(database: Any) -> None:
    from webapp import serve  # noqa: PLC0415

    database.engine.dispose()
    sys.stdout.flush()
    serve.main()


def _beside(command: list[str]) -> None:
    """The process that the command starts beside the server, as a fork as well."""
    if os.fork() == 0:
        sys.argv = ["quietline", *command[3:]]
        from webapp.demo.__main__ import main as make  # noqa: PLC0415

        _live(lambda: sys.exit(make()))


if __name__ == "__main__":
    main()
