"""The only place where crypto calls a library's AEAD, HPKE, Argon2 or Ed25519."""

import hashlib
import unicodedata

import nacl.bindings
import nacl.exceptions
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from crypto.binary import KEY_LENGTH, SIGNATURE_LENGTH, nonced, sized
from crypto.errors import Malformed, Refused

TAG_LENGTH = 16
ENC_LENGTH = 1120  # ML-KEM-768 ciphertext 1088 and X25519 point 32
ML_KEM_PUBLIC_LENGTH = 1184
KEM_PUBLIC_LENGTH = ML_KEM_PUBLIC_LENGTH + 32
HPKE_OVERHEAD = ENC_LENGTH + TAG_LENGTH
MIB = 1 << 20

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ED25519_PRIME = (1 << 255) - 19
_ED25519_ORDER = (1 << 252) + 27742317777372353535851937790883648493


def aead_seal(key: bytes, nonce: bytes, aad: bytes, plaintext: bytes) -> bytes:
    """Return XChaCha20-Poly1305-IETF of `plaintext`, tag appended (protocol section 1)."""
    sized(key, KEY_LENGTH, "key")
    return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        plaintext, aad, nonced(nonce), key
    )


def aead_open(key: bytes, nonce: bytes, aad: bytes, sealed: bytes) -> bytes:
    """Return what `aead_seal` was given, or raise Refused; Malformed for wrong lengths."""
    sized(key, KEY_LENGTH, "key")
    nonced(nonce)
    # libsodium's binding would compute a negative buffer length from a missing tag.
    if len(sealed) < TAG_LENGTH:
        raise Malformed("sealed bytes are shorter than a tag")
    try:
        return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, aad, nonce, key)
    except nacl.exceptions.CryptoError as error:
        raise Refused("sealed bytes do not open") from error


def _kem_private(seed: bytes) -> MLKEM768X25519PrivateKey:
    # X-Wing's expansion; HPKE's DeriveKeyPair would give another key (protocol section 1).
    expanded = hashlib.shake_256(sized(seed, KEY_LENGTH, "KEM seed")).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def _kem_public(public: bytes) -> MLKEM768X25519PublicKey:
    sized(public, KEM_PUBLIC_LENGTH, "KEM public key")
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:ML_KEM_PUBLIC_LENGTH]),
            X25519PublicKey.from_public_bytes(public[ML_KEM_PUBLIC_LENGTH:]),
        )
    except ValueError as error:
        raise Malformed("not a KEM public key") from error


def kem_public_from_seed(seed: bytes) -> bytes:
    """Return the 1216-byte X-Wing public key of a 32-byte seed (protocol section 1)."""
    expanded = hashlib.shake_256(sized(seed, KEY_LENGTH, "KEM seed")).digest(96)
    ml_kem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).public_key()
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:]).public_key()
    return ml_kem.public_bytes_raw() + x25519.public_bytes_raw()


def hpke_seal(public: bytes, info: bytes, plaintext: bytes) -> bytes:
    """Return SEAL(public, info, plaintext): enc (1120 bytes) and ciphertext (section 1).

    The only function here that draws randomness itself: HPKE has no argument for it. Raises
    Malformed for what is not a public key, Refused for one whose X25519 half is of low order.
    """
    recipient = _kem_public(public)
    try:
        return _SUITE.encrypt(plaintext, recipient, info)
    except ValueError as error:
        raise Refused("cannot seal to this public key") from error


def hpke_open(seed: bytes, info: bytes, sealed: bytes) -> bytes:
    """Return what was sealed to the public key of `seed` under `info`, or raise a CryptoError."""
    if len(sealed) < HPKE_OVERHEAD:
        raise Malformed("sealed bytes are too short")
    try:
        return _SUITE.decrypt(sealed, _kem_private(seed), info)
    except (InvalidTag, ValueError) as error:
        raise Refused("sealed bytes do not open") from error


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the 64-byte Ed25519 signature of `message` by the key of a 32-byte seed."""
    sized(seed, KEY_LENGTH, "signing seed")
    _, secret = nacl.bindings.crypto_sign_seed_keypair(seed)
    return nacl.bindings.crypto_sign(message, secret)[:SIGNATURE_LENGTH]


def verify_key_of(seed: bytes) -> bytes:
    """Return the 32-byte Ed25519 public key of a 32-byte seed."""
    return nacl.bindings.crypto_sign_seed_keypair(sized(seed, KEY_LENGTH, "signing seed"))[0]


def _point_is_canonical(point: bytes) -> bool:
    y = int.from_bytes(point, "little") & (1 << 255) - 1
    return y < _ED25519_PRIME


def verify(key: bytes, message: bytes, signature: bytes) -> None:
    """Return if `signature` is by `key` over `message`, else raise a CryptoError.

    Strict (protocol section 1): small-order and non-canonical keys and R, and S not below the
    group's order, are refused. libsodium refuses most of that; the encodings are checked here
    too, so that the answer does not depend on which version of libsodium is bundled.
    """
    sized(key, KEY_LENGTH, "verification key")
    sized(signature, SIGNATURE_LENGTH, "signature")
    if not (_point_is_canonical(key) and _point_is_canonical(signature[:32])):
        raise Refused("the signature has a non-canonical point")
    if int.from_bytes(signature[32:], "little") >= _ED25519_ORDER:
        raise Refused("the signature has a non-canonical scalar")
    try:
        nacl.bindings.crypto_sign_open(signature + message, key)
    except nacl.exceptions.CryptoError as error:
        raise Refused("the signature does not hold") from error


def argon2id(secret: str, salt: bytes, passes: int, mebibytes: int) -> bytes:
    """Return 32 bytes of Argon2id 1.3, one lane, over `secret` in UTF-8 (protocol section 1)."""
    try:
        return nacl.bindings.crypto_pwhash_alg(
            KEY_LENGTH,
            secret.encode(),
            sized(salt, 16, "salt"),
            passes,
            mebibytes * MIB,
            nacl.bindings.crypto_pwhash_ALG_ARGON2ID13,
        )
    except (UnicodeError, nacl.exceptions.CryptoError):
        # An error of encoding has the whole text in it.
        raise Malformed("this text cannot be stretched") from None


def composed(text: str) -> str:
    """Return `text` in Unicode NFKC, the form in which passphrases are stretched (section 6)."""
    return unicodedata.normalize("NFKC", text)
