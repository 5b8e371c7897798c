"""One part of the cluster: a program that is started, stopped, killed and started anew by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.server import ROOT

LONGEST_START = 120.0
LONGEST_STOP = 40.0
"""Seconds after which a start or a stop has failed."""

A_LOOK = 0.02
"""Seconds between two looks at whether a part is ready."""


class NotReady(Exception):
    """A part ended, or took too long, before it was ready; with what it printed."""


@dataclass
class Part:
    """A program with its settings; what it prints is kept in a file under its name."""

    name: str
    home: Path
    command: Sequence[str]
    is_ready: Callable[[], bool]
    environ: Mapping[str, str] = field(default_factory=dict)
    gentle: signal.Signals = signal.SIGTERM
    hard: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    used: float = 0.0

    @property
    def said(self) -> str:
        """All that it has printed."""
        return (self.home / f"{self.name}.out").read_text(errors="replace")

    def begin(self) -> None:
        """Start it and wait for nothing: several parts come up beside each other."""
        with (self.home / f"{self.name}.out").open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environ},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl+C at a terminal is for the cluster, not for its parts
            )

    def wait(self) -> None:
        """Return once it is ready; raises NotReady."""
        end = time.monotonic() + LONGEST_START
        while not self.is_ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > end:
                raise NotReady(f"{self.name}: {self.said[-2000:]}")
            time.sleep(A_LOOK)

    def start(self) -> None:
        """It runs and is ready."""
        self.begin()
        self.wait()

    def stop(self) -> None:
        """End it as an operator would, and wait until it is gone."""
        self.tell(self.gentle)
        self.gone()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.tell(self.hard)
        self.gone()

    def restart(self) -> None:
        """Stop it and start it anew."""
        self.stop()
        self.start()

    def cpu(self) -> float:
        """Seconds of processor time of its processes so far, over all its lives."""
        return self.used + sum(map(_used, self._pids()))

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs, and wait for nothing; SIGKILL to all that it has started too."""
        if self.process is not None and number is signal.SIGKILL:
            os.killpg(self.process.pid, number)
        elif self.process is not None:
            self.process.send_signal(number)

    def gone(self) -> None:
        """Return once it has ended; raises TimeoutExpired, and ends it, where it does not."""
        if self.process is None:
            return
        self.used = self.cpu()
        try:
            self.process.wait(timeout=LONGEST_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None

    def _pids(self) -> list[int]:
        """The process and all that it has started."""
        found = [] if self.process is None else [self.process.pid]
        for pid in found:
            found += _children(pid)
        return found


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _used(pid: int) -> float:
    """Seconds of processor time, with those of children that have ended; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
