"""A conversation's key: only the right desk, source, place and commitment give it back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import keys, labels
from crypto.errors import CryptoError, Malformed, Refused
from crypto.hashes import derive
from crypto.primitives import aead_seal, hpke_seal
from crypto.receipt import Receipt
from tests.unit.crypto.making import (
    CONV,
    DESK,
    EPOCH_SEED,
    KEY,
    NONCE,
    OTHER,
    RECEIPT,
    SITE,
    STAFF,
    STAFF_ID,
    flipped,
    ids,
    key_record,
    nonces,
    secrets32,
    u16s,
    u32s,
)

RECORD = key_record()
STRANGER = Receipt.from_master(bytes(32))
PLACE = keys.SharePlace(CONV, 1, RECORD.commit, STAFF_ID)
SHARE = keys.seal_share(SITE, PLACE, STAFF.kem_public, KEY)

OTHER_PLACES: list[dict[str, Any]] = [
    {"conv": OTHER},
    {"gen": 2},
    {"epoch": 8},
    {"commit": bytes(32)},
    {"gen": 0},
    {"gen": 1 << 16},
    {"epoch": 1 << 32},
    {"epoch": -1},
    {"conv": CONV[:-1]},
    {"commit": b""},
]


@given(ids, ids, u16s, u32s, secrets32, secrets32, nonces)
def test_both_wraps_give_the_key_back_and_the_record_is_signed(
    site: bytes, conv: bytes, gen: int, epoch: int, key: bytes, master: bytes, nonce: bytes
) -> None:
    receipt = Receipt.from_master(master)
    record = keys.make_key_record(site, conv, gen, epoch, DESK.public, receipt, key, nonce)
    keys.verify_key_record(site, record)
    assert keys.open_self_wrap(site, record, receipt) == key
    assert keys.open_desk_wrap(site, record, EPOCH_SEED) == (key, receipt.src_vk)
    assert len(record.desk_wrap) == keys.DESK_WRAP_LENGTH == 1200
    assert len(record.self_wrap or b"") == keys.SELF_WRAP_LENGTH == 72


def _refused_by_all(site: bytes, record: keys.KeyRecord) -> None:
    for opening in (
        lambda: keys.verify_key_record(site, record),
        lambda: keys.open_self_wrap(site, record, RECEIPT),
        lambda: keys.open_desk_wrap(site, record, EPOCH_SEED),
    ):
        with pytest.raises(CryptoError):
            opening()


@pytest.mark.parametrize("change", OTHER_PLACES, ids=str)
def test_a_record_of_another_place_is_refused_by_all_who_read_it(change: dict[str, Any]) -> None:
    _refused_by_all(SITE, replace(RECORD, **change))


def test_a_record_of_another_site_is_refused() -> None:
    _refused_by_all(OTHER, RECORD)
    _refused_by_all(b"", RECORD)


@given(st.integers(0))
def test_any_flipped_bit_of_a_wrap_or_signature_is_refused(bit: int) -> None:
    record = replace(
        RECORD,
        desk_wrap=flipped(RECORD.desk_wrap, bit),
        self_wrap=flipped(RECORD.self_wrap or b"", bit),
        signature=flipped(RECORD.signature, bit),
    )
    _refused_by_all(SITE, record)


@pytest.mark.parametrize("length", [0, 71, 73, 1199, 1201])
def test_wraps_of_another_length_are_refused(length: int) -> None:
    wrap = bytes(length)
    for record in (replace(RECORD, desk_wrap=wrap), replace(RECORD, self_wrap=wrap)):
        with pytest.raises(Malformed):
            keys.verify_key_record(SITE, record)
    with pytest.raises(Malformed):
        keys.open_desk_wrap(SITE, replace(RECORD, desk_wrap=wrap), EPOCH_SEED)
    with pytest.raises(Malformed):
        keys.open_self_wrap(SITE, replace(RECORD, self_wrap=wrap), RECEIPT)


def test_other_peoples_keys_open_nothing() -> None:
    with pytest.raises(Refused):
        keys.open_self_wrap(SITE, RECORD, STRANGER)
    with pytest.raises(Refused):
        keys.open_desk_wrap(SITE, RECORD, bytes(32))


def test_a_record_without_a_way_back_is_still_signed_but_never_opens_for_the_source() -> None:
    record = replace(RECORD, self_wrap=None)
    keys.verify_key_record(SITE, record)
    assert keys.open_desk_wrap(SITE, record, EPOCH_SEED)[0] == KEY
    with pytest.raises(Refused):
        keys.open_self_wrap(SITE, record, RECEIPT)


def _place() -> bytes:
    return SITE + CONV + (1).to_bytes(2, "big") + (7).to_bytes(4, "big") + RECORD.commit


def test_a_well_sealed_wrap_of_another_key_is_refused() -> None:
    other = bytes(32)
    desk_wrap = hpke_seal(DESK.public, labels.DESK_WRAP + _place(), other + RECORD.src_vk)
    with pytest.raises(Refused):
        keys.open_desk_wrap(SITE, replace(RECORD, desk_wrap=desk_wrap), EPOCH_SEED)
    sealed = aead_seal(RECEIPT.self_key, NONCE, labels.SELF_WRAP + _place(), other)
    with pytest.raises(Refused):
        keys.open_self_wrap(SITE, replace(RECORD, self_wrap=NONCE + sealed), RECEIPT)


@pytest.mark.parametrize("extra", [-1, 1])
def test_a_well_sealed_wrap_of_another_length_is_refused(extra: int) -> None:
    plaintext = (KEY + RECORD.src_vk + b"\0")[: 64 + extra]
    desk_wrap = hpke_seal(DESK.public, labels.DESK_WRAP + _place(), plaintext)
    with pytest.raises(Malformed):
        keys.open_desk_wrap(SITE, replace(RECORD, desk_wrap=desk_wrap), EPOCH_SEED)


def test_the_desk_refuses_a_record_signed_by_somebody_else() -> None:
    # The server knows the desk's public key; it must not pass its own signature off as a source's.
    forged = keys.make_key_record(SITE, CONV, 1, 7, DESK.public, STRANGER, KEY, NONCE)
    mixed = replace(RECORD, src_vk=forged.src_vk, signature=forged.signature)
    keys.verify_key_record(SITE, mixed)
    with pytest.raises(Refused):
        keys.open_desk_wrap(SITE, mixed, EPOCH_SEED)


def test_nobody_signs_with_an_all_zero_key() -> None:
    record = replace(RECORD, src_vk=bytes(32), signature=bytes(64))
    with pytest.raises(Refused):
        keys.verify_key_record(SITE, record)


@given(secrets32, ids, u16s)
def test_a_commitment_names_key_conversation_and_generation(
    key: bytes, conv: bytes, gen: int
) -> None:
    assert keys.commit(key, conv, gen) == derive(key, b"commit", conv + gen.to_bytes(2, "big"))


def test_an_accept_record_holds_for_its_own_words_only() -> None:
    place = (SITE, CONV, RECORD.commit, RECORD.src_vk)
    signature = keys.sign_accept(*place, STAFF.sign_seed)
    keys.verify_accept(*place, STAFF.sign_vk, signature)
    site, conv, commit, src_vk = place
    for changed in (
        (OTHER, conv, commit, src_vk),
        (site, OTHER, commit, src_vk),
        (site, conv, bytes(32), src_vk),
        (site, conv, commit, bytes(32)),
        (site, conv, commit, b""),
    ):
        with pytest.raises(CryptoError):
            keys.verify_accept(*changed, STAFF.sign_vk, signature)
    with pytest.raises(CryptoError):
        keys.verify_accept(*place, RECORD.src_vk, signature)


@given(secrets32, secrets32, ids, u16s)
def test_a_share_gives_one_key_to_one_person(
    seed: bytes, key: bytes, staff_id: bytes, gen: int
) -> None:
    person = replace(STAFF, kem_seed=seed)
    place = keys.SharePlace(CONV, gen, keys.commit(key, CONV, gen), staff_id)
    share = keys.seal_share(SITE, place, person.kem_public, key)
    assert keys.open_share(SITE, place, seed, share) == key


@pytest.mark.parametrize(
    "change",
    [{"conv": OTHER}, {"gen": 2}, {"commit": bytes(32)}, {"staff_id": OTHER}, {"gen": 0}],
    ids=str,
)
def test_a_share_of_another_place_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(CryptoError):
        keys.open_share(SITE, replace(PLACE, **change), STAFF.kem_seed, SHARE)


@given(st.integers(0))
def test_any_flipped_bit_of_a_share_is_refused(bit: int) -> None:
    with pytest.raises(Refused):
        keys.open_share(SITE, PLACE, STAFF.kem_seed, flipped(SHARE, bit))


def test_a_share_of_a_key_that_was_not_committed_to_is_refused() -> None:
    with pytest.raises(Refused):
        keys.seal_share(SITE, PLACE, STAFF.kem_public, bytes(32))
    forged = hpke_seal(STAFF.kem_public, keys.share_info(SITE, PLACE), bytes(32))
    with pytest.raises(Refused):
        keys.open_share(SITE, PLACE, STAFF.kem_seed, forged)
    with pytest.raises(Malformed):
        keys.open_share(SITE, PLACE, STAFF.kem_seed, SHARE[:-1])
