"""What is kept for the long run exists under its name."""

from __future__ import annotations

import pytest

from tests.long_run import ALONE, FILES, TESTS
from tests.server import ROOT


@pytest.mark.parametrize("test", sorted(TESTS))
def test_what_is_kept_for_the_long_run_exists(test: str) -> None:
    path, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / "tests" / path).read_text()


@pytest.mark.parametrize("path", sorted(ALONE | FILES))
def test_a_file_that_is_run_apart_exists(path: str) -> None:
    assert (ROOT / "tests" / path).is_file()
