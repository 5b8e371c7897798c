"""The real program as a subprocess: started as a user starts it, watched from outside, ended by its id."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import Any

from tests import brood, ready
from tests.brood import Forked

ROOT = brood.ROOT
DEADLINE = 60.0
"""Seconds after which a start has failed."""


USUAL, FIRST, ANEW = "usual", "first", "anew"
"""How a site is begun: a fork on a store that is migrated and has its demonstration; a fork on
nothing; or as an operator does it, where a test is about the start, memory or what a process shows."""


@dataclass
class RunningSite:
    """A served site; `home` holds its data directory and what the processes printed."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | Forked

    @property
    def data_dir(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def source_url(self) -> str:
        """Where people outside come."""
        return f"http://localhost:{self.port}"

    @property
    def desk_url(self) -> str:
        """Where staff come."""
        return f"http://localhost:{self.port + 1}"

    @property
    def demo(self) -> dict[str, Any]:
        """The sign-in details that the demonstration wrote."""
        details: dict[str, Any] = json.loads((self.data_dir / "demo-desk.json").read_text())
        return details

    @property
    def output(self) -> str:
        """Everything the processes printed so far."""
        return (self.home / "output").read_text(errors="replace")

    def stop(self) -> None:
        """End the server as an operator would, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=20)


def environ_of(site: RunningSite) -> dict[str, str]:
    """The settings with which another program of ours finds this site."""
    return {"QUIETLINE_PORT": str(site.port), "QUIETLINE_DATA_DIR": str(site.data_dir)}


def start_site(
    home: Path,
    command: str = "run",
    port: int | None = None,
    more: dict[str, str] | None = None,
    program: str = "webapp.cli",
    begun: str = USUAL,
) -> RunningSite:
    """Start `quietline COMMAND` in `home` and give it once both sides answer.

    `more` is added to its environment. With `run` the demonstration is complete too. Raises
    TimeoutError with what was printed.
    """
    port = port or free_pair()
    home.mkdir(parents=True, exist_ok=True)
    environ = {
        "QUIETLINE_TIPS_AT_ONCE": "10000",  # no test but that of floods is one
        **os.environ,
        "QUIETLINE_PORT": str(port),
        "QUIETLINE_DATA_DIR": str(home / "data"),
        "TMPDIR": str(_made(home / "tmp")),
        **(more or {}),
    }
    (home / "output").touch()
    if program == "webapp.cli" and begun != ANEW and brood.can_serve(command, more or {}):
        if begun == USUAL:
            ready.lay_out(command, environ)
        site = RunningSite(home, port, brood.forked(command, environ, home / "output"))
    else:
        site = RunningSite(home, port, _started(program, command, environ, home / "output"))
    try:
        wait_until(lambda: _is_up(site, command), site)
    except TimeoutError:
        site.kill()
        raise
    return site


def _started(
    program: str, command: str, environ: dict[str, str], output: Path
) -> subprocess.Popen[bytes]:
    with output.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", program, command],
            cwd=ROOT,
            env=environ,
            stdout=said,
            stderr=said,
        )


@contextmanager
def served(
    home: Path, command: str = "run", begun: str = USUAL, **more: str
) -> Iterator[RunningSite]:
    """A site that is served as long as the block lasts; `more` is its environment."""
    site = start_site(home, command, more=more, begun=begun)
    try:
        yield site
    finally:
        site.stop()


def wait_until(true: Any, site: RunningSite) -> None:
    """Return once `true()` holds; raises TimeoutError, with the output, where it does not in time."""
    end = time.monotonic() + DEADLINE
    while not true():
        if site.process.poll() is not None or time.monotonic() > end:
            raise TimeoutError(site.output)
        time.sleep(0.05)  # between two looks, never instead of one


def patiently(true: Any) -> None:
    """Return once `true()` holds; raises TimeoutError where it does not in time."""
    end = time.monotonic() + DEADLINE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)  # between two looks, never instead of one


PORTS = range(10_000, 32_000, 2)
"""Below what the system hands out for outgoing lines, so that none of those takes a port before us."""

_pairs = iter(SystemRandom().sample(PORTS, len(PORTS)))


def free_pair() -> int:
    """A port that is free together with the one above it; never the same twice in one process."""
    for port in _pairs:
        with socket.socket() as low, socket.socket() as high:
            try:
                low.bind(("127.0.0.1", port))
                high.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no free pair of ports")


def _is_up(site: RunningSite, command: str) -> bool:
    if command == "run" and not (site.data_dir / "demo-desk.json").exists():
        return False
    return all(_answers(url) for url in (site.source_url, site.desk_url))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
