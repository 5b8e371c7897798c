"""What comes in on the wire: the schema of each body that a call accepts (`chat.fields` has the parts)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chat.fields import (
    U16,
    U32,
    Base64,
    Bytes16,
    Bytes32,
    Incoming,
    KeyRecord,
    Language,
    Sealed,
    Signature,
    b64,
    of_length,
    unb64,
)
from crypto.puzzle import MADE_LENGTH
from moderation.codes import (
    CaseStatus,
    Category,
    Disposition,
    Door,
    Priority,
    SourceChannel,
    StaffChannel,
    Urgency,
)
from moderation.records import Signed, Wrap

__all__ = ["b64", "unb64"]

KemPublic = Annotated[Base64, of_length(1216, 1216)]
ShortBytes = Annotated[Base64, of_length(1, 2048)]
MembersBytes = Annotated[Base64, of_length(2, 200_000)]
StaffBlob = Annotated[Base64, of_length(104, 104)]
SeedWrapBytes = Annotated[Base64, of_length(1168, 1168)]
Made = Annotated[Base64, of_length(MADE_LENGTH, MADE_LENGTH)]
Number32 = Annotated[int, Field(ge=0, le=0xFFFFFFFF)]
StaffName = Annotated[str, Field(pattern=r"^[a-z0-9._-]{2,32}$")]


class SourceLabels(Incoming):
    """The routing labels that a source's browser computes from its sealed answers."""

    channel: SourceChannel
    door: Door
    category: Category
    urgency: Urgency
    language: Language
    priority: Priority


class Worked(Incoming):
    """A puzzle that was asked for, and the number that solves each of its parts."""

    challenge: Made
    found: Annotated[tuple[Number32, ...], Field(strict=False, min_length=1, max_length=64)]


class NewConversation(Incoming):
    """A tip, or the beginning of a chat.

    The rest belongs to a tip that was asked, while very many came, for `work` or to come again:
    `slower` asks for a turn without work, `place` is that turn. `filled` says that a field was
    filled in which no person sees.
    """

    key_record: KeyRecord
    labels: SourceLabels
    envelope: Sealed
    work: Worked | None = None
    slower: bool = False
    place: Made | None = None
    filled: bool = False


class Accept(Incoming):
    """The accept record of the first member of staff who opened a conversation."""

    kc: Bytes32
    src_vk: Bytes32
    signature: Signature


class SignInName(Incoming):
    """The name somebody signs in with."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]+$")]


class SignIn(Incoming):
    """The proof of both secrets together.

    `device` is what this browser was given when it was remembered; `remember` asks for one.
    """

    staff_id: Bytes16
    method: Annotated[int, Field(ge=1, le=255)]
    auth: Bytes32
    device: Bytes32 | None = None
    remember: bool = False


class Empty(Incoming):
    """A call that says all by its address."""


class Relabel(Incoming):
    """New labels for an item."""

    category: Category
    priority: Priority


class Close(Incoming):
    """How an item ended."""

    disposition: Disposition


class WrapIn(Incoming):
    """A container's key sealed under an epoch's records key."""

    gen: U16
    made: U32
    epoch: U32
    kc: Bytes32
    wrap: Annotated[Base64, of_length(72, 72)]

    def kept(self) -> Wrap:
        """The wrap as `moderation` knows it."""
        return Wrap(self.gen, self.made, self.epoch, self.kc, self.wrap)


class SignedRecord(Incoming):
    """A sealed record with its author's signature."""

    record: Sealed
    signature: Signature

    def signed(self) -> Signed:
        """The record as `moderation` knows it."""
        return Signed(self.record, self.signature)


class NoteContainer(Incoming):
    """The container of a conversation's first note."""

    container_id: Bytes16
    wrap: WrapIn


class NewNote(Incoming):
    """A private note, with its container if it is the conversation's first."""

    container: NoteContainer | None
    record: SignedRecord


class CaseLabels(Incoming):
    """The labels of a case that the server reads."""

    channel: SourceChannel | StaffChannel
    category: Category
    language: Language


class NewCaseIn(Incoming):
    """A case as a browser opens it, from a held conversation or from a call."""

    case_id: Bytes16
    number: Annotated[str, Field(pattern=r"^[1-9][0-9]{7}$")]
    wrap: WrapIn
    main: SignedRecord
    labels: CaseLabels
    conv: Bytes16 | None


class NewStatus(Incoming):
    """A case's move from one status to another."""

    old: Annotated[CaseStatus, Field(alias="from")]
    new: Annotated[CaseStatus, Field(alias="to")]


class Attach(Incoming):
    """A conversation to attach to a case."""

    conv: Bytes16


class NewFile(Incoming):
    """A file whose parts will follow; the length is that of its blob."""

    file_id: Bytes16
    length: Annotated[int, Field(ge=1, le=1 << 40)]


class WholeFile(Incoming):
    """All parts were sent, and are together what hashes to this."""

    hash: Bytes32
