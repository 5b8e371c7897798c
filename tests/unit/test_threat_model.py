"""Every test that docs/threat-model.md names exists, and no adversary stands there without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TEXT = (TESTS.parent / "docs" / "threat-model.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and "shown by" not in line
]
NAMED = sorted(set(re.findall(r"`((?:journeys|integration|unit|js|faults)/[^`]+)`", TEXT)))
ADVERSARIES = (
    *("trafficker", "troll", "network observer", "server", "operator", "court order"),
    *("member of staff", "organisation", "supply chain"),
)


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_the_model_names_exists(named: str) -> None:
    file, _, test = named.partition("::")
    assert (TESTS / file).is_file()
    assert not test or f"def {test}(" in (TESTS / file).read_text()


def test_each_line_says_what_stops_them_and_names_a_test() -> None:
    assert len(ROWS) >= 30
    assert all(len(row) == 4 and row[1] and row[2] for row in ROWS)
    assert all(re.findall("`[^`]+`", row[3]) for row in ROWS)
    assert {name for row in ROWS for name in re.findall("`([^`]+)`", row[3])} == set(NAMED)


@pytest.mark.parametrize("adversary", ADVERSARIES)
def test_each_adversary_has_a_line_and_is_told_what_stays_possible(adversary: str) -> None:
    assert [row for row in ROWS if adversary in row[0]]
    rest = TEXT.partition("## Rest")[2].lower()
    assert re.search(rf"\*\*[^*]*{adversary}", rest)


def test_the_readme_leads_to_the_policy_and_the_model() -> None:
    readme = (TESTS.parent / "README.md").read_text()
    for name in ("SECURITY.md", "docs/threat-model.md", "docs/supply-chain.md", "docs/protocol.md"):
        assert f"({name})" in readme
        assert (TESTS.parent / name).is_file()
