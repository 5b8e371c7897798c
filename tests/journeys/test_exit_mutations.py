"""Each test of the exit fails when the piece of the exit that it holds is taken out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys.exit_mutations import EXIT, MUTATIONS, Mutation, is_caught, mutated_tree, run_of
from tests.server import ROOT

pytestmark = pytest.mark.journey

FRAME = re.compile(
    r"//|/\*|import |export (const|function)|}|$|(document\.)?addEventListener|const target"
)
"""Lines of the exit that do nothing by themselves: what they begin or close is taken out piece by piece."""


@pytest.mark.long  # the tests of the exit run each time, and that each piece has one is looked at
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "mutation",
    [pytest.param(mutation, id=mutation.name.replace(" ", "-")) for mutation in MUTATIONS],
)
def test_without_this_piece_of_the_exit_its_test_fails(mutation: Mutation, tmp_path: Path) -> None:
    run = run_of(mutation, mutated_tree(mutation, tmp_path))
    assert is_caught(run), run.stdout[-3000:]


def test_every_piece_stands_in_the_code_once_and_has_a_test_that_exists() -> None:
    for mutation in MUTATIONS:
        assert (ROOT / mutation.file).read_text().count(mutation.code) == 1, mutation.name
        file, _, test = mutation.test.partition("::")
        text = (ROOT / file).read_text()
        assert not test or f"def {test.partition('[')[0]}(" in text, mutation.name


def test_every_line_of_the_exit_that_does_something_is_taken_out_once() -> None:
    taken = [mutation.code for mutation in MUTATIONS if mutation.file == EXIT]
    does = [
        line.strip()
        for line in (ROOT / EXIT).read_text().splitlines()
        if not FRAME.match(line.strip())
    ]
    assert len(does) >= 12
    assert [
        line for line in does if not any(line in code or code.strip() in line for code in taken)
    ] == []
    wired = re.findall(r'addEventListener\("(\w+)"', (ROOT / EXIT).read_text())
    assert wired == ["click", "keydown", "keyup", "pointerdown", "pagehide", "pageshow"]
