"""What comes in about the roster: who is to leave or change, an epoch's seeds, rewritten keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chat.fields import U32, Bytes16, Incoming, Signature
from moderation.certifying import NewRosterKey
from moderation.invites import Signed
from moderation.roster_changes import Change
from webapp.schemas import SeedWrapBytes, ShortBytes, WrapIn
from webapp.staff.people_schemas import RosterKeyWrapFor, SeedWrapMine, SignedRosterIn


class SeedFor(Incoming):
    """The next epoch's seed sealed to one of its readers."""

    staff_id: Bytes16
    wrap: SeedWrapBytes


class RosterIn(Incoming):
    """The next roster; `seeds` is empty where it begins no epoch."""

    roster: SignedRosterIn
    seeds: Annotated[list[SeedFor], Field(max_length=200)]

    def change(self, kind: str, staff_id: bytes | None = None) -> Change:
        """The change as `moderation` knows it, of somebody who leaves or of nobody."""
        seeds = {seed.staff_id: seed.wrap for seed in self.seeds}
        return Change(kind, self.roster.signed(), staff_id, None, seeds)


class NextRoster(RosterIn):
    """A roster that changes nobody: signed anew, or with the next epoch."""

    kind: Literal["renew", "epoch"]


class NewRole(RosterIn):
    """Somebody's other role."""

    role: Annotated[int, Field(ge=1, le=6)]


class Rewrapped(Incoming):
    """A container's key that lay under epoch `was` and is sealed under the newest now."""

    container_id: Bytes16
    was: U32
    wrap: WrapIn


class Rewrap(Incoming):
    """Some containers' keys in the newest epoch."""

    wraps: Annotated[list[Rewrapped], Field(min_length=1, max_length=100)]


class NextKey(Incoming):
    """A container's next key, sealed under the newest epoch."""

    container_id: Bytes16
    wrap: WrapIn


class NextKeys(Incoming):
    """Some containers' next keys."""

    wraps: Annotated[list[NextKey], Field(min_length=1, max_length=100)]


class Seeds(Incoming):
    """What somebody lacks, sealed to them."""

    epoch_wraps: Annotated[list[SeedWrapMine], Field(max_length=200)]
    roster_key_wrap: SeedWrapBytes | None


class Confirmed(Seeds, RosterIn):
    """The roster that names new keys, and what their owner's role gives them, sealed to them."""

    def signed(self) -> Signed:
        """The same as `moderation` knows it."""
        wraps = {each.epoch: each.wrap for each in self.epoch_wraps}
        next_seeds = {each.staff_id: each.wrap for each in self.seeds}
        return Signed(self.roster.signed(), wraps, self.roster_key_wrap, next_seeds)


class Certified(Incoming):
    """The root's word for a new roster key, a roster that it signs, and the key for its holders."""

    certificate: ShortBytes
    certificate_signature: Signature
    roster: SignedRosterIn
    roster_key_wraps: Annotated[list[RosterKeyWrapFor], Field(min_length=1, max_length=200)]

    def new_key(self) -> NewRosterKey:
        """The same as `moderation` knows it."""
        wraps = {each.staff_id: each.wrap for each in self.roster_key_wraps}
        signature = self.certificate_signature
        return NewRosterKey(self.certificate, signature, self.roster.signed(), wraps)
