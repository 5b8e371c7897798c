"""How much one receipt may ask, over the line and by calls: as much as any person can, and not what a script can.

Everything here is in memory, by the receipt's hash, and forgotten a minute after it was used. Where
there are several processes each tells the others every second what was spent (`webapp/between.py`),
so that a receipt has one allowance, however many of them it goes to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chat.doors import Bucket, Door
from chat.keeper import OVER
from crypto.hashes import digest

A_SECOND = 50.0
"""What is given back each second; a person writes, taps and looks a few times a minute."""

MOST = 500.0
"""What may be used at once: everything that was kept while a line was away."""

COSTS = {"connect": 10.0, "sync": 5.0}
"""What reads a thread or comes in costs more; every other event costs 1."""

MOST_LINES = 16
"""Connections of one receipt: tabs, and those before them that nobody has found dead yet."""

WORTH_TELLING = 5.0
"""What a receipt spent in one process in a second is told to the others above this: so that the few
taps of each person make no traffic."""

WRONG = Door(500, 200)
"""Receipts that open nothing: so many are looked up. Whoever is known here is not kept waiting by them."""

FORGOTTEN = 60.0
MANY = 4_096
NAME_LENGTH = 16


@dataclass
class Purse:
    """What one receipt has left, as of `when`, and its connections, oldest first."""

    left: float
    when: float
    lines: list[dict[str, Any]] = field(default_factory=list)


class Allowances:
    """Who may go on; `now` is seconds of any clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._purses: dict[bytes, Purse] = {}
        self._many = MANY
        self._spent: dict[bytes, float] = {}
        self._wrong = Bucket(WRONG, now())
        self._opened: set[bytes] = set()
        self.shared = False
        """Whether somebody asks for `spent` every second."""

    def may(self, proof: bytes, event: str) -> bool:
        """Whether this proof, right or wrong, may be looked at; nothing is kept of a wrong one.

        Whoever finds it right says so with `is_right`, else with `is_wrong`: while very many are
        wrong, some of those that nobody knows here yet are asked to come again.
        """
        if _name(proof) in self._purses:
            return self.take(proof, event)
        return self._wrong.left(self._now()) >= 1

    def is_right(self, proof: bytes) -> None:
        """There is such a receipt: from now on its allowance counts."""
        self._purse(proof)

    def is_wrong(self) -> None:
        """Some receipt opened nothing."""
        self._wrong.take(self._now())

    def opened(self, proof: bytes) -> None:
        """A chat was opened under this receipt: it is known in every process before it comes back."""
        self._purse(proof)
        if self.shared:
            self._opened.add(_name(proof))

    def take(self, proof: bytes, event: str) -> bool:
        """Whether this receipt may do that now."""
        purse, now = self._purse(proof), self._now()
        purse.left = min(MOST, purse.left + (now - purse.when) * A_SECOND)
        purse.when = now
        cost = COSTS.get(event, 1.0)
        if purse.left < cost:
            return False
        purse.left -= cost
        if self.shared:
            name = _name(proof)
            self._spent[name] = self._spent.get(name, 0.0) + cost
        return True

    def spent(self) -> dict[bytes, float]:
        """Who spent how much here since the last time, where it is worth telling."""
        spent, self._spent = self._spent, {}
        opened, self._opened = self._opened, set()
        told = {name: cost for name, cost in spent.items() if cost > WORTH_TELLING}
        return {**dict.fromkeys(opened, 0.0), **told}

    def charge(self, name: bytes, cost: float) -> None:
        """Somebody spent that much elsewhere."""
        purse = self._named(name)
        purse.left = max(-MOST, purse.left - cost)

    def came_in(self, proof: bytes, environ: dict[str, Any]) -> None:
        """One more connection; where they are too many the oldest are over.

        Never the newest: on a bad line somebody comes again long before the last one is found dead.
        """
        lines = self._purse(proof).lines
        lines.append(environ)
        while len(lines) > MOST_LINES:
            lines.pop(0)[OVER] = True

    def left(self, proof: bytes, environ: dict[str, Any]) -> None:
        """The connection came to its end, or says nothing of this receipt any more."""
        environ[OVER] = True
        purse = self._purse(proof)
        purse.lines = [line for line in purse.lines if line is not environ]

    def _purse(self, proof: bytes) -> Purse:
        return self._named(_name(proof))

    def _named(self, name: bytes) -> Purse:
        if name not in self._purses:
            if len(self._purses) >= self._many:
                self._forget()
            self._purses[name] = Purse(MOST, self._now())
        return self._purses[name]

    def _forget(self) -> None:
        old = self._now() - FORGOTTEN
        self._purses = {p: it for p, it in self._purses.items() if it.lines or it.when > old}
        self._many = max(MANY, 2 * len(self._purses))


def _name(proof: bytes) -> bytes:
    """What the processes call a receipt among each other: no proof leaves the memory of one."""
    return digest(proof)[:NAME_LENGTH]
