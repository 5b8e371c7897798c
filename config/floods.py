"""How many tips come in freely; beyond that a browser does some work first, or waits a little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.refusal import SettingsError


@dataclass(frozen=True)
class Floods:
    """So many tips at once, and so many more each minute, of the whole service.

    While `most_waiting` items wait in the queue every tip is one too many.
    """

    at_once: int = 60
    a_minute: int = 30
    most_waiting: int = 2_000


def floods(environ: Mapping[str, str]) -> Floods:
    """Read the numbers; raises SettingsError for one that cannot be used."""
    return Floods(
        at_once=_number(environ, "QUIETLINE_TIPS_AT_ONCE", Floods.at_once, 1),
        a_minute=_number(environ, "QUIETLINE_TIPS_A_MINUTE", Floods.a_minute, 1),
        most_waiting=_number(environ, "QUIETLINE_MOST_WAITING", Floods.most_waiting, 10),
    )


def _number(environ: Mapping[str, str], name: str, default: int, least: int) -> int:
    text, most = environ.get(name, str(default)), 1_000_000
    if not text.isascii() or not text.isdigit() or not least <= int(text[:8]) <= most:
        raise SettingsError(f"{name} must be a number from {least} to {most}")
    return int(text)
