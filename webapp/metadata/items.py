"""The items of HEIC and AVIF: the picture with its tiles and its alpha stays, every other goes.

A preview, a depth map, a second picture may show what was cut away, so they go too: their bytes
become zeros, and their entries become hidden ones of the kind `free` (ISO/IEC 14496-12, 8.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.metadata.boxes import HEAD, Box, boxes, drop, zero
from webapp.metadata.entries import clean_colour
from webapp.metadata.errors import Uncleanable
from webapp.metadata.movie import Film, clean_files, clean_handler
from webapp.metadata.samples import Range
from webapp.metadata.source import Removed
from webapp.metadata.view import View

KEPT = {"hdlr", "pitm", "iinf", "iloc", "iref", "iprp", "idat", "dinf"}
PROPERTIES = {
    *("hvcC", "av1C", "avcC", "jpgC", "vvcC", "ispe", "pixi", "irot", "imir", "clap", "pasp"),
    *("colr", "auxC", "lsel", "a1op", "a1lx", "clli", "mdcv", "cclv", "amve"),
}
ALPHAS = {b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1"}
REFERENCES = {"dimg", "auxl", "prem"}
PICTURES = {"hvc1", "av01", "avc1", "jpeg", "vvc1", "grid", "iovl", "iden"}
ITEM_NAMES: dict[str, Removed] = {"Exif": "exif", "mime": "xmp"}
IN_FILE, IN_IDAT = 0, 1
WIDTHS = {0, 4, 8}
HIDDEN = 1


@dataclass(frozen=True)
class Extent:
    """A part of an item: in the file, or in the box `idat`."""

    method: int
    at: int
    length: int


@dataclass(frozen=True)
class Found:
    """Where the picture's bytes lie, and where the parts of its EXIF do, if it has any."""

    kept: list[Range]
    exif: list[Extent]
    idat: bytes


@dataclass
class _Meta:
    data: bytearray
    by_kind: dict[str, Box]

    def need(self, kind: str) -> View:
        """The content of the box of a kind, the first. Raises Uncleanable (broken)."""
        if kind not in self.by_kind:
            raise Uncleanable("broken", f"no {kind}")
        return self.by_kind[kind].view(self.data)


def clean_items(data: bytearray, film: Film) -> Found:
    """Clean a box `meta`, of which `data` is all. Raises Uncleanable."""
    whole = boxes(data, 0, len(data))[0]
    parts = boxes(data, whole.body + 4, whole.end)
    for part in parts:
        if part.kind not in KEPT:
            drop(data, part, film.removed)
        for each in boxes(data, part.body, part.end) if part.kind == "dinf" else []:
            clean_files(data, each, film)
    meta = _Meta(data, {part.kind: part for part in reversed(parts)})
    kinds = dict(_kinds(meta))
    places = dict(_places(meta.need("iloc")))
    idat = meta.need("idat").take(0, len(meta.need("idat"))) if "idat" in meta.by_kind else b""
    stay = _stay(meta, kinds)
    meta.need("hdlr")
    clean_handler(data, meta.by_kind["hdlr"], film)
    _clean_entries(meta, stay, film)
    _clean_references(meta, stay)
    _clean_properties(meta, film.removed)
    extents = [extent for item in stay for extent in places.get(item, [])]
    _clean_idat(meta, extents)
    exif = next((item for item, (kind, _) in kinds.items() if kind == "Exif"), 0)
    ranges = [(e.at, e.at + e.length) for e in extents if e.method == IN_FILE]
    return Found(ranges, places.get(exif, []), idat)


Kinds = tuple[str, Box]


def _kinds(meta: _Meta) -> Iterator[tuple[int, Kinds]]:
    """Yield each item's number, its kind and its entry."""
    view = meta.need("iinf")
    box = meta.by_kind["iinf"]
    start = box.body + (6 if view.u8(0) == 0 else 8)
    view.take(0, start - box.body)
    for entry in boxes(meta.data, start, box.end):
        inside = entry.view(meta.data)
        version = inside.u8(0)
        if entry.kind != "infe" or version not in {2, 3}:
            raise Uncleanable("unusual", "items of another version")
        wide = 2 * (version == 3)  # noqa: PLR2004 - as the format counts
        yield inside.number(4, 2 + wide), (inside.tag(8 + wide), entry)


def _places(view: View) -> Iterator[tuple[int, list[Extent]]]:
    """Yield each item's number and where its bytes lie."""
    version, both, more = view.u8(0), view.u8(4), view.u8(5)
    widths = (both >> 4, both & 15, more >> 4, more & 15 if version else 0)
    if version > 2 or not WIDTHS.issuperset(widths):  # noqa: PLR2004 - as the format counts
        raise Uncleanable("unusual", "places of another version")
    offset, length, base, index = widths
    wide = 4 if version == 2 else 2  # noqa: PLR2004 - as the format counts
    at = 6 + wide
    for _ in range(view.number(6, wide)):
        item = view.number(at, wide)
        at += wide
        method = view.u16(at) & 15 if version else IN_FILE
        at += 2 * (version > 0) + 2
        start = view.number(at, base)
        at += base
        extents = []
        count = view.u16(at)
        at += 2
        for _ in range(count):
            place = start + view.number(at + index, offset)
            extents.append(Extent(method, place, view.number(at + index + offset, length)))
            at += index + offset + length
        yield item, extents


def _references(meta: _Meta) -> Iterator[tuple[Box, int, list[int]]]:
    """Yield each reference: its box, from which item, to which."""
    if "iref" not in meta.by_kind:
        return
    box = meta.by_kind["iref"]
    wide = 2 if meta.need("iref").u8(0) == 0 else 4
    meta.need("iref").take(0, 4)
    for each in boxes(meta.data, box.body + 4, box.end):
        view = each.view(meta.data)
        to = [view.number(wide + 2 + i * wide, wide) for i in range(view.u16(wide))]
        yield each, view.number(0, wide), to


def _stay(meta: _Meta, kinds: dict[int, Kinds]) -> dict[int, None]:
    """Return the picture, what it is put together from, and the alpha of these."""
    pitm = meta.need("pitm")
    alphas = _alphas(meta)
    more: dict[int, list[int]] = {}
    for box, source, to in _references(meta):
        if box.kind == "dimg":
            more.setdefault(source, []).extend(to)
        if box.kind == "auxl" and source in alphas:
            for target in to:
                more.setdefault(target, []).append(source)
    stay = {pitm.number(4, 2 if pitm.u8(0) == 0 else 4): None}
    waiting = list(stay)
    for item in waiting:  # grows while it is gone through; each item once
        for each in more.get(item, []):
            if each not in stay:
                stay[each] = None
                waiting.append(each)
    if any(item not in kinds or kinds[item][0] not in PICTURES for item in stay):
        raise Uncleanable("unusual", "a picture of another kind")
    return stay


def _associations(meta: _Meta) -> Iterator[tuple[int, list[int]]]:
    """Yield each item's number and those of its properties, which begin at 1."""
    iprp = meta.by_kind["iprp"]
    for box in boxes(meta.data, iprp.body, iprp.end):
        if box.kind != "ipma":
            continue
        view = box.view(meta.data)
        wide = 2 if view.u8(0) == 0 else 4
        width = 2 if view.u8(3) & 1 else 1
        at = 8
        for _ in range(view.u32(4)):
            item, count = view.number(at, wide), view.u8(at + wide)
            at += wide + 1
            numbers = [view.number(at + i * width, width) for i in range(count)]
            at += count * width
            yield item, [number & (0x7FFF if width > 1 else 0x7F) for number in numbers]


def _properties(meta: _Meta) -> list[Box]:
    meta.need("iprp")
    iprp = meta.by_kind["iprp"]
    inside = boxes(meta.data, iprp.body, iprp.end)
    ipco = next((box for box in inside if box.kind == "ipco"), None)
    if ipco is None:
        raise Uncleanable("broken", "no properties")
    return boxes(meta.data, ipco.body, ipco.end)


def _is_alpha(meta: _Meta, box: Box) -> bool:
    view = box.view(meta.data)
    return box.kind == "auxC" and view.take(4, len(view) - 4).split(b"\0", 1)[0] in ALPHAS


def _alphas(meta: _Meta) -> set[int]:
    properties = _properties(meta)
    numbers = {i for i, box in enumerate(properties, start=1) if _is_alpha(meta, box)}
    return {item for item, own in _associations(meta) if not numbers.isdisjoint(own)}


def _clean_entries(meta: _Meta, stay: dict[int, None], film: Film) -> None:
    """Take every item's name, and of those that go also their kind."""
    for item, (kind, entry) in list(_kinds(meta)):
        named = entry.body + (12 if meta.data[entry.body] == 2 else 14)  # noqa: PLR2004 - version
        zero(meta.data, named, entry.end)
        if item not in stay:
            if kind != "free":
                film.removed.add(ITEM_NAMES.get(kind, "pictures"))
            meta.data[named - 4 : named] = b"free"
            meta.data[entry.body + 3] |= HIDDEN


def _clean_references(meta: _Meta, stay: dict[int, None]) -> None:
    for box, source, to in list(_references(meta)):
        if box.kind not in REFERENCES or not {source, *to} <= stay.keys():
            meta.data[box.at + 4 : box.at + HEAD] = b"free"  # some readers refuse an empty one


def _clean_properties(meta: _Meta, removed: set[Removed]) -> None:
    for box in _properties(meta):
        if box.kind not in PROPERTIES or (box.kind == "auxC" and not _is_alpha(meta, box)):
            drop(meta.data, box, removed)
        elif box.kind == "colr":
            clean_colour(meta.data, box, removed)
    iprp = meta.by_kind["iprp"]
    for box in boxes(meta.data, iprp.body, iprp.end):
        if box.kind not in {"ipco", "ipma"}:
            drop(meta.data, box, removed)


def _clean_idat(meta: _Meta, extents: list[Extent]) -> None:
    """Blank what no kept item has in `idat`. Raises Uncleanable where one lies elsewhere."""
    if any(e.method not in {IN_FILE, IN_IDAT} or e.length == 0 for e in extents):
        raise Uncleanable("unusual", "a picture at an unusual place")
    inside = [(e.at, e.at + e.length) for e in extents if e.method == IN_IDAT]
    if not inside and "idat" not in meta.by_kind:
        return
    meta.need("idat")
    box = meta.by_kind["idat"]
    content = bytes(meta.data[box.body : box.end])
    zero(meta.data, box.body, box.end)
    for start, end in inside:
        if end > len(content):
            raise Uncleanable("broken", "an item beyond its box")
        meta.data[box.body + start : box.body + end] = content[start:end]
