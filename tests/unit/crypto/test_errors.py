"""Whatever bytes come in, crypto says so with its own error and never with a library's."""

import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import (
    envelope,
    files,
    keys,
    primitives,
    receipt,
    records,
    roster,
    session,
    staff,
    words,
)
from crypto.binary import u8, u16, u32, u64
from crypto.errors import CryptoError, Malformed
from crypto.hashes import derive
from tests.unit.crypto.making import (
    CONV,
    DESK,
    EPOCH_SEED,
    KEY,
    RECEIPT,
    SITE,
    STAFF_ID,
    key_record,
)

RECORD = key_record()
PLACE = keys.SharePlace(CONV, 1, RECORD.commit, STAFF_ID)
WRAP = records.CaseWrap(CONV, 1, 1, 1, bytes(32), b"")
FILE = files.FilePlace(SITE, CONV, STAFF_ID)
ANCHOR = roster.Anchor(KEY, SITE, 1)

# Everything that takes bytes from a server, a file or a person, with one of them left open.
TAKERS: dict[str, Callable[[bytes], object]] = {
    "envelope header": envelope.parse_header,
    "envelope": lambda data: envelope.open_envelope(KEY, SITE, RECORD.commit, data),
    "record header": records.parse_record_header,
    "record": lambda data: records.open_record(KEY, SITE, data),
    "record's signature": lambda data: records.verify_record(KEY, SITE, b"", data),
    "record's signer": lambda data: records.verify_record(data, SITE, b"", bytes(64)),
    "case wrap": lambda data: records.open_case_wrap(KEY, SITE, replace(WRAP, wrap=data)),
    "self wrap": lambda data: keys.open_self_wrap(SITE, replace(RECORD, self_wrap=data), RECEIPT),
    "desk wrap": lambda data: keys.open_desk_wrap(
        SITE, replace(RECORD, desk_wrap=data), EPOCH_SEED
    ),
    "source's key": lambda data: keys.verify_key_record(SITE, replace(RECORD, src_vk=data)),
    "share": lambda data: keys.open_share(SITE, PLACE, KEY, data),
    "file": lambda data: files.open_chunks(KEY, FILE, data),
    "file of a size": lambda data: files.open_blob(KEY, FILE, len(data), bytes(32), data),
    "staff blob": lambda data: staff.open_staff_blob(KEY, SITE, STAFF_ID, 1, data),
    "epoch seed": lambda data: staff.open_epoch_seed(KEY, SITE, 1, STAFF_ID, DESK.public, data),
    "roster key": lambda data: staff.open_roster_key(KEY, SITE, STAFF_ID, KEY, data),
    "certificate": roster.parse_certificate,
    "roster": roster.parse_roster,
    "members": roster.parse_members,
    "public roster": lambda data: roster.verify_public(
        ANCHOR, roster.SignedCertificate(data, data), data, data
    ),
    "session": lambda data: session.open_session(KEY, SITE, STAFF_ID, data),
    "HPKE": lambda data: primitives.hpke_open(KEY, b"", data),
    "HPKE key": lambda data: primitives.hpke_seal(data, b"", b""),
    "AEAD": lambda data: primitives.aead_open(KEY, bytes(24), b"", data),
    "card": lambda data: words.words_to_secret(data.decode("latin-1")),
}

# Lengths at which some reader looks further than at the length.
LENGTHS = (0, 1, 31, 32, 33, 64, 72, 104, 112, 118, 1152, 1158, 1168, 1200, 1216, 4224, 65537)
shaped = st.builds(
    lambda seed, length: (seed * (length + 1))[:length],
    st.binary(min_size=1, max_size=40),
    st.sampled_from(LENGTHS),
)


@pytest.mark.parametrize("taker", TAKERS.values(), ids=TAKERS)
@given(data=st.one_of(st.binary(max_size=200), shaped))
def test_chance_is_refused_with_our_own_error(
    taker: Callable[[bytes], object], data: bytes
) -> None:
    if data == b"\0\0" and taker is roster.parse_members:
        return  # a list of nobody is well formed
    if len(data) == 1216 and taker is TAKERS["HPKE key"]:
        return  # any small coefficients are a key; what is none has its own test
    with pytest.raises(CryptoError):
        taker(data)


@pytest.mark.parametrize(
    ("write", "bits"), [(u8, 8), (u16, 16), (u32, 32), (u64, 64)], ids=["u8", "u16", "u32", "u64"]
)
def test_numbers_that_do_not_fit_are_refused(write: Callable[[int, str], bytes], bits: int) -> None:
    assert write((1 << bits) - 1, "number") == b"\xff" * (bits // 8)
    for value in (-1, 1 << bits, True):
        with pytest.raises(Malformed):
            write(value, "number")


def test_a_label_whose_length_does_not_fit_is_refused() -> None:
    with pytest.raises(Malformed):
        derive(KEY, bytes(256))


def test_text_with_half_a_character_is_refused_or_left_out() -> None:
    assert receipt.normalise("able\ud800baker") == "able baker"
    with pytest.raises(Malformed):
        staff.stretch_passphrase("\ud800", SITE, STAFF_ID)


@pytest.mark.parametrize(
    ("fails", "typed"),
    [
        (lambda: words.words_to_secret("abandon canarywords " * 12), "canarywords"),
        (lambda: words.words_to_secret(" ".join(["zoo"] * 24)), "zoo"),
        (lambda: primitives.argon2id("canary\ud800", bytes(16), 1, 1), "canary"),
    ],
)
def test_no_traceback_shows_what_was_typed(fails: Callable[[], object], typed: str) -> None:
    with pytest.raises(Malformed) as told:
        fails()
    assert told.value.__suppress_context__
    whole = "".join(traceback.format_exception(told.value, chain=True))
    said = [line for line in whole.splitlines() if not line.startswith("    ")]  # without our code
    assert not [line for line in said if typed in line]
