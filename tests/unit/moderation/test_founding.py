"""A roster is taken from its first second on, and no longer in the one in which it ends."""

from __future__ import annotations

import pytest

from crypto import roster
from crypto.binary import ZERO_HASH
from crypto.hashes import digest
from crypto.primitives import kem_public_from_seed, verify_key_of
from moderation.errors import BrokenRule
from moderation.founding import SignedRoster, check_roster

SITE, SEED = bytes(16), bytes(range(32))
BEGIN, END = 1_800_000_000, 1_800_000_000 + roster.ROSTER_LIFETIME
CERTIFICATE = roster.Certificate(SITE, verify_key_of(SEED), BEGIN, END)


def signed_roster() -> SignedRoster:
    members = roster.encode_members([])
    public = kem_public_from_seed(SEED)
    made = roster.Roster(SITE, 1, 1, BEGIN, END, public, ZERO_HASH, digest(members))
    return SignedRoster(made.encode(), members, roster.sign_roster(SEED, made))


@pytest.mark.parametrize("now", [BEGIN, END - 1])
def test_a_living_roster_is_taken(now: int) -> None:
    assert check_roster(SITE, CERTIFICATE, signed_roster(), now)[0].serial == 1


@pytest.mark.parametrize("now", [BEGIN - 1, END])
def test_a_roster_outside_its_time_is_refused(now: int) -> None:
    with pytest.raises(BrokenRule):
        check_roster(SITE, CERTIFICATE, signed_roster(), now)
