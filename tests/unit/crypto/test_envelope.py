"""Envelopes: what was sealed opens, and nothing else does."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import keys
from crypto.binary import ZERO_HASH
from crypto.envelope import (
    HEADER_LENGTH,
    Header,
    encode_header,
    open_envelope,
    parse_header,
    seal_envelope,
)
from crypto.errors import CryptoError, Malformed, Refused
from crypto.padding import is_padded_length
from tests.unit.crypto.making import (
    CONV,
    KEY,
    OTHER,
    SITE,
    first_header,
    flipped,
    headers,
    ids,
    secrets32,
)

COMMIT = keys.commit(KEY, CONV, 1)
INNER = b'{"t":"text","body":"hello"}'
SEALED = seal_envelope(KEY, SITE, COMMIT, first_header(), INNER)
SECOND = replace(first_header(), seq=2, prev=bytes(31) + b"\x01")

BROKEN_HEADERS: list[dict[str, Any]] = [
    {"flags": 1, "direction": "D"},
    {"flags": 2},
    {"flags": 256},
    {"direction": "X"},
    {"direction": ""},
    {"direction": "SD"},
    {"conv": CONV[:-1]},
    {"gen": 0},
    {"gen": 1 << 16},
    {"seq": 0},
    {"seq": 0, "prev": KEY},
    {"seq": 1 << 32, "prev": KEY},
    {"seq": 2},
    {"prev": KEY},
    {"prev": b""},
    {"ack_seq": 1},
    {"ack": KEY},
    {"ack_seq": -1, "ack": KEY},
    {"nonce": bytes(12)},
]


@given(secrets32, ids, headers(), st.binary(max_size=5000))
def test_what_was_sealed_opens(key: bytes, site: bytes, header: Header, inner: bytes) -> None:
    commit = keys.commit(key, CONV, header.gen)
    sealed = seal_envelope(key, site, commit, header, inner)
    assert open_envelope(key, site, commit, sealed) == inner
    assert parse_header(sealed) == header
    assert is_padded_length(len(sealed) - HEADER_LENGTH - 16)


@given(headers())
def test_a_header_has_118_bytes(header: Header) -> None:
    assert len(encode_header(header)) == HEADER_LENGTH == 118


@given(st.integers(0))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    with pytest.raises(CryptoError):
        open_envelope(KEY, SITE, COMMIT, flipped(SEALED, bit))


@pytest.mark.parametrize("byte", range(HEADER_LENGTH))
def test_every_byte_of_the_header_counts(byte: int) -> None:
    for bit in range(8):
        with pytest.raises(CryptoError):
            open_envelope(KEY, SITE, COMMIT, flipped(SEALED, 8 * byte + bit))


@given(st.integers(0, len(SEALED) - 1), st.binary(min_size=1, max_size=40))
def test_cut_or_extended_envelopes_are_refused(length: int, more: bytes) -> None:
    for envelope in (SEALED[:length], SEALED + more, more + SEALED):
        with pytest.raises(Malformed):
            open_envelope(KEY, SITE, COMMIT, envelope)


@pytest.mark.parametrize("body", [1024, 4096, 16384, 65536, 67584])
def test_garbage_of_a_legal_length_is_refused(body: int) -> None:
    envelope = SEALED[:HEADER_LENGTH] + bytes(body + 16)
    parse_header(envelope)
    with pytest.raises(Refused):
        open_envelope(KEY, SITE, COMMIT, envelope)


@given(st.binary(max_size=1300))
def test_bytes_of_chance_are_no_envelope(garbage: bytes) -> None:
    with pytest.raises(CryptoError):
        parse_header(garbage)


@pytest.mark.parametrize("change", BROKEN_HEADERS, ids=str)
def test_a_header_that_breaks_a_rule_is_never_sealed(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        seal_envelope(KEY, SITE, COMMIT, replace(first_header(), **change), INNER)


BROKEN_BYTES = {
    "version 0": (0, b"\0"),
    "type 2": (1, b"\x02"),
    "flag bit 7": (2, b"\x80"),
    "direction s": (3, b"s"),
    "server flag from the desk": (2, b"\x01D"),
    "generation 0": (20, b"\0\0"),
    "sequence 0": (22, bytes(4)),
    "sequence 0 with a previous": (22, bytes(4) + KEY),
    "first with a previous": (26, KEY),
    "second without a previous": (22, b"\0\0\0\x02"),
    "ack without a hash": (58, b"\0\0\0\x01"),
    "ack without a number": (62, KEY),
}


@pytest.mark.parametrize(("at", "value"), BROKEN_BYTES.values(), ids=BROKEN_BYTES)
def test_the_server_sees_a_broken_header_without_any_key(at: int, value: bytes) -> None:
    with pytest.raises(Malformed):
        parse_header(SEALED[:at] + value + SEALED[at + len(value) :])


def test_another_place_opens_nothing() -> None:
    for key, site, commit in (
        (bytes(32), SITE, COMMIT),
        (KEY, OTHER, COMMIT),
        (KEY, SITE, bytes(32)),
        (KEY, SITE, keys.commit(KEY, CONV, 2)),
        (KEY, SITE, keys.commit(KEY, OTHER, 1)),
        (KEY, SITE, b""),
        (b"", SITE, COMMIT),
        (KEY, b"", COMMIT),
    ):
        with pytest.raises(CryptoError):
            open_envelope(key, site, commit, SEALED)


def test_nothing_is_sealed_under_a_commitment_to_another_key() -> None:
    with pytest.raises(Refused):
        seal_envelope(KEY, SITE, bytes(32), first_header(), INNER)


def test_a_reply_cannot_be_turned_into_a_message_of_the_source() -> None:
    reply = seal_envelope(KEY, SITE, COMMIT, first_header("D"), INNER)
    with pytest.raises(Refused):
        open_envelope(KEY, SITE, COMMIT, reply[:3] + b"S" + reply[4:])


def test_what_is_no_json_is_given_back_as_it_is() -> None:
    for inner in (b"", b"\xff\xfe", b"{", b"x" * 70_000):
        sealed = seal_envelope(KEY, SITE, COMMIT, SECOND, inner)
        assert open_envelope(KEY, SITE, COMMIT, sealed) == inner


def test_only_the_first_envelope_has_no_previous_one() -> None:
    assert parse_header(SEALED).prev == ZERO_HASH
    assert parse_header(seal_envelope(KEY, SITE, COMMIT, SECOND, INNER)) == SECOND
