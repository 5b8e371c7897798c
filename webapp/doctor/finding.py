"""One thing that was looked at: how it is, and what to do where it is not well."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["well", "look", "wrong"]


class Found(NamedTuple):
    """`level` is `well`, `look` (soon, or could not be looked at) or `wrong`; `do` is empty where well."""

    level: Level
    what: str
    do: str = ""


def well(what: str) -> Found:
    """It is as it must be."""
    return Found("well", what)


def look(what: str, do: str) -> Found:
    """It will need somebody, or nothing could be seen from here."""
    return Found("look", what, do)


def wrong(what: str, do: str) -> Found:
    """It must be mended."""
    return Found("wrong", what, do)
