"""The grammar of the live line: it says what it should, and the real server survives all of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from config.logs import is_ours
from tests.fuzz.line_grammar import TEXT, Frame, Grammar, Known
from tests.fuzz.line_run import run
from tests.integration.line_town import line_town

SECONDS = int(os.environ.get("QUIETLINE_FUZZ_SECONDS", "600"))
MORE = 60.0
"""Megabytes that a server may grow by after its first look, however long it goes on."""

KNOWN = Known("A" * 43, "A" * 43, "A" * 22, "A" * 40)


def spoken(seeds: range) -> list[Frame]:
    return [frame for seed in seeds for frame in Grammar(seed, KNOWN).connection()]


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    assert spoken(range(20)) == spoken(range(20))
    assert spoken(range(20)) != spoken(range(20, 40))


def test_it_says_what_clients_say_and_everything_beside_it() -> None:
    frames = spoken(range(2_000))
    texts = [frame.data for frame in frames if frame.kind == TEXT]
    for wanted in (
        b'40/line,{"receipt": "AAAA',
        b'42/line,7["sync", {"s": 0, "d": 0}]',
        b"45",
        b"42/desk",
        b"9" * 101,
        b"_placeholder",
    ):
        assert any(wanted in text for text in texts), wanted
    assert {frame.kind for frame in frames} >= {0, 1, 2, 3, 8, 9, 10, 15}
    assert any(not frame.fin for frame in frames)
    assert any(not frame.mask for frame in frames)


def broken(output: str) -> list[str]:
    """Kinds of errors of our own that the server counted, in the lines that it writes at its end."""
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return [
        f"{line['side']} {line['kind']}: {line['count']}"
        for line in lines
        if line.get("event") == "errors" and is_ours(line["side"], line["kind"])
    ]


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 300)
@pytest.mark.parametrize("mode", ["eventlet", "gevent"])
def test_nothing_that_is_said_on_the_line_ends_it_or_anybody_s_chat(
    tmp_path: Path, mode: str
) -> None:
    with line_town(tmp_path, mode) as (town, _):
        came = run(town, SECONDS / 2, seed=1)
        site = town.site
    assert broken(site.output) == []
    assert came.frames > came.connections > 50
    assert max(came.memory[1:]) - came.memory[1] < MORE, came.memory
    print(f"{mode}: {came.connections} connections, {came.frames} frames, {came.memory[-1]} MB")  # noqa: T201
