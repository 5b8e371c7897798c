"""Staff keys: only both factors together open them, and a seed only for its own desk key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import labels, staff
from crypto.errors import CryptoError, Malformed, Refused
from crypto.hashes import digest
from crypto.primitives import aead_seal, hpke_seal, verify_key_of
from tests.unit.crypto.making import (
    DESK,
    EPOCH_SEED,
    KEY,
    NONCE,
    OTHER,
    SITE,
    STAFF,
    STAFF_ID,
    flipped,
    ids,
    nonces,
    secrets32,
    u32s,
)

BLOB = staff.seal_staff_blob(KEY, SITE, STAFF_ID, 1, STAFF, NONCE)
WRAP = staff.seal_epoch_seed(STAFF.kem_public, SITE, 7, STAFF_ID, EPOCH_SEED)
ROSTER_VK = verify_key_of(KEY)
ROSTER_WRAP = staff.seal_roster_key(STAFF.kem_public, SITE, STAFF_ID, KEY)


@given(secrets32, ids, ids, st.integers(0, 255), secrets32, secrets32, nonces)
def test_a_blob_gives_the_seeds_back(
    kek: bytes, site: bytes, staff_id: bytes, method: int, kem: bytes, signing: bytes, nonce: bytes
) -> None:
    seeds = staff.StaffKeys(kem_seed=kem, sign_seed=signing)
    blob = staff.seal_staff_blob(kek, site, staff_id, method, seeds, nonce)
    assert len(blob) == staff.STAFF_BLOB_LENGTH == 104
    assert staff.open_staff_blob(kek, site, staff_id, method, blob) == seeds


@given(st.integers(0))
def test_any_flipped_bit_of_a_blob_is_refused(bit: int) -> None:
    with pytest.raises(Refused):
        staff.open_staff_blob(KEY, SITE, STAFF_ID, 1, flipped(BLOB, bit))


@pytest.mark.parametrize(
    ("kek", "site", "staff_id", "method"),
    [
        (bytes(32), SITE, STAFF_ID, 1),
        (KEY, OTHER, STAFF_ID, 1),
        (KEY, SITE, OTHER, 1),
        (KEY, SITE, STAFF_ID, 2),
        (KEY, SITE, STAFF_ID, 256),
        (KEY, SITE, b"", 1),
        (b"", SITE, STAFF_ID, 1),
    ],
)
def test_a_blob_of_another_place_is_refused(
    kek: bytes, site: bytes, staff_id: bytes, method: int
) -> None:
    with pytest.raises(CryptoError):
        staff.open_staff_blob(kek, site, staff_id, method, BLOB)


@pytest.mark.parametrize("length", [0, 24, 40, 103, 105])
def test_a_blob_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        staff.open_staff_blob(KEY, SITE, STAFF_ID, 1, (BLOB * 2)[:length])


def test_a_well_sealed_blob_of_one_seed_is_refused() -> None:
    aad = labels.STAFF_BLOB + SITE + STAFF_ID + b"\x01"
    blob = NONCE + aead_seal(KEY, NONCE, aad, bytes(32))
    with pytest.raises(Malformed):
        staff.open_staff_blob(KEY, SITE, STAFF_ID, 1, blob)


def test_seeds_of_another_length_are_never_sealed() -> None:
    for seeds in (staff.StaffKeys(b"", bytes(64)), staff.StaffKeys(bytes(64), b"")):
        with pytest.raises(Malformed):
            staff.seal_staff_blob(KEY, SITE, STAFF_ID, 1, seeds, NONCE)


@given(secrets32, secrets32, secrets32)
def test_both_factors_are_needed(stretched: bytes, second: bytes, other: bytes) -> None:
    factors = staff.StaffFactors.from_stretched(stretched, second)
    assert factors.auth != factors.kek
    if other != second:
        changed = staff.StaffFactors.from_stretched(stretched, other)
        assert {changed.auth, changed.kek}.isdisjoint({factors.auth, factors.kek})


def test_a_passphrase_is_the_same_in_every_unicode_form() -> None:
    composed = staff.StaffFactors.from_passphrase("caf\u00e9 \ufb01ne", KEY, SITE, STAFF_ID)
    assert composed == staff.StaffFactors.from_passphrase("cafe\u0301 fine", KEY, SITE, STAFF_ID)
    assert composed != staff.StaffFactors.from_passphrase("cafe fine", KEY, SITE, STAFF_ID)
    assert repr(composed) == "StaffFactors()"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_second_factors_have_one_length(length: int) -> None:
    with pytest.raises(Malformed):
        staff.StaffFactors.from_passphrase("words", bytes(length), SITE, STAFF_ID)
    with pytest.raises(Malformed):
        staff.StaffFactors.from_stretched(KEY, bytes(length))


def test_salts_differ_between_people_and_sites() -> None:
    salts = {staff.staff_salt(SITE, STAFF_ID), staff.staff_salt(SITE, OTHER)}
    salts |= {staff.staff_salt(OTHER, STAFF_ID), staff.prf_input(SITE), staff.prf_input(OTHER)}
    assert len(salts) == 5


@given(secrets32, secrets32, u32s, ids)
def test_an_epoch_seed_comes_back_to_whom_it_was_sealed(
    person: bytes, seed: bytes, epoch: int, staff_id: bytes
) -> None:
    public = staff.StaffKeys(person, KEY).kem_public
    wrap = staff.seal_epoch_seed(public, SITE, epoch, staff_id, seed)
    desk_public = staff.epoch_keys(seed).public
    assert staff.open_epoch_seed(person, SITE, epoch, staff_id, desk_public, wrap) == seed


@given(st.integers(0))
def test_any_flipped_bit_of_a_seed_wrap_is_refused(bit: int) -> None:
    with pytest.raises(Refused):
        staff.open_epoch_seed(STAFF.kem_seed, SITE, 7, STAFF_ID, DESK.public, flipped(WRAP, bit))
    with pytest.raises(Refused):
        staff.open_roster_key(STAFF.kem_seed, SITE, STAFF_ID, ROSTER_VK, flipped(ROSTER_WRAP, bit))


@pytest.mark.parametrize(
    ("seed", "site", "epoch", "staff_id", "desk_public"),
    [
        (KEY, SITE, 7, STAFF_ID, DESK.public),
        (STAFF.kem_seed, OTHER, 7, STAFF_ID, DESK.public),
        (STAFF.kem_seed, SITE, 8, STAFF_ID, DESK.public),
        (STAFF.kem_seed, SITE, -1, STAFF_ID, DESK.public),
        (STAFF.kem_seed, SITE, 7, OTHER, DESK.public),
        (STAFF.kem_seed, SITE, 7, STAFF_ID, STAFF.kem_public),
        (STAFF.kem_seed, SITE, 7, STAFF_ID, b""),
    ],
)
def test_an_epoch_seed_of_another_place_is_refused(
    seed: bytes, site: bytes, epoch: int, staff_id: bytes, desk_public: bytes
) -> None:
    with pytest.raises(CryptoError):
        staff.open_epoch_seed(seed, site, epoch, staff_id, desk_public, WRAP)


def test_a_seed_that_does_not_make_the_rosters_desk_key_is_refused() -> None:
    info = staff.epoch_seed_info(SITE, 7, STAFF_ID, DESK.public)
    forged = hpke_seal(STAFF.kem_public, info, bytes(32))
    with pytest.raises(Refused):
        staff.open_epoch_seed(STAFF.kem_seed, SITE, 7, STAFF_ID, DESK.public, forged)
    with pytest.raises(Malformed):
        staff.open_epoch_seed(STAFF.kem_seed, SITE, 7, STAFF_ID, DESK.public, WRAP[:-1])


def test_the_roster_key_comes_back_and_only_the_certified_one() -> None:
    opened = staff.open_roster_key(STAFF.kem_seed, SITE, STAFF_ID, ROSTER_VK, ROSTER_WRAP)
    assert opened == KEY
    for site, staff_id, roster_vk in (
        (OTHER, STAFF_ID, ROSTER_VK),
        (SITE, OTHER, ROSTER_VK),
        (SITE, STAFF_ID, STAFF.sign_vk),
        (SITE, STAFF_ID, b""),
    ):
        with pytest.raises(CryptoError):
            staff.open_roster_key(STAFF.kem_seed, site, staff_id, roster_vk, ROSTER_WRAP)


def test_a_roster_seed_that_is_not_the_certified_one_is_refused() -> None:
    info = labels.ROSTER_KEY + SITE + STAFF_ID + digest(ROSTER_VK)
    forged = hpke_seal(STAFF.kem_public, info, bytes(32))
    with pytest.raises(Refused):
        staff.open_roster_key(STAFF.kem_seed, SITE, STAFF_ID, ROSTER_VK, forged)
