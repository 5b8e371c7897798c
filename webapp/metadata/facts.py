"""Place and time as a film tells them: Apple's keys, QuickTime's user data, and its header."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from webapp.metadata.boxes import Box, boxes
from webapp.metadata.errors import Uncleanable
from webapp.metadata.icc import fixed
from webapp.metadata.source import Evidence
from webapp.metadata.tiff import moment, offset, rounded
from webapp.metadata.view import View

CREATED = b"com.apple.quicktime.creationdate"
PLACED = b"com.apple.quicktime.location.ISO6709"
PLACE = re.compile(
    rb"([+-]\d{2}(?:\.\d{1,9})?)([+-]\d{3}(?:\.\d{1,9})?)([+-]\d{1,5}(?:\.\d{1,9})?)?"
)
OFFSET = re.compile(rb"T\d\d:\d\d:\d\d([+-]\d\d:?\d\d)")
EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
MOST_SECONDS = 2**32
TEXT_HEAD = 4
Place = tuple[float | None, ...]
NOWHERE: Place = (None, None, None)


def facts_of(data: bytes) -> Evidence:
    """Return what a box `moov` says, of which `data` is all; of a broken one, nothing."""
    try:
        return _facts(bytearray(data))
    except Uncleanable:
        return Evidence()


def _facts(data: bytearray) -> Evidence:
    moov = boxes(data, 0, len(data))[0]
    parts = boxes(data, moov.body, moov.end)
    header = next((box.view(data) for box in parts if box.kind == "mvhd"), None)
    udta = [
        inner for box in parts if box.kind == "udta" for inner in boxes(data, box.body, box.end)
    ]
    metas = [box for box in [*parts, *udta] if box.kind == "meta"]
    known = {key: value for box in metas for key, value in _keys(data, box).items()}
    texts = [box.view(data) for box in udta if box.kind == "\xa9xyz"]
    placed = known.get(PLACED) or next((_text(view) for view in texts), b"")
    shot = next((_location(box.view(data)) for box in udta if box.kind == "loci"), NOWHERE)
    created = known.get(CREATED, b"")
    zone = OFFSET.search(created)
    place = PLACE.match(placed)
    told = (
        tuple(None if part is None else float(part) for part in place.groups()) if place else shot
    )
    latitude, longitude, altitude = told
    return Evidence(
        taken=moment(created),
        offset=offset(zone[1]) if zone else None,
        utc=_created(header) if header else None,
        latitude=_number(latitude, 90),
        longitude=_number(longitude, 180),
        altitude=_number(altitude, 1e5),
    )


def _location(view: View) -> Place:
    """Return latitude, longitude and altitude out of 3GPP's box (TS 26.244, section 8.10)."""
    name = view.take(6, len(view) - 6)
    at = 6 + name.index(b"\0") + 2 if b"\0" in name else len(view)
    longitude, latitude, altitude = (fixed(view.u32(at + 4 * i)) for i in range(3))
    return latitude, longitude, altitude


def _number(value: float | None, most: float) -> float | None:
    return None if value is None else rounded(value, most)


def _text(view: View) -> bytes:
    """Return the text of a QuickTime string: its length, its language, itself."""
    return view.take(TEXT_HEAD, min(view.u16(0), len(view) - TEXT_HEAD))


def _created(header: View) -> str | None:
    """Return when the film was begun by its header's clock, in UTC; None if it says 1904."""
    seconds = header.u64(4) if header.u8(0) == 1 else header.u32(4)
    if not 0 < seconds < MOST_SECONDS:
        return None
    return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _keys(data: bytearray, meta: Box) -> dict[bytes, bytes]:
    """Return the values of a QuickTime metadata box by their keys."""
    # ISO's meta begins with a version, QuickTime's begins with its boxes.
    start = meta.body + (
        4 if meta.end - meta.body >= TEXT_HEAD and _is_versioned(data, meta) else 0
    )
    parts = {box.kind: box for box in boxes(data, start, meta.end)}
    if "keys" not in parts or "ilst" not in parts:
        return {}
    keys, ilst = parts["keys"], parts["ilst"]
    names = [data[box.body : box.end] for box in boxes(data, keys.body + 8, keys.end)]
    found: dict[bytes, bytes] = {}
    for item in boxes(data, ilst.body, ilst.end):
        number = int.from_bytes(item.kind.encode("latin-1"))
        inside = boxes(data, item.body, item.end)
        if 1 <= number <= len(names) and inside and inside[0].kind == "data":
            found[bytes(names[number - 1])] = bytes(data[inside[0].body + 8 : inside[0].end])
    return found


def _is_versioned(data: bytearray, meta: Box) -> bool:
    return not any(data[meta.body : meta.body + 4])
