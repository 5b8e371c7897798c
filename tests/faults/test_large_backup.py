"""Twenty thousand conversations are backed up and restored without ever being in memory together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crypto.age import new_identity
from tests.bench.stock import ground, stocked
from tests.databases import DATABASES
from tests.server import ROOT, free_pair

FEW, MANY = 200, 20_000
LARGER = 40
"""Megabytes that the large store may need more; its rows alone are above sixty."""


MEASURED = """
import atexit, re, sys
from pathlib import Path
from webapp.cli import quietline
status = Path("/proc/self/status")
peak = lambda: re.search(r"VmHWM:\\s+([0-9]+) kB", status.read_text())[1]
atexit.register(lambda: print("peak", peak(), file=sys.stderr))
quietline(prog_name="./quietline")
"""
"""The program, which says at its end how much memory it had at most (of this process's it has none)."""


def run(environ: dict[str, str], *command: str) -> tuple[int, str, float]:
    """Run a command of ours to its end: exit code, what it said, its highest memory in megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=ROOT,
        env={**os.environ, **environ, "QUIETLINE_PORT": str(free_pair())},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, int(done.stderr.split()[-1]) / 1024


def memory_for(kind: str, home: Path, conversations: int) -> tuple[float, float]:
    """Back up a store of so many conversations and restore it: the memory of both programs."""
    secret, public = new_identity()
    home.mkdir()
    (home / "key").write_text(secret)
    folder, key = str(home / "backups"), str(home / "key")
    with ground(kind) as on, stocked(on, home / "stock", conversations, 0) as stock:
        to = ["backup", "--to", folder, "--recipient", public]
        code, _, to_back_up = run(stock.environ, *to)
    assert code == 0
    into = {"QUIETLINE_DATA_DIR": str(home / "new")}
    code, said, to_restore = run(into, "restore", "--from", folder, "--identity", key)
    assert f"{conversations} conversations, {conversations} messages" in said
    # The stock's messages are random bytes, and the restore says so.
    assert (code, "every message and record has its form" in said) == (1, True)
    return to_back_up, to_restore


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", DATABASES)
def test_a_large_store_needs_hardly_more_memory_than_a_small_one(tmp_path: Path, kind: str) -> None:
    small = memory_for(kind, tmp_path / "small", FEW)
    large = memory_for(kind, tmp_path / "large", MANY)
    print(f"\n{kind}: {small} MB for {FEW} conversations, {large} MB for {MANY}")  # noqa: T201 - for whoever measures
    assert all(more - less < LARGER for less, more in zip(small, large, strict=True))
