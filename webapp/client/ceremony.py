"""The founding of a site: every key is made here, by a client; the server gets what is public or sealed.

Time and randomness are arguments. Whoever runs the ceremony keeps the root and the recovery words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crypto import roster
from crypto.binary import ZERO_HASH
from crypto.hashes import digest
from crypto.primitives import kem_public_from_seed, verify_key_of
from crypto.staff import (
    METHOD_DEVICE,
    StaffFactors,
    StaffKeys,
    epoch_keys,
    seal_epoch_seed,
    seal_roster_key,
    seal_staff_blob,
)
from webapp.schemas import b64

FIRST_EPOCH = 1
A_DAY_BACK = roster.DAY
"""Rosters and certificates begin a day early, since phones' clocks are wrong."""

Draw = Callable[[int], bytes]
"""Gives that many random bytes."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody who gets keys: their name, role, passphrase and device key."""

    name: str
    display_name: str
    role: int
    passphrase: str = field(repr=False)
    device_key: bytes = field(repr=False)


@dataclass(frozen=True)
class Member:
    """A newcomer whose keys were made."""

    who: Newcomer
    staff_id: bytes
    keys: StaffKeys = field(repr=False)

    def line(self) -> roster.Member:
        """Their line in the roster."""
        return roster.Member(
            self.staff_id, self.keys.sign_vk, digest(self.keys.kem_public), self.who.role
        )


@dataclass(frozen=True)
class Office:
    """All secrets of a new site, in the memory of the client that makes it.

    site 16 bytes, every seed 32. Whoever holds the root's can name another desk; whoever holds
    the recovery's can read everything.
    """

    site: bytes
    root_seed: bytes = field(repr=False)
    roster_seed: bytes = field(repr=False)
    recovery_seed: bytes = field(repr=False)
    epoch_seed: bytes = field(repr=False)

    @classmethod
    def drawn(cls, draw: Draw) -> Office:
        """A site whose keys nobody knew before."""
        return cls(draw(16), draw(32), draw(32), draw(32), draw(32))

    @property
    def root_vk(self) -> bytes:
        """The 32-byte public key that everybody trusts; its fingerprint goes on posters."""
        return verify_key_of(self.root_seed)

    @property
    def recovery_public(self) -> bytes:
        """The key to which every epoch's seed is sealed, for the day when all staff keys are lost."""
        return kem_public_from_seed(self.recovery_seed)


def make_member(office: Office, who: Newcomer, draw: Draw) -> tuple[Member, dict[str, Any]]:
    """The member, and what the server gets of them: public keys, a proof, a sealed blob.

    Stretches the passphrase (a second or so).
    """
    member = Member(who, draw(16), StaffKeys(draw(32), draw(32)))
    factors = StaffFactors.from_passphrase(
        who.passphrase, who.device_key, office.site, member.staff_id
    )
    blob = seal_staff_blob(
        factors.kek, office.site, member.staff_id, METHOD_DEVICE, member.keys, draw(24)
    )
    return member, {
        "staff_id": b64(member.staff_id),
        "name": who.name,
        "display_name": who.display_name,
        "role": who.role,
        "sign_vk": b64(member.keys.sign_vk),
        "kem_public": b64(member.keys.kem_public),
        "methods": [
            {
                "method_id": b64(draw(16)),
                "method": METHOD_DEVICE,
                "auth": b64(factors.auth),
                "blob": b64(blob),
            }
        ],
        "again_hash": b64(digest(factors.again)),
    }


def found_site(
    office: Office, newcomers: list[Newcomer], now: int, draw: Draw, *, demo: bool
) -> dict[str, Any]:
    """The body of the call that sets the site up, but for the one-time code; `now` in Unix seconds.

    Nothing in it opens anything: public keys, signatures, and secrets sealed to those keys.
    """
    made = [make_member(office, who, draw) for who in newcomers]
    members = [member for member, _ in made]
    certificate, signature = _certificate(office, now)
    return {
        "site": b64(office.site),
        "demo": demo,
        "root_vk": b64(office.root_vk),
        "certificate": b64(certificate),
        "certificate_signature": b64(signature),
        "roster": _first_roster(office, members, now),
        "staff": [entry for _, entry in made],
        "recovery_kem_public": b64(office.recovery_public),
        "epoch_wraps": _seeds(office, members),
        "roster_key_wraps": _roster_keys(office, members),
    }


def _certificate(office: Office, now: int) -> tuple[bytes, bytes]:
    begin = now - A_DAY_BACK
    made = roster.Certificate(
        office.site, verify_key_of(office.roster_seed), begin, begin + roster.CERTIFICATE_LIFETIME
    )
    return made.encode(), roster.sign_certificate(office.root_seed, made)


def _first_roster(office: Office, members: list[Member], now: int) -> dict[str, str]:
    recovery = roster.Member(
        roster.RECOVERY_ID, bytes(32), digest(office.recovery_public), roster.Role.RECOVERY
    )
    lines = sorted([*(m.line() for m in members), recovery], key=lambda line: line.staff_id)
    encoded = roster.encode_members(lines)
    begin = now - A_DAY_BACK
    made = roster.Roster(
        site=office.site,
        serial=1,
        epoch=FIRST_EPOCH,
        not_before=begin,
        not_after=begin + roster.ROSTER_LIFETIME,
        desk_public=epoch_keys(office.epoch_seed).public,
        previous=ZERO_HASH,
        members_hash=digest(encoded),
    )
    signature = roster.sign_roster(office.roster_seed, made)
    return {"body": b64(made.encode()), "members": b64(encoded), "signature": b64(signature)}


def _seeds(office: Office, members: list[Member]) -> list[dict[str, Any]]:
    readers = {m.staff_id: m.keys.kem_public for m in members if m.who.role in roster.READERS}
    readers[roster.RECOVERY_ID] = office.recovery_public
    return [
        {
            "epoch": FIRST_EPOCH,
            "staff_id": b64(staff_id),
            "wrap": b64(
                seal_epoch_seed(public, office.site, FIRST_EPOCH, staff_id, office.epoch_seed)
            ),
        }
        for staff_id, public in readers.items()
    ]


def _roster_keys(office: Office, members: list[Member]) -> list[dict[str, str]]:
    return [
        {
            "staff_id": b64(m.staff_id),
            "wrap": b64(
                seal_roster_key(m.keys.kem_public, office.site, m.staff_id, office.roster_seed)
            ),
        }
        for m in members
        if m.who.role in roster.ROSTER_KEY_HOLDERS
    ]
