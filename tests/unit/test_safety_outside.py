"""Every test that docs/safety-outside.md names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TEXT = (TESTS.parent / "docs" / "safety-outside.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:journeys|integration|unit|js)/[^`]+)`", TEXT)))


def test_the_table_names_tests() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")]
    assert len(rows) >= 30
    assert all("`" in row for row in rows[1:] if "held by" not in row)


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_the_table_names_exists(named: str) -> None:
    file, _, test = named.partition("::")
    assert (TESTS / file).is_file()
    assert not test or f"def {test}(" in (TESTS / file).read_text()
