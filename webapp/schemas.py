"""What comes in on the wire: the schema of each body that a call accepts.

Bytes are base64url without padding, canonical, of exactly the length the protocol gives them.
Unknown fields are refused.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from crypto.keys import KeyRecord as ProtocolKeyRecord
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


def b64(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes of canonical base64url without padding; raises ValueError for anything else."""
    if not isinstance(text, str) or not text.isascii():
        raise ValueError("base64url")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("base64url") from error
    if b64(data) != text:
        raise ValueError("base64url")
    return data


def _as_bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("base64url")  # noqa: TRY004 - pydantic turns ValueError into its own
    return unb64(value)


def _of_length(shortest: int, longest: int) -> AfterValidator:
    def check(data: bytes) -> bytes:
        if not shortest <= len(data) <= longest:
            raise ValueError("length")
        return data

    return AfterValidator(check)


_Bytes = Annotated[bytes, BeforeValidator(_as_bytes), PlainSerializer(b64)]
Bytes16 = Annotated[_Bytes, _of_length(16, 16)]
Bytes32 = Annotated[_Bytes, _of_length(32, 32)]
Signature = Annotated[_Bytes, _of_length(64, 64)]
KemPublic = Annotated[_Bytes, _of_length(1216, 1216)]
ShortBytes = Annotated[_Bytes, _of_length(1, 2048)]
Sealed = Annotated[_Bytes, _of_length(1, 70_000)]
MembersBytes = Annotated[_Bytes, _of_length(2, 200_000)]
StaffBlob = Annotated[_Bytes, _of_length(104, 104)]
SeedWrapBytes = Annotated[_Bytes, _of_length(1168, 1168)]
StaffName = Annotated[str, Field(pattern=r"^[a-z0-9._-]{2,32}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
U16 = Annotated[int, Field(ge=1, le=0xFFFF)]
U32 = Annotated[int, Field(ge=1, le=0xFFFFFFFF)]


class Incoming(BaseModel):
    """A body that a call accepts: exactly these fields, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class KeyRecord(Incoming):
    """One generation's key record (Protocol section 3)."""

    conv: Bytes16
    gen: U16
    epoch: U32
    kc: Bytes32
    src_vk: Bytes32
    desk_wrap: Annotated[_Bytes, _of_length(1200, 1200)]
    self_wrap: Annotated[_Bytes, _of_length(72, 72)]
    signature: Signature

    def protocol(self) -> ProtocolKeyRecord:
        """The record as `crypto` knows it."""
        return ProtocolKeyRecord(
            conv=self.conv,
            gen=self.gen,
            epoch=self.epoch,
            commit=self.kc,
            src_vk=self.src_vk,
            desk_wrap=self.desk_wrap,
            self_wrap=self.self_wrap,
            signature=self.signature,
        )


class SourceLabels(Incoming):
    """The routing labels that a source's browser computes from its sealed answers."""

    channel: SourceChannel
    door: Door
    category: Category
    urgency: Urgency
    language: Language
    priority: Priority


class NewConversation(Incoming):
    """A tip, or the beginning of a chat."""

    key_record: KeyRecord
    labels: SourceLabels
    envelope: Sealed


class NewEnvelope(Incoming):
    """A source's next envelope, with the key record of a new generation where it opens one."""

    envelope: Sealed
    key_record: KeyRecord | None = None


class Reply(Incoming):
    """The desk's next envelope."""

    envelope: Sealed


class Accept(Incoming):
    """The accept record of the first member of staff who opened a conversation."""

    kc: Bytes32
    src_vk: Bytes32
    signature: Signature


class SignInName(Incoming):
    """The name somebody signs in with."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]+$")]


class SignIn(Incoming):
    """The proof of passphrase and device key together."""

    staff_id: Bytes16
    method: Annotated[int, Field(ge=1, le=255)]
    auth: Bytes32


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
    wrap: Annotated[_Bytes, _of_length(72, 72)]

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
