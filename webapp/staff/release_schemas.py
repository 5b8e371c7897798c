"""What comes in about referrals: releases, hand-overs, what became of them, and packets by link."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from chat.fields import Base64, Bytes16, Bytes32, Incoming, of_length
from moderation.referral_codes import Ground, Mode, ReferralStatus, ReportOutcome, Way
from moderation.releases import Followed, NewRelease, Packet
from webapp.schemas import SignedRecord

MOST = 200
"""Things that one release may name."""

Code = Annotated[
    str,
    Field(
        pattern=r"^(number|title|summary|field\.[a-z_]{1,40}|(section|thread)\.[A-Za-z0-9_-]{22})$"
    ),
]


def _day(value: object) -> date:
    if not isinstance(value, str):
        raise ValueError("a day")  # noqa: TRY004 - pydantic turns ValueError into its own
    return date.fromisoformat(value)


IsoDay = Annotated[date, BeforeValidator(_day)]
SealedPacket = Annotated[Base64, of_length(1, 262_144)]


class ReleaseIn(Incoming):
    """A release as a browser makes it; `scope` names what may leave and nothing else does."""

    release_id: Bytes16
    organisation: Annotated[str, Field(min_length=1, max_length=100)]
    mode: Mode
    ground: Ground
    scope: Annotated[list[Code], Field(max_length=MOST)]
    expires_on: IsoDay
    follow_up_on: IsoDay | None
    even_stale: bool
    withdrawals: Annotated[int, Field(ge=0, le=1_000_000)]
    record: SignedRecord

    def new(self) -> NewRelease:
        """The release as `moderation` knows it."""
        return NewRelease(
            release_id=self.release_id,
            organisation=self.organisation,
            mode=self.mode,
            ground=self.ground,
            scope=tuple(self.scope),
            expires_on=self.expires_on,
            follow_up_on=self.follow_up_on,
            even_stale=self.even_stale,
            withdrawals=self.withdrawals,
            signed=self.record.signed(),
        )


class LinkIn(Incoming):
    """What the server keeps of a link: how it is found, and what is sealed for whoever has it."""

    lookup: Bytes32
    sealed: SealedPacket


class PacketIn(Incoming):
    """A packet that is about to leave the browser."""

    way: Way
    digest: Bytes32
    link: LinkIn | None

    @model_validator(mode="after")
    def _link_or_none(self) -> PacketIn:
        if (self.way == "link") != (self.link is not None):
            raise ValueError("link")
        return self

    def packet(self) -> Packet:
        """The packet as `moderation` knows it."""
        link = None if self.link is None else (self.link.lookup, self.link.sealed)
        return Packet(self.way, self.digest, link)


class FollowedIn(Incoming):
    """How a referral stands."""

    status: ReferralStatus
    outcome: ReportOutcome
    follow_up_on: IsoDay | None

    def followed(self) -> Followed:
        """The same as `moderation` knows it."""
        return Followed(self.status, self.outcome, self.follow_up_on)


class FollowUp(Incoming):
    """What became of a referral, and how it stood before."""

    was: FollowedIn
    now: FollowedIn


class TakePacket(Incoming):
    """The secret of a link, and which browser shows it."""

    auth: Bytes32
    visit: Bytes16
