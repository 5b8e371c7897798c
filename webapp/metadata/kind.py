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

BEGINNINGS: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, SIGNATURE, "png"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "audio"),
    (0, b"%PDF-", "pdf"),
    (30, b"[Content_Types].xml", "office"),
    (30, b"_rels/.rels", "office"),
    (30, b"docProps/", "office"),
    (30, b"mimetypeapplication/vnd.oasis", "office"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (0, b"{\\rtf", "office"),
    (0, b"PK\3\4", "zip"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"GIF8", "gif"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"ID3", "audio"),
    (0, b"OggS", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"#!AMR", "audio"),
)
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
    for at, beginning, kind in BEGINNINGS:
        if start[at : at + len(beginning)] == beginning:
            return kind
    name, brand = start[4:8], start[8:12]
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
