"""`python -m tests.fuzz TARGET --seconds 600`: look for inputs that break a parser, and keep what is new."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import corpus
from tests.fuzz.engine_options import PLANTED, options_of, words_file
from tests.fuzz.target import Target
from tests.fuzz.targets import NAMES, load
from tests.server import ROOT

FOUND = ROOT / "var" / "fuzz"
"""Where inputs that raise are left."""

TAIL = 4_000
"""Letters of the engine's words that are shown where it found something."""


@dataclass(frozen=True)
class Ran:
    """How a run ended: the engine's code, what it said, and how many inputs it tried."""

    code: int
    said: str
    tried: int
    a_second: int

    @property
    def found(self) -> bool:
        """Whether an input raised, or took too long."""
        return self.code != 0


def run(target: Target, folder: Path, seconds: int, *, planted: bool = False) -> Ran:
    """Let the engine look for so many seconds; what it thinks worth keeping is in the folder."""
    with tempfile.TemporaryDirectory(prefix="quietline-fuzz-") as made:
        words = words_file(target, Path(made))
        left = Path(made) if planted else FOUND / target.name
        left.mkdir(parents=True, exist_ok=True)
        options = options_of(target, seconds, left, words)
        return _engine(target.name, [*options, str(folder)], seconds, planted=planted)


def _engine(name: str, options: list[str], seconds: int, *, planted: bool = False) -> Ran:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)} | ({PLANTED: "1"} if planted else {})
    command = [sys.executable, "-m", "tests.fuzz.engine", name, *options]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds + 300,
        check=False,
    )
    said = ended.stdout.decode(errors="replace")
    tried, a_second = (_number(said, what) for what in ("number_of_executed_units", "average_exec"))
    return Ran(ended.returncode, said, tried, a_second)


def _number(said: str, what: str) -> int:
    found = re.search(rf"stat::{what}\w*:\s*(\d+)", said)
    return int(found[1]) if found else 0


def main() -> int:
    """Look for so long as was asked; 1 where something was found, which is shown."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("target", choices=NAMES)
    asked.add_argument("--seconds", type=int, default=600)
    asked.add_argument("--keep", action="store_true", help="keep the smallest inputs of all found")
    given = asked.parse_args()
    target = load(given.target)
    with corpus.unpacked(target) as folder:
        ran = run(target, folder, given.seconds)
        print(f"{target.name}: {ran.tried} inputs, {ran.a_second} a second")  # noqa: T201
        if ran.found:
            print(ran.said[-TAIL:])  # noqa: T201
            return 1
        if given.keep:
            kept = corpus.write(target, [path.read_bytes() for path in folder.iterdir()])
            print(f"{target.name}: {kept} kept")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
