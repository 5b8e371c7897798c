"""What a target is: bytes go in, a verdict comes out, and anything but an error of the folder is a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType

TAKEN, REFUSED = "T", "r"


@dataclass(frozen=True)
class Target:
    """One parser of ours, or a few that belong together.

    `check` gives a verdict, the same for the same bytes, and raises whatever the parser may not
    raise, or AssertionError where what was parsed is not what it was parsed from. `entry` is the
    function of ours through which a harness plants a bug, to see that it is found.
    """

    name: str
    check: Callable[[bytes], str]
    seeds: Callable[[], Iterable[bytes]]
    entry: tuple[ModuleType, str]
    longest: int = 4096
    room: int = 44_000
    """Letters of its kept inputs; all targets together have less than half a megabyte."""
    words: tuple[bytes, ...] = ()
    """What an engine may put into inputs: words of the format."""
