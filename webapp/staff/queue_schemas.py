"""What comes in about the queue: filters, acts on many items, blocks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from chat.fields import U32, Bytes16, Incoming, Language
from moderation.bulk import MOST, Order, Seen
from moderation.codes import (
    Category,
    Door,
    ItemStatus,
    Lane,
    OwnReason,
    Priority,
    QuarantineReason,
    SourceChannel,
    WithoutData,
)
from moderation.queue_filters import Filter

NEEDED = {
    "relabel": ("category", "priority"),
    "quarantine": ("reason",),
    "close": ("disposition",),
    "hand_over": ("to",),
}
"""What an act is ordered with: at least one of these, and nothing else."""

EXTRAS = ("category", "priority", "reason", "disposition", "to")


class QueueFilter(Incoming):
    """Which items of a view are asked for."""

    status: ItemStatus | None = None
    category: Category | None = None
    priority: Priority | None = None
    holder: Bytes16 | None = None
    channel: SourceChannel | None = None
    door: Door | None = None
    language: Language | None = None
    first: date | None = None
    last: date | None = None
    due: Literal["soon", "late"] | None = None
    lane: Lane | None = None
    reason: QuarantineReason | OwnReason | None = None

    def filter(self) -> Filter:
        """The same, as `moderation` asks the database."""
        return Filter(**dict(self))


class SeenItem(Incoming):
    """An item as it is on the screen of whoever acts."""

    conv: Bytes16
    status: ItemStatus
    s_seq: U32


class Bulk(Incoming):
    """One act on many items, under an id by which its answer is found again."""

    bulk_id: Bytes16
    what: Literal["claim", "release", "relabel", "quarantine", "restore", "close", "hand_over"]
    items: Annotated[list[SeenItem], Field(min_length=1, max_length=MOST)]
    category: Category | None = None
    priority: Priority | None = None
    reason: QuarantineReason | None = None
    disposition: WithoutData | None = None
    to: Bytes16 | None = None

    @model_validator(mode="after")
    def _fits(self) -> Bulk:
        given = {name for name in EXTRAS if getattr(self, name) is not None}
        needed = NEEDED.get(self.what, ())
        if given - set(needed) or (needed and not given):
            raise ValueError("not of this act")
        if len({one.conv for one in self.items}) != len(self.items):
            raise ValueError("twice")
        return self

    def order(self) -> Order:
        """What is to be done."""
        return Order(
            self.what, self.category, self.priority, self.disposition, self.reason, self.to
        )

    def seen(self) -> list[Seen]:
        """The items as they were seen."""
        return [Seen(one.conv, one.status, one.s_seq) for one in self.items]


class BlockIn(Incoming):
    """For how many hours a receipt writes nothing."""

    hours: Literal[1, 8, 24, 168]
