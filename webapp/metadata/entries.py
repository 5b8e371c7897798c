"""What a film's sample entries say: how to decode is kept; who made it and in what colours goes."""

from __future__ import annotations

from webapp.metadata.boxes import Box, blank, boxes, drop, is_colour_kept, zero
from webapp.metadata.errors import Uncleanable
from webapp.metadata.icc import SRGB, fresh, space_of
from webapp.metadata.source import Removed

DECODING = {
    *("avcC", "hvcC", "av1C", "vpcC", "dvcC", "dvvC", "hvcE", "vvcC", "esds", "d263", "damr"),
    *("dac3", "dec3", "dac4", "dOps", "dfLa", "alac", "chan", "chnl", "srat", "wave", "pcmC"),
    *("pasp", "clap", "fiel", "colr", "gama", "btrt", "mdcv", "clli", "amve", "SmDm", "CoLL"),
    *("frma", "enda", "mp4a", "auxi"),
}
VENDORS = {"d263", "damr"}
ENCRYPTED = {"encv", "enca", "drmi", "drms"}
ENTRY_HEAD = 8
# Offsets in a picture's entry after its reserved bytes, as QuickTime has them: vendor, name.
VENDOR, COMPRESSOR, PICTURE_HEAD = 4, slice(34, 66), 70
SOUND_HEADS = {0: 20, 1: 36, 2: 56}


def clean_entries(data: bytearray, stsd: Box, handler: str, removed: set[Removed]) -> None:
    """Clean every sample entry. Raises Uncleanable for broken or encrypted ones."""
    stsd.view(data).take(0, 8)
    for entry in boxes(data, stsd.body + 8, stsd.end):
        if entry.kind in ENCRYPTED:
            raise Uncleanable("unusual", "encrypted")
        start = entry.body + ENTRY_HEAD
        view = entry.view(data)
        if handler == "soun":
            head = SOUND_HEADS.get(view.u16(ENTRY_HEAD))
            if head is None:
                raise Uncleanable("unusual", "a sound of another version")
        else:
            head = PICTURE_HEAD
            view.take(ENTRY_HEAD, head)
            if zero(data, start + COMPRESSOR.start, start + COMPRESSOR.stop):
                removed.add("names")
        view.take(ENTRY_HEAD, head)
        if zero(data, start + VENDOR, start + VENDOR + 4):
            removed.add("names")
        _clean_parts(data, boxes(data, start + head, entry.end), removed)


def frame_bytes(data: bytearray, stsd: Box, handler: str) -> int:
    """How many bytes a frame of sound has at most when QuickTime counts frames; 0 for pictures."""
    if handler != "soun":
        return 0
    view = stsd.view(data)
    return view.u16(8 + 16 + 8) * ((view.u16(8 + 16 + 10) + 7) // 8)


def clean_colour(data: bytearray, colr: Box, removed: set[Removed]) -> None:
    """Write a fresh profile over one of a usual space; over any other, that of sRGB."""
    if is_colour_kept(data, colr):
        return
    length = colr.end - colr.body - 4
    old = colr.view(data).take(4, length)
    profile = fresh(space_of(old) or SRGB, length)
    if profile != old:
        removed.add("colour")
    if len(profile) > length:
        blank(data, colr)
    else:
        data[colr.body : colr.end] = b"prof" + profile


def _clean_parts(data: bytearray, parts: list[Box], removed: set[Removed]) -> None:
    for part in parts:
        if part.kind == "wave":
            _clean_parts(data, boxes(data, part.body, part.end), removed)
        elif part.kind not in DECODING:
            drop(data, part, removed)
        elif part.kind == "colr":
            clean_colour(data, part, removed)
        elif part.kind in VENDORS:
            part.view(data).take(0, 4)
            zero(data, part.body, part.body + 4)
