"""PNG and APNG: the chunks that draw the picture, and nothing else (W3C PNG, third edition).

Every kept chunk has its checksum and the length that its kind may have. The colour profile goes
(iCCP is compressed, and old browsers cannot look into it); gamma and colours as numbers stay.
"""

from __future__ import annotations

import zlib

from webapp.metadata.errors import Uncleanable
from webapp.metadata.source import Cleaned, Kept, Removed, counted
from webapp.metadata.tiff import orientation_only, read_exif, says_more
from webapp.metadata.view import View

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ANY = range(2**31)
LENGTHS: dict[str, range] = {
    "IHDR": range(13, 14),
    "PLTE": range(3, 769, 3),
    "IDAT": ANY,
    "IEND": range(1),
    "tRNS": range(1, 257),
    "gAMA": range(4, 5),
    "cHRM": range(32, 33),
    "sRGB": range(1, 2),
    "sBIT": range(1, 5),
    "bKGD": range(1, 7),
    "acTL": range(8, 9),
    "fcTL": range(26, 27),
    "fdAT": ANY,
}
NAMES: dict[str, Removed] = {
    "eXIf": "exif",
    "iCCP": "colour",
    "tEXt": "text",
    "zTXt": "text",
    "iTXt": "text",
    "tIME": "times",
}
XMP = b"XML:com.adobe.xmp\0"
UPPER = 0x20  # the bit that a critical chunk's first letter lacks
HEADER_END = 33


def clean_png(data: bytes) -> Cleaned:
    """Return the pieces of the picture. Raises Uncleanable."""
    cleaned, seen, at = Cleaned(), set[str](), len(SIGNATURE)
    exif: bytes | None = None
    chunks = 0
    while "IEND" not in seen:
        chunks += 1
        counted(chunks)
        kind, content = _next(View(data), at)
        end = at + 12 + len(content)
        if kind in LENGTHS:
            cleaned.pieces.append(Kept(at, end - at))
        elif kind == "eXIf" and exif is None:
            exif = content
        else:
            is_xmp = kind == "iTXt" and content.startswith(XMP)
            cleaned.removed.add("xmp" if is_xmp else NAMES.get(kind, "other"))
        seen.add(kind)
        at = end
    if "IDAT" not in seen:
        raise Uncleanable("broken", "no picture")
    if at < len(data):
        cleaned.removed.add("trailing")
    if exif is not None and says_more(exif):
        cleaned.removed.add("exif")
    read = read_exif(exif or b"")
    again = orientation_only(read.orientation)
    cleaned.pieces[:1] = [Kept(0, HEADER_END), *([_chunk(b"eXIf", again)] if again else [])]
    cleaned.orientation, cleaned.evidence = read.orientation, read.evidence
    return cleaned


def _next(view: View, at: int) -> tuple[str, bytes]:
    """Return the chunk that begins here, of a kind and shape that may stand in a picture."""
    length, kind = view.u32(at), view.tag(at + 4)
    content = view.take(at + 8, length)
    if (kind == "IHDR") is not (at == len(SIGNATURE)):
        raise Uncleanable("broken", "header at another place")
    if kind in LENGTHS:
        _check(view, at, kind, content)
    elif not view.u8(at + 4) & UPPER:
        raise Uncleanable("unusual", "an unknown critical chunk")
    return kind, content


def _check(view: View, at: int, kind: str, content: bytes) -> None:
    if len(content) not in LENGTHS[kind]:
        raise Uncleanable("broken", f"{kind} of another length")
    if zlib.crc32(content, zlib.crc32(kind.encode())) != view.u32(at + 8 + len(content)):
        raise Uncleanable("broken", f"checksum of {kind}")


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return len(content).to_bytes(4) + kind + content + checksum.to_bytes(4)
