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
        self._forgot = 0

    def who_is(self, token: bytes) -> Staff | None:
        """The member of staff, as they were within the last second, or None."""
        now = time.monotonic()
        asked, member = self._known.get(token, (now - FRESH, None))
        if now - asked < FRESH:
            return member
        forgot = self._forgot
        with self._database.reading() as session:
            found = people.who_is(session, token, clock.unix(clock.now()))
        member = found[0] if found is not None else None
        self._remember({token: (now, member)}, forgot)
        return member

    def ask_again(self, tokens: set[bytes]) -> set[bytes]:
        """Those of the tokens that speak for somebody now, asked of the store all at once.

        The line does this for everybody who is there, so that no event has to ask for itself: a
        hundred advocates who ask one by one take a tenth of a processor (measured).
        """
        now, forgot = time.monotonic(), self._forgot
        with self._database.reading() as session:
            found = people.who_are(session, tokens, clock.unix(clock.now()))
        self._remember({token: (now, found.get(token)) for token in tokens}, forgot)
        return set(found)

    def forget(self, token: bytes) -> None:
        """The next question about this token goes to the store."""
        self._forgot += 1
        self._known.pop(token, None)

    def forget_all(self) -> None:
        """Every next question goes to the store: somebody is signed in no more, wherever they are."""
        self._forgot += 1
        self._known.clear()

    def _remember(self, answers: dict[bytes, tuple[float, Staff | None]], forgot: int) -> None:
        if forgot != self._forgot:
            return  # somebody was signed out after the store was asked
        if len(self._known) + len(answers) > MOST:
            self._known.clear()
        self._known.update(answers)
