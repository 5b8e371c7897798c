"""The roster: trusted only through an unbroken chain from the root that a client knows."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import labels, roster
from crypto.binary import ZERO_HASH
from crypto.errors import CryptoError, Malformed, Refused
from crypto.hashes import digest
from crypto.primitives import sign, verify_key_of
from crypto.roster import Anchor, Member, Roster, SignedCertificate, SignedRoster
from tests.unit.crypto.making import DESK, KEY, OTHER, SITE, STAFF, STAFF_ID, flipped, ids

ROOT, ROSTER_SEED, LATER_SEED = bytes(range(3, 35)), bytes(range(4, 36)), bytes(range(5, 37))
START = 1_800_000_000
NOW = START + 5 * roster.DAY
ANCHOR = Anchor(verify_key_of(ROOT), SITE, NOW)
ADVOCATE = Member(STAFF_ID, STAFF.sign_vk, digest(STAFF.kem_public), roster.Role.ADVOCATE)
RECOVERY = Member(roster.RECOVERY_ID, bytes(32), digest(DESK.public), roster.Role.RECOVERY)
MEMBERS = roster.encode_members([ADVOCATE, RECOVERY])
FIRST = Roster(
    site=SITE,
    serial=1,
    epoch=7,
    not_before=START,
    not_after=START + roster.ROSTER_LIFETIME,
    desk_public=DESK.public,
    previous=ZERO_HASH,
    members_hash=digest(MEMBERS),
)
SECOND = replace(FIRST, serial=2, previous=digest(FIRST.encode()))


def _certified(seed: bytes = ROSTER_SEED, start: int = START, **other: Any) -> SignedCertificate:
    certificate = roster.Certificate(SITE, verify_key_of(seed), start, start + 400 * roster.DAY)
    certificate = replace(certificate, **other)
    return SignedCertificate(certificate.encode(), roster.sign_certificate(ROOT, certificate))


def _signed(body: Roster, seed: bytes = ROSTER_SEED, members: bytes = MEMBERS) -> SignedRoster:
    return SignedRoster(body.encode(), members, roster.sign_roster(seed, body))


def _verify(*rosters: SignedRoster, anchor: Anchor = ANCHOR) -> roster.VerifiedRoster:
    return roster.verify_chain(anchor, [_certified()], rosters)[-1]


def _public(body: Roster, anchor: Anchor = ANCHOR, **certificate: Any) -> Roster:
    signature = roster.sign_roster(ROSTER_SEED, body)
    return roster.verify_public(anchor, _certified(**certificate), body.encode(), signature)


def test_a_chain_from_the_root_gives_roster_and_members() -> None:
    verified = _verify(_signed(FIRST), _signed(SECOND))
    assert verified.roster == SECOND
    assert verified.members == (ADVOCATE, RECOVERY)
    assert _public(SECOND) == SECOND


def test_the_rosters_of_their_time_come_back_with_the_one_in_force() -> None:
    chain = roster.verify_chain(ANCHOR, [_certified()], [_signed(FIRST), _signed(SECOND)])
    assert [each.roster.serial for each in chain] == [1, 2]


BROKEN_LINKS: dict[str, dict[str, Any]] = {
    "another previous": {"previous": KEY},
    "no previous": {"previous": ZERO_HASH},
    "the same serial": {"serial": 1},
    "an epoch that falls": {"epoch": 6},
    "another desk key in the same epoch": {"desk_public": bytes(1216)},
}


@pytest.mark.parametrize("change", BROKEN_LINKS.values(), ids=BROKEN_LINKS)
def test_a_broken_chain_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        _verify(_signed(FIRST), _signed(replace(SECOND, **change)))


def test_a_chain_without_its_beginning_or_its_middle_is_refused() -> None:
    third = replace(SECOND, serial=3, previous=digest(SECOND.encode()))
    for rosters in ([SECOND], [FIRST, third], [SECOND, FIRST], [third, SECOND, FIRST]):
        with pytest.raises(Refused):
            _verify(*map(_signed, rosters))
    for certificates, signed in (([], [_signed(FIRST)]), ([_certified()], [])):
        with pytest.raises(Malformed):
            roster.verify_chain(ANCHOR, certificates, signed)


OTHER_ANCHORS: dict[str, dict[str, Any]] = {
    "another root": {"root_vk": verify_key_of(KEY)},
    "an all-zero root": {"root_vk": bytes(32)},
    "another site": {"site": OTHER},
    "too early": {"now": START - 1},
    "roster expired": {"now": FIRST.not_after},
    "certificate expired": {"now": START + 401 * roster.DAY},
    "a higher serial seen": {"highest_serial": 3},
    "a newer certificate seen": {"newest_certificate": START + 1},
}


@pytest.mark.parametrize("change", OTHER_ANCHORS.values(), ids=OTHER_ANCHORS)
def test_what_a_client_knows_is_held_against_the_server(change: dict[str, Any]) -> None:
    anchor = replace(ANCHOR, **change)
    with pytest.raises(CryptoError):
        _verify(_signed(FIRST), _signed(SECOND), anchor=anchor)
    with pytest.raises(CryptoError):
        _public(SECOND, anchor)


def test_a_roster_holds_to_its_last_second() -> None:
    anchor = replace(ANCHOR, now=FIRST.not_after - 1, highest_serial=1, newest_certificate=START)
    assert _public(FIRST, anchor) == FIRST
    assert _public(FIRST, replace(anchor, now=START)) == FIRST


def test_an_earlier_roster_may_have_expired_and_have_had_another_signer() -> None:
    now = START + 100 * roster.DAY
    late = replace(SECOND, not_before=now, not_after=now + roster.ROSTER_LIFETIME)
    certificates = [_certified(), _certified(LATER_SEED, now)]
    rosters = [_signed(FIRST), _signed(late, LATER_SEED)]
    chain = roster.verify_chain(replace(ANCHOR, now=now), certificates, rosters)
    assert chain[-1].roster == late
    assert chain[0].certificate.roster_vk == verify_key_of(ROSTER_SEED)


def test_a_former_roster_key_signs_nothing_new() -> None:
    certificates = [_certified(), _certified(LATER_SEED, START + 1)]
    with pytest.raises(Refused):
        roster.verify_chain(ANCHOR, certificates, [_signed(FIRST), _signed(SECOND)])


def test_certificates_and_rosters_of_another_site_are_refused() -> None:
    with pytest.raises(Refused):
        _public(FIRST, site=OTHER)
    with pytest.raises(Refused):
        _public(replace(FIRST, site=OTHER))
    with pytest.raises(Refused):
        _verify(_signed(replace(FIRST, site=OTHER)))
    elsewhere = replace(FIRST, site=OTHER)
    with pytest.raises(Refused):
        _verify(_signed(elsewhere), _signed(replace(SECOND, previous=digest(elsewhere.encode()))))


def test_members_that_the_roster_does_not_name_are_refused() -> None:
    promoted = roster.encode_members([replace(ADVOCATE, role=2), RECOVERY])
    with pytest.raises(Refused):
        _verify(_signed(FIRST, members=promoted))


@given(st.integers(0))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    signed, certificate = _signed(FIRST), _certified()
    for changed in (
        replace(signed, body=flipped(signed.body, bit)),
        replace(signed, members=flipped(signed.members, bit)),
        replace(signed, signature=flipped(signed.signature, bit)),
    ):
        with pytest.raises(CryptoError):
            _verify(changed)
    for other in (
        replace(certificate, body=flipped(certificate.body, bit)),
        replace(certificate, signature=flipped(certificate.signature, bit)),
    ):
        with pytest.raises(CryptoError):
            roster.verify_public(ANCHOR, other, signed.body, signed.signature)


def test_a_well_signed_body_of_another_kind_or_shape_is_refused() -> None:
    body = FIRST.encode()
    for changed in (
        body[:-1],
        body + b"\0",
        body.replace(labels.ROSTER + b"\x01", labels.ROSTER + b"\x02", 1),
        _certified().body,
        b"",
    ):
        with pytest.raises(Malformed):
            roster.verify_roster(verify_key_of(KEY), changed, sign(KEY, changed))
    with pytest.raises(Malformed):
        roster.verify_certificate(verify_key_of(KEY), body, sign(KEY, body))


def test_a_validity_that_ends_before_it_begins_is_never_signed() -> None:
    with pytest.raises(Malformed):
        roster.sign_roster(ROSTER_SEED, replace(FIRST, not_after=START))
    with pytest.raises(Malformed):
        _certified(not_after=START - 1)


BAD_MEMBERS: dict[str, list[Member]] = {
    "out of order": [RECOVERY, ADVOCATE],
    "the same id twice": [ADVOCATE, ADVOCATE],
    "role 0": [replace(ADVOCATE, role=0)],
    "role 8": [replace(ADVOCATE, role=8)],
    "a person with the recovery role": [replace(ADVOCATE, role=7)],
    "a person with the recovery id": [replace(ADVOCATE, staff_id=roster.RECOVERY_ID)],
    "a person without a signing key": [replace(ADVOCATE, sign_vk=bytes(32))],
    "recovery with a signing key": [replace(RECOVERY, sign_vk=STAFF.sign_vk)],
    "recovery that reads": [replace(RECOVERY, role=1)],
    "a short id": [replace(ADVOCATE, staff_id=b"")],
    "a short key hash": [replace(ADVOCATE, kem_hash=b"")],
}


@pytest.mark.parametrize("members", BAD_MEMBERS.values(), ids=BAD_MEMBERS)
def test_members_who_cannot_be_are_refused(members: list[Member]) -> None:
    with pytest.raises(Malformed):
        roster.encode_members(members)


@given(st.sets(ids.filter(lambda each: each != roster.RECOVERY_ID), max_size=6), st.integers(1, 6))
def test_members_come_back_from_their_bytes(staff_ids: set[bytes], role: int) -> None:
    members = tuple(replace(ADVOCATE, staff_id=each, role=role) for each in sorted(staff_ids))
    encoded = roster.encode_members(members)
    assert roster.parse_members(encoded) == members
    assert len(encoded) == 2 + 81 * len(members)


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"\0",
        b"\0\x01",
        b"\0\x03" + MEMBERS[2:],
        MEMBERS[:-1],
        MEMBERS + b"\0",
        MEMBERS[:2] + MEMBERS[83:] + MEMBERS[2:83],
        MEMBERS + MEMBERS[2:],
    ],
)
def test_member_bytes_that_nobody_encodes_are_refused(encoded: bytes) -> None:
    with pytest.raises(Malformed):
        roster.parse_members(encoded)


@given(st.binary(max_size=400))
def test_bytes_of_chance_are_neither_roster_nor_certificate(garbage: bytes) -> None:
    for prefix in (b"", labels.ROSTER, labels.ROSTER_CERTIFICATE):
        for parse in (roster.parse_roster, roster.parse_certificate):
            with pytest.raises(Malformed):
                parse(prefix + garbage[:50])


def test_a_validity_beyond_what_a_browser_counts_is_refused_by_both() -> None:
    certificate = roster.Certificate(SITE, KEY, 0, (1 << 53) - 1)
    assert roster.parse_certificate(certificate.encode()) == certificate
    beyond = certificate.encode()[:-8] + (1 << 53).to_bytes(8, "big")
    with pytest.raises(Malformed):
        roster.parse_certificate(beyond)
    with pytest.raises(Malformed):
        replace(certificate, not_after=1 << 53).encode()
