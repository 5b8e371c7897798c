"""Photos and films lose their metadata before they are sealed; a source's browser does the same.

For people without JavaScript the server does it in memory: upload → here → seal → store.
"""

from __future__ import annotations

from webapp.metadata.errors import Uncleanable
from webapp.metadata.kind import CLEANERS, LOOK, Kind, kind_of, remains_in
from webapp.metadata.source import Cleaned, Evidence, Memory, Removed, Source, stream

__all__ = [
    "Cleaned",
    "Evidence",
    "Kind",
    "Memory",
    "Removed",
    "Source",
    "Uncleanable",
    "cleaned_bytes",
    "kind_of",
    "remains_in",
    "stream",
    "without_metadata",
]


def without_metadata(source: Source) -> tuple[Kind, Cleaned | None]:
    """Return what the file is and, of the kinds that we clean, its pieces; else None.

    Raises Uncleanable if it is of such a kind and cannot be cleaned.
    """
    kind = kind_of(source.read(0, LOOK))
    clean = CLEANERS.get(kind)
    return kind, clean(source) if clean else None


def cleaned_bytes(source: Source, cleaned: Cleaned) -> bytes:
    """Put a cleaned file together in memory."""
    return b"".join(stream(source, cleaned.pieces))
