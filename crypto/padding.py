"""Hides how long a message or file is before crypto seals it: buckets, then PADME."""

from crypto.errors import Malformed

BUCKETS = (1024, 4096, 16384, 65536)  # bytes, protocol section 4
LENGTH_BYTES = 4
MAX_INNER = (1 << 8 * LENGTH_BYTES) - 1


def padme(length: int) -> int:
    """Return the PADME length that hides `length`, at most 12 % longer (protocol section 4)."""
    if length < 2:  # noqa: PLR2004 - the logarithm below is undefined for 0 and 0 for 1
        return length
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()  # floor(log2 exponent) + 1
    mask = (1 << exponent - kept) - 1
    return (length + mask) & ~mask


def padded_length(length: int) -> int:
    """Return how long `length` bytes (prefix counted) become: a bucket or PADME (section 4)."""
    for bucket in BUCKETS:
        if length <= bucket:
            return bucket
    return padme(length)


def is_padded_length(length: int) -> bool:
    """Return whether some message pads to exactly `length` bytes."""
    return length in BUCKETS or (length > BUCKETS[-1] and padme(length) == length)


def pad(inner: bytes) -> bytes:
    """Return u32 length, `inner` and zeros, on a legal length (protocol section 4)."""
    if len(inner) > MAX_INNER:
        raise Malformed("the message is too long")
    prefixed = len(inner).to_bytes(LENGTH_BYTES, "big") + inner
    return prefixed.ljust(padded_length(len(prefixed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given.

    Raises Malformed unless the length is the one that `pad` chooses and all padding is zero:
    otherwise the padding would be a channel that nobody looks at.
    """
    if len(padded) < LENGTH_BYTES:
        raise Malformed("the padding has no length")
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    if padded_length(end) != len(padded):
        raise Malformed("the padding has the wrong length")
    if padded.count(0, end) != len(padded) - end:
        raise Malformed("the padding is not zero")
    return padded[LENGTH_BYTES:end]
