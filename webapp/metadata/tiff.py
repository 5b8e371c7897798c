"""EXIF: what it says of orientation, place and time, and the smallest one that says how to turn.

Numbers of tags: EXIF 2.32 (CIPA DC-008), sections 4.6.4 to 4.6.6.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from webapp.metadata.errors import Uncleanable
from webapp.metadata.source import Evidence
from webapp.metadata.view import View

ORIENTATION, MODIFIED = 0x0112, 0x0132
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN = (0x9003, 0x9004)  # DateTimeOriginal, CreateDate; then ModifyDate of the first directory
OFFSETS = (0x9011, 0x9012, 0x9010)
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
ALTITUDE_REF, ALTITUDE, GPS_TIME, GPS_DATE = 5, 6, 7, 29
ASCII, SHORT, RATIONAL = 2, 3, 5
WIDTHS = {1: 1, ASCII: 1, SHORT: 2, 4: 4, RATIONAL: 8, 7: 1, 9: 4, 10: 8}
MOST_ENTRIES = 512
LAST_ORIENTATION = 8
SIXTY = (1, 60, 3600)

MOMENT = re.compile(rb"([12]\d{3})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
DAY = re.compile(rb"([12]\d{3}):(\d\d):(\d\d)")
OFFSET = re.compile(rb"([+-]\d\d):?(\d\d)")

Entry = tuple[int, int, View]
Directory = dict[int, Entry]


@dataclass(frozen=True)
class Exif:
    """What we read of a block of EXIF: how to turn the picture, 1 to 8, and place and time."""

    orientation: int = 1
    evidence: Evidence = field(default_factory=Evidence)


def read_exif(block: bytes) -> Exif:
    """Return what the block says; of a broken one, what can be read. Raises nothing."""
    try:
        view = View(block, order="little" if block[:2] == b"II" else "big")
        first = _directory(view, view.u32(4))
    except Uncleanable:
        return Exif()
    number = _short(first, ORIENTATION)
    orientation = number if 1 <= number <= LAST_ORIENTATION else 1
    exif = _pointed(view, first, EXIF_IFD)
    gps = _pointed(view, first, GPS_IFD)
    return Exif(orientation, _evidence(first, exif, gps))


def orientation_only(orientation: int) -> bytes:
    """The smallest block that says how to turn the picture; empty where there is nothing to say."""
    if orientation == 1:
        return b""
    entry = ORIENTATION.to_bytes(2) + SHORT.to_bytes(2) + (1).to_bytes(4)
    turned = orientation.to_bytes(2) + bytes(2)
    return b"MM\0*" + (8).to_bytes(4) + (1).to_bytes(2) + entry + turned + bytes(4)


def says_more(block: bytes) -> bool:
    """Whether a block says anything beyond how to turn the picture."""
    return block != orientation_only(read_exif(block).orientation)


def _directory(view: View, at: int) -> Directory:
    """Return the entries of a directory by tag; the first of two with one tag counts."""
    found: Directory = {}
    for i in range(min(view.u16(at), MOST_ENTRIES)):
        entry = at + 2 + 12 * i
        tag, kind, count = view.u16(entry), view.u16(entry + 2), view.u32(entry + 4)
        length = WIDTHS.get(kind, 0) * count
        place = entry + 8 if length <= 4 else view.u32(entry + 8)  # noqa: PLR2004 - as TIFF says
        if place + length <= len(view) and tag not in found:
            found[tag] = (kind, count, View(view.data, place, place + length, view.order))
    return found


def _pointed(view: View, first: Directory, tag: int) -> Directory:
    try:
        return _directory(view, first[tag][2].u32(0)) if tag in first else {}
    except Uncleanable:
        return {}


def _short(directory: Directory, tag: int) -> int:
    kind, count, view = directory.get(tag, (0, 0, View(b"")))
    return view.u16(0) if kind == SHORT and count == 1 else 0


def _text(directory: Directory, tag: int) -> bytes:
    kind, _, view = directory.get(tag, (0, 0, View(b"")))
    return view.take(0, len(view)) if kind == ASCII else b""


def _rationals(directory: Directory, tag: int, count: int) -> list[float] | None:
    """Return so many fractions, or None if there are others or one has no value."""
    kind, found, view = directory.get(tag, (0, 0, View(b"")))
    if kind != RATIONAL or found != count:
        return None
    pairs = [(view.u32(8 * i), view.u32(8 * i + 4)) for i in range(count)]
    if any(below == 0 for _, below in pairs):
        return None
    return [above / below for above, below in pairs]


def moment(text: bytes) -> str | None:
    """Return a date and time as 2026-02-03T04:05:06, or None if the text begins otherwise."""
    found = MOMENT.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (part.decode() for part in found.groups())
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def offset(text: bytes) -> str | None:
    """Return an offset from UTC as +01:00, or None if the text begins otherwise."""
    found = OFFSET.match(text)
    return None if found is None else f"{found[1].decode()}:{found[2].decode()}"


def rounded(value: float, most: float) -> float | None:
    """Return the value on six places (11 cm on the ground), or None beyond what can be."""
    return math.floor(value * 1e6 + 0.5) / 1e6 if abs(value) <= most else None


def _degrees(gps: Directory, tag: int, ref_tag: int, away: bytes, most: float) -> float | None:
    parts = _rationals(gps, tag, 3)
    ref = _text(gps, ref_tag)[:1]
    if parts is None or ref == b"":
        return None
    value = parts[0] / SIXTY[0] + parts[1] / SIXTY[1] + parts[2] / SIXTY[2]
    return rounded(-value if ref == away else value, most)


def _altitude(gps: Directory) -> float | None:
    metres = _rationals(gps, ALTITUDE, 1)
    if metres is None:
        return None
    _, _, below = gps.get(ALTITUDE_REF, (0, 0, View(b"")))
    is_below = len(below) > 0 and below.u8(0) == 1
    return rounded(-metres[0] if is_below else metres[0], 1e5)


def _satellites(gps: Directory) -> str | None:
    """Return when the satellites said it was, in UTC."""
    clock = _rationals(gps, GPS_TIME, 3)
    day = DAY.match(_text(gps, GPS_DATE))
    if clock is None or day is None or max(clock) > SIXTY[1]:
        return None
    hour, minute, second = (f"{math.floor(part):02d}" for part in clock)
    return f"{day[1].decode()}-{day[2].decode()}-{day[3].decode()}T{hour}:{minute}:{second}Z"


def _evidence(first: Directory, exif: Directory, gps: Directory) -> Evidence:
    moments = [moment(_text(exif, tag)) for tag in TAKEN] + [moment(_text(first, MODIFIED))]
    offsets = [offset(_text(exif, tag)) for tag in OFFSETS]
    return Evidence(
        taken=next((found for found in moments if found), None),
        offset=next((found for found in offsets if found), None),
        utc=_satellites(gps),
        latitude=_degrees(gps, LATITUDE, LATITUDE_REF, b"S", 90),
        longitude=_degrees(gps, LONGITUDE, LONGITUDE_REF, b"W", 180),
        altitude=_altitude(gps),
    )
