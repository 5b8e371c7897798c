"""Files that hold no picture, or more than we go through, are refused, each with its reason."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden.blocks import box, full, segment
from tests.golden.broken import damaged
from tests.golden.opened import clean, golden
from webapp.metadata import Memory, Uncleanable, cleaned_bytes, without_metadata
from webapp.metadata.errors import Why
from webapp.metadata.source import MEMORY, TABLES

SIGNATURES = (
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBPVP8X"),
    *(b"\0\0\0\x10ftypheic\0\0\0\0", b"\0\0\0\x10ftypisom\0\0\0\0", b"\0\0\0\x08wide"),
)
FTYP = box(b"ftyp", b"isom", bytes(4))


def why(data: bytes) -> Why:
    with pytest.raises(Uncleanable) as refused:
        without_metadata(Memory(data))
    return refused.value.why


def replaced(name: str, old: bytes, new: bytes) -> bytes:
    data = golden(name)
    assert old in data
    return data.replace(old, new)


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", checksum)


def png(*chunks: bytes) -> bytes:
    """A picture, with chunks behind its header."""
    plain = golden("sixteen.png")
    return plain[:33] + b"".join(chunks) + plain[33:]


def encrypted() -> bytes:
    return replaced("film.mp4", b"avc1\0\0\0\0\0\0\0\1", b"encv\0\0\0\0\0\0\0\1")


REFUSED: dict[str, tuple[bytes, Why]] = {
    "a jpeg that ends in its tables": (golden("grey.jpg")[:300], "broken"),
    "a jpeg of a hierarchical kind": (
        golden("grey.jpg").replace(b"\xff\xc0", b"\xff\xde"),
        "unusual",
    ),
    "a jpeg whose frame says more than it has": (
        golden("grey.jpg").replace(b"\xff\xc0\0\x0b", b"\xff\xc0\0\x0c"),
        "broken",
    ),
    "a jpeg with something behind a table": (
        golden("grey.jpg").replace(b"\xff\xdb\0\x43", b"\xff\xdb\0\x53"),
        "broken",
    ),
    "a png with a wrong checksum": (golden("full.png").replace(b"IDAT", b"IDAT\0", 1), "broken"),
    "a png with an unknown critical chunk": (png(chunk(b"CgBI", bytes(4))), "unusual"),
    "a png with gamma and more": (png(chunk(b"gAMA", b"QL-CANARY")), "broken"),
    "a png without a picture": (golden("full.png")[:33] + chunk(b"IEND", b""), "broken"),
    "a webp that is cut off": (golden("plain.webp")[:-9], "broken"),
    "a webp without a picture": (b"RIFF\x04\0\0\0WEBP", "broken"),
    "a film that is cut off": (golden("film.mp4")[:-900], "broken"),
    "a film without tracks": (FTYP + box(b"moov", full(b"mvhd", bytes(96))), "broken"),
    "an encrypted film": (encrypted(), "unusual"),
    "a film whose samples lie elsewhere": (
        replaced("film.mp4", b"url \0\0\0\1", b"url \0\0\0\0"),
        "unusual",
    ),
    "a heic whose picture is of an unknown kind": (
        replaced("preview.heic", b"hvc1", b"hvcX"),
        "unusual",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_its_reason(what: str) -> None:
    data, reason = REFUSED[what]
    assert why(data) == reason


def test_without_the_fault_the_same_files_are_cleaned() -> None:
    for name in ("grey.jpg", "full.png", "plain.webp", "film.mp4", "preview.heic", "sixteen.png"):
        assert clean(golden(name))[2]
    assert clean(png(chunk(b"gAMA", bytes(4))))[2]


def test_a_jpeg_that_tells_its_height_behind_the_first_scan_keeps_it() -> None:
    data = golden("grey.jpg")
    height = b"\xff\xdc\0\4\0\x30"
    after = clean(data[:-2] + height + data[-2:])[2]
    assert after.endswith(height + b"\xff\xd9")


def test_stray_bytes_between_segments_go() -> None:
    data = golden("grey.jpg")
    at = data.index(b"\xff\xdb")
    assert clean(data[:at] + b"QL-CANARY\xff\xff" + data[at + 1 :])[2] == clean(data)[2]


@dataclass(frozen=True)
class Claimed:
    """A source that says it has so many bytes, and gives only its beginning."""

    start: bytes
    size: int

    def read(self, at: int, length: int) -> bytes:
        """Return the beginning, and zeros behind it."""
        assert length < MEMORY, "nothing so long is read"
        return self.start[at : at + length].ljust(min(length, self.size - at), b"\0")


@pytest.mark.parametrize(
    "source",
    [
        Claimed(golden("grey.jpg"), MEMORY + 1),
        Claimed(FTYP + struct.pack(">L4s", TABLES + 1, b"moov"), 10 * TABLES),
        Memory(b"\xff\xd8" + segment(0xFE, b"") * 100_001),
        Memory(png(chunk(b"tEXt", b"") * 100_001)),
        Memory(FTYP + box(b"free") * 100_001),
    ],
    ids=["a long picture", "long tables", "many segments", "many chunks", "many boxes"],
)
def test_what_would_keep_us_busy_is_too_large(source: Memory | Claimed) -> None:
    with pytest.raises(Uncleanable) as refused:
        without_metadata(source)
    assert refused.value.why == "large"


@given(st.sampled_from(SIGNATURES), st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_cleaned_or_refused(start: bytes, rest: bytes) -> None:
    source = Memory(start + rest)
    try:
        _, cleaned = without_metadata(source)
    except Uncleanable:
        return
    assert cleaned is not None
    assert len(cleaned_bytes(source, cleaned)) <= source.size + 1024


def test_what_is_made_of_a_broken_file_is_cleaned() -> None:
    cleaned = 0
    for name, data in damaged(400, seed=3).items():
        try:
            after = clean(data)[2]
        except (Uncleanable, AssertionError):
            continue
        cleaned += 1
        assert clean(after)[2] == after, name
    assert cleaned > 100
