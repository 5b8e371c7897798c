"""The tables of a film: picture and sound stay, with what is needed to play them, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.metadata.boxes import Box, boxes, drop, zero
from webapp.metadata.entries import clean_entries, frame_bytes
from webapp.metadata.errors import Uncleanable
from webapp.metadata.samples import Fragment, Range, run_ranges, sample_ranges
from webapp.metadata.source import Removed

PLAYED = {"vide", "auxv", "pict", "soun"}
# What may stand in each box; everything else becomes free.
KEPT: dict[str, set[str]] = {
    "moov": {"mvhd", "trak", "mvex"},
    "mvex": {"mehd", "trex"},
    "trak": {"tkhd", "edts", "mdia", "tapt"},
    "tapt": {"clef", "prof", "enof"},
    "edts": {"elst"},
    "mdia": {"mdhd", "hdlr", "minf"},
    "minf": {"vmhd", "smhd", "gmhd", "hdlr", "dinf", "stbl"},
    "gmhd": {"gmin"},
    "dinf": {"dref"},
    "stbl": {
        *("stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stz2", "stco", "co64"),
        *("stss", "stps", "sdtp", "sbgp", "sgpd"),
    },
    "moof": {"mfhd", "traf"},
    "traf": {"tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd"},
}
UNDETERMINED = b"\x55\xc4"  # "und", as ISO 639-2 packed into 16 bits


@dataclass
class Film:
    """What is known of a film's tracks while its boxes are gone through."""

    removed: set[Removed]
    played: set[int] = field(default_factory=set)
    sizes: dict[int, int] = field(default_factory=dict)
    kept: list[Range] = field(default_factory=list)
    gone: list[Range] = field(default_factory=list)


def clean_movie(data: bytearray, film: Film) -> None:
    """Clean a box `moov`, of which `data` is all, and note where the samples lie."""
    whole = boxes(data, 0, len(data))[0]
    for box in _prune(data, whole, film, ""):
        if box.kind == "mvex":
            trex = [b.view(data) for b in _prune(data, box, film, "") if b.kind == "trex"]
            film.sizes.update({view.u32(4): view.u32(16) for view in trex})
        if box.kind == "trak":
            _clean_track(data, box, film)


def clean_fragment(data: bytearray, at: int, film: Film) -> None:
    """Clean a box `moof`, of which `data` is all and which stands at `at` in the file."""
    whole = boxes(data, 0, len(data))[0]
    fragment = Fragment(at)
    for box in _prune(data, whole, film, ""):
        if box.kind != "traf":
            continue
        heads = [b for b in boxes(data, box.body, box.end) if b.kind == "tfhd"]
        track = heads[0].view(data).u32(4) if heads else 0
        ranges = list(run_ranges(data, box, fragment, film.sizes.get(track, 0)))
        if track in film.played:
            film.kept += ranges
            _prune(data, box, film, "")
        else:
            film.gone += ranges
            drop(data, box, film.removed)


def _clean_track(data: bytearray, trak: Box, film: Film) -> None:
    handler, track = _handler(data, trak), _path(data, trak, "tkhd")
    stbl = _path(data, trak, "mdia", "minf", "stbl")
    stsd = stbl and _path(data, stbl, "stsd")
    if not (handler and track and stbl and stsd):
        raise Uncleanable("broken", "a track without its parts")
    ranges = list(sample_ranges(data, stbl, frame_bytes(data, stsd, handler)))
    if handler not in PLAYED:
        film.gone += ranges
        drop(data, trak, film.removed)
        return
    film.kept += ranges
    view = track.view(data)
    film.played.add(view.u32(20 if view.u8(0) == 1 else 12))
    _clean_parts(data, trak, film, handler)


def _clean_parts(data: bytearray, parent: Box, film: Film, handler: str) -> None:
    for box in _prune(data, parent, film, handler):
        if box.kind in KEPT:
            _clean_parts(data, box, film, handler)


def _prune(data: bytearray, parent: Box, film: Film, handler: str) -> list[Box]:
    """Blank what may not stand in the box, rewrite what may; return what stays."""
    stay: list[Box] = []
    for box in boxes(data, parent.body, parent.end):
        if box.kind not in KEPT[parent.kind]:
            drop(data, box, film.removed)
            continue
        if box.kind in REWRITTEN:
            REWRITTEN[box.kind](data, box, film)
        elif box.kind == "stsd":
            clean_entries(data, box, handler, film.removed)
        stay.append(box)
    return stay


def _path(data: bytearray, box: Box, *kinds: str) -> Box | None:
    """Return the box at the end of a path of kinds, the first of each, or None."""
    found: Box | None = box
    for kind in kinds:
        if found is None:
            return None
        inside = boxes(data, found.body, found.end)
        found = next((each for each in inside if each.kind == kind), None)
    return found


def _handler(data: bytearray, trak: Box) -> str:
    hdlr = _path(data, trak, "mdia", "hdlr")
    return hdlr.view(data).tag(8) if hdlr else ""


def _times(length: int) -> Callable[[bytearray, Box, Film], None]:
    """Make creation and modification of a header 1904, which stands for unknown."""

    def rewrite(data: bytearray, box: Box, film: Film) -> None:
        view = box.view(data)
        is_long = view.u8(0) == 1
        view.take(0, length + 12 * is_long)
        if zero(data, box.body + 4, box.body + (20 if is_long else 12)):
            film.removed.add("times")
        if box.kind == "mvhd":  # QuickTime's preview, poster, selection and current time
            zero(data, box.body + (84 if is_long else 72), box.body + (108 if is_long else 96))
        if box.kind == "mdhd":
            language = box.body + (32 if is_long else 20)
            data[language : language + 2] = UNDETERMINED

    return rewrite


def clean_handler(data: bytearray, box: Box, film: Film) -> None:
    """Leave a handler its kind; its maker and its name go."""
    box.view(data).take(0, 12)
    if zero(data, box.body + 12, box.end):
        film.removed.add("names")


def clean_files(data: bytearray, box: Box, _film: Film) -> None:
    """See that the samples lie in this file, and that no path to another one is told."""
    box.view(data).take(0, 8)
    for entry in boxes(data, box.body + 8, box.end):
        if not entry.view(data).u32(0) & 1:
            raise Uncleanable("unusual", "samples in another file")
        zero(data, entry.body + 4, entry.end)


REWRITTEN: dict[str, Callable[[bytearray, Box, Film], None]] = {
    "mvhd": _times(100),
    "tkhd": _times(84),
    "mdhd": _times(24),
    "hdlr": clean_handler,
    "dref": clean_files,
}
