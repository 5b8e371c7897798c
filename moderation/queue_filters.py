"""Which items of the queue are asked for: the routing labels that the server holds, combined."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, select

from chat.models import Conversation
from moderation.models import Arrival, QueueItem
from moderation.queue_models import Quarantine

HELD = ("claimed", "answered", "converted")
"""Statuses of what somebody works on."""


@dataclass(frozen=True)
class Filter:
    """What must be so of an item; None is anything. `first` and `last` are days, both included."""

    status: str | None = None
    category: str | None = None
    priority: str | None = None
    holder: bytes | None = None
    channel: str | None = None
    door: str | None = None
    language: str | None = None
    first: date | None = None
    last: date | None = None
    due: str | None = None
    lane: str | None = None
    reason: str | None = None

    @property
    def is_any(self) -> bool:
        """Whether nothing is asked for."""
        return all(getattr(self, field.name) is None for field in fields(self))

    @property
    def asks_of_talk(self) -> bool:
        """Whether it asks for a label that belongs to the conversation."""
        return any(label is not None for label in (self.channel, self.door, self.language))

    def conditions(self) -> list[ColumnElement[bool]]:
        """What must be so of an item joined with its conversation, but for what is due."""
        of_item = ("status", "category", "priority", "holder")
        of_talk = ("channel", "door", "language")
        asked = [(QueueItem, name) for name in of_item] + [(Conversation, name) for name in of_talk]
        same = [
            getattr(table, name) == getattr(self, name)
            for table, name in asked
            if getattr(self, name) is not None
        ]
        # Whoever holds an item works on it: so the index of who holds what finds it.
        held = [QueueItem.status.in_(HELD)] if self.holder is not None else []
        since = [QueueItem.day >= self.first] if self.first is not None else []
        until = [QueueItem.day <= self.last] if self.last is not None else []
        return [*same, *held, *since, *until, *self._beside()]

    def _beside(self) -> list[ColumnElement[bool]]:
        """What is asked of the few items that came in a flood, or were set aside."""
        by_lane = select(Arrival.conv).where(Arrival.lane == self.lane)
        set_aside = select(Quarantine.conv).where(Quarantine.reason == self.reason)
        asked = ((self.lane, by_lane), (self.reason, set_aside))
        return [QueueItem.conv.in_(some) for label, some in asked if label is not None]


ANYTHING = Filter()
