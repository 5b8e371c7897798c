"""What comes in about live chats: shifts, members, hand-overs, wrap-ups and saved replies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chat.fields import U16, Base64, Bytes16, Bytes32, Incoming, of_length
from moderation.codes import Category, Disposition
from webapp.schemas import NoteContainer, SignedRecord


class Shift(Incoming):
    """What somebody chose to be."""

    status: Literal["on", "busy", "away", "off"]


class Capacity(Incoming):
    """How many live chats somebody holds at once."""

    staff_id: Bytes16
    capacity: Annotated[int, Field(ge=1, le=9)]


class OnCallIn(Incoming):
    """How somebody wants to hear that people wait while nobody is on shift."""

    kind: Literal["email", "webhook"]
    address: Annotated[
        str, Field(max_length=300, pattern=r"^([^@\s<>\x00]+@[^@\s<>\x00]+|https://[^\s\x00]+)$")
    ]


class ShareIn(Incoming):
    """One generation's key sealed to an interpreter."""

    gen: U16
    kc: Bytes32
    wrap: Annotated[Base64, of_length(1168, 1168)]


class NewMember(Incoming):
    """Somebody to let into a chat."""

    staff_id: Bytes16
    kind: Literal["partner", "interpreter"]
    shares: Annotated[list[ShareIn], Field(max_length=500)]


class HandOver(Incoming):
    """The colleague who holds it from now."""

    to: Bytes16


class WrapUpIn(Incoming):
    """How a chat ended, with its sealed summary."""

    disposition: Disposition
    category: Category
    container: NoteContainer | None
    record: SignedRecord


class NewOnShelf(Incoming):
    """A record of a shelf, with the shelf if it is the first."""

    container: NoteContainer | None
    record: SignedRecord
