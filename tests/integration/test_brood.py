"""A fork that stands for a served program begins, ends and prints as the program does."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.brood import Forked
from tests.server import ANEW, served, start_site


def test_a_fork_ends_by_its_signal_as_the_program_does(tmp_path: Path) -> None:
    site = start_site(tmp_path / "killed", "serve")
    assert isinstance(site.process, Forked)
    with pytest.raises(subprocess.TimeoutExpired):
        site.process.wait(0.1)
    site.kill()
    assert site.process.poll() == site.process.returncode == -signal.SIGKILL
    site.process.terminate()  # whoever has ended is told nothing


def test_a_fork_says_what_the_program_says(tmp_path: Path) -> None:
    said = []
    for begun in ("usual", ANEW):
        with served(tmp_path / begun, "serve", begun) as site:
            pass
        assert site.process.returncode == 0
        said.append(site.output.replace(str(site.port), "PORT").replace(str(site.port + 1), "DESK"))
    assert said[0] == said[1]
    assert "No hotline is set up here yet" in said[0]


def test_two_forks_know_nothing_of_each_other(tmp_path: Path) -> None:
    with served(tmp_path / "one", "serve") as one:
        with served(tmp_path / "two", "serve") as two:
            assert one.process.pid != two.process.pid
            assert one.data_dir != two.data_dir
        assert two.process.returncode == 0
        assert one.process.poll() is None
