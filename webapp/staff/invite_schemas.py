"""What comes in about invites: from the administrator who asks somebody, and from who was asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chat.fields import Bytes16, Bytes32, Incoming, Language
from moderation.invites import About, NewInvite, NewKeys
from moderation.links import Shown
from moderation.lost_device import NewLink
from webapp.schemas import KemPublic, StaffName
from webapp.staff.people_schemas import Method

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class AboutIn(Incoming):
    """What colleagues know of somebody."""

    display_name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]+$")]
    languages: Annotated[list[Language], Field(max_length=20)]
    skills: Words
    hours: Words

    def about(self) -> About:
        """The same as `moderation` knows it; raises ValueError for more tags than are kept."""
        return About(self.display_name, tuple(self.languages), self.skills, self.hours)


class InviteIn(AboutIn):
    """An invite as an administrator's browser makes it."""

    invite_id: Bytes16
    lookup: Bytes32
    code: Code
    name: StaffName
    role: Annotated[int, Field(ge=1, le=6)]

    def invite(self) -> NewInvite:
        """The invite as `moderation` knows it."""
        ids = self.invite_id, self.lookup
        return NewInvite(*ids, self.code, self.name, self.role, self.about())


class Proof(Incoming):
    """What the link proves."""

    proof: Bytes32


class Knock(Proof):
    """The link and the spoken code; after the loss of a device also what the passphrase proves."""

    code: Code
    again: Bytes32 | None = None

    def shown(self) -> Shown:
        """The same as `moderation` knows it."""
        return Shown(self.proof, self.code, self.again)


class LostDevice(Incoming):
    """A link for somebody who lost every device, as the administrator's browser makes it."""

    invite_id: Bytes16
    lookup: Bytes32
    code: Code

    def link(self) -> NewLink:
        """The link as `moderation` knows it."""
        return NewLink(self.invite_id, self.lookup, self.code)


class Keys(Knock):
    """The keys that the newcomer's browser made."""

    staff_id: Bytes16
    sign_vk: Bytes32
    kem_public: KemPublic
    methods: Annotated[list[Method], Field(min_length=1, max_length=4)]
    again_hash: Bytes32 | None = None

    def keys(self) -> NewKeys:
        """The keys as `moderation` knows them."""
        methods = [method.new() for method in self.methods]
        publics = self.sign_vk, self.kem_public
        return NewKeys(self.staff_id, *publics, methods, self.again_hash)
