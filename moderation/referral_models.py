"""Tables of referrals: what was released to whom on which ground, and packets that wait for their link."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Blob, Code, Content, Day, Digest, Hour, Id
from moderation.models import Case


class Release(Content):
    """One release: the codes of what may leave a case, to whom, on which ground, until when.

    It is all that a packet is made from: what `scope` does not name is in no packet. The same words
    stand, signed by whoever made it, in the case's sealed record of the same id, and browsers
    believe neither alone. `ground` is a consent that covers sharing, or a named legal basis.
    `is_out` says that somebody outside may have read it, which nothing takes back.
    """

    __tablename__ = "release"

    release_id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey(Case.case_id), index=True)
    organisation: Mapped[str] = mapped_column(String(100))
    recipient_kind: Mapped[Code]
    mode: Mapped[Code]
    ground: Mapped[Code]
    scope: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[Day]
    staff_id: Mapped[Id]
    hour: Mapped[Hour]
    state: Mapped[Code]
    is_out: Mapped[bool]
    way: Mapped[Code | None]
    handed_hour: Mapped[Hour | None]
    digest: Mapped[Digest | None]
    status: Mapped[Code]
    outcome: Mapped[Code]
    follow_up_on: Mapped[Day | None] = mapped_column(index=True)


class PacketLink(Content):
    """A sealed packet that waits for whoever has its link; gone once it was opened, never backed up.

    `visit` is the browser that fetched it first: the same one may fetch it again, another may not.
    """

    __tablename__ = "packet_link"

    release_id: Mapped[Id] = mapped_column(ForeignKey(Release.release_id), primary_key=True)
    lookup: Mapped[Digest] = mapped_column(unique=True)
    sealed: Mapped[Blob]
    visit: Mapped[Id | None]
    expires_on: Mapped[Day] = mapped_column(index=True)
