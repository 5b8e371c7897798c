"""The command that restarts services one after the other: in order, each once the one before answers again."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.integration.test_nginx_several import Played
from tests.server import ROOT

COMMAND = ROOT / "config" / "deploy" / "rolling-restart"


def rolled(home: Path, *named: str) -> tuple[int, list[str]]:
    """How it ended, and what was restarted, with a program in the place of systemctl."""
    restart = home / "restart"
    restart.write_text(f'#!/bin/sh\necho "$1" >> {home / "done"}\n')
    restart.chmod(0o700)
    (home / "done").touch()
    environ = {"PATH": "/usr/bin:/bin", "RESTART": str(restart), "PAUSE": "0"}
    ended = subprocess.run([str(COMMAND), *named], env=environ, check=False, timeout=20)
    return ended.returncode, (home / "done").read_text().split()


def test_each_is_restarted_in_its_turn_and_asked_whether_it_answers(tmp_path: Path) -> None:
    with Played(200) as one, Played(200) as other:
        named = [f"pages={one.server_port}", f"line@7={other.server_port}", "jobs"]
        assert rolled(tmp_path, *named) == (0, ["pages", "line@7", "jobs"])
        assert one.asked == other.asked == [("GET", "/healthz")]


def test_the_next_is_left_alone_until_the_one_before_is_well(tmp_path: Path) -> None:
    with Played(503) as sick:
        sick.well_after = 3
        assert rolled(tmp_path, f"pages={sick.server_port}", "jobs")[0] == 0
        assert len(sick.asked) == 4
