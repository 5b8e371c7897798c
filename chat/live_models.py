"""Tables of a chat while it is live: who waits since when, who is in it, and who else was let in.

Rows of a live chat are deleted at wrap-up and never backed up (times here are to the minute).
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chat.models import Conversation
from chat.purge import KeyMaterial
from config.database import Code, Content, Digest, Hour, Id, Keys, RowNumber
from config.order import WITHOUT_ROW_NUMBERS, Place, found_by


class LiveChat(Content):
    """One live chat; the row is there until wrap-up, or until it goes on as an ordinary item.

    `phase` is `waiting` (for an advocate), `live`, `resting` (until the person is back) or
    `ended` (its wrap-up is due). `seen` and `active` are minutes since 1970: the person's
    client was there, the person wrote or tapped (of an ended one: it ended). `answered`: they did
    so at all since it was opened. `source_read` is the
    last of the desk's envelopes that the person had on screen, `desk_read` the last of the person's
    that staff had.
    """

    __tablename__ = "live_chat"
    __table_args__ = (Index("ix_live_chat_phase", "phase"), WITHOUT_ROW_NUMBERS)

    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), primary_key=True)
    phase: Mapped[Code]
    arrived: Mapped[str] = mapped_column(String(16))
    seen: Mapped[int]
    active: Mapped[int]
    source_read: Mapped[int]
    desk_read: Mapped[int]
    warned: Mapped[bool]
    lost: Mapped[bool]
    postponed: Mapped[bool]
    escalated: Mapped[bool]
    helped: Mapped[bool]
    answered: Mapped[bool]


class ChatMember(Content):
    """Somebody in a conversation besides who holds it: a partner, a supervisor, an interpreter."""

    __tablename__ = "chat_member"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), primary_key=True)
    staff_id: Mapped[Id] = mapped_column(primary_key=True, index=True)
    kind: Mapped[Code]


class Looking(Content):
    """Somebody has the conversation on their screen, until then (Unix seconds)."""

    __tablename__ = "looking"
    __table_args__ = WITHOUT_ROW_NUMBERS

    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), primary_key=True)
    staff_id: Mapped[Id] = mapped_column(primary_key=True)
    until: Mapped[int]


class Presence(Content):
    """Whether a member of staff is there: what they chose, and their client's last sign of life.

    `status` is `on`, `busy`, `away` or `off`; `beat` is Unix seconds; `capacity` is how many
    live chats they hold at once.
    """

    __tablename__ = "presence"

    staff_id: Mapped[Id] = mapped_column(primary_key=True)
    status: Mapped[Code]
    beat: Mapped[int]
    capacity: Mapped[int]


class DeletionDue(Content):
    """A conversation whose words are deleted from this hour on."""

    __tablename__ = "deletion_due"
    __table_args__ = (Index("ix_deletion_due_hour", "hour"), WITHOUT_ROW_NUMBERS)

    conv: Mapped[Id] = mapped_column(ForeignKey(Conversation.conv), primary_key=True)
    hour: Mapped[Hour]


class RecentWait(Content):
    """How many minutes somebody waited; the newest few give the estimate, none names a chat."""

    __tablename__ = "recent_wait"

    number: Mapped[RowNumber]
    minutes: Mapped[int]


class Counter(Content):
    """One margin of the anonymous counters: never crossed with another."""

    __tablename__ = "counter"
    __table_args__ = WITHOUT_ROW_NUMBERS

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    bucket: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int]


class JobRow(Content):
    """A job of the service: when it is due, and which process has it until when (Unix seconds)."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due: Mapped[int]
    lease: Mapped[int]
    runner: Mapped[Id | None]


class Share(Keys):
    """A conversation's key sealed to one person from outside the desk (Protocol section 6)."""

    __tablename__ = "share"
    __table_args__ = (UniqueConstraint("conv", "gen", "staff_id"),)
    __mapper_args__ = found_by("conv", "gen", "staff_id")

    place: Mapped[Place]
    conv: Mapped[Id]
    gen: Mapped[int]
    staff_id: Mapped[Id]
    kc: Mapped[Digest]
    wrap: Mapped[bytes] = mapped_column(KeyMaterial)
