"""Each command works on a machine where nothing was ever started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT

SAID = {
    ("check",): "sound",
    ("migrate",): "at revision",
    ("setup-code",): "",
    ("routes", "--side", "source"): "/api/v1/conversations\tPOST",
    ("routes", "--side", "desk"): "/api/v1/queue\tGET\tqueue.queue\tqueue.read",
}


@pytest.mark.parametrize("command", SAID, ids=" ".join)
def test_a_command_works_in_an_empty_data_folder(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "webapp.cli", *command],
        cwd=ROOT,
        env={**os.environ, "QUIETLINE_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert SAID[command] in done.stdout
