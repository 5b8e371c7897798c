"""Scanners of sources find nothing that has no reason: bandit with its own rules, semgrep with ours."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.scanners.explained import SOURCES
from tests.server import ROOT

pytestmark = pytest.mark.long

BIN = ROOT / ".venv" / "scan" / "bin"
OURS = ["webapp", "chat", "crypto", "moderation", "config"]
RULES = ROOT / "tests" / "scanners" / "rules" / "ours.yml"

NEVER_AT_RUN_TIME = {"B101", "B404", "B603"}
"""`assert` for the type checker, and that `subprocess` is imported and used: each use is ruff's to
judge (S602 to S607), whose exceptions stand beside the line with their reason."""

BAD = {
    "html-from-data": (
        "a.ts",
        "declare const x: Element; declare const y: string; x.innerHTML = y;",
    ),
    "code-from-text": ("b.ts", 'eval("1");'),
    "something-kept-outside": ("webapp/frontend/source/c.ts", 'localStorage.setItem("a", "b");'),
    "chance-that-can-be-guessed": ("d.ts", "const id = Math.random();"),
    "markup-in-templates": ("e.py", "from markupsafe import Markup\nx = Markup(y)\n"),
    "who-asks": ("webapp/f.py", "from flask import request\nx = request.remote_addr\n"),
    "secrets-compared": ("g.py", "def f(token, other):\n    return token == other\n"),
    "clock-of-its-own": ("chat/h.py", "from datetime import datetime\nx = datetime.now()\n"),
    "shell": ("i.py", "import subprocess\nsubprocess.run('a', shell=True)\n"),
    "pickles": ("j.py", "import pickle\npickle.loads(b'')\n"),
    "log-of-a-request": ("chat/k.py", "import logging\nlogging.warning('x')\n"),
}
"""For each rule a file that breaks it."""


def run(program: str, *given: str, where: Path = ROOT) -> bytes:
    """What a scanner writes; it says by its status whether it found something."""
    done = subprocess.run([BIN / program, *given], cwd=where, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    return done.stdout


def bandit() -> set[tuple[str, str, str]]:
    found = json.loads(run("bandit", "-q", "-r", *OURS, "-x", "webapp/static", "-f", "json"))
    assert found["errors"] == []
    return {
        ("bandit", each["test_id"], each["filename"])
        for each in found["results"]
        if each["test_id"] not in NEVER_AT_RUN_TIME
    }


def semgrep(*what: str, where: Path = ROOT) -> set[tuple[str, str, str]]:
    """By our own rules alone; nothing is asked of anybody outside."""
    quiet = ["--metrics", "off", "--disable-version-check", "--quiet", "--no-git-ignore"]
    rules = ["--config", str(RULES), "--exclude", "static", "--json"]
    found = json.loads(run("semgrep", "scan", *quiet, *rules, *what, where=where))
    assert found["errors"] == []
    return {
        ("ours", each["check_id"].rpartition(".")[2], each["path"]) for each in found["results"]
    }


def test_each_finding_in_the_sources_has_its_reason_and_each_reason_its_finding() -> None:
    assert bandit() | semgrep(*OURS) == set(SOURCES)


def test_each_rule_of_ours_finds_what_breaks_it_and_none_is_without_its_line(
    tmp_path: Path,
) -> None:
    for name, text in BAD.values():
        made = tmp_path / name
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text)
    rules = set(re.findall(r"^  - id: (\S+)$", RULES.read_text(), re.MULTILINE))
    assert rules == set(BAD)
    wanted = {("ours", rule, name) for rule, (name, _) in BAD.items()}
    assert wanted <= semgrep(".", where=tmp_path)
