"""Where numbers and byte strings enter crypto: checked lengths and big-endian integers."""

from crypto.errors import Malformed

ID_LENGTH = 16
KEY_LENGTH = 32
HASH_LENGTH = 32
NONCE_LENGTH = 24
SIGNATURE_LENGTH = 64
ZERO_HASH = bytes(HASH_LENGTH)


def sized(value: bytes, length: int, what: str) -> bytes:
    """Return `value` if it is exactly `length` bytes, else raise Malformed naming `what`."""
    # Joined fields carry no lengths, so a wrong length here would shift what a signature means.
    if not isinstance(value, bytes) or len(value) != length:
        raise Malformed(f"{what} must be {length} bytes")
    return value


def identifier(value: bytes, what: str) -> bytes:
    """Return `value` if it is a 16-byte id (protocol section 1), else raise Malformed."""
    return sized(value, ID_LENGTH, what)


def nonced(value: bytes) -> bytes:
    """Return `value` if it is a 24-byte nonce, else raise Malformed."""
    return sized(value, NONCE_LENGTH, "nonce")


def _unsigned(value: int, length: int, what: str) -> bytes:
    # bool is an int in Python; True as a number is always a mistake here.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 8 * length:
        raise Malformed(f"{what} must be a whole number of at most {length} bytes")
    return value.to_bytes(length, "big")


def u8(value: int, what: str) -> bytes:
    """Return `value` in 1 byte, or raise Malformed if it does not fit."""
    return _unsigned(value, 1, what)


def u16(value: int, what: str) -> bytes:
    """Return `value` in 2 big-endian bytes, or raise Malformed if it does not fit."""
    return _unsigned(value, 2, what)


def u32(value: int, what: str) -> bytes:
    """Return `value` in 4 big-endian bytes, or raise Malformed if it does not fit."""
    return _unsigned(value, 4, what)


def u64(value: int, what: str) -> bytes:
    """Return `value` in 8 big-endian bytes, or raise Malformed if it does not fit."""
    return _unsigned(value, 8, what)


def generation(value: int) -> bytes:
    """Return a generation number as u16; generations start at 1 (protocol section 3)."""
    if value == 0:
        raise Malformed("generations start at 1")
    return u16(value, "generation")
