"""Every test that docs/faults.md and docs/secrets.md name exists, and each row of their tables names one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGES = {name: (TESTS.parent / "docs" / name).read_text() for name in ("faults.md", "secrets.md")}
NAMED = sorted(
    {
        (page, named)
        for page, text in PAGES.items()
        for named in re.findall(r"`((?:journeys|integration|unit|js|faults|cluster)/[^`]+)`", text)
    }
)


@pytest.mark.parametrize(("page", "named"), NAMED)
def test_a_test_that_the_page_names_exists(page: str, named: str) -> None:
    file, _, test = named.partition("::")
    assert (TESTS / file).is_file(), page
    assert not test or f"def {test}(" in (TESTS / file).read_text()


@pytest.mark.parametrize("page", PAGES)
def test_each_row_of_its_tables_names_what_shows_it(page: str) -> None:
    rows = [line for line in PAGES[page].splitlines() if re.match(r"\| (?!---)", line)]
    assert len(rows) > 12
    assert [row for row in rows if "`" not in row and "shown by" not in row] == []
