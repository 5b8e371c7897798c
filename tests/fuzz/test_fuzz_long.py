"""The engine looks for inputs that break a parser, as long as it is told to; and finds one that is there."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.fuzz import corpus
from tests.fuzz.__main__ import run
from tests.fuzz.targets import NAMES, load
from tests.server import ROOT

SECONDS = int(os.environ.get("QUIETLINE_FUZZ_SECONDS", "600"))
CONTROL = 90
"""Seconds within which a planted bug is found; most are in the first."""


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 300)
@pytest.mark.parametrize("name", NAMES)
def test_no_input_breaks_the_parser(name: str) -> None:
    target = load(name)
    with corpus.unpacked(target) as folder:
        ran = run(target, folder, SECONDS)
    assert not ran.found, ran.said[-4_000:]
    assert ran.tried > SECONDS, "the engine did not work"


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_finds_a_planted_bug(name: str) -> None:
    target = load(name)
    with corpus.unpacked(target) as folder:
        ran = run(target, folder, CONTROL, planted=True)
    assert ran.found
    assert "IndexError: planted" in ran.said


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 300)
def test_no_input_breaks_the_parsers_of_the_browser() -> None:
    environ = {**os.environ, "QUIETLINE_FUZZ_SECONDS": str(SECONDS)}
    command = ["npx", "vitest", "run", "tests/js/fuzz"]
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stdout.decode()[-4_000:]
