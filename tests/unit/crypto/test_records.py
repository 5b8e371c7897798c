"""Case keys and records: sealed to their place, signed by whoever wrote them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import labels, records
from crypto.binary import ZERO_HASH
from crypto.errors import CryptoError, Malformed, Refused
from crypto.hashes import derive
from crypto.primitives import aead_seal
from tests.unit.crypto.making import (
    CONV,
    DESK,
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
    u16s,
    u32s,
)

CASE = CONV
WRAP = records.seal_case_wrap(DESK.records_key, SITE, CASE, 1, 5, 7, KEY, NONCE)
HEADER = records.RecordHeader(CASE, OTHER, 1, 1, ZERO_HASH, STAFF_ID, NONCE)
INNER = b'{"t":"note","body":"spoke with the caller"}'
SEALED = records.seal_record(KEY, SITE, HEADER, INNER)
SIGNATURE = records.sign_record(STAFF.sign_seed, SITE, SEALED)

OTHER_WRAPS: list[dict[str, Any]] = [
    {"case": OTHER},
    {"case": b""},
    {"gen": 2},
    {"gen": 0},
    {"made": 6},
    {"made": 8},
    {"made": -1},
    {"epoch": 8},
    {"epoch": 1 << 32},
    {"commit": bytes(32)},
    {"commit": b""},
    {"wrap": WRAP.wrap[:-1]},
    {"wrap": WRAP.wrap + b"\0"},
    {"wrap": b""},
]
BROKEN_HEADERS: list[dict[str, Any]] = [
    {"rev": 0},
    {"rev": 0, "prev": KEY},
    {"rev": 2},
    {"prev": KEY},
    {"gen": 0},
    {"gen": 1 << 16},
    {"rev": 1 << 32, "prev": KEY},
    {"case": b""},
    {"record": b""},
    {"staff_id": b""},
    {"nonce": bytes(12)},
    {"prev": b""},
]


@st.composite
def _headers(draw: st.DrawFn) -> records.RecordHeader:
    rev = draw(st.integers(1, (1 << 32) - 1))
    return records.RecordHeader(
        case=draw(ids),
        record=draw(ids),
        gen=draw(u16s),
        rev=rev,
        prev=ZERO_HASH if rev == 1 else draw(secrets32.filter(any)),
        staff_id=draw(ids),
        nonce=draw(nonces),
    )


@given(secrets32, ids, ids, u16s, st.tuples(u32s, u32s), secrets32, nonces)
def test_a_case_wrap_gives_the_key_back(
    records_key: bytes,
    site: bytes,
    case: bytes,
    gen: int,
    epochs: tuple[int, int],
    key: bytes,
    nonce: bytes,
) -> None:
    made, epoch = sorted(epochs)
    wrap = records.seal_case_wrap(records_key, site, case, gen, made, epoch, key, nonce)
    assert len(wrap.wrap) == records.CASE_WRAP_LENGTH == 72
    assert wrap.commit == records.case_commit(key, case, gen)
    assert records.open_case_wrap(records_key, site, wrap) == key


@given(st.integers(0))
def test_any_flipped_bit_of_a_case_wrap_is_refused(bit: int) -> None:
    wrap = replace(WRAP, wrap=flipped(WRAP.wrap, bit))
    with pytest.raises(Refused):
        records.open_case_wrap(DESK.records_key, SITE, wrap)


@pytest.mark.parametrize("change", OTHER_WRAPS, ids=str)
def test_a_case_wrap_of_another_place_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(CryptoError):
        records.open_case_wrap(DESK.records_key, SITE, replace(WRAP, **change))


def test_another_site_or_epoch_key_opens_no_case() -> None:
    for key, site in ((KEY, SITE), (b"", SITE), (DESK.records_key, OTHER), (DESK.records_key, b"")):
        with pytest.raises(CryptoError):
            records.open_case_wrap(key, site, WRAP)


def test_a_key_is_never_wrapped_in_an_epoch_before_its_own() -> None:
    with pytest.raises(Malformed):
        records.seal_case_wrap(DESK.records_key, SITE, CASE, 1, 8, 7, KEY, NONCE)


def test_a_well_sealed_wrap_of_another_case_key_is_refused() -> None:
    numbers = (1).to_bytes(2, "big") + (5).to_bytes(4, "big") + (7).to_bytes(4, "big")
    aad = labels.CASE_WRAP + SITE + CASE + numbers + WRAP.commit
    forged = NONCE + aead_seal(DESK.records_key, NONCE, aad, bytes(32))
    with pytest.raises(Refused):
        records.open_case_wrap(DESK.records_key, SITE, replace(WRAP, wrap=forged))


@given(secrets32, ids, _headers(), st.binary(max_size=5000))
def test_what_was_sealed_opens(
    key: bytes, site: bytes, header: records.RecordHeader, inner: bytes
) -> None:
    sealed = records.seal_record(key, site, header, inner)
    assert records.open_record(key, site, sealed) == inner
    assert records.parse_record_header(sealed) == header


@given(st.integers(0))
def test_any_flipped_bit_of_a_record_is_refused(bit: int) -> None:
    changed = flipped(SEALED, bit)
    with pytest.raises(CryptoError):
        records.open_record(KEY, SITE, changed)
    with pytest.raises(Refused):
        records.verify_record(STAFF.sign_vk, SITE, changed, SIGNATURE)


@pytest.mark.parametrize("byte", range(records.HEADER_LENGTH))
def test_every_byte_of_the_header_counts(byte: int) -> None:
    for bit in range(8):
        with pytest.raises(CryptoError):
            records.open_record(KEY, SITE, flipped(SEALED, 8 * byte + bit))


@given(st.integers(0, len(SEALED) - 1), st.binary(min_size=1, max_size=40))
def test_cut_or_extended_records_are_refused(length: int, more: bytes) -> None:
    for record in (SEALED[:length], SEALED + more, more + SEALED):
        with pytest.raises(Malformed):
            records.open_record(KEY, SITE, record)


@pytest.mark.parametrize("change", BROKEN_HEADERS, ids=str)
def test_a_header_that_breaks_a_rule_is_neither_sealed_nor_read(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        records.seal_record(KEY, SITE, replace(HEADER, **change), INNER)


@pytest.mark.parametrize(
    ("start", "stop", "value"),
    [
        (34, 36, b"\0\0"),
        (36, 40, bytes(4)),
        (36, 72, bytes(4) + KEY),
        (36, 40, b"\0\0\0\x02"),
        (40, 72, KEY),
    ],
    ids=[
        "generation 0",
        "revision 0",
        "revision 0 with a previous",
        "second without a previous",
        "first with a previous",
    ],
)
def test_a_well_sealed_record_with_a_broken_header_is_refused(
    start: int, stop: int, value: bytes
) -> None:
    head = SEALED[:start] + value + SEALED[stop : records.HEADER_LENGTH]
    key = derive(KEY, labels.KEY_RECORD_BODY)
    body = aead_seal(key, NONCE, labels.RECORD + SITE + head, bytes(1024))
    with pytest.raises(Malformed):
        records.open_record(KEY, SITE, head + body)


def test_an_envelope_is_no_record() -> None:
    with pytest.raises(Malformed):
        records.parse_record_header(b"\x01\x01" + SEALED[2:])


def test_a_record_holds_for_its_writer_and_site_only() -> None:
    records.verify_record(STAFF.sign_vk, SITE, SEALED, SIGNATURE)
    for key, site, signature in (
        (bytes(32), SITE, SIGNATURE),
        (STAFF.sign_vk, OTHER, SIGNATURE),
        (STAFF.sign_vk, SITE, bytes(64)),
        (STAFF.sign_vk, SITE, b""),
        (b"", SITE, SIGNATURE),
    ):
        with pytest.raises(CryptoError):
            records.verify_record(key, site, SEALED, signature)


def test_another_case_key_or_site_opens_no_record() -> None:
    for key, site in ((bytes(32), SITE), (b"", SITE), (KEY, OTHER), (KEY, b"")):
        with pytest.raises(CryptoError):
            records.open_record(key, site, SEALED)
