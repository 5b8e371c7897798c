"""Files as blobs: what was done to one on its way is a recipe of a few bytes, and only the whole one opens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from crypto import files
from crypto.errors import CryptoError
from crypto.hashes import digest
from tests.fuzz.target import REFUSED, TAKEN, Target
from tests.unit.crypto.making import CONV, KEY, SITE

PLACE = files.FilePlace(SITE, CONV, bytes(16))
LARGEST = 140_000
"""Bytes of content: up to three chunks."""

STEP = 5
"""Bytes of one line of a recipe: what is done, where (three bytes), and with which byte."""

MOST_STEPS = 12


def check(data: bytes) -> str:
    """How long a file's blob is, whether so long a blob can be, and whether the damaged one opens."""
    head = data[:8].ljust(8, b"\0")
    number, size = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big") % LARGEST
    length = files.blob_length(number)
    assert files.is_blob_length(length)
    if is_length := files.is_blob_length(number):
        padded = number - 1 - 16 * -(-(number - 1) // files.SEALED_CHUNK)
        # Content that fills one chunk is padded to more: the shortest blob is that of less.
        assert files.blob_length(padded if padded > files.CHUNK else 0) == number
    return f"{length} {TAKEN if is_length else REFUSED} {_opened(size, data[8:])}"


def _opened(size: int, recipe: bytes) -> str:
    sound = _sealed(size)
    blob, said, hash_ = _damaged(sound, size, recipe)
    try:
        content = files.open_blob(KEY, PLACE, said, hash_, blob)
    except CryptoError:
        return REFUSED
    assert blob == sound
    assert content == content_of(size).ljust(said, b"\0")[:said]
    return TAKEN


def _damaged(sound: bytes, size: int, recipe: bytes) -> tuple[bytes, int, bytes]:
    """The blob after all that the recipe does to it, the size that is said, and the hash."""
    blob, said, hash_ = bytearray(sound), size, b""
    steps = [recipe[at : at + STEP] for at in range(0, len(recipe), STEP)][:MOST_STEPS]
    for step in (each for each in steps if len(each) == STEP):
        place, value = int.from_bytes(step[1:4], "big"), step[4]
        match step[0] % 8:
            case 0 if blob:
                blob[place % len(blob)] ^= value
            case 1:
                del blob[place % (len(blob) + 1) :]
            case 2:
                blob += bytes([value]) * (place % 70_000)
            case 3:
                _swap(blob, value >> 4, value & 15)
            case 4:
                at = 1 + (value % 4) * files.SEALED_CHUNK
                blob[at:at] = blob[at : at + files.SEALED_CHUNK]
            case 5:
                said = place % LARGEST
            case 6:
                hash_ = digest(sound)
            case _:
                said = max(0, said + value - 128)
    return bytes(blob), said, hash_ or digest(bytes(blob))


def _swap(blob: bytearray, one: int, other: int) -> None:
    """Two chunks change places, where both are whole."""
    first, second = (1 + (each % 4) * files.SEALED_CHUNK for each in (one, other))
    if max(first, second) + files.SEALED_CHUNK <= len(blob):
        a, b = (bytes(blob[at : at + files.SEALED_CHUNK]) for at in (first, second))
        blob[first : first + len(a)], blob[second : second + len(b)] = b, a


@lru_cache(16)
def _sealed(size: int) -> bytes:
    return files.seal_blob(KEY, PLACE, content_of(size))


CONTENT = bytes(1 + (at * 7 + at // 65_520) % 251 for at in range(LARGEST))
"""Bytes of which no two chunks are the same; never a zero, so that padding is none of them."""


def content_of(size: int) -> bytes:
    """The first of them."""
    return CONTENT[:size]


def seeds() -> Iterator[bytes]:
    """Blobs of one, two and three chunks: whole, and after each single thing that is done to one."""
    sizes = (0, 1, 65_519, 65_520, 65_521, 131_040)
    for size in sizes:
        yield (size * 9).to_bytes(4, "big") + size.to_bytes(4, "big")
    for kind in range(8):
        step = bytes([kind, 0, 0, 7, 0x01])
        yield bytes(4) + (131_040).to_bytes(4, "big") + step
        yield bytes(4) + (100).to_bytes(4, "big") + step
    yield files.blob_length(9).to_bytes(4, "big") + bytes(4)


TARGET = Target("file", check, seeds, (files, "open_blob"), longest=8 + STEP * MOST_STEPS)
