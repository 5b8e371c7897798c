"""What files that are cleaned here hold of the memory, all of them together, and who gives way.

A photo is in memory as a whole while it is cleaned, and comes as slowly as its sender's line. So
what counts is the bytes that came, not the senders: whoever opens many lines and sends little
keeps nobody out. And whoever filled the room and stays gives way to the next.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from webapp.errors import Problem

LARGEST = 32 * 1024 * 1024
"""The largest file that is cleaned here, in bytes."""

TOGETHER = 4 * LARGEST

PATIENCE = 15 * 60
"""After so many seconds a file that has not come whole gives way, where there is no room."""


@dataclass(eq=False)
class Held:
    """One file's bytes so far, and since when they come."""

    since: float
    content: bytearray = field(default_factory=bytearray)


class Room:
    """The memory for all of them; `now` gives seconds."""

    def __init__(self, size: int = TOGETHER, now: Callable[[], float] = time.monotonic) -> None:
        """Nothing is held."""
        self._left, self._now = size, now
        self._guard = threading.Lock()
        self._coming: list[Held] = []

    @contextmanager
    def place(self) -> Iterator[Held]:
        """A file comes from now on; afterwards nothing of it is held."""
        held = Held(self._now())
        with self._guard:
            self._coming.append(held)
        try:
            yield held
        finally:
            with self._guard:
                self._forget(held)

    def take(self, held: Held, piece: bytes) -> None:
        """The piece is held too; raises Problem where there is no room, or this file gave way."""
        with self._guard:
            self._is_coming(held)
            while len(piece) > self._left:
                self._push_out(held)
            held.content += piece
            self._left -= len(piece)

    def settle(self, held: Held) -> None:
        """All of it came, and it gives way no more; raises Problem where it did before."""
        with self._guard:
            self._is_coming(held)
            self._coming.remove(held)

    def _is_coming(self, held: Held) -> None:
        if held not in self._coming:
            raise Problem(503, "unavailable")

    def _push_out(self, asking: Held) -> None:
        """The oldest is forgotten if it took too long; raises Problem where none did."""
        oldest = next((it for it in self._coming if it.content and it is not asking), None)
        if oldest is None or self._now() - oldest.since < PATIENCE:
            raise Problem(503, "unavailable")
        self._forget(oldest)

    def _forget(self, held: Held) -> None:
        if held in self._coming:
            self._coming.remove(held)
        self._left += len(held.content)
        held.content.clear()
