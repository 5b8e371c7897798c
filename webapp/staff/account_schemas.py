"""What comes in about a person's own ways to sign in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chat.fields import Base64, Bytes32, Incoming, of_length
from moderation.methods import MOST, Resealed
from webapp.schemas import StaffBlob
from webapp.staff.people_schemas import Method

MethodName = Annotated[Base64, of_length(104, 104)]
"""64 padded bytes, sealed under the owner's own keys."""


class NewMethodIn(Incoming):
    """One more way to sign in, and the proof of a present one."""

    proof: Bytes32
    method: Method
    name: MethodName | None


class Proof(Incoming):
    """Both present secrets, shown again."""

    proof: Bytes32


class NewAgain(Proof):
    """The hash of what the passphrase alone proves."""

    again_hash: Bytes32


class Rename(Incoming):
    """What its owner calls a way to sign in."""

    name: MethodName | None


class ResealedIn(Incoming):
    """A way to sign in under a new passphrase; `old` is its proof under the one before."""

    old: Bytes32
    auth: Bytes32
    blob: StaffBlob

    def resealed(self) -> Resealed:
        """The same as `moderation` knows it."""
        return Resealed(self.old, self.auth, self.blob)


class NewPassphrase(Incoming):
    """Every way to sign in that is kept, sealed anew; the first is the one at hand."""

    methods: Annotated[list[ResealedIn], Field(min_length=1, max_length=MOST)]
    again_hash: Bytes32
