"""The boxes of which MP4, MOV and HEIC are made (ISO/IEC 14496-12, section 4), and blanking them.

Nothing ever moves, because the tables of a film count from the beginning of the file: what must go
becomes a box `free` full of zeros.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.metadata.errors import Uncleanable
from webapp.metadata.source import Removed, counted
from webapp.metadata.view import View

HEAD, LONG_HEAD = 8, 16
EMPTY = {"free", "skip", "wide"}


@dataclass(frozen=True)
class Box:
    """Where a box lies in its buffer: its head, its content, its end."""

    kind: str
    at: int
    body: int
    end: int

    def view(self, data: bytearray) -> View:
        """The content."""
        return View(data, self.body, self.end)


def boxes(data: bytearray, start: int, end: int) -> list[Box]:
    """Return the boxes from `start` to `end`. Raises Uncleanable (broken).

    A size of zero ends them, as QuickTime ends some lists; what follows it is blanked.
    """
    found: list[Box] = []
    view, at = View(data, 0, end), start
    while at + HEAD <= end and (size := view.u32(at)) != 0:
        body = at + (LONG_HEAD if size == 1 else HEAD)
        after = at + (view.u64(at + HEAD) if size == 1 else size)
        if not body <= after <= end:
            raise Uncleanable("broken", "a box of another length")
        found.append(Box(view.tag(at + 4), at, body, after))
        counted(len(found))
        at = after
    zero(data, at, end)
    return found


def zero(data: bytearray, start: int, end: int) -> bool:
    """Put zeros there; return whether something else was there before."""
    was = any(data[start:end])
    data[start:end] = bytes(max(0, end - start))
    return was


def blank(data: bytearray, box: Box) -> None:
    """Make the box a free one of the same length."""
    data[box.at + 4 : box.at + HEAD] = b"free"
    zero(data, box.body, box.end)


NAMES: dict[str, Removed] = {
    "udta": "tags",
    "meta": "tags",
    "trak": "tracks",
    "traf": "tracks",
    "tref": "tracks",
}


def drop(data: bytearray, box: Box, removed: set[Removed]) -> None:
    """Blank a box that is not among those we keep."""
    if box.kind not in EMPTY:
        removed.add(NAMES.get(box.kind, "other"))
    blank(data, box)


def is_colour_kept(data: bytearray, colr: Box) -> bool:
    """Whether a box `colr` says its colours as numbers and not as a profile."""
    return colr.view(data).tag(0) in {"nclx", "nclc"}
