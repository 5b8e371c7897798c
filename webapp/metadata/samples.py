"""Where the samples of a track lie: the tables of a film, and those of its fragments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.metadata.boxes import Box, boxes
from webapp.metadata.errors import Uncleanable
from webapp.metadata.view import MOST, View

Range = tuple[int, int]
"""First byte and the one after the last, counted from the beginning of the file."""

OWN_BASE, ENTRY_INDEX, DURATION, SIZE, FLAGS = 0x01, 0x02, 0x08, 0x10, 0x20
FROM_FRAGMENT = 0x020000
RUN_OFFSET, RUN_FLAGS = 0x01, 0x04
CODES = {1: "B", 2: "H", 4: "L"}
RUN_DURATION, RUN_SIZE, RUN_SAMPLE_FLAGS, RUN_TIME = 0x100, 0x200, 0x400, 0x800


def sample_ranges(data: bytearray, stbl: Box, frame: int) -> Iterator[Range]:
    """The ranges of a track's chunks. Where sound is counted in frames, each has `frame` bytes.

    Raises Uncleanable (broken) where the tables do not hold together.
    """
    tables = {box.kind: box.view(data) for box in boxes(data, stbl.body, stbl.end)}
    sizes = _sizes(tables, frame)
    if "stsc" not in tables or sizes is None:
        raise Uncleanable("broken", "a track without tables")
    steps = _Steps(tables["stsc"])
    done = 0
    for chunk, at in enumerate(_offsets(tables), start=1):
        count = min(steps.per_chunk(chunk), sizes.count - done)
        yield _range(at, sizes.of(done, count))
        done += count


def _range(at: int, length: int) -> Range:
    if length > MOST or at + length > MOST:
        raise Uncleanable("broken", "number too large")
    return at, at + length


def _sum(view: View, at: int, count: int, width: int, step: int) -> int:
    """Add up `count` numbers of `width` bytes, each `step` bytes after the one before."""
    if count == 0:
        return 0
    length = step * (count - 1) + width
    numbers = struct.unpack(f">{length // width}{CODES[width]}", view.take(at, length))
    return sum(numbers[:: step // width])


@dataclass(frozen=True)
class _Sizes:
    count: int
    each: int
    view: View
    bits: int
    at: int

    def of(self, first: int, count: int) -> int:
        """How long `count` samples from `first` are together."""
        if self.each:
            return self.each * count
        if self.bits < 8:  # noqa: PLR2004 - bits of a byte
            return sum(self._half(i) for i in range(first, first + count))
        width = self.bits // 8
        return _sum(self.view, self.at + first * width, count, width, width)

    def _half(self, i: int) -> int:
        both = self.view.u8(self.at + i // 2)
        return both & 15 if i % 2 else both >> 4


def _sizes(tables: dict[str, View], frame: int) -> _Sizes | None:
    if "stsz" in tables:
        view = tables["stsz"]
        each = view.u32(4)
        return _Sizes(view.u32(8), max(each, frame) if each else 0, view, 32, 12)
    if "stz2" in tables:
        view = tables["stz2"]
        bits = view.u8(7)
        if bits not in {4, 8, 16}:
            raise Uncleanable("broken", "sizes of another width")
        return _Sizes(view.u32(8), 0, view, bits, 12)
    return None


class _Steps:
    """How many samples each chunk has; asked for chunks in their order."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.count = view.u32(4)
        self.step = 0

    def per_chunk(self, chunk: int) -> int:
        """Return the number for this chunk: that of the last step which begins no later."""
        while self.step + 1 < self.count and self.view.u32(8 + 12 * (self.step + 1)) <= chunk:
            self.step += 1
        return self.view.u32(8 + 12 * self.step + 4) if self.count else 0


def _offsets(tables: dict[str, View]) -> Iterator[int]:
    name, width = ("co64", 8) if "co64" in tables else ("stco", 4)
    if name not in tables:
        raise Uncleanable("broken", "a track without places")
    view = tables[name]
    for i in range(view.u32(4)):
        yield view.number(8 + i * width, width)


@dataclass
class Fragment:
    """Where the samples of fragments are counted from."""

    at: int
    end: int | None = None


def run_ranges(data: bytearray, traf: Box, moof: Fragment, size: int) -> Iterator[Range]:
    """The ranges of one track in a fragment; `size` is that of a sample which has none.

    Afterwards `moof.end` is where the next track begins that says nothing else.
    """
    parts = boxes(data, traf.body, traf.end)
    head = next((box.view(data) for box in parts if box.kind == "tfhd"), None)
    if head is None:
        raise Uncleanable("broken", "a fragment without a track")
    flags = head.u32(0)
    at = 8
    base = moof.at if flags & FROM_FRAGMENT or moof.end is None else moof.end
    if flags & OWN_BASE:
        base = head.u64(at)
        at += 8
    at += 4 * bool(flags & ENTRY_INDEX) + 4 * bool(flags & DURATION)
    each = head.u32(at) if flags & SIZE else size
    end = base
    for run in (box.view(data) for box in parts if box.kind == "trun"):
        start, end = _run(run, base, end, each)
        yield start, end
    moof.end = end


def _run(run: View, base: int, end: int, each: int) -> Range:
    """Return the range of one run, which begins where the last ended unless it says where."""
    flags, count = run.u32(0), run.u32(4)
    at, start = 8, end
    if flags & RUN_OFFSET:
        away = run.u32(at)
        start = base + away - (away >> 31 << 32)
        at += 4
    at += 4 * bool(flags & RUN_FLAGS)
    if not flags & RUN_SIZE:
        return _range(start, each * count)
    fields = (RUN_DURATION, RUN_SIZE, RUN_SAMPLE_FLAGS, RUN_TIME)
    width = 4 * sum(bool(flags & each_field) for each_field in fields)
    at += 4 * bool(flags & RUN_DURATION)
    return _range(start, _sum(run, at, count, 4, width))
