"""Pictures and films as strangers send them: cleaned of what they tell, or refused."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.target import REFUSED, TAKEN, Target
from tests.golden.opened import NAMES, golden
from webapp import metadata
from webapp.metadata.source import Kept

LONGEST = 8_000


def check(data: bytes) -> str:
    """What the file is, and whether it could be cleaned; what is kept lies inside of it."""
    source = metadata.Memory(data)
    try:
        what, cleaned = metadata.without_metadata(source)
    except metadata.Uncleanable as refused:
        return f"{REFUSED} {refused.why}"
    if cleaned is None:
        return what
    for piece in cleaned.pieces:
        assert not isinstance(piece, Kept) or 0 <= piece.at <= piece.at + piece.length <= len(data)
    made = metadata.cleaned_bytes(source, cleaned)
    cleaned.evidence.told()
    return f"{TAKEN} {what} {len(made)}"


def seeds() -> Iterator[bytes]:
    """The golden files that are no larger than what is tried."""
    yield from (each for name in NAMES if len(each := golden(name)) <= LONGEST)


WORDS = (
    b"moov",
    b"trak",
    b"iloc",
    b"iinf",
    b"Exif\0\0",
    b"VP8X",
    b"IHDR",
    b"eXIf",
    b"uuid",
    b"meta",
)
TARGET = Target("picture", check, seeds, (metadata, "kind_of"), longest=LONGEST, words=WORDS)
