"""JPEG: the segments that a decoder needs, in their order, and nothing else (ITU-T T.81, annex B).

Kept: tables, frame and scans. Written anew: JFIF without its preview, Adobe's mark that tells how
colours are coded, one of three colour profiles, the orientation. Dropped: everything else, and
whatever follows the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.metadata.errors import Uncleanable
from webapp.metadata.icc import standard
from webapp.metadata.source import Cleaned, Kept, Removed, counted
from webapp.metadata.tiff import orientation_only, read_exif, says_more
from webapp.metadata.view import View

SOI, EOI, SOS, DQT, DHT, DAC, DRI, DNL, COM = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xCC, 0xDD, 0xDC, 0xFE
APP0, APP1, APP2, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
RESTARTS = range(0xD0, 0xD8)
APPS = range(0xE0, 0xF0)
FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}
EXIF, XMP, XMP_MORE = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/ext"
ICC, JFIF, ADOBE, MPF = b"ICC_PROFILE\0", b"JFIF\0", b"Adobe", b"MPF\0"
LENGTH, ADOBE_LENGTH, ICC_HEAD, PLAIN_JFIF = 2, 12, 14, 14


@dataclass
class _Walk:
    data: bytes
    cleaned: Cleaned = field(default_factory=Cleaned)
    profile: dict[int, bytes] = field(default_factory=dict)
    exif: bytes | None = None
    jfif: bool = False
    transform: bytes | None = None
    frames: int = 0
    scans: int = 0
    segments: int = 0


def clean_jpeg(data: bytes) -> Cleaned:
    """Return the pieces of the picture. Raises Uncleanable."""
    walk = _Walk(data)
    at = 2
    while True:
        marker, at = _marker(data, at, walk.scans > 0)
        if marker == EOI:
            break
        at = _segment(walk, marker, at)
    if walk.frames != 1 or walk.scans == 0:
        raise Uncleanable("broken", "not one frame with scans")
    if at < len(data):
        walk.cleaned.removed.add("trailing")
    return _finished(walk)


def _marker(data: bytes, at: int, cut: bool) -> tuple[int, int]:
    """Return the next marker and what follows it, past stray bytes, as libjpeg looks for it.

    A picture whose end is missing ends where its scans do.
    """
    while True:
        at = data.find(0xFF, at)
        while at >= 0 and data[at : at + 1] == b"\xff":
            at += 1
        if at < 0 or at >= len(data):
            if cut:
                return EOI, len(data)
            raise Uncleanable("broken", "no end")
        if data[at] != 0:
            return data[at], at + 1
        at += 1


def _segment(walk: _Walk, marker: int, at: int) -> int:
    """Take or drop the segment whose length stands at `at`; return where it and its scan end."""
    walk.segments += 1
    counted(walk.segments)
    view, pieces = View(walk.data), walk.cleaned.pieces
    length = view.u16(at)
    if length < LENGTH:
        raise Uncleanable("broken", "a segment without its length")
    content = View(view.take(at, length), LENGTH)
    if marker in APPS or marker == COM:
        _dropped(walk, marker, content.take(0, len(content)))
        return at + length
    if marker not in {SOS, DQT, DHT, DAC, DRI, DNL} | FRAMES:
        raise Uncleanable("unusual", f"marker {marker}")
    if not _is_exact(marker, content):
        raise Uncleanable("broken", f"segment {marker} of another length")
    walk.frames += marker in FRAMES
    end = at + length
    if marker == SOS:
        if walk.frames == 0:
            raise Uncleanable("broken", "a scan before its frame")
        walk.scans += 1
        end = _scan_end(walk.data, end)
    pieces += [bytes((0xFF, marker)), Kept(at, end - at)]
    return end


def _is_exact(marker: int, content: View) -> bool:
    """Whether a segment is as long as what it says it holds, so that nothing hides behind it."""
    length = len(content)
    if marker == DQT:
        return _tables(content, lambda at: 1 + 64 * (1 + (content.u8(at) >> 4 != 0)))
    if marker == DHT:
        return _tables(content, lambda at: 17 + sum(content.take(at + 1, 16)))
    if marker == SOS:
        return length == 4 + 2 * content.u8(0)
    if marker in FRAMES:
        return length == 6 + 3 * content.u8(5)
    return length % 2 == 0 if marker == DAC else length == 2  # noqa: PLR2004 - one number


def _tables(content: View, length_at: Callable[[int], int]) -> bool:
    at = 0
    while at < len(content):
        at += length_at(at)
    return at == len(content)


def _scan_end(data: bytes, at: int) -> int:
    """Return where the coded data end: at a marker that is neither a restart nor a stuffed byte."""
    while True:
        at = data.find(0xFF, at)
        if at < 0 or at + 1 >= len(data):
            return len(data) if at < 0 else at
        if data[at + 1] != 0 and data[at + 1] not in RESTARTS:
            return at
        at += 2


def _dropped(walk: _Walk, marker: int, content: bytes) -> None:
    """Note what is dropped, and what of it must be said again."""
    removed = walk.cleaned.removed
    if marker == APP0 and content.startswith(JFIF):
        walk.jfif = True
        if len(content) > PLAIN_JFIF:
            removed.add("pictures")
    elif marker == APP14 and content.startswith(ADOBE) and len(content) >= ADOBE_LENGTH:
        walk.transform = content[11:12]
    elif marker == APP2 and content.startswith(ICC) and len(content) >= ICC_HEAD:
        walk.profile.setdefault(content[12], content[ICC_HEAD:])
    elif marker == APP1 and content.startswith(EXIF) and walk.exif is None:
        walk.exif = content[len(EXIF) :]
    else:
        removed.add(_name(marker, content))


def _name(marker: int, content: bytes) -> Removed:
    names: tuple[tuple[int, bytes, Removed], ...] = (
        (APP1, EXIF, "exif"),
        (APP1, XMP, "xmp"),
        (APP1, XMP_MORE, "xmp"),
        (APP2, MPF, "pictures"),
        (APP0, b"JFXX", "pictures"),
        (APP13, b"", "iptc"),
        (COM, b"", "text"),
    )
    return next((n for m, begin, n in names if m == marker and content.startswith(begin)), "other")


def _finished(walk: _Walk) -> Cleaned:
    """Put what is said anew before the rest."""
    exif = read_exif(walk.exif or b"")
    profile = b"".join(walk.profile[i] for i in sorted(walk.profile))
    again = standard(profile)
    if walk.exif is not None and says_more(walk.exif):
        walk.cleaned.removed.add("exif")
    if profile != again:
        walk.cleaned.removed.add("colour")
    head = [bytes((0xFF, SOI))]
    if walk.jfif:
        head.append(_app(APP0, JFIF + bytes((1, 1, 0, 0, 1, 0, 1, 0, 0))))
    if exif.orientation != 1:
        head.append(_app(APP1, EXIF + orientation_only(exif.orientation)))
    if again:
        head.append(_app(APP2, ICC + bytes((1, 1)) + again))
    if walk.transform is not None:
        head.append(_app(APP14, ADOBE + bytes((0, 100, 0, 0, 0, 0)) + walk.transform))
    walk.cleaned.pieces = [*head, *walk.cleaned.pieces, bytes((0xFF, EOI))]
    walk.cleaned.orientation = exif.orientation
    walk.cleaned.evidence = exif.evidence
    return walk.cleaned


def _app(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (2 + len(content)).to_bytes(2) + content
