"""The engine looks for inputs that break a parser, as long as it is told to; and finds one that is there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.fuzz import corpus
from tests.fuzz.__main__ import Ran, run
from tests.fuzz.targets import NAMES, load
from tests.server import ROOT

SECONDS = int(os.environ.get("QUIETLINE_FUZZ_SECONDS", "600"))
CONTROL = 300
"""Seconds within which a planted bug is found; most are in the first."""


AT_ONCE = 4
"""Engines that look at the same time: each has all its seconds, and together they end in a quarter of the time."""
ALL = SECONDS * (len(NAMES) + AT_ONCE) // AT_ONCE


@pytest.fixture(scope="module")
def looking(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[Ran]]]:
    """How it ended, for each parser that is asked for; all of them are begun."""
    items: list[Any] = [item for item in request.session.items if _is_a_look(item)]
    names = [item.callspec.params["name"] for item in items]
    with ThreadPoolExecutor(AT_ONCE) as engines:
        yield {name: engines.submit(_look, name) for name in names}


def _is_a_look(item: pytest.Item) -> bool:
    return getattr(item, "originalname", "") == test_no_input_breaks_the_parser.__name__


def _look(name: str) -> Ran:
    target = load(name)
    with corpus.unpacked(target) as folder:
        return run(target, folder, SECONDS)


@pytest.mark.long
@pytest.mark.timeout(ALL + 300)
@pytest.mark.parametrize("name", NAMES)
def test_no_input_breaks_the_parser(looking: dict[str, Future[Ran]], name: str) -> None:
    ran = looking[name].result()
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
