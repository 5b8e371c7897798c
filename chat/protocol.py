"""Every event of the live line, with its schema: what browsers may say, what the server says, and when.

The same operations exist as HTTP calls and take the same bodies. Every event of a browser is
acknowledged with one object whose `status` is that of the HTTP call, beside the call's own body.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from chat.codes import Category, Priority, Urgency
from chat.fields import Bytes16, Bytes32, Incoming, KeyRecord, Language, Sealed

LINE = "/line"
DESK = "/desk"
"""The namespaces: of people outside, and of staff; each is bound to its own side's port."""

Seq = Annotated[int, Field(ge=0, le=0xFFFFFFFF)]


class Empty(Incoming):
    """An event or call that says all by its name."""


class LineAuth(Incoming):
    """How a source comes in: the receipt's proof."""

    receipt: Bytes32


class DeskAuth(Incoming):
    """How a member of staff comes in, and shows a fresh token later (`reauth`)."""

    token: Bytes32


class Send(Incoming):
    """A source's next envelope, with the key record of a new generation where it opens one."""

    envelope: Sealed
    key_record: KeyRecord | None = None


class Sync(Incoming):
    """Everything after these numbers of either direction."""

    s: Seq
    d: Seq


class SeenDesk(Incoming):
    """The person has seen the desk's envelopes up to this number."""

    d: Seq


class Reply(Incoming):
    """The desk's next envelope, or a source's last."""

    envelope: Sealed


class Labels(Incoming):
    """What the answers of the waiting room say to the queue."""

    category: Category
    urgency: Urgency
    priority: Priority
    language: Language


class Helpful(Incoming):
    """Was this helpful? Counted, and nothing else is kept."""

    answer: Literal["yes", "no"]


class InConversation(Incoming):
    """An event of staff about one conversation."""

    conv: Bytes16


class DeskSend(InConversation):
    """The desk's next envelope in a conversation."""

    envelope: Sealed


class DeskSync(InConversation):
    """Everything of a conversation after these numbers."""

    s: Seq
    d: Seq


class SeenSource(InConversation):
    """Staff have seen the person's envelopes up to this number."""

    s: Seq


class Event(NamedTuple):
    """One event of a browser: its body, and the permission it needs on the desk's side."""

    body: type[Incoming]
    rule: str


LINE_EVENTS: dict[str, Event] = {
    # name           body      who
    "send": Event(Send, "receipt"),
    "sync": Event(Sync, "receipt"),
    "seen": Event(SeenDesk, "receipt"),
    "end": Event(Reply, "receipt"),
    "stay": Event(Empty, "receipt"),
    "labels": Event(Labels, "receipt"),
}

DESK_EVENTS: dict[str, Event] = {
    # name           body            permission; that of one's own conversations is looked at inside
    "watch": Event(InConversation, "conversation.joined"),
    "unwatch": Event(InConversation, "conversation.joined"),
    "send": Event(DeskSend, "conversation.joined"),
    "sync": Event(DeskSync, "conversation.joined"),
    "writing": Event(InConversation, "conversation.joined"),
    "seen": Event(SeenSource, "conversation.joined"),
    "beat": Event(Empty, "desk.enter"),
    "reauth": Event(DeskAuth, "desk.enter"),
}

SAID_TO_SOURCE = ("envelope", "live", "writing", "seen", "resync")
"""What the server says on `/line`."""

SAID_TO_DESK = (
    "envelope",
    "live",
    "queue",
    "chat_waiting",
    "chat_escalated",
    "seen",
    "file",
    "source",
    "resync",
    "signed_out",
)
"""What the server says on `/desk`."""
