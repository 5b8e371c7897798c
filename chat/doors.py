"""How much comes in by each door: buckets of the whole service, kept by nobody's name or address.

Each door has a bucket of its own, which no other drains: so no flood of tips, files or wrong words
takes anything from somebody who opens a crisis chat. Everything here is in memory. Where there are
several processes each tells the others every second what was taken, and which turns of a slower
lane were given (`webapp/between.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Door:
    """So many at once, and so many more each second."""

    at_once: float
    a_second: float


CHAT = Door(300, 10)
"""Live chats: never a puzzle, never a price. A shift of twenty cannot answer a hundredth of this."""

SOLVED = Door(300, 2)
"""Tips whose browser did the work that was asked of it."""

PLAIN = Door(30, 0.5)
"""Tips without scripts, whose browser can do no work."""

FILES = Door(200, 5)
"""Files that are begun."""

WORDS = Door(60, 2)
"""Private words that are typed without scripts: each costs the server a thirtieth of a second."""

CHECKS = Door(60, 20)
"""Puzzles that are looked at: each costs some milliseconds."""

SLOW_EVERY = 2.0
"""Seconds between two tips of the slower lane."""

LONGEST_WAIT = 600.0
"""Seconds of the longest wait that the slower lane promises; whoever comes then is told to ask again."""


REFUSED = "!"
"""Before the name of a door, where processes tell each other how many were told to wait."""

TURN = "#"
"""Before the name of a slower lane, where they tell each other how many turns were given."""


class Bucket:
    """What is left behind one door, as of `when`."""

    def __init__(self, door: Door, now: float) -> None:
        self._door, self._left, self._when = door, door.at_once, now

    def left(self, now: float) -> float:
        """How much may be taken now."""
        grown = (now - self._when) * self._door.a_second
        self._left, self._when = min(self._door.at_once, self._left + max(0.0, grown)), now
        return self._left

    def take(self, now: float) -> bool:
        """Whether one more may come in; then it is taken."""
        if self.left(now) < 1:
            return False
        self._left -= 1
        return True

    def charge(self, count: float, now: float) -> None:
        """So many came in elsewhere: at most one bucketful is owed."""
        self._left = max(-self._door.at_once, self.left(now) - count)


class Doors:
    """All doors of one process; `now` is seconds of any clock that does not go back."""

    def __init__(self, tips: Door, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        doors = {
            "chat": CHAT, "tip": tips, "solved": SOLVED, "plain": PLAIN,
            "file": FILES, "words": WORDS, "check": CHECKS,
        }  # fmt: skip
        self._buckets = {name: Bucket(door, now()) for name, door in doors.items()}
        self._taken: dict[str, float] = {}
        self._next = {"tip": now(), "plain": now()}
        self._refused: dict[str, float] = {}
        self.shared = False
        """Whether somebody asks for `taken` every second."""

    def take(self, name: str) -> bool:
        """Whether one more may come in by this door now."""
        is_in = self._buckets[name].take(self._now())
        if not is_in:
            self._refused[name] = self._now()
        self._tell(name if is_in else REFUSED + name)
        return is_in

    def place(self, lane: str) -> float | None:
        """Seconds until the next free turn of a slower lane, which is then taken; None: too far off.

        A turn stays whoever's it was given to: however many come later, nobody's becomes later.
        """
        now = self._now()
        turn = max(now, self._next[lane])
        if turn - now > LONGEST_WAIT:
            return None
        self._next[lane] = turn + SLOW_EVERY
        self._tell(TURN + lane)
        return turn - now

    def taken(self) -> dict[str, float]:
        """Since the last time: how many came in here, were told to wait, and were given a turn."""
        taken, self._taken = self._taken, {}
        return taken

    def charge(self, taken: dict[str, float]) -> None:
        """So many came in elsewhere, were told to wait there, or were given a turn."""
        for said, count in taken.items():
            if said.startswith(TURN):
                self._move_on(said.removeprefix(TURN), count)
                continue
            name = said.removeprefix(REFUSED)
            if name not in self._buckets:
                continue
            if said == name:
                self._buckets[name].charge(count, self._now())
            else:
                self._refused[name] = self._now()

    def is_crowded(self, name: str, seconds: float = 60.0) -> bool:
        """Whether somebody was told to wait at this door within so many seconds."""
        refused = self._refused.get(name)
        return refused is not None and self._now() - refused <= seconds

    def _tell(self, said: str) -> None:
        if self.shared:
            self._taken[said] = self._taken.get(said, 0.0) + 1

    def _move_on(self, lane: str, count: float) -> None:
        """So many turns are somebody's elsewhere; no message closes a lane beyond its longest wait."""
        if lane not in self._next:
            return
        now = self._now()
        latest = now + LONGEST_WAIT + SLOW_EVERY
        self._next[lane] = min(latest, max(now, self._next[lane]) + count * SLOW_EVERY)
