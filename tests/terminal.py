"""A person at a terminal: reads what a program asks and types the answer, as on a real console."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
"""Seconds to wait for a question."""


def program(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a program of ours that asks nothing, to its end."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Terminal:
    """A program of ours running on a terminal of its own; use as a context."""

    def __init__(self, command: list[str], environ: dict[str, str]) -> None:
        self.said = ""
        self._screen, inner = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm", **environ},
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The program is gone, whatever happened."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._screen)

    def read(self, pattern: str) -> re.Match[str]:
        """Wait for text; gives the match and forgets the output up to its end."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.said)):
            if time.monotonic() > end or not self._more(end):
                raise AssertionError(f"never said {pattern!r}, but: {self.said}")
        self.said = self.said[found.end() :]
        return found

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self._screen, line.encode() + b"\n")

    def answer(self, question: str, line: str) -> re.Match[str]:
        """Wait for a question and type the answer."""
        found = self.read(question)
        self.type(line)
        return found

    def _more(self, end: float) -> bool:
        ready, _, _ = select.select([self._screen], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            part = os.read(self._screen, 65536)
        except OSError:  # Linux says so when the program has ended
            return False
        self.said += part.decode(errors="replace").replace("\r\n", "\n")
        return bool(part)
