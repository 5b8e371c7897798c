"""What comes in about the desk's people: a site that is founded, and a newcomer on staff."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from chat.fields import U32, Bytes16, Bytes32, Incoming, Signature
from moderation.founding import SignedRoster
from moderation.plain_text import plain
from moderation.staff import NewMember, NewMethod
from webapp.schemas import KemPublic, MembersBytes, SeedWrapBytes, ShortBytes, StaffBlob, StaffName


def _shown_name(text: str) -> str:
    shown = plain(text)
    if not shown:
        raise ValueError("name")
    return shown


ShownName = Annotated[str, Field(max_length=80), AfterValidator(_shown_name)]
"""A name that people see: nothing invisible in it, nothing that turns the line around it."""


class Method(Incoming):
    """One way to sign in."""

    method_id: Bytes16
    method: Literal[1, 2]
    auth: Bytes32
    blob: StaffBlob

    def new(self, name: bytes | None = None) -> NewMethod:
        """The method as `moderation` knows it."""
        return NewMethod(self.method_id, self.method, self.auth, self.blob, name)


class Person(Incoming):
    """A member of staff as their client made them."""

    staff_id: Bytes16
    name: StaffName
    display_name: ShownName
    role: Annotated[int, Field(ge=1, le=6)]
    sign_vk: Bytes32
    kem_public: KemPublic
    methods: Annotated[list[Method], Field(min_length=1, max_length=4)]
    again_hash: Bytes32 | None = None

    def member(self) -> NewMember:
        """The person as `moderation` knows them."""
        return NewMember(
            staff_id=self.staff_id,
            name=self.name,
            display_name=self.display_name,
            role=self.role,
            sign_vk=self.sign_vk,
            kem_public=self.kem_public,
            methods=[method.new() for method in self.methods],
            again_hash=self.again_hash,
        )


class SignedRosterIn(Incoming):
    """A signed roster with its members."""

    body: ShortBytes
    members: MembersBytes
    signature: Signature

    def signed(self) -> SignedRoster:
        """The roster as `moderation` knows it."""
        return SignedRoster(self.body, self.members, self.signature)


class SeedWrapFor(Incoming):
    """An epoch's seed sealed to a named key."""

    epoch: U32
    staff_id: Bytes16
    wrap: SeedWrapBytes


class SeedWrapMine(Incoming):
    """An epoch's seed sealed to the newcomer."""

    epoch: U32
    wrap: SeedWrapBytes


class RosterKeyWrapFor(Incoming):
    """The roster key sealed to somebody who may sign rosters."""

    staff_id: Bytes16
    wrap: SeedWrapBytes


class FoundingMethod(Method):
    """The same for who founds a site: `auth` may be the proof's hash, so that a file holds no proof."""

    hashed: bool = False


class Founder(Person):
    """A member of staff of a new site."""

    methods: Annotated[list[FoundingMethod], Field(min_length=1, max_length=4)]  # type: ignore[assignment]

    def member(self) -> NewMember:
        """The person as `moderation` knows them."""
        made = super().member()
        pairs = zip(made.methods, self.methods, strict=True)
        return replace(made, methods=[replace(new, hashed=m.hashed) for new, m in pairs])


class SetupCode(Incoming):
    """The one-time code that shows that somebody is at the server."""

    code: Annotated[str, Field(min_length=8, max_length=64)]


class Setup(SetupCode):
    """A new site: public keys and sealed keys, and the code that allows it."""

    site: Bytes16
    demo: bool
    root_vk: Bytes32
    certificate: ShortBytes
    certificate_signature: Signature
    roster: SignedRosterIn
    staff: Annotated[list[Founder], Field(min_length=1, max_length=20)]
    recovery_kem_public: KemPublic
    epoch_wraps: Annotated[list[SeedWrapFor], Field(max_length=40)]
    roster_key_wraps: Annotated[list[RosterKeyWrapFor], Field(max_length=20)]
