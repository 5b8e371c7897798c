"""What a process knows of a flood: its doors, the key of its puzzles, and how full the house is.

All of it is in memory and none of it says who came: no address, no receipt, no text.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from chat.doors import Door, Doors
from config.database import Database
from config.settings import Settings
from crypto.puzzle import Work
from moderation.counting import up_to
from moderation.models import QueueItem

KEY_LENGTH = 32

WORK = Work(parts=8, bits=5, rounds=2_000)
"""Some 256 hashes of 2,000 rounds: docs/floods.md has what that takes, measured."""

LOOKED = 10.0
"""Seconds for which it stays known how much waits and how much of the disk is free."""

A_QUARTER = 4
"""Files leave `keep_free` of the disk to words; of that, tips leave this part to crisis chats."""

ALIKE = 100
WINDOW = 600.0
"""So many tips of one shape within so many seconds of a flood are a pattern."""

USED_FOR = 3_600.0
"""Seconds for which a turn that was taken is remembered: as long as one is shown at all."""

MOST_USED = 4_096

Room = Literal["room", "queue", "disk"]


class Shape(NamedTuple):
    """All that can be seen of a sealed tip."""

    size: int
    door: str
    language: str
    priority: str


class Floods:
    """The doors of this process, the same key in every process, and a short memory of shapes."""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.monotonic) -> None:
        limits = settings.floods
        self.doors = Doors(Door(limits.at_once, limits.a_minute / 60), now)
        self.key = self._older = secrets.token_bytes(KEY_LENGTH)
        self.checking = threading.BoundedSemaphore(2)
        """Puzzles that are looked at at once: half of the threads beside the hub stay free."""
        self._settings, self._now = settings, now
        self._room: tuple[float, Room] | None = None
        self._shapes: Counter[Shape] = Counter()
        self._since = now()
        self._used: dict[bytes, float] = {}

    @property
    def keys(self) -> tuple[bytes, bytes]:
        """The key under which puzzles are made now, and the one before it, which still counts."""
        return self.key, self._older

    def adopt(self, key: bytes) -> None:
        """From now on puzzles are made under this key."""
        if key != self.key:
            self._older, self.key = self.key, key

    def use(self, place: bytes) -> None:
        """The turn of somebody without scripts was taken: it is nobody's any more.

        With scripts a turn lets in one conversation; without, each form makes a new one.
        """
        over = self._now() - USED_FOR
        if len(self._used) >= MOST_USED:
            self._used = {some: when for some, when in self._used.items() if when > over}
        self._used[place] = self._now()

    def was_used(self, place: bytes) -> bool:
        """Whether this turn was taken before."""
        return place in self._used

    def room(self, database: Database) -> Room:
        """Whether tips find `room`, or too many wait in the `queue`, or the `disk` is nearly full."""
        now = self._now()
        if self._room is None or now - self._room[0] > LOOKED:
            self._room = (now, self._look(database))
        return self._room[1]

    def load(self, database: Database) -> dict[str, str]:
        """How each door stands, for whoever answers: `calm`, or why people are slowed down."""
        room, doors = self.room(database), self.doors
        slowed = "busy" if any(map(doors.is_crowded, ("tip", "plain"))) else "calm"
        return {
            "tips": slowed if room == "room" else room,
            "chats": "busy" if doors.is_crowded("chat") else "calm",
        }

    def is_pattern(self, shape: Shape) -> bool:
        """Whether very many looked like this one a short while ago; only asked during a flood."""
        now = self._now()
        if now - self._since > WINDOW:
            self._shapes.clear()
            self._since = now
        self._shapes[shape] += 1
        return self._shapes[shape] > ALIKE

    def _look(self, database: Database) -> Room:
        kept = self._settings.files.keep_free // A_QUARTER
        if shutil.disk_usage(self._settings.data_dir).free < kept:
            return "disk"
        most = self._settings.floods.most_waiting
        waiting = select(QueueItem.conv).where(QueueItem.status == "waiting")
        try:
            with database.reading() as session:
                return "queue" if up_to(session, waiting, most) >= most else "room"
        except SQLAlchemyError:
            return "room"  # whoever sends is told so where it is stored
