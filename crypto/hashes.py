"""The two hash functions under everything that crypto names, commits to or derives."""

import hashlib
import hmac

from crypto.binary import HASH_LENGTH, KEY_LENGTH, sized, u8


def digest(data: bytes) -> bytes:
    """Return H(data): unkeyed BLAKE2b-256, 32 bytes (protocol section 1)."""
    return hashlib.blake2b(data, digest_size=HASH_LENGTH).digest()


class Hashing:
    """H of bytes that come piece by piece, for what does not fit into memory."""

    def __init__(self) -> None:
        """Nothing was added yet."""
        self._state = hashlib.blake2b(digest_size=HASH_LENGTH)

    def add(self, piece: bytes) -> None:
        """The piece follows those before it."""
        self._state.update(piece)

    def result(self) -> bytes:
        """Return `digest` of all pieces together, 32 bytes."""
        return self._state.digest()


def digest128(data: bytes) -> bytes:
    """Return BLAKE2b-128 of `data`, 16 bytes: the salts of sections 2 and 6."""
    return hashlib.blake2b(data, digest_size=16).digest()


def derive(key: bytes, label: bytes, context: bytes = b"") -> bytes:
    """Return K(key, label, context): 32 bytes (protocol section 1).

    The label's length comes first, so that no label and context can be read as another pair.
    Raises Malformed for a key that is not 32 bytes or a label over 255 bytes.
    """
    message = u8(len(label), "label length") + label + context
    key = sized(key, KEY_LENGTH, "key")
    return hashlib.blake2b(message, key=key, digest_size=HASH_LENGTH).digest()


def same(left: bytes, right: bytes) -> bool:
    """Return whether two byte strings are equal, in time that does not depend on where not."""
    return hmac.compare_digest(left, right)
