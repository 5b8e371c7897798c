"""How often somebody may be wrong: an allowance that is given back with time, kept in one number.

`chat.allowance` keeps such allowances in the memory of one process. Wrong sign-ins must count for
all processes and survive a restart, so here the whole state is a row's `until`: the second at which
the allowance will be whole again.
"""

from __future__ import annotations

from dataclasses import dataclass

SLOTS = 1024
"""Names share so many allowances, known and unknown ones alike: no name that is tried adds one."""

EMPTY = bytes(8 * SLOTS)
"""All allowances whole."""


@dataclass(frozen=True)
class Limit:
    """So many wrong attempts at once, and one more every so many seconds."""

    at_once: int
    every: int


NAME = Limit(10, 30)
"""For one name, from browsers that nobody ever signed in with under it."""

EVERYBODY = Limit(200, 2)
"""For all such browsers together."""

DEVICE = Limit(10, 30)
"""For one browser that this person signed in with before: whatever others do, it is its own."""


def wait(limit: Limit, until: int, now: int) -> int:
    """Seconds until one more attempt is allowed; 0 where it is allowed now."""
    return max(0, spend(limit, until, now) - now - limit.at_once * limit.every)


def spend(limit: Limit, until: int, now: int) -> int:
    """What `until` becomes with one more wrong attempt."""
    return max(settled(limit, until, now), now) + limit.every


def settled(limit: Limit, until: int, now: int) -> int:
    """The same `until`, unless the clock was put back and left it too far ahead: then it is empty, not lost."""
    return min(until, now + limit.at_once * limit.every)


def place(names: bytes, slot: int) -> int:
    """The `until` of one slot."""
    return int.from_bytes(names[8 * slot : 8 * slot + 8], "big")


def placed(names: bytes, slot: int, until: int) -> bytes:
    """The slots with another `until` in one of them."""
    return names[: 8 * slot] + until.to_bytes(8, "big") + names[8 * slot + 8 :]
