"""MP4, MOV, HEIC and AVIF: a file of boxes, of which all is blanked that is not picture or sound.

Only the tables are taken into memory; the rest is named by its place. Nothing moves: the cleaned
file is as long as the given one, or shorter where its end was of no use.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice

from webapp.metadata.boxes import EMPTY, HEAD, LONG_HEAD
from webapp.metadata.errors import Uncleanable
from webapp.metadata.facts import facts_of
from webapp.metadata.items import IN_FILE, Found, clean_items
from webapp.metadata.movie import Film, clean_fragment, clean_movie
from webapp.metadata.samples import Range
from webapp.metadata.source import TABLES, Cleaned, Kept, Piece, Source, Zeros, counted
from webapp.metadata.tiff import read_exif
from webapp.metadata.view import View

MOST_EXIF = 1024 * 1024
LOADED = {"ftyp", "styp", "moov", "moof", "meta", "sidx"}
KNOWN = LOADED | EMPTY | {"mdat", "uuid", "udta", "mfra", "pnot", "PICT", "ssix", "emsg", "prft"}
BRANDS = {
    *("isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "isoa", "isoc"),
    *("mp41", "mp42", "avc1", "hvc1", "av01", "M4V ", "M4A ", "qt  ", "dash", "cmfc", "msdh"),
    *("3gp4", "3gp5", "3gp6", "3gp7", "3g2a", "heic", "heix", "hevc", "hevx", "heim", "heis"),
    *("mif1", "mif2", "msf1", "miaf", "MiHB", "MiHE", "MiPr", "avif", "avis", "MA1A", "MA1B"),
}
IMAGES = {"mif1", "mif2", "msf1", "heic", "heix", "hevc", "hevx", "heim", "heis", "avif", "avis"}


@dataclass(frozen=True)
class _Top:
    """A box of the file: where it stands, how long its head and all of it are."""

    kind: str
    at: int
    head: int
    length: int


@dataclass
class _Work:
    """What is found out about a file."""

    cleaned: Cleaned
    film: Film
    loaded: dict[int, bytes] = field(default_factory=dict)
    items: Found = field(default_factory=lambda: Found([], [], b""))


def clean_bmff(source: Source) -> Cleaned:
    """Return the pieces of the file. Raises Uncleanable."""
    tops = _tops(source)
    cleaned = Cleaned()
    work = _Work(cleaned, Film(cleaned.removed))
    _load(source, tops, work)
    if not (work.film.kept or work.items.kept):
        raise Uncleanable("broken", "neither picture nor sound")
    if work.items.exif:
        cleaned.evidence = read_exif(_exif(source, work.items)).evidence
    kept = _kept(tops, work)
    for top in tops:
        cleaned.pieces += _pieces(source, top, work, kept)
    _cut(source, tops, cleaned)
    return cleaned


def _tops(source: Source) -> list[_Top]:
    """Return the boxes of the file; what follows the last is no box."""
    found: list[_Top] = []
    at = 0
    while at + HEAD <= source.size:
        counted(len(found))
        top = _top(source, at)
        if top is None:
            if not {"moov", "meta"} & {each.kind for each in found}:
                raise Uncleanable("broken", "a box of another length")
            break
        found.append(top)
        at += top.length
    return found


def _top(source: Source, at: int) -> _Top | None:
    """Return the box that begins here, or None if what stands here is none."""
    view = View(source.read(at, LONG_HEAD))
    size, kind, head = view.u32(0), view.tag(4), HEAD
    if kind not in KNOWN and not all(c.isascii() and c.isalnum() for c in kind):
        return None
    if size == 1:
        size, head = view.u64(8), LONG_HEAD
    elif size == 0:
        size = source.size - at
    if head <= size <= source.size - at:
        return _Top(kind, at, head, size)
    if kind in LOADED or kind == "mdat":
        raise Uncleanable("broken", f"{kind} is cut off")
    return None


def _load(source: Source, tops: list[_Top], work: _Work) -> None:
    """Take the tables into memory, and clean them there."""
    loaded = [top for top in tops if top.kind in LOADED]
    if sum(top.length for top in loaded) > TABLES:
        raise Uncleanable("large", "tables of more than 32 MB")
    is_image = False
    for top in sorted(loaded, key=lambda top: top.kind == "moof"):  # a fragment needs its film
        data = bytearray(source.read(top.at, top.length))
        if not any(data[:4]):
            data[:4] = top.length.to_bytes(4)
        if top.kind in {"ftyp", "styp"}:
            is_image |= _clean_brands(data, top.head)
        elif top.kind == "moov":
            work.cleaned.evidence = facts_of(bytes(data))
            clean_movie(data, work.film)
        elif top.kind == "moof":
            clean_fragment(data, top.at, work.film)
        elif top.kind == "meta":
            if not is_image:
                work.film.removed.add("tags")
                continue
            work.items = clean_items(data, work.film)
        work.loaded[top.at] = bytes(data)


def _clean_brands(data: bytearray, head: int) -> bool:
    """Leave only common names of formats, which name no maker; return whether it is a picture."""
    view = View(data)
    is_image = view.tag(head) in IMAGES
    usual = b"mif1" if is_image else b"isom"
    view.take(head, 8)
    data[head + 4 : head + 8] = bytes(4)
    for at in [head, *range(head + 8, len(data) - 3, 4)]:
        if view.tag(at) not in BRANDS:
            data[at : at + 4] = usual
    rest = (len(data) - head) % 4
    data[len(data) - rest :] = bytes(rest)
    return is_image


def _exif(source: Source, items: Found) -> bytes:
    """Return the block of a picture's EXIF, whose first four bytes say where it begins."""
    if sum(extent.length for extent in items.exif) > MOST_EXIF:
        return b""
    parts = [
        source.read(e.at, e.length) if e.method == IN_FILE else items.idat[e.at : e.at + e.length]
        for e in items.exif
    ]
    block = b"".join(parts)
    return block[4 + int.from_bytes(block[:4]) :]


def _kept(tops: list[_Top], work: _Work) -> list[Range]:
    """Return the ranges of picture and sound in order, merged and within the boxes `mdat`."""
    bodies = [(top.at + top.head, top.at + top.length) for top in tops if top.kind == "mdat"]
    merged: list[Range] = []
    for start, end in sorted(r for r in work.film.kept + work.items.kept if r[0] < r[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    body = 0
    for start, _ in merged:
        while body < len(bodies) and bodies[body][1] <= start:
            body += 1
        if body == len(bodies) or start < bodies[body][0]:
            raise Uncleanable("unusual", "samples at an unusual place")
    return _without(merged, sorted(r for r in work.film.gone if r[0] < r[1]))


def _without(kept: list[Range], gone: list[Range]) -> list[Range]:
    """Take the ranges `gone` out of those kept; both are in order."""
    left: list[Range] = []
    i = 0
    for start, end in kept:
        at = start
        while i < len(gone) and gone[i][1] <= at:
            i += 1
        j = i
        while j < len(gone) and gone[j][0] < end:
            if gone[j][0] > at:
                left.append((at, gone[j][0]))
            at = max(at, gone[j][1])
            j += 1
        if at < end:
            left.append((at, end))
    return left


def _pieces(source: Source, top: _Top, work: _Work, kept: list[Range]) -> list[Piece]:
    if top.at in work.loaded:
        return [work.loaded[top.at]]
    if top.kind != "mdat":
        if top.kind not in EMPTY | {"meta"}:
            work.cleaned.removed.add("other")
        head = source.read(top.at, top.head)
        return [head[:4] + b"free" + head[8:], Zeros(top.length - top.head)]
    pieces: list[Piece] = [Kept(top.at, top.head)]
    at, end = top.at + top.head, top.at + top.length
    begin = bisect_right(kept, at, key=lambda each: each[1])
    for first, last in islice(kept, begin, None):
        if first >= end:
            break
        start, stop = max(first, at), min(last, end)
        pieces += [Zeros(start - at), Kept(start, stop - start)]
        at = stop
    return [*pieces, Zeros(end - at)]


def _cut(source: Source, tops: list[_Top], cleaned: Cleaned) -> None:
    """Cut off what is blank at the end, and what is no box."""
    last = tops[-1].at + tops[-1].length
    if last < source.size:
        cleaned.removed.add("trailing")
    used = [i for i, top in enumerate(tops) if top.kind in LOADED | {"mdat"}]
    length = tops[used[-1]].at + tops[used[-1]].length
    while length < last:
        piece = cleaned.pieces.pop()
        last -= len(piece) if isinstance(piece, bytes) else piece.length
