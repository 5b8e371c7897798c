"""WebP: the chunks that draw the picture, and nothing else (RFC 9649, section 2).

The flags of VP8X are set anew from what is kept; sizes are counted anew.
"""

from __future__ import annotations

from webapp.metadata.errors import Uncleanable
from webapp.metadata.icc import standard
from webapp.metadata.source import Cleaned, Kept, Piece, counted, length_of
from webapp.metadata.tiff import orientation_only, read_exif, says_more
from webapp.metadata.view import View

PICTURE, FRAME = {"VP8 ", "VP8L"}, {"ALPH", "VP8 ", "VP8L"}
LENGTHS = {"VP8X": 10, "ANIM": 6}
ANEW = {"EXIF", "ICCP"}
ANIMATED, EXIF, ALPHA, ICC = 0x02, 0x08, 0x10, 0x20
FRAME_HEAD = 16
Chunk = tuple[str, int, int]


def clean_webp(data: bytes) -> Cleaned:
    """Return the pieces of the picture. Raises Uncleanable."""
    view, cleaned = View(data, order="little"), Cleaned()
    end = 8 + view.u32(4)
    chunks = list(_chunks(view, 12, end))
    if not chunks or chunks[0][0] not in PICTURE | {"VP8X"}:
        raise Uncleanable("broken", "no picture at the beginning")
    if end < len(data):
        cleaned.removed.add("trailing")
    first = {
        kind: view.take(at + 8, length)
        for kind, at, length in reversed(chunks)
        if kind in {"VP8X", "EXIF", "ICCP"}
    }
    kept: list[Piece] = []
    for kind, at, length in chunks[1:] if "VP8X" in first else chunks[:1]:
        kept += _kept(view, (kind, at, length), cleaned)
    if "VP8X" in first:
        kept = _extended(first, kept, cleaned)
    size = 4 + sum(length_of(piece) for piece in kept)
    cleaned.pieces = [b"RIFF" + size.to_bytes(4, "little") + b"WEBP", *kept]
    return cleaned


def _chunks(view: View, at: int, end: int) -> list[Chunk]:
    """Return the chunks from `at` to `end`: kind, where it begins, how long its content is."""
    found: list[Chunk] = []
    while at + 8 <= end:
        length = view.u32(at + 4)
        found.append((view.tag(at), at, length))
        counted(len(found))
        if at + 8 + length > end:
            raise Uncleanable("broken", "a chunk beyond the end")
        at += 8 + length + length % 2
    if at < end:
        raise Uncleanable("broken", "chunks of another length")
    view.take(0, end)
    return found


def _kept(view: View, chunk: Chunk, cleaned: Cleaned) -> list[Piece]:
    """Return what is kept of a chunk: all of it, or what draws inside a frame."""
    kind, at, length = chunk
    if kind in FRAME or kind == "ANIM":
        if length != LENGTHS.get(kind, length):
            raise Uncleanable("broken", f"{kind} of another length")
        return [Kept(at, 8 + length), bytes(length % 2)]
    if kind != "ANMF":
        if kind not in ANEW:
            cleaned.removed.add("xmp" if kind == "XMP " else "other")
        return []
    inner: list[Piece] = []
    for each in _chunks(view, at + 8 + FRAME_HEAD, at + 8 + length):
        if each[0] in FRAME:
            inner += [Kept(each[1], 8 + each[2]), bytes(each[2] % 2)]
        else:
            cleaned.removed.add("other")
    size = FRAME_HEAD + sum(length_of(piece) for piece in inner)
    return [b"ANMF" + size.to_bytes(4, "little"), Kept(at + 8, FRAME_HEAD), *inner]


def _extended(first: dict[str, bytes], kept: list[Piece], cleaned: Cleaned) -> list[Piece]:
    """Put the header, a fresh profile before the picture and a fresh orientation after it."""
    header = first["VP8X"]
    if len(header) != LENGTHS["VP8X"]:
        raise Uncleanable("broken", "VP8X of another length")
    block = first.get("EXIF", b"")
    block = block.removeprefix(b"Exif\0\0")
    exif = read_exif(block)
    again = orientation_only(exif.orientation)
    profile = standard(first.get("ICCP", b""))
    if block and says_more(block):
        cleaned.removed.add("exif")
    if profile != first.get("ICCP", b""):
        cleaned.removed.add("colour")
    flags = header[0] & (ANIMATED | ALPHA) | (EXIF if again else 0) | (ICC if profile else 0)
    cleaned.orientation, cleaned.evidence = exif.orientation, exif.evidence
    whole: list[Piece] = [_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + header[4:])]
    whole += [_chunk(b"ICCP", profile)] if profile else []
    return whole + kept + ([_chunk(b"EXIF", again)] if again else [])


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
