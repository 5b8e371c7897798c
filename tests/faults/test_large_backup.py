"""Twenty thousand conversations are backed up and restored without ever being in memory together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crypto.age import new_identity
from tests.bench.stock import Stock, stocked
from tests.databases import DATABASES
from tests.server import ROOT, free_pair

CONVERSATIONS = 20_000
PROGRAM = 130
"""Megabytes that the program needs for itself."""

LARGER = 60
"""Megabytes that a large store may need besides; all of it would be several hundred."""


def run(environ: dict[str, str], *command: str) -> tuple[int, str, float]:
    """Run a command of ours to its end: exit code, what it said, its highest memory in megabytes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", *command],
        cwd=ROOT,
        env={**os.environ, **environ, "QUIETLINE_PORT": str(free_pair())},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said, used.ru_maxrss / 1024


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", DATABASES)
def test_a_large_store_needs_little_memory(tmp_path: Path, kind: str) -> None:
    secret, public = new_identity()
    (tmp_path / "key").write_text(secret)
    folder, key = str(tmp_path / "backups"), str(tmp_path / "key")
    with stocked(kind, tmp_path / "stock", CONVERSATIONS, 0) as stock:
        backed_up(stock, folder, public)
    into = {"QUIETLINE_DATA_DIR": str(tmp_path / "new")}
    code, said, used = run(into, "restore", "--from", folder, "--identity", key)
    assert f"{CONVERSATIONS} conversations, {CONVERSATIONS} messages" in said
    assert code == 1  # the stock's messages are random bytes, and the restore says so
    assert "every message and record has its form" in said
    assert used < PROGRAM + LARGER


def backed_up(stock: Stock, folder: str, public: str) -> None:
    code, _, used = run(stock.environ, "backup", "--to", folder, "--recipient", public)
    assert code == 0
    assert used < PROGRAM + LARGER
