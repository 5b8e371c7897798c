"""What the libraries must refuse for us, tried one by one as Wycheproof does."""

import hashlib

import nacl.bindings
import pytest
from cryptography.hazmat.primitives import hpke
from hypothesis import given
from hypothesis import strategies as st

from crypto import primitives
from crypto.errors import CryptoError, Malformed, Refused
from crypto.primitives import aead_open, aead_seal, hpke_open, hpke_seal, sign, verify
from tests.unit.crypto.making import KEY, NONCE, STAFF, flipped, nonces, secrets32

PRIME = (1 << 255) - 19
ORDER = (1 << 252) + 27742317777372353535851937790883648493
MESSAGE = b"what is signed"
SIGNATURE = sign(KEY, MESSAGE)
PUBLIC = primitives.verify_key_of(KEY)
KEM_PUBLIC = STAFF.kem_public
HPKE_SEALED = hpke_seal(KEM_PUBLIC, b"info", KEY)

_ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)


def _point(y: int, sign_bit: int = 0) -> bytes:
    return (y | sign_bit << 255).to_bytes(32, "little")


# All points whose order divides 8, with either sign bit, and every encoding beyond the prime.
SMALL_ORDER = sorted(
    {_point(y, bit) for y in (0, 1, PRIME - 1) for bit in (0, 1)}
    | {flipped(bytes.fromhex(point), 255) for point in _ORDER_8}
    | {bytes.fromhex(point) for point in _ORDER_8}
)
NON_CANONICAL = [_point(PRIME + extra, bit) for extra in range(19) for bit in (0, 1)]
X25519_LOW_ORDER = [
    _point(0),
    _point(1),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    _point(PRIME - 1),
    _point(PRIME),
    _point(PRIME + 1),
]


def _hex(value: bytes) -> str:
    return value.hex()[:16]


@given(secrets32, st.binary(max_size=200))
def test_what_was_signed_is_verified(seed: bytes, message: bytes) -> None:
    verify(primitives.verify_key_of(seed), message, sign(seed, message))


@given(st.integers(0))
def test_any_flipped_bit_breaks_a_signature(bit: int) -> None:
    for key, message, signature in (
        (flipped(PUBLIC, bit), MESSAGE, SIGNATURE),
        (PUBLIC, flipped(MESSAGE, bit), SIGNATURE),
        (PUBLIC, MESSAGE, flipped(SIGNATURE, bit)),
    ):
        with pytest.raises(CryptoError):
            verify(key, message, signature)


@pytest.mark.parametrize("scalar", [0, 1, 8], ids=str)
@pytest.mark.parametrize("point", SMALL_ORDER + NON_CANONICAL, ids=_hex)
def test_keys_of_small_order_or_odd_encoding_are_refused(point: bytes, scalar: int) -> None:
    for commitment in (point, _point(1), SIGNATURE[:32]):
        with pytest.raises(Refused):
            verify(point, MESSAGE, commitment + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("point", SMALL_ORDER + NON_CANONICAL, ids=_hex)
def test_commitments_of_small_order_or_odd_encoding_are_refused(point: bytes) -> None:
    # S = h·a is right for R = 0, so only the order of R can be the reason.
    digest = hashlib.sha512(KEY).digest()
    secret = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    challenge = hashlib.sha512(point + PUBLIC + MESSAGE).digest()
    scalar = int.from_bytes(challenge, "little") * secret % ORDER
    with pytest.raises(Refused):
        verify(PUBLIC, MESSAGE, point + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("times", [1, 2, 7])
def test_a_scalar_beyond_the_order_is_refused(times: int) -> None:
    # Without this check everybody could make a second signature of the same message.
    scalar = int.from_bytes(SIGNATURE[32:], "little") + times * ORDER
    with pytest.raises(Refused):
        verify(PUBLIC, MESSAGE, SIGNATURE[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("scalar", [ORDER, (1 << 256) - 1])
def test_the_order_itself_is_no_scalar(scalar: int) -> None:
    with pytest.raises(Refused):
        verify(PUBLIC, MESSAGE, SIGNATURE[:32] + scalar.to_bytes(32, "little"))


def test_odd_encodings_are_refused_even_if_the_library_takes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nacl.bindings, "crypto_sign_open", lambda signed, _key: signed[64:])
    verify(PUBLIC, MESSAGE, SIGNATURE)
    for point in NON_CANONICAL:
        with pytest.raises(Refused):
            verify(point, MESSAGE, SIGNATURE)
        with pytest.raises(Refused):
            verify(PUBLIC, MESSAGE, point + SIGNATURE[32:])
    with pytest.raises(Refused):
        verify(PUBLIC, MESSAGE, SIGNATURE[:32] + ORDER.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 1, 63, 65, 128])
def test_signatures_of_another_length_are_refused(length: int) -> None:
    with pytest.raises(Malformed):
        verify(PUBLIC, MESSAGE, (SIGNATURE * 2)[:length])


@pytest.mark.parametrize("length", [0, 31, 33])
def test_signing_keys_of_another_length_are_refused(length: int) -> None:
    for use in (
        lambda: verify((PUBLIC * 2)[:length], MESSAGE, SIGNATURE),
        lambda: sign(bytes(length), MESSAGE),
        lambda: primitives.verify_key_of(bytes(length)),
    ):
        with pytest.raises(Malformed):
            use()


@given(secrets32, nonces, st.binary(max_size=50), st.binary(max_size=200))
def test_what_was_sealed_opens(key: bytes, nonce: bytes, aad: bytes, plaintext: bytes) -> None:
    assert aead_open(key, nonce, aad, aead_seal(key, nonce, aad, plaintext)) == plaintext


@given(st.integers(0))
def test_any_flipped_bit_keeps_a_seal_shut(bit: int) -> None:
    sealed = aead_seal(KEY, NONCE, b"aad", b"plaintext")
    for key, nonce, aad, data in (
        (flipped(KEY, bit), NONCE, b"aad", sealed),
        (KEY, flipped(NONCE, bit), b"aad", sealed),
        (KEY, NONCE, flipped(b"aad", bit), sealed),
        (KEY, NONCE, b"aad", flipped(sealed, bit)),
    ):
        with pytest.raises(Refused):
            aead_open(key, nonce, aad, data)


@pytest.mark.parametrize("length", range(25))
def test_a_truncated_seal_stays_shut(length: int) -> None:
    sealed = aead_seal(KEY, NONCE, b"", b"plaintext")
    with pytest.raises(CryptoError):
        aead_open(KEY, NONCE, b"", sealed[:length])


@pytest.mark.parametrize("length", [0, 12, 23, 25, 31, 33])
def test_aead_keys_and_nonces_have_one_length(length: int) -> None:
    for key, nonce in ((bytes(length), NONCE), (KEY, bytes(length))):
        with pytest.raises(Malformed):
            aead_seal(key, nonce, b"", b"")
        with pytest.raises(Malformed):
            aead_open(key, nonce, b"", bytes(16))


@given(secrets32, st.binary(max_size=50), st.binary(max_size=100))
def test_what_was_sealed_to_a_key_opens_with_its_seed(
    seed: bytes, info: bytes, plaintext: bytes
) -> None:
    sealed = hpke_seal(primitives.kem_public_from_seed(seed), info, plaintext)
    assert len(sealed) == 1120 + len(plaintext) + 16
    assert hpke_open(seed, info, sealed) == plaintext


@given(st.integers(0))
def test_any_flipped_bit_keeps_hpke_shut(bit: int) -> None:
    for seed, info, sealed in (
        (flipped(STAFF.kem_seed, bit), b"info", HPKE_SEALED),
        (STAFF.kem_seed, flipped(b"info", bit), HPKE_SEALED),
        (STAFF.kem_seed, b"info", flipped(HPKE_SEALED, bit)),
    ):
        with pytest.raises(Refused):
            hpke_open(seed, info, sealed)


@pytest.mark.parametrize("length", [0, 16, 1087, 1088, 1119, 1120, 1135, 1136, 1167])
def test_truncated_hpke_stays_shut(length: int) -> None:
    with pytest.raises(CryptoError):
        hpke_open(STAFF.kem_seed, b"info", HPKE_SEALED[:length])


@pytest.mark.parametrize("point", X25519_LOW_ORDER, ids=_hex)
def test_an_x25519_share_of_low_order_is_refused(point: bytes) -> None:
    sealed = HPKE_SEALED[:1088] + point + HPKE_SEALED[1120:]
    with pytest.raises(Refused):
        hpke_open(STAFF.kem_seed, b"info", sealed)


@pytest.mark.parametrize("point", X25519_LOW_ORDER, ids=_hex)
def test_nothing_is_sealed_to_an_x25519_key_of_low_order(point: bytes) -> None:
    with pytest.raises(Refused):
        hpke_seal(KEM_PUBLIC[:1184] + point, b"info", KEY)


@pytest.mark.parametrize(
    "public",
    [b"", bytes(1216), b"\xff" * 1216, KEM_PUBLIC[:-1], KEM_PUBLIC + b"\0", KEM_PUBLIC[:1184]],
    ids=["empty", "zeros", "ones", "short", "long", "ML-KEM alone"],
)
def test_nothing_is_sealed_to_what_is_no_key(public: bytes) -> None:
    with pytest.raises(CryptoError):
        hpke_seal(public, b"info", KEY)


def test_a_coefficient_beyond_the_modulus_is_no_ml_kem_key() -> None:
    # FIPS 203's check: 0xfff is no number below 3329.
    with pytest.raises(CryptoError):
        hpke_seal(b"\xff\x0f" + KEM_PUBLIC[2:], b"info", KEY)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_kem_seeds_have_one_length(length: int) -> None:
    with pytest.raises(Malformed):
        primitives.kem_public_from_seed(bytes(length))
    with pytest.raises(Malformed):
        hpke_open(bytes(length), b"info", HPKE_SEALED)


def test_hpke_is_the_suite_that_the_protocol_names() -> None:
    # Another AEAD or KDF of the same lengths would pass every round trip.
    assert hpke.KEM.MLKEM768_X25519.enc_length() == primitives.ENC_LENGTH
    for aead in (hpke.AEAD.AES_256_GCM, hpke.AEAD.AES_128_GCM):
        suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, aead)
        private = primitives._kem_private(STAFF.kem_seed)
        sealed = suite.encrypt(KEY, private.public_key(), b"info")
        with pytest.raises(Refused):
            hpke_open(STAFF.kem_seed, b"info", sealed)


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_salts_have_one_length(salt: bytes) -> None:
    with pytest.raises(Malformed):
        primitives.argon2id("words", salt, 1, 1)


def test_half_a_character_is_not_stretched() -> None:
    with pytest.raises(Malformed):
        primitives.argon2id("\ud800", bytes(16), 1, 1)
