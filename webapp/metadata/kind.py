"""What a file is by its first bytes, and what may remain in those that we cannot clean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from webapp.metadata.bmff import clean_bmff
from webapp.metadata.jpeg import clean_jpeg
from webapp.metadata.png import SIGNATURE, clean_png
from webapp.metadata.source import Cleaned, Source, whole
from webapp.metadata.webp import clean_webp

Kind = Literal[
    "jpeg",
    "png",
    "webp",
    "heic",
    "avif",
    "mp4",
    "mov",  # up to here they are cleaned
    "pdf",
    "office",
    "zip",
    "tiff",
    "gif",
    "matroska",
    "audio",
    "other",
]
Remains = Literal["author", "places", "history", "unknown"]

LOOK = 64
"""How many bytes are looked at."""

RIFF, ZIP = b"RIFF", b"PK\3\4"
BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (SIGNATURE, "png"),
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"GIF8", "gif"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"#!AMR", "audio"),
)
RIFF_KINDS: dict[bytes, Kind] = {b"WEBP": "webp", b"WAVE": "audio"}
# The names of the first file in an archive by which office programs begin theirs.
OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"mimetypeapplication/vnd.oasis")
ZIP_NAME = 30
MP3_SYNC = {0xFB, 0xF3, 0xF2, 0xFA}
HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"mif2", b"msf1"}
AVIF = {b"avif", b"avis"}
FOREIGN = {b"crx ", b"jp2 ", b"jpx ", b"jxl "}
OLD_MOVIES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
REMAINS: dict[Kind, tuple[Remains, ...]] = {
    "pdf": ("author", "places", "history"),
    "office": ("author", "places", "history"),
    "tiff": ("author", "places"),
    "matroska": ("author", "places"),
    "audio": ("author", "places"),
}


def kind_of(start: bytes) -> Kind:
    """Return what a file is that begins with these bytes; `LOOK` of them are enough."""
    for beginning, kind in BEGINNINGS:
        if start.startswith(beginning):
            return kind
    name, brand = start[4:8], start[8:12]
    if start.startswith(RIFF):
        return RIFF_KINDS.get(brand, "other")
    if start.startswith(ZIP):
        return "office" if start.startswith(OFFICE, ZIP_NAME) else "zip"
    if name == b"ftyp":
        return _brand(brand)
    if name in OLD_MOVIES:
        return "mov"
    return "audio" if start[:1] == b"\xff" and start[1:2] and start[1] in MP3_SYNC else "other"


def _brand(brand: bytes) -> Kind:
    if brand in FOREIGN:
        return "other"
    if brand in HEIC:
        return "heic"
    if brand in AVIF:
        return "avif"
    return "mov" if brand == b"qt  " else "mp4"


def remains_in(kind: Kind) -> tuple[Remains, ...]:
    """What may still stand in a file that was not cleaned, for the question before it is sent."""
    return REMAINS.get(kind, ("unknown",))


CLEANERS: dict[Kind, Callable[[Source], Cleaned]] = {
    "jpeg": lambda source: clean_jpeg(whole(source)),
    "png": lambda source: clean_png(whole(source)),
    "webp": lambda source: clean_webp(whole(source)),
    "heic": clean_bmff,
    "avif": clean_bmff,
    "mp4": clean_bmff,
    "mov": clean_bmff,
}
