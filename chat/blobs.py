"""Where the sealed bytes of files lie: parts on their way, then whole blobs named by their hash.

What is here came sealed, and nothing here could open it. A store knows no table: it keeps bytes
under names that `chat.uploads` gives, and each name is used for one upload only. So whatever has
no row may be deleted at any time, and nothing that was acknowledged can be hit by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

PART = 8 * 65_536
"""Bytes of a part: part n of a blob begins at n * PART, and only the last one is shorter."""

PIECE = 256 * 1024
"""Bytes that are read at once."""


class Address(NamedTuple):
    """The name of a whole blob: what it must hash to, and the upload that brought it."""

    hash: bytes
    upload: bytes


class Reading(Protocol):
    """A blob that is being read, from one thread at a time."""

    def piece(self) -> bytes:
        """The next bytes, none at the end."""

    def close(self) -> None:
        """Nothing of it is open any more."""


class Writing(Protocol):
    """A blob that is being written; what is neither finished nor dropped is nobody's."""

    def add(self, piece: bytes) -> None:
        """The piece follows those before it."""

    def finish(self) -> tuple[Address, int]:
        """The pieces are one blob; gives its name and length."""

    def drop(self) -> None:
        """Nothing of it is left."""


class BlobStore(Protocol):
    """Keeps sealed bytes. What a call has done is on disk when it returns.

    Every call may raise StoreAway, and whatever writes NoRoom; what was there before is still there.
    """

    def write_part(self, upload: bytes, number: int, data: bytes) -> None:
        """The part is there; the same again changes nothing."""

    def finish(self, upload: bytes, length: int, hash_: bytes) -> Address:
        """The parts are one blob of this length and hash, each byte of which was read again.

        Raises FileDiffers, with the parts left as they are. Doing it twice is doing it once.
        """

    def write(self, upload: bytes) -> Writing:
        """A blob of unknown length begins, piece by piece."""

    def read(self, address: Address, start: int = 0) -> Reading:
        """The blob's bytes from `start` on; raises BytesGone."""

    def size(self, address: Address) -> int | None:
        """How many bytes the blob has, None where there is none."""

    def delete(self, address: Address) -> None:
        """There is no such blob."""

    def delete_staging(self, upload: bytes) -> None:
        """Of this upload there are no parts."""

    def staged(self) -> Iterator[bytes]:
        """Every upload of which there are parts."""

    def stored(self) -> Iterator[Address]:
        """Every whole blob."""

    def free(self) -> int:
        """How many bytes may still be written."""


def part_count(length: int) -> int:
    """How many parts a blob has."""
    return -(-length // PART)


def part_length(length: int, number: int) -> int:
    """How many bytes part `number` of a blob has; 0 for one that it does not have."""
    return max(0, min(PART, length - number * PART))
