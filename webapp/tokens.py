"""Who a token speaks for, asked of the store at most once a second: a chat has many events.

Whoever is suspended or signed out is refused within that second.
"""

from __future__ import annotations

import time

from config import clock
from config.database import Database
from moderation import staff as people
from moderation.staff_models import Staff

FRESH = 1.0
"""Seconds for which an answer of the store holds."""

MOST = 2_000
"""Answers that are remembered; beyond that all are asked for again."""


class Tokens:
    """Remembers answers about tokens for FRESH seconds, those of nobody too."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[bytes, tuple[float, Staff | None]] = {}

    def who_is(self, token: bytes) -> Staff | None:
        """The member of staff, as they were within the last second, or None."""
        now = time.monotonic()
        asked, member = self._known.get(token, (now - FRESH, None))
        if now - asked < FRESH:
            return member
        with self._database.reading() as session:
            found = people.who_is(session, token, clock.unix(clock.now()))
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[token] = (now, found[0] if found is not None else None)
        return self._known[token][1]

    def forget(self, token: bytes) -> None:
        """The next question about this token goes to the store."""
        self._known.pop(token, None)

    def forget_all(self) -> None:
        """Every next question goes to the store: somebody is signed in no more, wherever they are."""
        self._known.clear()
