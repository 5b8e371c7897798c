"""The day's purge key: key rows are sealed once more under it where a database keeps deleted rows.

Deleting the key makes every copy of those rows unreadable, also those in PostgreSQL's log
(protocol section 9). Bytes in, bytes out; files and days are the caller's.
"""

from crypto import labels
from crypto.binary import NONCE_LENGTH, u32
from crypto.primitives import aead_open, aead_seal

DAY_LENGTH = 4


def day_prefix(day: int) -> bytes:
    """Return the four bytes with which everything sealed on a day begins (its ordinal, u32)."""
    return u32(day, "day")


def seal_for_day(key: bytes, day: int, value: bytes, nonce: bytes) -> bytes:
    """Return u32 day ‖ nonce24 ‖ AEAD(key, nonce, label ‖ day, value)."""
    prefix = day_prefix(day)
    return prefix + nonce + aead_seal(key, nonce, labels.PURGE + prefix, value)


def day_of(stored: bytes) -> int:
    """Return the day under whose key the bytes were sealed."""
    return int.from_bytes(stored[:DAY_LENGTH], "big")


def open_for_day(key: bytes, stored: bytes) -> bytes:
    """Return what `seal_for_day` sealed, or raise a CryptoError."""
    prefix, nonce = stored[:DAY_LENGTH], stored[DAY_LENGTH : DAY_LENGTH + NONCE_LENGTH]
    return aead_open(key, nonce, labels.PURGE + prefix, stored[DAY_LENGTH + NONCE_LENGTH :])
