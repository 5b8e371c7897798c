"""The texts on screen, from the shipped catalogues, so that a journey runs in any language."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parents[2] / "webapp" / "translations"

Texts = Callable[[str], str]


@lru_cache
def texts(domain: str, language: str) -> Texts:
    """A function from a message's id to its text; raises KeyError for an unknown id."""
    with (CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        catalogue = read_po(file)
    found = {
        m.id: m.string for m in catalogue if isinstance(m.id, str) and isinstance(m.string, str)
    }
    return lambda key: found[key]
