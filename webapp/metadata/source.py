"""What a file is read from and what the cleaned one is made of: pieces of it, zeros, new bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from webapp.metadata.errors import Uncleanable

MEMORY = 64 * 1024 * 1024
"""The longest picture that is taken into memory, in bytes."""
TABLES = 32 * 1024 * 1024
"""The longest tables of a film; those of ten hours from a phone have about as many bytes."""
MOST_PARTS = 100_000
"""How many parts a file may have, of any kind: beyond that somebody wants us to be busy."""
STEP = 1024 * 1024

Removed = Literal[
    "exif",  # place, time, camera
    "xmp",
    "iptc",
    "colour",  # a colour profile, which may be one device's
    "text",  # comments and other words
    "pictures",  # previews, further pictures, films inside pictures
    "tags",  # a film's labels: place, time, title
    "times",
    "names",  # of devices and programs
    "tracks",  # what a film carries besides picture and sound
    "trailing",
    "other",
]


class Source(Protocol):
    """Bytes that can be read anywhere: a buffer, a file, a slice of an upload."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read(self, at: int, length: int) -> bytes:
        """Return `length` bytes from `at`, fewer where the source ends."""


@dataclass(frozen=True)
class Memory:
    """A source in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data)

    def read(self, at: int, length: int) -> bytes:
        """Return `length` bytes from `at`, fewer where the source ends."""
        return self.data[at : at + length]


@dataclass(frozen=True)
class Kept:
    """Bytes of the source as they are."""

    at: int
    length: int


@dataclass(frozen=True)
class Zeros:
    """As many zeros: what stood here is gone, and nothing moves."""

    length: int


Piece = Kept | Zeros | bytes


@dataclass(frozen=True)
class Evidence:
    """Place and time as the file told them; empty where it did not (see docs/metadata.md)."""

    taken: str | None = None
    offset: str | None = None
    utc: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None

    def told(self) -> dict[str, str | float]:
        """What is known, as it travels."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass
class Cleaned:
    """A file without its metadata: what to put together, what is gone, what it told before."""

    pieces: list[Piece] = field(default_factory=list)
    removed: set[Removed] = field(default_factory=set)
    orientation: int = 1
    evidence: Evidence = field(default_factory=Evidence)


def whole(source: Source) -> bytes:
    """Return all bytes. Raises Uncleanable (large) beyond what we take into memory."""
    if source.size > MEMORY:
        raise Uncleanable("large", "a picture of more than 64 MB")
    return source.read(0, source.size)


def counted(parts: int) -> None:
    """Raise Uncleanable (large) beyond the parts that we go through."""
    if parts > MOST_PARTS:
        raise Uncleanable("large", "too many parts")


def length_of(piece: Piece) -> int:
    """How many bytes a piece becomes."""
    return len(piece) if isinstance(piece, bytes) else piece.length


def stream(source: Source, pieces: Iterable[Piece]) -> Iterator[bytes]:
    """The cleaned file in order, at most a megabyte at a time unless a piece is new bytes."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        for done in range(0, piece.length, STEP):
            length = min(STEP, piece.length - done)
            yield source.read(piece.at + done, length) if isinstance(piece, Kept) else bytes(length)
