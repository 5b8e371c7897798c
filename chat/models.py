"""Tables of a conversation: sealed envelopes and labels here, the keys in a schema of their own."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chat.purge import KeyMaterial
from config.database import Blob, Code, Content, Day, Digest, Id, Keys
from config.order import WITHOUT_ROW_NUMBERS, Place, found_by


class Conversation(Content):
    """A tip or a chat: what both share. The columns `s_*`, `d_*` and `gen` are its State."""

    __tablename__ = "conversation"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(primary_key=True)
    src_vk: Mapped[Digest]
    channel: Mapped[Code] = mapped_column(index=True)
    door: Mapped[Code] = mapped_column(index=True)
    language: Mapped[Code] = mapped_column(index=True)
    day: Mapped[Day]
    server_opened: Mapped[bool]
    gen: Mapped[int]
    s_seq: Mapped[int]
    s_hash: Mapped[Digest]
    d_seq: Mapped[int]
    d_hash: Mapped[Digest]


class Envelope(Content):
    """One sealed message exactly as it arrived."""

    __tablename__ = "envelope"
    __table_args__ = (
        CheckConstraint("direction IN ('S', 'D')", name="direction"),
        UniqueConstraint("conv", "direction", "seq"),
    )
    __mapper_args__ = found_by("conv", "direction", "seq")

    place: Mapped[Place]
    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv))
    direction: Mapped[str] = mapped_column(String(1))
    seq: Mapped[int]
    gen: Mapped[int]
    sealed: Mapped[Blob]
    hash: Mapped[Digest]
    day: Mapped[Day]


class AcceptRecord(Content):
    """The signature of the first member of staff who opened a conversation."""

    __tablename__ = "accept_record"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), primary_key=True)
    staff_id: Mapped[Id]
    kc: Mapped[Digest]
    src_vk: Mapped[Digest]
    signature: Mapped[Blob]


class KeyRecordRow(Keys):
    """One generation's key, sealed to the desk and to the source; deleting it is deleting the words."""

    __tablename__ = "key_record"
    __table_args__ = (UniqueConstraint("conv", "gen"),)
    __mapper_args__ = found_by("conv", "gen")

    place: Mapped[Place]
    conv: Mapped[Id]
    gen: Mapped[int]
    epoch: Mapped[int] = mapped_column(index=True)
    kc: Mapped[Digest]
    desk_wrap: Mapped[bytes] = mapped_column(KeyMaterial)
    self_wrap: Mapped[bytes | None] = mapped_column(KeyMaterial)
    signature: Mapped[Blob]


class WayBack(Keys):
    """The only link from a receipt to its conversation; the source may remove it at once."""

    __tablename__ = "way_back"
    __table_args__ = (UniqueConstraint("conv"), WITHOUT_ROW_NUMBERS)

    lookup: Mapped[Digest] = mapped_column(primary_key=True)
    conv: Mapped[Id]
