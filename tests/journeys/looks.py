"""Which looks of a page each run walks through, and which only the long one does."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import product
from typing import Any

import pytest


def looks(*sides: Iterable[Hashable], often: Iterable[tuple[Hashable, ...]]) -> list[Any]:
    """Every combination of the sides; those that are not in `often` run only with the long tests.

    A walk through all views of one look takes 10 to 30 s on two cores. Between them, the walks of
    one side must show both themes in a run; every language and width has its long walk.
    """
    chosen, sides = set(often), tuple(map(list, sides))
    assert chosen <= set(product(*sides))
    return [
        pytest.param(*look, marks=[] if look in chosen else pytest.mark.long)
        for look in product(*sides)
    ]


LANGUAGE_AND_THEME = [("en", "light")]
"""Of three languages in two themes; a chat outside is walked through in Arabic and in the dark."""
