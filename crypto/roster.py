"""From a pinned root to the roster in force: what a source and a member of staff each trust."""

from collections.abc import Sequence
from dataclasses import dataclass

from crypto.binary import ZERO_HASH
from crypto.errors import CryptoError, Malformed, Refused
from crypto.hashes import digest, same
from crypto.roster_format import (
    CERTIFICATE_LIFETIME,
    DAY,
    READERS,
    RECOVERY_ID,
    ROSTER_KEY_HOLDERS,
    ROSTER_LIFETIME,
    Certificate,
    Member,
    Role,
    Roster,
    encode_members,
    parse_certificate,
    parse_members,
    parse_roster,
    sign_certificate,
    sign_roster,
    verify_certificate,
    verify_roster,
)

# The formats live next door; whoever works with rosters imports this one module.
__all__ = [
    "CERTIFICATE_LIFETIME",
    "DAY",
    "READERS",
    "RECOVERY_ID",
    "ROSTER_KEY_HOLDERS",
    "ROSTER_LIFETIME",
    "Anchor",
    "Certificate",
    "Member",
    "Role",
    "Roster",
    "SignedCertificate",
    "SignedRoster",
    "VerifiedRoster",
    "encode_members",
    "parse_certificate",
    "parse_members",
    "parse_roster",
    "sign_certificate",
    "sign_roster",
    "verify_certificate",
    "verify_chain",
    "verify_public",
    "verify_roster",
]


@dataclass(frozen=True)
class Anchor:
    """What a client knows before it hears from the server (protocol section 6).

    root_vk 32 bytes, site 16; now in Unix seconds; the highest serial and the newest
    certificate's start that this client has ever seen, 0 if none.
    """

    root_vk: bytes
    site: bytes
    now: int
    highest_serial: int = 0
    newest_certificate: int = 0


@dataclass(frozen=True)
class SignedCertificate:
    """A certificate as it travels: the bytes the root signed, and its signature."""

    body: bytes
    signature: bytes


@dataclass(frozen=True)
class SignedRoster:
    """A roster as staff get it: the bytes signed, the members' bytes, and the signature."""

    body: bytes
    members: bytes
    signature: bytes


@dataclass(frozen=True)
class VerifiedRoster:
    """A roster that holds, with the members it names and the certificate it rests on."""

    certificate: Certificate
    roster: Roster
    members: tuple[Member, ...]


def _check_in_force(anchor: Anchor, what: str, not_before: int, not_after: int) -> None:
    if not not_before <= anchor.now < not_after:
        raise Refused(f"the {what} is not in force")


def _check_current(anchor: Anchor, certificate: Certificate, roster: Roster) -> None:
    if roster.site != anchor.site:
        raise Refused("the roster belongs to another site")
    _check_in_force(anchor, "certificate", certificate.not_before, certificate.not_after)
    _check_in_force(anchor, "roster", roster.not_before, roster.not_after)
    if certificate.not_before < anchor.newest_certificate:
        raise Refused("a newer certificate has been seen")
    if roster.serial < anchor.highest_serial:
        raise Refused("a newer roster has been seen")


def _certificate(anchor: Anchor, signed: SignedCertificate) -> Certificate:
    certificate = verify_certificate(anchor.root_vk, signed.body, signed.signature)
    if certificate.site != anchor.site:
        raise Refused("the certificate belongs to another site")
    return certificate


def verify_public(
    anchor: Anchor, certificate: SignedCertificate, roster: bytes, roster_signature: bytes
) -> Roster:
    """Return the roster that sources get, members unseen, or raise a CryptoError (section 6).

    Signatures, site, validity at `anchor.now` and the highest serial seen have been checked.
    """
    trusted = _certificate(anchor, certificate)
    verified = verify_roster(trusted.roster_vk, roster, roster_signature)
    _check_current(anchor, trusted, verified)
    return verified


def _verified(
    anchor: Anchor, trusted: Sequence[Certificate], signed: SignedRoster
) -> VerifiedRoster:
    for certificate in trusted:
        try:
            roster = verify_roster(certificate.roster_vk, signed.body, signed.signature)
        except CryptoError:
            continue
        if roster.site != anchor.site:
            raise Refused("the roster belongs to another site")
        return VerifiedRoster(certificate, roster, _members(roster, signed.members))
    raise Refused("a roster is signed by no certified key")


def _check_link(before: SignedRoster, after: Roster) -> None:
    earlier = parse_roster(before.body)
    if not same(after.previous, digest(before.body)):
        raise Refused("the chain of rosters is broken")
    if after.serial <= earlier.serial or after.epoch < earlier.epoch:
        raise Refused("a roster goes back in serial or epoch")
    # Staff check their seed against it, sources seal to it: within an epoch it is one key.
    if after.epoch == earlier.epoch and after.desk_public != earlier.desk_public:
        raise Refused("another desk key in the same epoch")


def _members(roster: Roster, encoded: bytes) -> tuple[Member, ...]:
    if not same(digest(encoded), roster.members_hash):
        raise Refused("the members are not those that the roster names")
    return parse_members(encoded)


def verify_chain(
    anchor: Anchor, certificates: Sequence[SignedCertificate], rosters: Sequence[SignedRoster]
) -> tuple[VerifiedRoster, ...]:
    """Return all rosters, ascending, the one in force last; raise a CryptoError if any fails.

    `rosters` starts with the very first one. The last must hold now, under the newest of the
    certificates; earlier ones may have expired and may rest on any of them, because their
    hashes are pinned by the last. Accept records are checked against the roster of their time,
    which is why the earlier ones are returned too (protocol sections 3 and 6).
    """
    if not certificates or not rosters:
        raise Malformed("no certificate or no roster")
    trusted = sorted(
        (_certificate(anchor, each) for each in certificates),
        key=lambda certificate: certificate.not_before,
        reverse=True,
    )
    verified = [_verified(anchor, trusted, each) for each in rosters[:-1]]
    verified.append(_verified(anchor, trusted[:1], rosters[-1]))
    if verified[0].roster.previous != ZERO_HASH:
        raise Refused("the chain of rosters does not start at the first")
    for before, after in zip(rosters, verified[1:], strict=False):
        _check_link(before, after.roster)
    _check_current(anchor, trusted[0], verified[-1].roster)
    return tuple(verified)
