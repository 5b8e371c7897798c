"""Which looks of a page each run walks through, and which only the long one does."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import product
from typing import Any

import pytest


def looks(*sides: Iterable[Hashable], often: Iterable[tuple[Hashable, ...]]) -> list[Any]:
    """Every combination of the sides; those that are not in `often` run only with the long tests.

    A walk through all views of one look takes 10 to 30 s on two cores. `often` must show every
    value of every side, so that no language, width or theme goes unseen in a run.
    """
    chosen = set(often)
    for number, side in enumerate(map(list, sides)):
        assert {look[number] for look in chosen} == set(side)
    return [
        pytest.param(*look, marks=[] if look in chosen else pytest.mark.long)
        for look in product(*map(list, sides))
    ]


LANGUAGE_AND_THEME = [("en", "light"), ("es", "dark"), ("ar", "dark")]
"""Of three languages in two themes."""

SIZE_AND_THEME = [("phone", "dark"), ("desk", "light")]
"""Of two sizes in two themes."""
