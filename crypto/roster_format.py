"""Who is the desk: the root's certificate, the roster it allows, and the chain between rosters."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from crypto import labels
from crypto.binary import HASH_LENGTH, KEY_LENGTH, identifier, sized, u8, u16, u32, u64
from crypto.errors import Malformed
from crypto.primitives import KEM_PUBLIC_LENGTH, sign, verify

VERSION = 1
DAY = 24 * 60 * 60  # seconds
CERTIFICATE_LIFETIME = 400 * DAY  # protocol section 6
ROSTER_LIFETIME = 90 * DAY  # protocol section 6
RECOVERY_ID = b"\xff" * 16
EXACT = 1 << 53  # no browser counts to it, and a site must not have a roster that only Python takes

_CERTIFICATE = struct.Struct(">B16s32sQQ")
_ROSTER = struct.Struct(f">B16sIIQQ{KEM_PUBLIC_LENGTH}s32s32s")
_MEMBER = struct.Struct(">16s32s32sB")


class Role(IntEnum):
    """What a member of the roster is (protocol section 6)."""

    ADVOCATE = 1
    SUPERVISOR = 2
    READING_ADMINISTRATOR = 3
    ADMINISTRATOR = 4
    INTERPRETER = 5
    AUDITOR = 6
    RECOVERY = 7


READERS = frozenset({Role.ADVOCATE, Role.SUPERVISOR, Role.READING_ADMINISTRATOR})
ROSTER_KEY_HOLDERS = frozenset({Role.SUPERVISOR, Role.READING_ADMINISTRATOR, Role.ADMINISTRATOR})


def _period(not_before: int, not_after: int) -> bytes:
    period = u64(not_before, "start of validity") + u64(not_after, "end of validity")
    if not_before >= not_after:
        raise Malformed("the validity ends before it begins")
    if not_after >= EXACT:
        raise Malformed("the validity ends beyond what every reader can count")
    return period


@dataclass(frozen=True)
class Certificate:
    """The root's word that `roster_vk` may sign rosters from not_before up to not_after.

    site 16 bytes, roster_vk 32; times are Unix seconds (protocol section 6).
    """

    site: bytes
    roster_vk: bytes
    not_before: int
    not_after: int

    def encode(self) -> bytes:
        """Return the bytes that the root signs, 88 of them."""
        return (
            labels.ROSTER_CERTIFICATE
            + u8(VERSION, "version")
            + identifier(self.site, "site")
            + sized(self.roster_vk, KEY_LENGTH, "roster key")
            + _period(self.not_before, self.not_after)
        )


@dataclass(frozen=True)
class Member:
    """One line of the roster: staff_id 16 bytes, sign_vk and H(kem_public) 32 each, a role.

    The recovery key is a member too, so that the server cannot name its own: staff_id sixteen 0xFF,
    role 7, sign_vk zeros, and nobody else has any of the three.
    """

    staff_id: bytes
    sign_vk: bytes
    kem_hash: bytes
    role: int

    def encode(self) -> bytes:
        """Return the member's 81 bytes, or raise Malformed for a role that cannot be."""
        recovery = self.role == Role.RECOVERY
        signs_nothing = self.sign_vk == bytes(KEY_LENGTH)
        if self.role not in set(Role):
            raise Malformed("unknown role")
        if (self.staff_id == RECOVERY_ID) != recovery or signs_nothing != recovery:
            raise Malformed("only the recovery key has its id, its role and no signing key")
        return (
            identifier(self.staff_id, "staff id")
            + sized(self.sign_vk, KEY_LENGTH, "verification key")
            + sized(self.kem_hash, HASH_LENGTH, "hash of a KEM key")
            + u8(self.role, "role")
        )


@dataclass(frozen=True)
class Roster:
    """What the roster key signs and sources see: the desk's key, and the members by hash only.

    site 16 bytes, desk_public 1216, previous and members_hash 32; times are Unix seconds;
    previous is H of the roster before without its signature, zeros for the first (section 6).
    """

    site: bytes
    serial: int
    epoch: int
    not_before: int
    not_after: int
    desk_public: bytes
    previous: bytes
    members_hash: bytes

    def encode(self) -> bytes:
        """Return the bytes that the roster key signs, 1332 of them."""
        return (
            labels.ROSTER
            + u8(VERSION, "version")
            + identifier(self.site, "site")
            + u32(self.serial, "serial")
            + u32(self.epoch, "epoch")
            + _period(self.not_before, self.not_after)
            + sized(self.desk_public, KEM_PUBLIC_LENGTH, "desk's public key")
            + sized(self.previous, HASH_LENGTH, "previous hash")
            + sized(self.members_hash, HASH_LENGTH, "hash of the members")
        )


def _body(label: bytes, layout: struct.Struct, encoded: bytes) -> bytes:
    if not isinstance(encoded, bytes) or not encoded.startswith(label):
        raise Malformed("signed for another purpose")
    body = sized(encoded[len(label) :], layout.size, "signed body")
    if body[0] != VERSION:
        raise Malformed("unknown version")
    return body


def parse_certificate(encoded: bytes) -> Certificate:
    """Return the certificate in its signed bytes, or raise Malformed; signature unchecked."""
    _, *fields = _CERTIFICATE.unpack(_body(labels.ROSTER_CERTIFICATE, _CERTIFICATE, encoded))
    certificate = Certificate(*fields)
    _period(certificate.not_before, certificate.not_after)
    return certificate


def parse_roster(encoded: bytes) -> Roster:
    """Return the roster in its signed bytes, or raise Malformed; signature unchecked."""
    _, *fields = _ROSTER.unpack(_body(labels.ROSTER, _ROSTER, encoded))
    roster = Roster(*fields)
    _period(roster.not_before, roster.not_after)
    return roster


def encode_members(members: Sequence[Member]) -> bytes:
    """Return u16 count and the members; Malformed unless ascending by id, no id twice."""
    ids = [member.staff_id for member in members]
    if any(left >= right for left, right in pairwise(ids)):
        raise Malformed("members must ascend by id")
    return u16(len(members), "number of members") + b"".join(each.encode() for each in members)


def parse_members(encoded: bytes) -> tuple[Member, ...]:
    """Return the members in their bytes, or raise Malformed unless `encode_members` made them."""
    if not isinstance(encoded, bytes) or len(encoded) % _MEMBER.size != 2:  # noqa: PLR2004 - u16
        raise Malformed("members of no legal length")
    members = tuple(Member(*fields) for fields in _MEMBER.iter_unpack(encoded[2:]))
    # Encoding again applies the count, the order and the rules of roles in one place.
    if encode_members(members) != encoded:
        raise Malformed("the number of members is wrong")
    return members


def sign_certificate(root_seed: bytes, certificate: Certificate) -> bytes:
    """Return the root's 64-byte signature of a certificate (protocol section 6)."""
    return sign(root_seed, certificate.encode())


def sign_roster(roster_seed: bytes, roster: Roster) -> bytes:
    """Return the roster key's 64-byte signature of a roster (protocol section 6)."""
    return sign(roster_seed, roster.encode())


def verify_certificate(root_vk: bytes, encoded: bytes, signature: bytes) -> Certificate:
    """Return the certificate in bytes that the root signed, or raise a CryptoError."""
    verify(root_vk, encoded, signature)
    return parse_certificate(encoded)


def verify_roster(roster_vk: bytes, encoded: bytes, signature: bytes) -> Roster:
    """Return the roster in bytes that the roster key signed, or raise a CryptoError."""
    verify(roster_vk, encoded, signature)
    return parse_roster(encoded)
